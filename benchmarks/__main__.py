"""Measure `assay validate` and `assay build` beside the bare libraries below them, whole processes in turn.

Each figure is a ratio of medians within one run, because machines differ and drift; the bounds are those of
the design. Usage: python -m benchmarks [--sizes 100,1000,10000] [--rounds 3] [--no-build]
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assay import resources, yamlfile
from assay.cache import GRAIN_NS
from assay.model import build_model
from benchmarks.repository import write_repository

AS_OF = "2026-06-30"
ASSAY = [sys.executable, "-m", "assay"]

BARE_YAML = """
import sys, yaml
from pathlib import Path
for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
"""


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


def main() -> None:
    """Print one line a size and figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-build", action="store_true")
    options = parser.parse_args()
    for size in (int(text) for text in options.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="assay-benchmark-") as place:
            measure_size(Path(place), size, options.rounds, build=not options.no_build)


def measure_size(place: Path, size: int, rounds: int, *, build: bool) -> None:
    """Measure one size in the folder `place`."""
    model = build_model("see-cmm", yamlfile.read((resources.MODELS / "see-cmm.yaml").read_bytes()).data, "")
    folder = write_repository(place / "evidence", size, list(model.cells))
    time.sleep(GRAIN_NS / 1e9 + 0.1)  # files that have rested for a while, as those of a checkout have
    cold, warm = place / "cold", place / "warm"
    environment = {**os.environ, "XDG_CACHE_HOME": str(cold)}

    def validate_cold() -> tuple[float, float]:
        shutil.rmtree(cold, ignore_errors=True)
        return run([*ASSAY, "-e", str(folder), "validate", "--as-of", AS_OF], environment)

    def validate_warm() -> tuple[float, float]:
        return run(
            [*ASSAY, "-e", str(folder), "validate", "--as-of", AS_OF],
            {**environment, "XDG_CACHE_HOME": str(warm)},
        )

    validate_warm()
    found = measure(
        rounds,
        {
            "bare": lambda: run([sys.executable, "-c", BARE_YAML, str(folder)], environment),
            "cold": validate_cold,
            "warm": validate_warm,
        },
    )
    line("validate / bare yaml.load", size, found["cold"], found["bare"], "4.0")
    line("validate, nothing changed / bare yaml.load", size, found["warm"], found["bare"], "0.8")
    if build:
        measure_build(place, folder, size, rounds)


def measure_build(place: Path, folder: Path, size: int, rounds: int) -> None:
    """`assay build`, with all that it does, beside the engine alone on the project that it wrote."""
    project = place / "project"
    subprocess.run(
        [sys.executable, "-c", EMIT, str(folder), str(project), AS_OF], check=True, stdout=subprocess.DEVNULL
    )
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "XDG_CACHE_HOME": str(place / "warm")}
    engine = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(project / "mkdocs.yml")]
    whole = [*ASSAY, "-e", str(folder), "build", "--as-of", AS_OF, "-o", str(place / "site")]
    found = measure(
        1 if size >= 10_000 else rounds,
        {"engine": lambda: run(engine, environment), "assay": lambda: run(whole, environment)},
    )
    line("build / bare mkdocs build", size, found["assay"], found["engine"], "1.1")


EMIT = """
import datetime as dt, sys
from pathlib import Path
from assay.commands.build import site_content
from assay.site import write_project
content = site_content(Path(sys.argv[1]), dt.date.fromisoformat(sys.argv[3]))
project = Path(sys.argv[2])
project.mkdir()
write_project(content.editions[0], content.settings, project)
"""


def line(what: str, size: int, one: Figure, other: Figure, bound: str) -> None:
    """Print one ratio with what it is made of."""
    ratio = one.seconds / other.seconds
    print(
        f"{size:>6} items  {what:<44} {ratio:5.2f}  (bound {bound}; "
        f"{one.seconds:.2f} s / {other.seconds:.2f} s; {one.megabytes:.0f} MB / {other.megabytes:.0f} MB)",
        flush=True,
    )


main()
