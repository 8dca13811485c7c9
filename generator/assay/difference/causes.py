"""Why a cell differs: judgements, evidence, what is required of it, the policy, the model, or the date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assay.assessment import Citation, Consensus, Grade, Item, Policy
from assay.cards import Cards
from assay.difference.shapes import Cause, Event, Why, figures
from assay.levels import CellResult, Result
from assay.numbers import grade_text
from assay.support import Standing, Support, last_review
from assay.trail.changes import compare_judgements

_GRADE = ("grade",)


@dataclass(frozen=True, slots=True)
class Pair:
    """The same unit on both sides. `renamed`: former ids of items, and what they are called now."""

    before: tuple[Cards, Result]
    after: tuple[Cards, Result]
    renamed: Mapping[str, str] = field(default_factory=dict)

    def former(self, item: str) -> str:
        """The id that an item had before."""
        return next((old for old, new in self.renamed.items() if new == item), item)

    @property
    def _cards(self) -> tuple[Cards, Cards]:
        return self.before[0], self.after[0]

    @property
    def policies(self) -> tuple[Policy, Policy]:
        """The two policies."""
        old, new = self._cards
        return old.assessment.policy, new.assessment.policy

    @property
    def other_requirements(self) -> bool:
        """Whether other things are asked of the evidence in the cycle."""
        old, new = (cards.assessment.duties(cards.cycle).requires for cards in self._cards)
        return old != new

    @property
    def other_model(self) -> bool:
        """Whether the models differ in anything."""
        old, new = (cards.assessment.model for cards in self._cards)
        return (old.id, old.version, old.digest) != (new.id, new.version, new.digest)

    @property
    def other_date(self) -> bool:
        """Whether they are computed for two dates, as when a seal came or went."""
        old, new = self._cards
        return old.as_of != new.as_of


def causes_of(pair: Pair, before: CellResult | None, after: CellResult | None) -> tuple[Cause, ...]:
    """Why a cell differs; () where nothing of it does.

    A cell that only one side has comes from the model.
    """
    if before is None or after is None:
        return () if before is after else (Cause(Why.MODEL),)
    found = [*_judgements(pair, before, after), *_evidence(pair, before, after)]
    # An unrated cell asks nothing of its evidence; what the policy asks has not changed when it is rated.
    if pair.other_requirements and before.asked != after.asked:
        found.append(Cause(Why.REQUIREMENTS))
    if figures(before) == figures(after):
        return tuple(one for one in found if one.why is not Why.REQUIREMENTS)
    old, new = pair.policies
    if old.evidence != new.evidence:
        found.append(Cause(Why.POLICY, before=old.evidence, after=new.evidence))
    if pair.other_model and (not found or _scales(pair, before)):
        found.append(Cause(Why.MODEL))
    if not found:
        found.append(Cause(Why.DATE if pair.other_date else Why.MODEL))
    return tuple(found)


def _scales(pair: Pair, cell: CellResult) -> bool:
    """Whether the cell's scale differs."""
    old, new = (side[1].model.scale(*cell.key) for side in (pair.before, pair.after))
    return old != new


# Judgements


def _judgements(pair: Pair, before: CellResult, after: CellResult) -> Iterator[Cause]:
    old, new = ({(one.assessor, one.node): one for one in cell.grades} for cell in (before, after))
    for key in dict.fromkeys((*new, *old)):
        one, other = old.get(key), new.get(key)
        entries = _entry(one, pair.renamed), _entry(other, {})
        yield from _grade((key[0],), *entries, _GRADES, alike=_alike_given(one, other))
    known = after.consensus or before.consensus
    settled = _settlement(before.consensus, pair.renamed), _settlement(after.consensus, {})
    alike = _alike_given(before.consensus, after.consensus)
    yield from _grade(known.by if known else (), *settled, _SETTLEMENTS, alike=alike)


def _alike_given(before: Grade | Consensus | None, after: Grade | Consensus | None) -> bool:
    """Whether two judgements give the same grade, as a number or by its label, or both none at all."""
    if before is None or after is None:
        return False
    return (before.grade, bool(before.not_applicable)) == (after.grade, bool(after.not_applicable))


_GRADES = (Why.GRADED, Why.REGRADED, Why.UNGRADED)
_SETTLEMENTS = (Why.SETTLED, Why.RESETTLED, Why.UNSETTLED)


def _grade(
    by: tuple[str, ...],
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    words: tuple[Why, Why, Why],
    *,
    alike: bool,
) -> Iterator[Cause]:
    came, became, went = words
    if before == after:
        return
    if before is None or after is None:
        told = came if before is None else went
        yield Cause(told, by, before=_given(before), after=_given(after))
        return
    changes = compare_judgements(before, after)
    rest = tuple(change for change in changes if change.at[:1] not in (_GRADE, ("not_applicable",)))
    if not alike and _given(before) != _given(after):
        yield Cause(became, by, before=_given(before), after=_given(after), changes=rest)
    else:
        yield Cause(Why.REWORDED, by, changes=changes)


def _given(entry: Mapping[str, Any] | None) -> str:
    """The grade of an entry as it is written, `not applicable`, or "" for no entry."""
    if entry is None:
        return ""
    return str(entry["grade"]) if "grade" in entry else "not applicable"


