"""One condition of a gate, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from assay.assessment import Assessment, Cycle
from assay.gate import Counting
from assay.levels import Result, Roll, StepResult, Whole, WholeNode
from assay.model import OVERALL, LevelRule
from assay.numbers import DASH, grade_text, grades, spread
from assay.ranges import Range


class Outcome(StrEnum):
    """What came of a condition. Three things: what was not checked has neither passed nor failed."""

    HOLDS = "pass"
    FAILS = "fail"
    NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition: what it is about, the value that was found, the bound that it has to keep.

    `kind` is its key under `policy.gate`; `base` where it is the gate itself that is not known. `reason`: why
    it failed or was not checked, and what to do. `stops`: whether the change is not to come in because of it;
    so with some of those that were not checked. `accept`: what a
    decision would have to accept, as a line of its file; "" where none would help.
    """

    kind: str
    what: str
    outcome: Outcome
    value: str
    bound: str
    reason: str = ""
    stops: bool = False
    cycle: str | None = None
    unit: str | None = None
    node: str | None = None
    accept: str = ""


class Levels(Protocol):
    """The levels of a cycle: those of all units, and what they come to together (None without units)."""

    @property
    def assessment(self) -> Assessment:
        """What they were computed from."""

    @property
    def cycle(self) -> Cycle:
        """The cycle."""

    @property
    def results(self) -> tuple[Result, ...]:
        """The result of each unit."""

    @property
    def whole(self) -> Whole | None:
        """All units together."""


@dataclass(frozen=True, slots=True)
class Computed:
    """The levels of a cycle, and nothing else."""

    assessment: Assessment
    cycle: Cycle
    results: tuple[Result, ...]
    whole: Whole | None


def judged(holds: bool, reason: str = "") -> tuple[Outcome, str, bool]:
    """The outcome of a condition that was checked, its reason, and whether it stops."""
    return (Outcome.HOLDS, "", False) if holds else (Outcome.FAILS, reason, True)


def found_in(levels: Levels, unit: str | None, node: str) -> StepResult | WholeNode | None:
    """A node (or `overall`) in one unit, or in the assessment as a whole; None where there is none."""
    if node not in levels.assessment.model.rules:
        return None
    if unit is None and levels.whole:
        return levels.whole.nodes[node]
    result = next((one for one in levels.results if one.unit == unit), None)
    return result.node(node) if result else None


def rule_of(found: StepResult | WholeNode) -> LevelRule | None:
    """The rule that the level of a node follows."""
    return found.rule if isinstance(found, WholeNode) else found.step.rule


def roll_of(found: StepResult | WholeNode, counts: Counting) -> Roll:
    """What a node comes to, of the levels that count."""
    return found.supported if counts == "supported" else found.effective


def level_text(rule: LevelRule | None, level: Range | None) -> str:
    """A level in few signs: `2`, `2–3`, `L`; a dash where there is none."""
    if level is None or rule is None or rule.scale is None:
        return grades(level)
    low, high = (rule.scale.label(end) or grade_text(end) for end in (level.low, level.high))
    return low if low == high else f"{low}{DASH}{high}"


def bound_text(rule: LevelRule | None, level: Fraction | None) -> str:
    """The least level in few signs."""
    return level_text(rule, None if level is None else Range.point(level))


def score_text(levels: Levels, score: Range | None) -> str:
    """A score, as the model rounds it."""
    return spread(score, levels.assessment.model.scoring.digits)


def where(node: str, unit: str | None, cycle: str = "") -> str:
    """A node in words: `leadership in north`."""
    name = "the whole" if node == OVERALL else node
    return name + (f" in {unit}" if unit else "") + (f", cycle {cycle}" if cycle else "")
