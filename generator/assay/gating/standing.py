"""The gate as it stands: what can be told of one state, without another one to compare it with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from assay.cards import Cards
from assay.gate import Gate
from assay.gating.condition import Condition, judged
from assay.gating.minimums import minimums, rated
from assay.gating.upkeep import follow_up, upkeep
from assay.problems import Problem

_NAMED = 5


def standing(gate: Gate, found: Iterable[Problem], cards: Cards, on: dt.date) -> Iterator[Condition]:
    """All conditions but that on levels which fall. `on`: the date of findings, requests and actions."""
    yield problems(gate, found)
    yield from minimums(gate, cards)
    if gate.rated is not None:
        yield rated(gate.rated, cards)
    yield from upkeep(gate, cards)
    yield from follow_up(gate, cards.assessment, on)


def problems(gate: Gate, found: Iterable[Problem]) -> Condition:
    """Whether the rules have nothing to say that is as bad as the gate forbids."""
    bad = [one for one in found if one.severity.rank <= gate.problems.rank]
    word = gate.problems.value
    what = "problems" if word == "info" else f"problems as bad as {'an' if word == 'error' else 'a'} {word}"
    rules = sorted({one.rule for one in bad})
    named = f"{', '.join(rules[:_NAMED])}{' ...' if len(rules) > _NAMED else ''}"
    outcome, reason, stops = judged(not bad, f"{named}: assay validate lists them")
    return Condition("problems", what, outcome, str(len(bad)), "none", reason, stops)
