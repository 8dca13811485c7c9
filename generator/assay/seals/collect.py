"""The digests of a cycle: one for each thing that decides, by its name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from assay.assessment import Assessment, Consensus, Cycle, Grade
from assay.canonical import digest
from assay.problems import At
from assay.seals import decisive

Files = Mapping[str, Mapping[str, Any]]
"""The data of files that read well, by file."""

KINDS = ("cycle", "model", "policy", "grades", "consensus", "checks", "items", "metrics", "attachments")
"""What the names of digests begin with, in the order of the seal."""

MOST = 2_000
"""How many digests of one kind a seal holds one by one; of more it holds a digest of them all."""


def digests(
    assessment: Assessment, cycle: Cycle, files: Files, model: Mapping[str, Any], sealed: dt.date
) -> dict[str, str]:
    """The digests of all that decides in `cycle`, as of the day `sealed`: `KIND` or `KIND/NAME` -> SHA-256.

    `files` holds the data of the assessment's files, `model` that of its model, whole.
    """
    cited = sorted(cited_items(cycle) & assessment.items.keys())
    types = frozenset(assessment.items[item].type for item in cited)
    found = {
        "cycle": digest(decisive.of_cycle(files[cycle.file], sealed)),
        "model/rules": digest(decisive.of_model(model)),
        "model/whole": digest(model),
    }
    for name, part in decisive.of_policy(files["assessment.yaml"], types, cycle.rigour):
        found[f"policy/{name}"] = digest(part)
    for grade in cycle.grades:
        entry = _at(files[grade.file], grade.at)
        day = grade.graded_on.isoformat() if grade.graded_on else None
        found[f"grades/{_cell(grade, grade.assessor)}"] = digest(decisive.of_grade(entry, day))
    for settled in cycle.consensus:
        data = files[settled.file]
        entry = decisive.of_consensus(_at(data, settled.at), data["settled"])
        found[f"consensus/{_cell(settled)}"] = digest(entry)
    if cycle.checks:
        data = files[cycle.checks.file]
        for question, entry in data["answers"].items():
            found[f"checks/{question}"] = digest(decisive.of_check(entry, data.get("answered", {})))
    for item in cited:
        data = files[assessment.items[item].file]
        found[f"items/{item}"] = digest(decisive.of_item(data, sealed))
    for name in sorted(cited_metrics(cycle) & assessment.metrics.keys()):
        found[f"metrics/{name}"] = digest(decisive.of_metric(files[assessment.metrics[name].file], sealed))
    for file in cited_files(assessment, cycle):
        if file in assessment.attachments:
            found[f"attachments/{file.removeprefix('attachments/')}"] = assessment.attachments[file].sha256
    return found


def places(assessment: Assessment, cycle: Cycle) -> dict[str, tuple[str, At]]:
    """Where what is digested stands: the name of its digest -> file and place."""
    found: dict[str, tuple[str, At]] = {
        f"grades/{_cell(grade, grade.assessor)}": (grade.file, grade.at) for grade in cycle.grades
    }
    found |= {f"consensus/{_cell(one)}": (one.file, one.at) for one in cycle.consensus}
    if cycle.checks:
        file = cycle.checks.file
        found |= {f"checks/{question}": (file, ("answers", question)) for question in cycle.checks.answers}
    found |= {f"items/{item.id}": (item.file, ()) for item in assessment.items.values()}
    found |= {f"metrics/{one.id}": (one.file, ()) for one in assessment.metrics.values()}
    found |= {
        f"policy/{name}": ("assessment.yaml", ("policy", name))
        for name in ("evidence", "max_age", "requires")
    }
    return found | {"policy/units": ("assessment.yaml", ("units",))}


def cited_items(cycle: Cycle) -> frozenset[str]:
    """The ids of all items that a cycle's grades, settlements and answers name, for or against."""
    return frozenset(_cited(cycle))


def cited_metrics(cycle: Cycle) -> frozenset[str]:
    """The ids of all metrics that a cycle's grades name."""
    return frozenset(name for grade in cycle.grades for name in grade.metrics)


def _cited(cycle: Cycle) -> Iterator[str]:
    for judged in cycle.judgements:
        yield from (citation.item for citation in judged.evidence)
    for grade in cycle.grades:
        yield from (answer.item for answer in grade.against)
    for check in cycle.checks.answers.values() if cycle.checks else ():
        yield from check.evidence


def cited_files(assessment: Assessment, cycle: Cycle) -> tuple[str, ...]:
    """The attachments of the items that a cycle cites."""
    items = (assessment.items[item] for item in cited_items(cycle) if item in assessment.items)
    return tuple(sorted({source.file for item in items for source in item.sources if source.file}))


def in_groups(found: Mapping[str, str]) -> dict[str, str | dict[str, str]]:
    """Digests by kind, as a seal holds them: one by one, or, of very many, a digest of them all."""
    groups: dict[str, str | dict[str, str]] = {}
    for kind in KINDS:
        names = {
            name.partition("/")[2]: value for name, value in found.items() if name.partition("/")[0] == kind
        }
        if "" in names:
            groups[kind] = names[""]
        elif names:
            groups[kind] = dict(sorted(names.items())) if len(names) <= MOST else digest(names)
    return groups


def _cell(judged: Grade | Consensus, assessor: str = "") -> str:
    return "/".join(filter(None, (judged.unit, assessor, judged.node, judged.attribute)))


def _at(data: Any, at: At) -> Any:
    for step in at:
        data = data[step]
    return data
