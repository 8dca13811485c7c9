"""Checked data to records: what the files of an evidence repository say, in the shapes of `assessment/`.

Each function takes the data of one file that has passed its schema. Names that may be wrong (nodes, items,
people) are taken as they are; `rules/` looks at them. Texts may be maps of languages: one is taken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assay.assessment import (
    About,
    Acceptable,
    Acceptance,
    Answer,
    CheckAnswer,
    CheckAnswers,
    Citation,
    Consensus,
    Cycle,
    Decision,
    Dissent,
    Ending,
    Grade,
    Item,
    Person,
    Policy,
    Reopening,
    Review,
    Scope,
    Seal,
    SigningKey,
    Source,
    Stamp,
    Target,
    Unit,
    Waiver,
    Written,
)
from assay.durations import Duration, parse_duration
from assay.duties import read_duties, read_rigours
from assay.gate import read_gate
from assay.keys import parse_key
from assay.model import ITSELF, Model, Scale, exact, outcome_named, text_of
from assay.problems import At

Data = Mapping[str, Any]

_date = dt.date.fromisoformat
DEFAULT_WARNING = "P90D"


def _maybe_date(text: str | None) -> dt.date | None:
    return _date(text) if text else None


def _maybe_duration(text: str | None) -> Duration | None:
    return parse_duration(text) if text else None


def _period(data: Data | None) -> tuple[dt.date, dt.date] | None:
    return (_date(data["from"]), _date(data["to"])) if data else None


def policy(data: Data) -> Policy:
    """`policy` of assessment.yaml."""
    return Policy(
        evidence=data.get("evidence", "cap"),
        max_age={kind: parse_duration(age) for kind, age in data.get("max_age", {}).items()},
        warn_before=parse_duration(data.get("warn_before", DEFAULT_WARNING)),
        duties=read_duties(data, "dates"),
        rigours=read_rigours(data.get("rigour", {})),
        waiver_approvers=tuple(data.get("waiver_approvers", ())),
        forge_keys=_keys(data.get("forge_keys", ())),
        audience=data.get("audience", "internal"),
        decision_approvers=tuple(data.get("decision_approvers", ())),
        gate=read_gate(data.get("gate", {})),
    )


def people(entries: list[Data]) -> dict[str, Person]:
    """`people` of assessment.yaml; of two with one id the first stays (a rule names the other)."""
    found: dict[str, Person] = {}
    for entry in entries:
        person = Person(
            id=entry["id"],
            name=entry["name"],
            roles=tuple(entry.get("roles", ())),
            git=tuple(entry.get("git", ())),
            keys=_keys(entry.get("keys", ())),
        )
        found.setdefault(person.id, person)
    return found


def _keys(entries: Iterable[Any]) -> tuple[SigningKey, ...]:
    return tuple(_key(entry if isinstance(entry, Mapping) else {"key": entry}) for entry in entries)


def _key(data: Data) -> SigningKey:
    key, revoked = parse_key(data["key"]), data.get("revoked", {})
    return SigningKey(
        key.kind,
        key.fingerprint,
        _maybe_date(data.get("valid_until")),
        _maybe_date(revoked.get("on")),
        revoked.get("reason", ""),
    )


def units(entries: list[Data], language: str) -> tuple[Unit, ...]:
    """`units` of assessment.yaml; of two with one id the first stays (a rule names the other)."""
    found: dict[str, Unit] = {}
    for entry in entries:
        title = text_of(entry.get("title", entry["id"]), language)
        found.setdefault(entry["id"], Unit(entry["id"], title, exact(entry.get("weight", 1))))
    return tuple(found.values())


def item(item_id: str, file: str, data: Data, language: str) -> Item:
    """One evidence item."""
    collected = data["collected"]
    return Item(
        id=item_id,
        file=file,
        title=text_of(data["title"], language),
        type=data["type"],
        summary=text_of(data["summary"], language),
        about=tuple(
            About(
                entry["node"],
                entry.get("attribute"),
                tuple(entry.get("areas", ())),
                entry.get("stance") == "contradicts",
            )
            for entry in data["about"]
        ),
        collected_on=_date(collected["on"]),
        collected_by=collected["by"],
        method=collected.get("method", ""),
        period=_period(data.get("period")),
        sample={key: str(value) for key, value in data.get("sample", {}).items()},
        valid_until=_maybe_date(data.get("valid_until")),
        review_every=_maybe_duration(data.get("review_every")),
        reviews=tuple(
            Review(_date(entry["on"]), entry["by"], entry.get("result", ""), entry.get("holds", True))
            for entry in data.get("reviews", ())
        ),
        sources=tuple(_source(entry) for entry in data["sources"]),
        confidentiality=data.get("confidentiality", "internal"),
        withdrawn=_ending(data.get("withdrawn")),
        superseded=_ending(data.get("superseded")),
        former_ids=tuple(data.get("former_ids", ())),
        units=tuple(data.get("units", ())),
        accepted=_acceptance(data.get("accepted")),
        custodian=text_of(data.get("custodian"), language),
    )


def _source(data: Data) -> Source:
    return Source(
        title=data["title"],
        file=data.get("file"),
        url=data.get("url"),
        held_by=data.get("held_by"),
        sha256=data.get("sha256"),
        retrieved=_maybe_date(data.get("retrieved")),
        excerpt=data.get("excerpt", ""),
        origin=data.get("origin", ""),
    )


def _acceptance(data: Data | None) -> Acceptance | None:
    return Acceptance(_date(data["on"]), data["by"]) if data else None


def _ending(data: Data | None) -> Ending | None:
    if not data:
        return None
    return Ending(_date(data["on"]), data.get("by", ""), data.get("reason", ""), data.get("by_item"))


def cycle(cycle_id: str, file: str, data: Data, model: Model | None, language: str) -> Cycle:
    """One cycle, still without its grades. Without a model no target can be read."""
    seal, stamp = data.get("seal"), data.get("model")
    targets = data.get("targets", {}) if model else {}
    return Cycle(
        id=cycle_id,
        file=file,
        title=text_of(data["title"], language),
        period=(_date(data["period"]["from"]), _date(data["period"]["to"])),
        compare_with=data.get("compare_with"),
        targets={node: _target(node, target, model, language) for node, target in targets.items() if model},
        seal=_seal(seal) if seal else None,
        model=Stamp(*(stamp.get(key, "") for key in ("id", "version", "digest"))) if stamp else None,
        rigour=data.get("rigour", ""),
        reopened=tuple(_reopening(entry) for entry in data.get("reopened", ())),
    )


def _seal(data: Data) -> Seal:
    digests: dict[str, str] = {}
    for kind, found in data.get("digests", {}).items():
        digests |= (
            {kind: found} if isinstance(found, str) else {f"{kind}/{name}": found[name] for name in found}
        )
    levels = {node: str(level) for node, level in data.get("levels", {}).items()}
    return Seal(_date(data["on"]), data["by"], data.get("tool", ""), digests, levels)


def _reopening(data: Data) -> Reopening:
    sealed = data["sealed"]
    return Reopening(
        on=_date(data["on"]),
        by=data["by"],
        reason=data["reason"],
        sealed_on=_date(sealed["on"]),
        sealed_by=sealed["by"],
        results=sealed.get("results", ""),
    )


def _target(node: str, data: Any, model: Model, language: str) -> Target:
    written: Written = data["level"] if isinstance(data, Mapping) else data
    why = text_of(data.get("why"), language) if isinstance(data, Mapping) else ""
    return Target(outcome_named(model, node, written), why, written)


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
            graded_on=_maybe_date(entry.get("graded_on", graded_on)),
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
            on=_date(data["settled"]["on"]),
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
    return CheckAnswers(file, _maybe_date(answered.get("on")), answered.get("by", ""), answers)


def waiver(waiver_id: str, file: str, data: Data, language: str) -> Waiver:
    """One waiver."""
    where, approved = data["where"], data["approved"]
    return Waiver(
        id=waiver_id,
        file=file,
        rule=data["rule"],
        where=Scope(*(where.get(key) for key in ("cycle", "unit", "node", "attribute", "item", "person"))),
        reason=text_of(data["reason"], language),
        on=_date(approved["on"]),
        by=approved["by"],
        until=_date(data["until"]),
    )


def decision(decision_id: str, file: str, data: Data, language: str) -> Decision:
    """One decision."""
    return Decision(
        id=decision_id,
        file=file,
        title=text_of(data["title"], language),
        reason=text_of(data["reason"], language),
        on=_date(data["on"]),
        by=data["by"],
        approved_by=data["approved_by"],
        accepts=tuple(
            Acceptable(
                entry["cycle"],
                entry["node"],
                entry.get("unit"),
                entry.get("level"),
                exact(entry["score"]) if "score" in entry else None,
            )
            for entry in data["accepts"]
        ),
        until=_maybe_date(data.get("until")),
        confidentiality=data.get("confidentiality"),
    )


def _citation(data: str | Data, scale: Scale | None, language: str) -> Citation:
    if isinstance(data, str):
        return Citation(data, None, "")
    written = data.get("carries")
    carries = scale.grade(written) if scale and written is not None else None
    return Citation(data["item"], carries, text_of(data.get("note"), language), written)
