"""Measure validating, building and reading the history beside the bare tools below them, processes in turn.

Each figure is a ratio of medians within one run, because machines differ and drift; the bounds are those of
the design. Usage: python -m benchmarks [--sizes 100,1000,10000] [--rounds 3] [--only validate,build,trail]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from assay import resources, yamlfile
from assay.cache import GRAIN_NS
from assay.model import build_model
from benchmarks.measuring import line, measure, run
from benchmarks.repository import write_repository
from benchmarks.trail import measure_trail

AS_OF = "2026-06-30"
ASSAY = [sys.executable, "-m", "assay"]

BARE_YAML = """
import sys, yaml
from pathlib import Path
for path in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
"""


def main() -> None:
    """Print one line a size and figure."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="validate,build,trail")
    options = parser.parse_args()
    for size in (int(text) for text in options.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="assay-benchmark-") as place:
            measure_size(Path(place), size, options.rounds, options.only.split(","))


def measure_size(place: Path, size: int, rounds: int, what: Sequence[str]) -> None:
    """Measure one size in the folder `place`."""
    model = build_model("see-cmm", yamlfile.read((resources.MODELS / "see-cmm.yaml").read_bytes()).data, "")
    folder = write_repository(place / "evidence", size, list(model.cells))
    time.sleep(GRAIN_NS / 1e9 + 0.1)  # files that have rested for a while, as those of a checkout have
    if "validate" in what:
        measure_validate(place, folder, size, rounds)
    if "build" in what:
        measure_build(place, folder, size, rounds)
    if "trail" in what:
        measure_trail(place, folder, size, rounds)


def measure_validate(place: Path, folder: Path, size: int, rounds: int) -> None:
    """`assay validate`, with nothing known and with everything known, beside the bare parser."""
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
from assay.commands.content import Wanted, site_content
from assay.site import write_project
content = site_content(Path(sys.argv[1]), dt.date.fromisoformat(sys.argv[3]), Wanted())
project = Path(sys.argv[2])
project.mkdir()
write_project(content.editions[0], content.settings, project)
"""


main()
