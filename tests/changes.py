"""Changes to a small evidence repository in a real git repository, and what `assay diff` makes of them."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from assay import schema_check
from assay.cli import run
from cases import EXAMPLES
from repositories import Repository

AS_OF = "2026-06-30"
GRADES = "cycles/2026/grades/ana.yaml"
MINUTES = "items/minutes.yaml"
FIGURES = "items/speed-figures.yaml"
TALK = """title: Talk with the teams
type: interview
summary: They know the plan.
about:
  - {node: leadership}
collected: {on: 2026-05-02, by: ana, method: a talk}
valid_until: 2027-12-31
sources:
  - {title: Notes, held_by: The head of the desk}
"""


class Desk(Repository):
    """A repository with `examples/base` in its folder `evidence`: committed on main, then on a branch."""

    def __init__(self, root: Path, inside: str = "evidence") -> None:
        super().__init__(root, inside)
        shutil.copytree(EXAMPLES / "base", self.folder, dirs_exist_ok=True)
        self.replace("assessment.yaml", "roles: [assessor]}", "roles: [assessor], git: [one@example.org]}")
        self.commit("Begin")
        self.git("switch", "-q", "-c", "change")

    def text(self, file: str) -> str:
        return (self.folder / file).read_text("utf-8")

    def replace(self, file: str, old: str, new: str) -> None:
        assert old in self.text(file), (file, old)
        self.write(file, self.text(file).replace(old, new))

    def on_main(self, subject: str, **files: str) -> None:
        """A commit on main; then back to the branch."""
        self.git("stash", "-q", "--include-untracked")
        self.git("switch", "-q", "main")
        self.commit(subject, **files)
        self.git("switch", "-q", "change")

    def diff(self, *arguments: str, code: int = 0) -> str:
        """What the command says: its output where all went well, else also what it complains of."""
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.root)
            return printed(["diff", *(arguments or ("main",)), "--as-of", AS_OF], code)

    def data(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        """The same as data, which fit their schema."""
        found: dict[str, Any] = json.loads(
            self.diff(*(arguments or ("main",)), "--format", "json", code=code)
        )
        assert schema_check.check("diff", found) == []
        return found

    def causes(self, node: str, attribute: str) -> list[str]:
        """Why a cell differs, in words."""
        lines = self.diff().splitlines()
        start = next(
            place for place, line in enumerate(lines) if line.startswith(f"  {node} · {attribute}: ")
        )
        found = []
        for line in lines[start + 1 :]:
            if not line.startswith("    "):
                break
            found.append(line.strip())
        return found


def printed(arguments: list[str], code: int) -> str:
    """What a command line prints to standard output, or, where it goes wrong, to standard error."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        assert run(arguments) == code, out.getvalue() + err.getvalue()
    return out.getvalue() or err.getvalue()


def section(text: str, title: str) -> list[str]:
    """The lines of a section of the text."""
    _, _, rest = text.partition(f"\n{title}\n")
    return [line.strip() for line in rest.partition("\n\n")[0].splitlines()]
