"""What has to be kept up: evidence that holds, findings that are dealt with, requests and actions on time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from assay.assessment import Assessment
from assay.audit import Kind
from assay.cards import HORIZON_DAYS, Cards
from assay.durations import Duration, days_after
from assay.gate import Gate
from assay.gating.condition import Condition, Outcome, judged
from assay.support import State
from assay.wording import counted, listed

_NAMED = 5
_OVER = (State.ENDED, State.REFUTED, State.WITHDRAWN, State.SUPERSEDED)


def upkeep(gate: Gate, cards: Cards) -> Iterator[Condition]:
    """Whether levels hold, and their evidence counts."""
    if gate.holds_for:
        yield _holds(gate.holds_for, cards)
    if gate.no_expired:
        yield _expired(cards)


def follow_up(gate: Gate, assessment: Assessment, on: dt.date) -> Iterator[Condition]:
    """Whether findings, requests and actions are dealt with, as of the date `on`."""
    for kind, age in gate.open_findings.items():
        yield _findings(assessment, kind, age, on)
    for what in gate.overdue:
        late = sorted(_late(assessment, what, on))
        outcome, reason, stops = judged(not late, _few(late))
        yield Condition("overdue", f"{what} overdue", outcome, str(len(late)), "none", reason, stops)


def _holds(span: Duration, cards: Cards) -> Condition:
    """Whether all levels hold for a time. A closed cycle keeps its own."""
    wanted, last = span.after(cards.as_of), cards.holds_until
    seen = days_after(cards.as_of, HORIZON_DAYS)
    value = str(last) if last else f"{seen} or longer"
    bound, what = f"until {wanted} at least", "levels hold if nothing is renewed"
    if cards.cycle.seal:
        return Condition("holds_for", what, Outcome.HOLDS, "sealed", bound, cycle=cards.cycle.id)
    if last is None and wanted > seen:
        why = f"nobody looks further ahead than {HORIZON_DAYS} days: ask for less"
        return Condition("holds_for", what, Outcome.NOT_CHECKED, value, bound, why, True, cards.cycle.id)
    first = cards.calendar[0].items if cards.calendar else ()
    reason = f"renew {_few(first)}" if first else ""
    outcome, reason, stops = judged(last is None or last >= wanted, reason)
    return Condition("holds_for", what, outcome, value, bound, reason, stops, cards.cycle.id)


def _expired(cards: Cards) -> Condition:
    """Whether grades cite evidence that counted once and does not any more."""
    found = sorted(
        {item for one in cards.results for item in one.cited if one.standings[item].state in _OVER}
    )
    outcome, reason, stops = judged(not found, _few(found))
    what = "cited evidence that no longer counts"
    return Condition(
        "expired_evidence", what, outcome, str(len(found)), "none", reason, stops, cards.cycle.id
    )


def _findings(assessment: Assessment, kind: Kind, age: Duration, on: dt.date) -> Condition:
    """Whether an unresolved finding of a kind is as old as it must not be."""
    unresolved = {
        name: finding.raised_on
        for name, finding in assessment.findings.items()
        if finding.kind is kind and finding.state(on).unresolved
    }
    old = sorted(name for name, raised in unresolved.items() if age.after(raised) <= on)
    bound = f"none as old as {_span(age)}" if age.months or age.days else "none"
    oldest = min(unresolved.values(), default=None)
    value = f"{len(unresolved)}" + (f", the oldest since {oldest}" if oldest else "")
    outcome, reason, stops = judged(not old, _few(old))
    return Condition("open_findings", f"open {_PLURAL[kind]}", outcome, value, bound, reason, stops)


_PLURAL = {
    Kind.NONCONFORMITY: "nonconformities",
    Kind.OBSERVATION: "observations",
    Kind.OPPORTUNITY: "opportunities",
}


def _span(age: Duration) -> str:
    """A time in words: `1 month and 15 days`."""
    parts = (counted(age.months, "month") if age.months else "", counted(age.days, "day") if age.days else "")
    return listed(filter(None, parts))


def _late(assessment: Assessment, what: str, on: dt.date) -> Iterator[str]:
    match what:
        case "findings":
            yield from (name for name, one in assessment.findings.items() if one.overdue(on))
        case "requests":
            yield from (
                name for name, one in assessment.requests.items() if assessment.request_overdue(one, on)
            )
        case _:
            yield from (name for name, one in assessment.actions.items() if one.overdue(on))


def _few(names: Iterable[str]) -> str:
    """Some names, and how many more there are."""
    known = list(names)
    more = [counted(len(known) - _NAMED, "other")] if len(known) > _NAMED else []
    return listed([*known[:_NAMED], *more])
