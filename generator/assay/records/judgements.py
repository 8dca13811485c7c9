"""What people judge: grades, what consensus settles, answers to checks."""

from __future__ import annotations

from collections.abc import Iterator

from assay.assessment import Answer, CheckAnswer, CheckAnswers, Citation, Consensus, Dissent, Grade
from assay.model import ITSELF, Model, Scale, text_of
from assay.problems import At
from assay.records.values import Data, date, maybe_date


def grades(
    assessor: str, unit: str | None, file: str, data: Data, model: Model, language: str
) -> Iterator[Grade]:
    """The grades of one file, in its order. A grade that is not on its scale has `grade` None."""
    graded_on = data.get("graded_on")
    for node, attribute, entry, at in _entries(data["grades"]):
        scale = _scale(model, node, attribute)
        written = entry.get("grade")
        yield Grade(
            assessor=assessor,
            node=node,
            attribute=attribute,
            grade=scale.grade(written) if scale and written is not None else None,
            not_applicable=text_of(entry.get("not_applicable"), language),
            approved_by=entry.get("approved_by", ""),
            rationale=text_of(entry.get("rationale"), language),
            evidence=tuple(_citation(cited, scale, language) for cited in entry.get("evidence", ())),
            against=tuple(
                Answer(answer["item"], text_of(answer["answer"], language))
                for answer in entry.get("against", ())
            ),
            graded_on=maybe_date(entry.get("graded_on", graded_on)),
            file=file,
            at=("grades", *at),
            dated_at=("grades", *at, "graded_on") if "graded_on" in entry else ("graded_on",),
            written=written,
            unit=unit,
            open=bool(scale and written in scale.unrated),
            confidentiality=entry.get("confidentiality", data.get("confidentiality")),
            metrics=tuple(entry.get("metrics", ())),
            to_confirm=entry.get("to_confirm", False),
        )


_ENTRY_KEYS = frozenset(("grade", "not_applicable"))


def _entries(nodes: Data) -> Iterator[tuple[str, str, Data, tuple[str, ...]]]:
    """(node, attribute, entry, place): an entry stands under its attribute, or under the node itself."""
    for node, found in nodes.items():
        if _ENTRY_KEYS & found.keys():
            yield node, ITSELF, found, (node,)
        else:
            for attribute, entry in found.items():
                yield node, attribute, entry, (node, attribute)


def _scale(model: Model, node: str, attribute: str) -> Scale | None:
    """The scale of a grade; None where there is no such node or attribute, or it is graded otherwise."""
    if attribute != ITSELF:
        known = model.attributes.get(attribute)
        return known.scale if known else None
    leaves = model.nodes[node].leaves() if node in model.nodes else ()
    return next((leaf.scale for leaf in leaves if leaf.scale), None)


def consensus(
    node: str, unit: str | None, file: str, data: Data, model: Model, language: str
) -> Iterator[Consensus]:
    """What a consensus file settles, cell by cell."""
    cells = data.get("cells", {})
    entries: list[tuple[str, Data, At]] = [(name, entry, ("cells", name)) for name, entry in cells.items()]
    if "cell" in data:
        entries.append((ITSELF, data["cell"], ("cell",)))
    for attribute, entry, at in entries:
        scale, written = _scale(model, node, attribute), entry.get("grade")
        yield Consensus(
            node=node,
            attribute=attribute,
            unit=unit,
            grade=scale.grade(written) if scale and written is not None else None,
            not_applicable=text_of(entry.get("not_applicable"), language),
            approved_by=entry.get("approved_by", ""),
            reason=text_of(entry.get("reason"), language),
            evidence=tuple(_citation(cited, scale, language) for cited in entry.get("evidence", ())),
            dissent=tuple(
                Dissent(one["by"], text_of(one["reason"], language)) for one in entry.get("dissent", ())
            ),
            on=date(data["settled"]["on"]),
            by=tuple(data["settled"]["by"]),
            file=file,
            at=at,
            written=written,
            confidentiality=entry.get("confidentiality", data.get("confidentiality")),
        )


def check_answers(file: str, data: Data, language: str) -> CheckAnswers:
    """The answers to the model's checks."""
    answers = {
        question: CheckAnswer(
            question,
            entry["answer"],
            text_of(entry.get("note"), language),
            tuple(entry.get("evidence", ())),
            entry.get("confidentiality", data.get("confidentiality")),
        )
        for question, entry in data["answers"].items()
    }
    answered = data.get("answered", {})
    return CheckAnswers(file, maybe_date(answered.get("on")), answered.get("by", ""), answers)


def _citation(data: str | Data, scale: Scale | None, language: str) -> Citation:
    if isinstance(data, str):
        return Citation(data, None, "")
    written = data.get("carries")
    carries = scale.grade(written) if scale and written is not None else None
    return Citation(data["item"], carries, text_of(data.get("note"), language), written)
