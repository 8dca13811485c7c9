"""Whole processes, run in turn, and what they took."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What runs of one command took: the median seconds, the largest memory in MB."""

    seconds: float
    megabytes: float


def run(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Run a command to its end; seconds and peak MB of the process and its children."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        sys.exit(f"{' '.join(command[:6])} exited with {process.returncode}")
    return seconds, usage.ru_maxrss / 1024


def measure(rounds: int, commands: dict[str, Callable[[], tuple[float, float]]]) -> dict[str, Figure]:
    """Run the commands in turn, one round after the other, so that drift meets all of them alike."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            taken[name].append(command())
    return {
        name: Figure(statistics.median(seconds for seconds, _ in runs), max(memory for _, memory in runs))
        for name, runs in taken.items()
    }


def line(what: str, size: int, one: Figure, other: Figure, bound: str) -> None:
    """Print one ratio with what it is made of."""
    ratio = one.seconds / other.seconds
    print(
        f"{size:>6} items  {what:<44} {ratio:5.2f}  (bound {bound}; "
        f"{one.seconds:.2f} s / {other.seconds:.2f} s; {one.megabytes:.0f} MB / {other.megabytes:.0f} MB)",
        flush=True,
    )
