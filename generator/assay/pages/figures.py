"""Levels, grades and scores ready to print: chips, numbers in the language's form, ladders."""

from __future__ import annotations

from fractions import Fraction

from assay import numbers
from assay.assessment import Target
from assay.languages import Words
from assay.levels import CellKey, Roll, StepResult
from assay.model import LevelRule, Model, Scale
from assay.pages.lines import Line
from assay.pages.views import Chip, Rung
from assay.ranges import Range

TONES = 7
"""How many tones the ramp of the style sheet has; a model's levels are spread over it."""

SHORT = 4
"""Up to how many letters a label of a scale is printed in the place of its number."""


class Figures:
    """What a model's levels, grades and scores look like in one language."""

    def __init__(self, model: Model, words: Words) -> None:
        self.model = model
        self.words = words
        self._chips: dict[tuple[Range, Fraction | None], Chip] = {}

    # Numbers

    def number(self, value: Fraction | int) -> str:
        """A grade, a weight, a level as one writes it."""
        return self.words.numeral(numbers.grade_text(Fraction(value)))

    def percent(self, value: Fraction) -> str:
        """A share as a whole percentage."""
        return self.words.percent(numbers.rounded(value * 100, 0))

    def score(self, value: Range | None) -> str:
        """A score, rounded as the model says."""
        return self.words.numeral(numbers.spread(value, self.model.scoring.digits))

    def rounded(self, value: Fraction) -> str:
        """One end of a score."""
        return self.words.numeral(numbers.rounded(value, self.model.scoring.digits))

    def change(self, before: Range | None, after: Range | None) -> str:
        """The difference of two scores with its sign, `+17` or `+33 to +50`; empty where one is missing."""
        ends = numbers.change(before, after, self.model.scoring.digits)
        texts = [self.words.numeral(end) for end in ends]
        if len(texts) == 2:
            return self.words.gettext("%(low)s to %(high)s", low=texts[0], high=texts[1])
        return "".join(texts)

    def out_of(self, found: Roll) -> str:
        """What a score is given out of."""
        return self.words.numeral(numbers.highest(found.full, self.model.scoring.digits))

    # Levels, grades, scores

    def tone(self, value: Fraction, top: Fraction) -> int:
        """A value's place on the ramp: 0 below level 1, then spread evenly from the lowest to the highest."""
        if value <= 0:
            return 0
        if top <= 1:
            return max(1, min(TONES, int(value / top * TONES + Fraction(1, 2)))) if top else TONES
        return 1 + int(max(Fraction(0), value - 1) / (top - 1) * (TONES - 1) + Fraction(1, 2))

    def chip(self, value: Range | Fraction | int | None, top: Fraction | None = None) -> Chip | None:
        """A level, or a grade on a scale that ends at `top`; None stays None."""
        if value is None:
            return None
        held = value if isinstance(value, Range) else Range.point(value)
        known = held, top
        if known not in self._chips:
            self._chips[known] = self._chip(held, top)
        return self._chips[known]

    def _chip(self, held: Range, top: Fraction | None) -> Chip:
        level = self.model.level(held.low)
        tone = self.tone(held.low, top or Fraction(self.model.top_level))
        high = "" if held.exact is not None else self.number(held.high)
        return Chip(self.number(held.low), level.title if level else "", tone, high)

    def outcome(self, value: Range | Fraction | None, rule: LevelRule | None) -> Chip | None:
        """What comes out of a rule: a level, or a grade of the scale that the rule names."""
        if value is None or rule is None or rule.scale is None:
            return self.chip(value)
        return self.marked(value, rule.scale)

    def grade(self, value: Range | Fraction | None, key: CellKey) -> Chip | None:
        """A grade of a cell; named where the scale's grades are the model's levels."""
        scale = self.model.scale(*key)
        if value is None:
            return None
        if not self.model.grades_are_levels(key[0]) and scale.shows_labels:
            return self.marked(value, scale)
        found = self.chip(value, scale.high)
        named = found and scale.high == self.model.top_level and self.model.grades_are_levels(key[0])
        return found if named or found is None else Chip(found.text, "", found.tone, found.high)

    def marked(self, value: Range | Fraction, scale: Scale) -> Chip:
        """A grade by its label: short labels as they are, long ones as the name beside the number."""
        held = value if isinstance(value, Range) else Range.point(value)
        low, high = self._label(held.low, scale), self._label(held.high, scale)
        label = scale.label(held.low) or ""
        name = scale.titles.get(label, "" if label == low else label)
        steps = scale.grades
        place = sum(scale.rank(held.low) > scale.rank(step) for step in steps)
        tone = 0 if not place else max(1, round(place / max(1, len(steps) - 1) * TONES))
        return Chip(low, name, min(tone, TONES), "" if held.exact is not None else high)

    def _label(self, grade: Fraction, scale: Scale) -> str:
        """The label, where all labels of the scale are short: never labels and numbers side by side."""
        label = scale.label(grade) or ""
        return label if label and all(len(name) <= SHORT for name in scale.values) else self.number(grade)

    def line(self, found: Line, value: Range | None) -> Chip | None:
        """A value of a line: a level, a grade, or a score."""
        if found.kind == "score":
            return self.share(value, found.full)
        if found.kind == "cell":
            return self.grade(value, found.cells[0])
        return self.outcome(value, found.rule)

    def need(self, rule: LevelRule, value: Fraction) -> str:
        """What a rule asks of a part, as the model's file calls it."""
        return rule.label(value) or self.number(value)

    def share(self, value: Range | None, full: Fraction) -> Chip | None:
        """A score as a chip, its tone by the part of the highest that it is."""
        if value is None or not full:
            return None
        tone = min(TONES, int(value.low / full * TONES + Fraction(1, 2)))
        high = "" if value.exact is not None else self.rounded(value.high)
        return Chip(self.rounded(value.low), "", tone, high)

    def ladder(
        self,
        rule: LevelRule | None,
        target: Target | None,
        claimed: Range | None,
        supported: Range | None,
        before: Range | None,
    ) -> tuple[Rung, ...]:
        """The levels from the highest down to the lowest that has a mark, each with its marks.

        `claimed`, `supported` and `before` (in the baseline) are levels that come out of `rule`.
        """
        if rule is None or rule.combine == "none":
            return ()
        at: dict[Fraction, list[str]] = {}
        aim = Range.point(target.level) if target and target.level is not None else None
        marks = {"target": aim, "claimed": claimed, "supported": supported, "baseline": before}
        for name, value in marks.items():
            if value is not None:
                at.setdefault(value.low, []).append(name)
        named = rule.scale.grades if rule.scale else [Fraction(one.number) for one in self.model.levels]
        levels = sorted({*named, *at}, reverse=True)
        return tuple(
            Rung(chip, tuple(at.get(number, ())), rule.scale is None and self.model.level(number) is None)
            for number in levels
            if (chip := self.outcome(number, rule))
        )

    def step_ladder(self, found: StepResult, baseline: StepResult | None) -> tuple[Rung, ...]:
        """The ladder of a node."""
        before = baseline.effective.level if baseline else None
        return self.ladder(found.step.rule, found.target, found.claimed.level, found.supported.level, before)
