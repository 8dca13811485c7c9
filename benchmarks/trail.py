"""The history of an evidence repository beside the one git command that it is read with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from assay.folder import PARTS
from assay.git.log import log
from assay.git.running import command, environment
from benchmarks.history import write_history
from benchmarks.measuring import Figure, line, measure, run

COMMITS = 2
"""How many commits there are for each item."""

READ = """
import sys
from pathlib import Path
from assay.git import read_history
history = read_history(Path(sys.argv[1]))
sys.exit(history.problem or len(history.merges) == 0)
"""


def measure_trail(place: Path, folder: Path, size: int, rounds: int) -> None:
    """Read the history with nothing kept, with everything kept, and after one new commit."""
    write_history(folder, size * COMMITS)
    cold, warm = place / "trail-cold", place / "trail-warm"
    alone = command(folder, *log("HEAD", PARTS))

    def read(cache: Path) -> tuple[float, float]:
        return run([sys.executable, "-c", READ, str(folder)], {**os.environ, "XDG_CACHE_HOME": str(cache)})

    def read_cold() -> tuple[float, float]:
        shutil.rmtree(cold, ignore_errors=True)
        return read(cold)

    def read_one_more() -> tuple[float, float]:
        who = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")
        new = ["git", *who, "commit", "-q", "--allow-empty", "-m", "One more"]
        subprocess.run(new, cwd=folder, check=True)
        return read(warm)

    read(warm)
    commands: dict[str, Callable[[], tuple[float, float]]] = {
        "git": lambda: run(alone, environment()),
        "cold": read_cold,
        "warm": lambda: read(warm),
        "more": read_one_more,
    }
    found: dict[str, Figure] = measure(rounds, commands)
    line("history / the git command alone", size, found["cold"], found["git"], "1.5")
    line("history, nothing new / the git command alone", size, found["warm"], found["git"], "-")
    line("history, one new commit / the git command alone", size, found["more"], found["git"], "-")
