"""`scoring` of a model file to rules: those of one node, of its kind, or of the model as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from assay.model.rules import PLAIN_RULES, LevelRule, NodeRules, NotApplicable, ScoreRule, Scoring, Unrated
from assay.model.scales import Scale, exact

Data: TypeAlias = Mapping[str, Any]


class Rulebook:
    """Finds the rules of each node: its own under `nodes`, else its kind's, else the model's."""

    def __init__(self, data: Data, scales: Mapping[str, Scale]) -> None:
        self.scoring: Data = data["scoring"]
        self.scales = scales
        self.levels = tuple(Fraction(level["number"]) for level in data.get("levels", ()))
        self._unrated: dict[str, Unrated] = {}
        self._levels: dict[str, Data] = {}

    def _own(self, node: str, kind: str, key: str) -> Any:
        """What `nodes` or `kinds` say about one key for a node; None where neither does."""
        for found in (self.scoring.get("nodes", {}).get(node), self.scoring.get("kinds", {}).get(kind)):
            if found and key in found:
                return found[key]
        return None

    def not_applicable(self, node: str, kind: str) -> NotApplicable | None:
        """What the scoring says of a node itself or of its kind."""
        found: NotApplicable | None = self._own(node, kind, "not_applicable")
        return found

    def rules(self, node: str, kind: str, parent: str | None) -> NodeRules:
        """The rules of a node; what becomes of unrated cells it inherits from `parent`."""
        level = self._own(node, kind, "level") or self.scoring.get("level", {"combine": "none"})
        self._levels[node] = level
        inherited = self._unrated[parent] if parent in self._unrated else self.scoring.get("unrated", "block")
        self._unrated[node] = self._own(node, kind, "unrated") or inherited
        score = self._own(node, kind, "score") or self.scoring.get("score", {"combine": "none"})
        return NodeRules(self.level_rule(level), score_rule(score), self._unrated[node])

    def leaf_rules(self, node: str, kind: str, parent: str, scale: Scale) -> NodeRules:
        """The rules of a leaf that is graded on itself: it passes its grade on, if nothing else is said.

        Where the rule above it takes grades for levels, so does the leaf: its grade has a level's name.
        """
        found = self.rules(node, kind, parent)
        if self._own(node, kind, "level"):
            return found
        above = self._levels[parent]
        is_level = (
            above["combine"] in PLAIN_RULES and not {"needs", "scale"} & above.keys() and not scale.bands
        )
        outcomes = tuple(sorted({scale.rank(grade) for grade in scale.grades}))
        rule = LevelRule("grade", outcomes, scale=None if is_level else scale)
        return NodeRules(rule, found.score, found.unrated)

    def level_rule(self, data: Data) -> LevelRule:
        """One rule for levels. Labels in it stand for what they count as on the scale that has them."""
        scale = self.scales[data["scale"]] if "scale" in data else None
        numbers = tuple(sorted({scale.rank(grade) for grade in scale.grades})) if scale else self.levels
        base = self._number(data["base"]) if "base" in data else min(numbers, default=Fraction(0))
        own = self._number(data.get("own", 0))
        return LevelRule(
            combine=data["combine"],
            outcomes=(base, *(number for number in numbers if number > base)),
            share=exact(data.get("share", 1)),
            behind=data.get("behind", 0),
            needs=tuple(self._number(need) for need in data.get("needs", ())),
            own=own,
            below=self._number(data["below"]) if "below" in data else own,
            scale=scale,
            labels=self._labels(data.get("own"), data.get("below"), *data.get("needs", ())),
        )

    def _number(self, written: int | float | str) -> Fraction:
        scale = self._labels(written)
        return exact(written) if scale is None else scale.rank(scale.values[str(written)])

    def _labels(self, *written: int | float | str | None) -> Scale | None:
        """The scale that has the first of these which is a label; None where all are numbers."""
        label = next((one for one in written if isinstance(one, str)), None)
        return next((scale for scale in self.scales.values() if label in scale.values), None)


def score_rule(data: Data) -> ScoreRule:
    """One rule for scores."""
    return ScoreRule(data["combine"], exact(data["out_of"]) if data.get("out_of") is not None else None)


def read_scoring(data: Data, rulebook: Rulebook) -> Scoring:
    """What the scoring says of the model as a whole."""
    level = data.get("level", {"combine": "none"})
    rows = data.get("rows")
    assessors = data.get("assessors", {})
    return Scoring(
        level=rulebook.level_rule(level),
        score=score_rule(data.get("score", {"combine": "none"})),
        rows=None if rows is None else rulebook.level_rule({**level, **rows}),
        units=rulebook.level_rule(data.get("units", {"combine": "median_low"})),
        assessors=assessors.get("combine", "median_low"),
        max_spread=exact(assessors.get("max_spread", 1)),
        digits=data.get("rounding", {}).get("digits", 0),
    )
