"""The scales that grades are taken from: labels, numbers in a range, or bands of a percentage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property


def exact(value: int | float | str) -> Fraction:
    """A number as it was written: 0.75 is three quarters, not the nearest binary fraction."""
    return Fraction(str(value))


@dataclass(frozen=True)
class Scale:
    """The grades that a cell may be given.

    `values`: labels and their numbers (empty for a range). `bands`: a label and its upper bound each, lowest
    first; a grade is then a percentage or a label, and a label stands for its number in `values`.
    `step`: the distance of grades in a range or in bands; None where any number between is a grade.
    `unrated`: labels that say "looked at, not rated yet". `titles`: longer names of labels.
    """

    id: str
    values: Mapping[str, Fraction]
    low: Fraction
    high: Fraction
    numbers: bool = False
    step: Fraction | None = None
    bands: tuple[tuple[str, Fraction], ...] = ()
    unrated: frozenset[str] = frozenset()
    titles: Mapping[str, str] = field(default_factory=dict)
    max_spread: Fraction | None = None

    def __hash__(self) -> int:
        """Of the id, which is the scale's own in its model: so rules that name a scale have a hash too."""
        return hash(self.id)

    @cached_property
    def _labels(self) -> Mapping[Fraction, str]:
        return {number: label for label, number in self.values.items()}

    @cached_property
    def _grades(self) -> tuple[Fraction, ...]:
        """All grades, lowest first; empty where there is no end of them."""
        if not self.numbers:
            return tuple(sorted(self.values.values()))
        if self.step is None:
            return ()
        count = int((self.high - self.low) / self.step)
        return tuple(self.low + self.step * number for number in range(count + 1))

    @cached_property
    def _places(self) -> Mapping[Fraction, int]:
        """Where each number of a label stands among them, lowest first."""
        return {number: place for place, number in enumerate(sorted({*self.values.values()}))}

    @property
    def continuous(self) -> bool:
        """True where any number between the ends is a grade."""
        return self.numbers and self.step is None

    @property
    def shows_labels(self) -> bool:
        """Whether its labels say more than its numbers: not where they only repeat them, as L2 does 2."""
        return any(str(number) not in label for label, number in self.values.items() if number)

    @property
    def grades(self) -> tuple[Fraction, ...]:
        """The grades, lowest first. Of a continuous scale the ends and what its labels stand for."""
        return self._grades or tuple(sorted({self.low, self.high, *self.values.values()}))

    def grade(self, written: str | int | float) -> Fraction | None:
        """The number of a grade as written, a label or a number; None if it is not on the scale."""
        if isinstance(written, str):
            return self.values.get(written)
        number = exact(written)
        return number if self.holds(number) else None

    def holds(self, number: Fraction) -> bool:
        """Whether a number is one of the grades."""
        if not self.numbers:
            return number in self._labels
        on_step = self.step is None or (number - self.low) % self.step == 0
        return self.low <= number <= self.high and (on_step or number in self._labels)

    def rank(self, grade: Fraction) -> Fraction:
        """What a grade counts as where grades are compared: of a percentage the upper bound of its band."""
        if not self.bands:
            return grade
        return next((bound for _, bound in self.bands if grade <= bound), self.high)

    def label(self, grade: Fraction) -> str | None:
        """The label of a grade, on bands that of the band it lies in; None where it has none."""
        if not self.bands:
            return self._labels.get(grade)
        rank = self.rank(grade)
        return next(label for label, bound in self.bands if bound == rank)

    def least(self, wanted: Fraction) -> Fraction | None:
        """The lowest grade that counts as `wanted` or more; None where the scale ends below.

        On bands without steps this is the number of a label, as no percentage is the first above a bound.
        """
        if self.continuous and not self.bands:
            return max(wanted, self.low) if wanted <= self.high else None
        return next((grade for grade in self.grades if self.rank(grade) >= wanted), None)

    def at_most(self, far: Fraction) -> Fraction:
        """The highest grade that is no higher than `far`; the lowest of all where none is."""
        if self.continuous:
            return min(max(far, self.low), self.high)
        return next((grade for grade in reversed(self.grades) if grade <= far), self.low)

    def distance(self, low: Fraction, high: Fraction) -> Fraction:
        """How far two grades are apart: on bands in bands, else the difference of their numbers."""
        if not self.bands:
            return high - low
        bounds = [bound for _, bound in self.bands]
        return Fraction(bounds.index(self.rank(high)) - bounds.index(self.rank(low)))

    def steps(self, low: Fraction, high: Fraction) -> Fraction | None:
        """How many steps two grades are apart: labels or bands counted, in a range its own steps.

        None where any number between the ends is a grade, so that there are no steps.
        """
        if self.bands:
            return self.distance(low, high)
        if not self.numbers:
            return Fraction(self._places[high] - self._places[low])
        return (high - low) / self.step if self.step else None
