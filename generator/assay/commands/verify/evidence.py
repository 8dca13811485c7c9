"""The inputs and the results of a manifest against an evidence folder, from wherever that comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assay import comparing
from assay.commands.gather import require_folder
from assay.commands.verdict import Verdict
from assay.comparing import Difference
from assay.manifest import digests_of, result_data
from assay.problems import Severity
from assay.repository import Loaded, load
from assay.rules import find_problems
from assay.seals import results_of
from assay.wording import counted


def verify_evidence(evidence: Path, manifest: Mapping[str, Any], verdict: Verdict) -> None:
    """The inputs and the results of a manifest against an evidence folder."""
    predicate = manifest["predicate"]
    stated = comparing.named(predicate["inputs"])
    require_folder(evidence)
    loaded = load(evidence, use_cache=False)
    found = digests_of(loaded.folder)
    verdict.differ(comparing.input_differences(stated, found, predicate["withheld_inputs"]))
    verdict.facts.append(f"{counted(len(stated), 'file')} of evidence")
    if not predicate["draft"]:
        _verify_rules(loaded, manifest, verdict)
    assessment = loaded.assessment
    if assessment is None:
        verdict.differ([Difference("results", "", "the evidence cannot be read, so nothing is computed")])
        return
    dates = {one["cycle"]: dt.date.fromisoformat(one["as_of"]) for one in predicate["results"]}
    results = {}
    for cycle in assessment.cycles.values():
        on = dates.get(cycle.id, cycle.period[1])
        results[cycle.id] = result_data(cycle, *results_of(assessment, cycle, on), on)
    verdict.differ(comparing.result_differences(manifest, results))
    verdict.facts.append(f"the results of {counted(len(results), 'cycle')}")
    model, stated_model = assessment.model, predicate["model"]
    if (model.id, model.digest) != (stated_model["id"], stated_model["digest"]["sha256"]):
        other = f"published {stated_model['id']} {stated_model['version']}, found {model.id} {model.version}"
        if comparing.tool_note(manifest):
            verdict.notes.append(f"the model is another file: {other}")
        else:
            verdict.differ([Difference("model", model.id, f"another file: {other}")])


def _verify_rules(loaded: Loaded, manifest: Mapping[str, Any], verdict: Verdict) -> None:
    """Evidence with errors, a broken seal for one, would never have been published."""
    on = dt.date.fromisoformat(manifest["predicate"]["as_of"])
    errors = [one for one in find_problems(loaded, on) if one.severity is Severity.ERROR]
    for error in errors:
        place = f"{error.path}:{error.line}"
        if comparing.tool_note(manifest):  # it may have got stricter
            verdict.notes.append(f"evidence {place}: {error.rule}: {error.message}")
        else:
            verdict.differ([Difference("evidence", place, f"{error.rule}: {error.message}")])
