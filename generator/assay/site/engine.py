"""Runs the site engine as a program of its own: it can be swapped, and nothing of it runs in this process."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assay.problems import plain
from assay.site.errors import FAULT, SiteError
from assay.site.project import CONFIG

_ENGINE = (sys.executable, "-P", "-m", "mkdocs")
_COMPLAINT = re.compile(r"(WARNING|ERROR|CRITICAL)\s+-\s+|.*Error: |Aborted")
_SHOWN = 8


def environment(epoch: int) -> dict[str, str]:
    """The environment of the engine: the same clock and the same order of sets in every run."""
    return os.environ | {
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONWARNINGS": "ignore",
        "PYTHONIOENCODING": "utf-8",
        # What packs the site map has 32 bits for the time; a commit may bear any.
        "SOURCE_DATE_EPOCH": str(min(max(epoch, 0), 2**32 - 1)),
    }


def command(action: str, project: Path, *arguments: str) -> list[str]:
    """The engine's command line for the project in a folder."""
    # Never -q: a quiet strict build counts no warnings and succeeds whatever is wrong.
    return [*_ENGINE, action, "-f", str(project / CONFIG), *arguments]


def run_builds(projects: Sequence[Path], epoch: int, keep_open: Sequence[int] = ()) -> None:
    """Build several projects side by side; a SiteError says what the engine complained of first."""
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(run_build, project, epoch, keep_open) for project in projects]:
            done.result()


def run_build(project: Path, epoch: int, keep_open: Sequence[int] = ()) -> None:
    """Build the project into its site folder; a SiteError says what the engine complained of.

    `keep_open`: descriptors that the engine inherits: a lock then holds for as long as the engine writes,
    even where this process was killed.
    """
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command("build", project, "--strict"),
            cwd=project,
            env=environment(epoch),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=tuple(keep_open),
            check=False,
        )
        if done.returncode == 0:
            return
        output.seek(0)
        log = output.read()
    raise SiteError(complaint("the site engine", done.returncode, log), FAULT)


def complaint(what: str, returncode: int, log: bytes) -> str:
    """Why an engine ended, in a few lines; its whole log is kept in a file that the text names."""
    lines = [plain(line).strip() for line in log.decode("utf-8", "replace").splitlines()]
    if any(line.endswith("No module named mkdocs") for line in lines):
        return "MkDocs is not installed beside Assay: install the package again"
    said = [line for line in lines if _COMPLAINT.match(line)] or [line for line in lines if line][-_SHOWN:]
    with tempfile.NamedTemporaryFile(prefix="assay-build-", suffix=".log", delete=False) as kept:
        kept.write(log)
    more = [f"... and {len(said) - _SHOWN} more"] if len(said) > _SHOWN else []
    cause = f"was ended by signal {-returncode}" if returncode < 0 else f"failed (exit code {returncode})"
    return "\n  ".join([f"{what} {cause}. It said:", *said[:_SHOWN], *more, f"All of it: {kept.name}"])
