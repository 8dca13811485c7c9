"""Evidence folders for the methods in `models/`: written to files, read back, computed as any other is."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

from assay.levels import Result, compute
from assay.problems import Severity, as_text
from assay.repository import load
from assay.rules import find_problems

HERE = Path(__file__).parent
MODELS = HERE / "models"
AS_OF = dt.date(2026, 6, 30)

Written: TypeAlias = float | str | None
"""A grade as one writes it: a number, a label, or None for "not applicable"."""

Grades: TypeAlias = Mapping[str, "Written | Mapping[str, Written]"]
"""For each criterion its grade, or one for each attribute."""

ASSESSMENT = """\
format: 1
title: Invented Works (fictional)
organisation: Invented Works Ltd (fictional)
fictional: true
scope: What the test says.
model: {model}
people:
  - {{id: ana, name: Ana Example, roles: [assessor]}}
policy: {{evidence: report}}
"""


def published(name: str) -> Any:
    """A published case: `source`, `method`, `input`, `expected`, sometimes `tolerance`."""
    return json.loads((HERE / "published" / f"{name}.json").read_text("utf-8"))


def assessed(
    folder: Path, model: str, grades: Grades, *, targets: Mapping[str, Written] | None = None
) -> Result:
    """The result of one assessor's grades by a model of `models/`, through files in a new folder."""
    text = (MODELS / f"{model}.yaml").read_text("utf-8")
    return assessed_by(folder, model, text, grades, targets=targets)


def assessed_by(
    folder: Path, name: str, model: str, grades: Grades, *, targets: Mapping[str, Written] | None = None
) -> Result:
    """The result by a model given as text."""
    root = folder / "evidence"
    shutil.rmtree(root, ignore_errors=True)
    cycle = {"title": "Test", "period": {"from": "2026-01-01", "to": "2026-12-31"}, "targets": targets or {}}
    given = {"graded_on": "2026-05-04", "grades": {node: _entries(entry) for node, entry in grades.items()}}
    _write(root / "assessment.yaml", ASSESSMENT.format(model=name))
    _write(root / "models" / f"{name}.yaml", model)
    # JSON is YAML as well.
    _write(root / "cycles" / "test" / "cycle.yaml", json.dumps(cycle))
    if grades:
        _write(root / "cycles" / "test" / "grades" / "ana.yaml", json.dumps(given, indent=1))
    loaded = load(root, use_cache=False)
    errors = [one for one in find_problems(loaded, AS_OF) if one.severity is Severity.ERROR]
    assert not errors, as_text(errors)
    assert loaded.assessment is not None
    return compute(loaded.assessment, loaded.assessment.cycles["test"], AS_OF)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _entries(entry: Written | Mapping[str, Written]) -> Any:
    if isinstance(entry, Mapping):
        return {attribute: _entry(grade) for attribute, grade in entry.items()}
    return _entry(entry)


def _entry(grade: Written) -> dict[str, Written]:
    if grade is None:
        return {"not_applicable": "There is none here."}
    return {"grade": grade, "rationale": "As the case says."}


def level(result: Result, node: str) -> Fraction | None:
    return result.node(node).level


def score(result: Result, node: str) -> Fraction | None:
    return result.node(node).score