def _entry(grade: Grade | None, renamed: Mapping[str, str]) -> dict[str, Any] | None:
    """A grade as its file has it, without its date; items by the ids that they have now."""
    if grade is None:
        return None
    return _filled(
        grade=None if grade.not_applicable else _written(grade),
        not_applicable=grade.not_applicable,
        approved_by=grade.approved_by,
        rationale=grade.rationale,
        evidence=[_cited(one, renamed) for one in grade.evidence],
        against=[{"item": renamed.get(one.item, one.item), "answer": one.answer} for one in grade.against],
        metrics=list(grade.metrics),
    )


def _written(judged: Grade | Consensus) -> str:
    if judged.written is not None and not isinstance(judged.written, float):
        return str(judged.written)
    return grade_text(judged.grade) if judged.grade is not None else ""


def _cited(one: Citation, renamed: Mapping[str, str]) -> dict[str, Any]:
    carries = None if one.carries is None else grade_text(one.carries)
    return _filled(item=renamed.get(one.item, one.item), carries=carries, note=one.note)


def _filled(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _settlement(found: Consensus | None, renamed: Mapping[str, str]) -> dict[str, Any] | None:
    if found is None:
        return None
    return _filled(
        grade=None if found.not_applicable else _written(found),
        not_applicable=found.not_applicable,
        approved_by=found.approved_by,
        reason=found.reason,
        evidence=[_cited(one, renamed) for one in found.evidence],
        dissent=[{"by": one.by, "reason": one.reason} for one in found.dissent],
    )


# Evidence


def _evidence(pair: Pair, before: CellResult, after: CellResult) -> Iterator[Cause]:
    old = {pair.renamed.get(one.item, one.item): one for one in before.supports}
    new = {one.item: one for one in after.supports}
    asked, stated = bool(before.asked or after.asked), _stated(pair, before, after)
    for item in dict.fromkeys((*new, *old)):
        one, other = old.get(item), new.get(item)
        if one and other:
            yield from _support(pair, item, one, other, asked=asked, stated=item in stated)
        elif other:
            event, far = event_of(pair, item), grade_text(other.carries)
            yield Cause(Why.CITED, item=item, event=event, after=far, counts=other.standing.counts)
        elif one:
            yield Cause(Why.UNCITED, item=item, event=event_of(pair, item), before=grade_text(one.carries))


def _stated(pair: Pair, before: CellResult, after: CellResult) -> frozenset[str]:
    """The items of which a judgement says how far they carry: with others that follows from the grade."""
    cited = [one for grade in (*before.grades, *after.grades) for one in grade.evidence]
    for settled in (before.consensus, after.consensus):
        cited += settled.evidence if settled else ()
    return frozenset(pair.renamed.get(one.item, one.item) for one in cited if one.carries is not None)


def _support(
    pair: Pair, item: str, before: Support, after: Support, *, asked: bool, stated: bool
) -> Iterator[Cause]:
    """What became of an item that a cell rests on before and after."""
    if before.standing.counts != after.standing.counts:
        yield Cause(Why.COUNTS if after.standing.counts else Why.STOPS, item=item, event=event_of(pair, item))
    if stated and before.carries != after.carries:
        ends = grade_text(before.carries), grade_text(after.carries)
        yield Cause(Why.CARRIES, item=item, before=ends[0], after=ends[1])
    if asked and before.standing.accepted != after.standing.accepted and not after.standing.withheld:
        yield Cause(Why.ACCEPTED if after.standing.accepted else Why.UNACCEPTED, item=item)


def event_of(pair: Pair, item: str) -> Event:
    """What became of an item, so that it may count otherwise."""
    (_, old), (_, new) = pair.before, pair.after
    former = pair.former(item)
    one, other = old.assessment.items.get(former), new.assessment.items.get(item)
    if any(there.withheld for there in (one, other) if there):
        return Event.NONE
    if one is None or other is None:
        return Event.NONE if one is other else Event.ADDED if one is None else Event.REMOVED
    standings = old.standings[former], new.standings[item]
    if _alike(*standings):
        return Event.NONE
    return _happened(pair, one, other)


def _alike(one: Standing, other: Standing) -> bool:
    return (one.state, one.until) == (other.state, other.until)


def _happened(pair: Pair, one: Item, other: Item) -> Event:
    """What an item says otherwise, the gravest first; else what the policy or the date does to it."""
    last = last_review(other, pair.after[1].as_of)
    holds = last is None or last.holds
    old, new = pair.policies
    differs = (
        (one.withdrawn != other.withdrawn, Event.WITHDRAWN if other.withdrawn else Event.RESTORED),
        (one.superseded != other.superseded, Event.SUPERSEDED if other.superseded else Event.RESTORED),
        (one.reviews != other.reviews, Event.REVIEWED if holds else Event.REFUTED),
        ((one.valid_until, one.review_every) != (other.valid_until, other.review_every), Event.VALIDITY),
        (one.collected_on != other.collected_on, Event.COLLECTED),
        (old.max_age.get(one.type) != new.max_age.get(other.type), Event.MAX_AGE),
        (pair.other_date, Event.DATE),
    )
    return next((event for differ, event in differs if differ), Event.NONE)
