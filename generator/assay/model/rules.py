"""The rules of a model: how a level and a score follow from what stands below."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

from assay.model.scales import Scale

NotApplicable: TypeAlias = Literal["exclude", "satisfied", "forbid"]
Unrated: TypeAlias = Literal["block", "zero", "exclude", "withhold"]

PLAIN_RULES = frozenset(("threshold", "min", "max", "median_low"))
"""The rules that compare each part with what an outcome needs: its own number, if nothing else is said."""

_HALF = Fraction(1, 2)


@dataclass(frozen=True)
class LevelRule:
    """How an outcome follows from the parts below it. An outcome is a level, or a grade of `scale`.

    `outcomes` are the numbers that can come out, lowest first; everyone has the first. `combine` says which
    of the others are reached:

    - `threshold`: at least `share` of the weight of the parts has what the outcome needs, and no part is more
      than `behind` outcomes short of it. `min`: all parts have. `max`: any part has. `median_low`: more than
      half of the weight has, which is to say that the lower median of the parts does.
    - `score`: the score of the node itself is at least what the outcome needs; or, without `needs` and with a
      `scale`, the outcome is the grade of that scale which the score lies in (of bands) or reaches.
    - `staged`: `share` of the weight of this stage's parts has at least `own`, and of every lower stage the
      same share at least `below`.
    - `grade`: a leaf that is graded on itself passes its grade on.
    - `none`: there is no level here.

    `needs`: what a part (for `score`: the score) must have, for each outcome above the first; where it is
    empty, the outcome's own number. `labels`: the scale by whose labels the file names what is needed (in
    `needs`, `own` and `below`); None where it gives numbers.
    """

    combine: str
    outcomes: tuple[Fraction, ...]
    share: Fraction = Fraction(1)
    behind: int = 0
    needs: tuple[Fraction, ...] = ()
    own: Fraction = Fraction(0)
    below: Fraction = Fraction(0)
    scale: Scale | None = None
    labels: Scale | None = None

    def label(self, need: Fraction) -> str | None:
        """What is needed by the label that the file gives it; None where it gives a number."""
        return self.labels.label(need) if self.labels else None

    @property
    def base(self) -> Fraction:
        """The outcome that everyone has."""
        return self.outcomes[0]

    @property
    def top(self) -> Fraction:
        """The highest outcome."""
        return self.outcomes[-1]

    @cached_property
    def above_base(self) -> tuple[Fraction, ...]:
        """The outcomes that have to be reached, lowest first."""
        return self.outcomes[1:]

    @property
    def strict(self) -> bool:
        """Whether a score must lie above what is needed: in bands, a bound belongs to the band below it."""
        return (
            self.combine == "score" and not self.needs and self.scale is not None and bool(self.scale.bands)
        )

    def need(self, outcome: Fraction) -> Fraction:
        """What a part must have for an outcome above the base (a `strict` rule: more than that)."""
        place = self.above_base.index(outcome) if self.needs or self.strict else 0
        if self.needs:
            return self.needs[place]
        return self.outcomes[place] if self.strict else outcome

    def scored(self, score: Fraction, outcome: Fraction) -> bool:
        """Whether a score is enough for an outcome above the base."""
        need = self.need(outcome)
        return score > need if self.strict else score >= need

    def near(self, outcome: Fraction) -> Fraction | None:
        """What the last of the parts must have all the same; None where nothing is asked of it."""
        if self.combine == "min":
            return self.need(outcome)
        if self.combine != "threshold":
            return None
        if not self.needs and self.scale is None:
            return outcome - self.behind  # parts may be below the base: rows at 0 are two behind level 2
        index = self.above_base.index(outcome) - self.behind
        return self.need(self.above_base[index]) if index >= 0 else None

    def enough(self, weight: Fraction, whole: Fraction) -> bool:
        """Whether parts of so much weight, out of the whole, are enough of them."""
        if self.combine == "max":
            return weight > 0
        if self.combine == "median_low":
            return weight > whole * _HALF
        return weight >= whole * (1 if self.combine == "min" else self.share)

    def at_or_above(self, value: Fraction) -> Fraction | None:
        """The lowest outcome that is at least `value`; None where none is."""
        return next((outcome for outcome in self.outcomes if outcome >= value), None)


@dataclass(frozen=True, slots=True)
class ScoreRule:
    """How a score follows from the scores of the parts.

    `mean`: sum of weight x score over the sum of weights; `sum`: the sum of weight x score; `min`, `max`,
    `median_low`: of the parts' scores; `none`: there is no score. With `out_of` the outcome is given as a
    part of the highest that it could be, times `out_of`; without, as it comes.
    """

    combine: str
    out_of: Fraction | None


@dataclass(frozen=True, slots=True)
class NodeRules:
    """The rules of one node."""

    level: LevelRule
    score: ScoreRule
    unrated: Unrated


@dataclass(frozen=True, slots=True)
class Scoring:
    """What a model says of levels and scores as a whole; the rules of each node are `Model.rules`.

    `rows`: the level rule of a criterion's attribute rows. `units`: how the levels of units make the level of
    the organisation. `cell_out_of`: what the score of a single cell is given out of (None: as it comes).
    """

    level: LevelRule
    score: ScoreRule
    rows: LevelRule | None
    units: LevelRule
    assessors: str
    max_spread: Fraction
    digits: int

    @property
    def out_of(self) -> Fraction | None:
        """What a score is given out of; None where scores are plain numbers."""
        return self.score.out_of
