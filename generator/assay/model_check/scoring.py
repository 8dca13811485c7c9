"""The rules of a model: whether each of them can be applied, and says what it seems to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assay.model import Scale
from assay.model_check.basics import scales
from assay.model_check.finding import Data, at, attributes, level_rules, nodes, unknown
from assay.problems import At
from assay.schema_check import Mismatch

_KEYS = {
    "threshold": frozenset(("share", "behind", "needs")),
    "min": frozenset(("needs",)),
    "max": frozenset(("needs",)),
    "median_low": frozenset(("needs",)),
    "staged": frozenset(("share", "own", "below")),
    "score": frozenset(("needs",)),
    "none": frozenset[str](),
}
_ANYWHERE = frozenset(("combine", "base", "scale"))


def faults(data: Data) -> Iterator[Mismatch]:
    """Rules for nothing, labels of nothing, requirements that do not fit the levels."""
    scoring = data["scoring"]
    yield from _names(data)
    for rule, place in level_rules(data):
        yield from _Rule(data, rule, place).faults()
    if "rows" in scoring:
        yield from _rows(data)
    yield from _score_levels(data)
    units = scoring.get("units", {})
    for key in units.keys() & {"share", "behind"} if units.get("combine") != "threshold" else ():
        message = f"the rule {units.get('combine', 'median_low')} has no use for {key}"
        yield at(("scoring", "units", key), message, "Take it out, or write combine: threshold.", key=True)


def _names(data: Data) -> Iterator[Mismatch]:
    scoring = data["scoring"]
    ids = [entry["id"] for entry, _ in nodes(data)]
    kinds = {entry["kind"] for entry, _ in nodes(data) if "kind" in entry}
    for name in scoring.get("nodes", {}):
        if not name.startswith("x-"):
            yield from unknown(name, ["overall", *ids], ("scoring", "nodes", name), "node", key=True)
    for name in scoring.get("kinds", {}):
        if not name.startswith("x-"):
            yield from unknown(name, sorted(kinds), ("scoring", "kinds", name), "kind", key=True)


def _rows(data: Data) -> Iterator[Mismatch]:
    rows, level = data["scoring"]["rows"], data["scoring"].get("level", {"combine": "none"})
    place: At = ("scoring", "rows")
    if any("attributes" in entry for entry in data.get("attributes", ())):
        message = "rows cannot be used with groups of attributes"
        yield at(place, message, "Take out the rows, or the groups.", key=True)
    elif not data.get("attributes"):
        yield at(place, "rows need attributes", "A criterion rolls up attribute by attribute.", key=True)
    elif not any(_above_leaves(entry, False) for entry in data["criteria"]):
        hint = "A criterion has rows where its sub-criteria are graded on attributes. Take the rows out."
        yield at(place, "no criterion has rows", hint, key=True)
    # What stands under level has been looked at there; but from another base, other needs are asked for.
    yield from _Rule(data, {"combine": level["combine"], **rows}, place).faults()
    if "needs" in level and "needs" not in rows and "base" in rows:
        yield from _Rule(data, {**level, **rows}, place).too_many_or_few()


def _above_leaves(entry: Data, graded: bool) -> bool:
    """Whether an entry, or one below it, stands above nothing but leaves that are graded on attributes."""
    graded = graded or "attributes" in entry
    children = entry.get("criteria", ())
    leaves = [child for child in children if not child.get("criteria")]
    rows = len(leaves) == len(children) > 0 and all(graded or "attributes" in leaf for leaf in leaves)
    return rows or any(_above_leaves(child, graded) for child in children)


def _score_levels(data: Data) -> Iterator[Mismatch]:
    """Levels that go by a score where there is none."""
    scoring = data["scoring"]
    model_score = scoring.get("score", {"combine": "none"})
    for rule, place in level_rules(data):
        if rule["combine"] != "score":
            continue
        own = scoring if len(place) == 2 else scoring[place[1]][place[2]]
        if own.get("score", model_score)["combine"] == "none":
            hint = "Give a rule for scores: score: {combine: mean}."
            yield at((*place, "combine"), "the level goes by a score, but there is none", hint)


class _Rule:
    """One rule for levels, at its place."""

    def __init__(self, data: Data, rule: Data, place: At) -> None:
        self.data, self.rule, self.place = data, rule, place
        self.scales: Mapping[str, Scale] = scales(data)
        self.combine: str = rule["combine"]

    def faults(self) -> Iterator[Mismatch]:
        """What is wrong with the rule."""
        for key in self.rule.keys() - _KEYS[self.combine] - _ANYWHERE:
            if not key.startswith("x-"):
                message = f"the rule {self.combine} has no use for {key}"
                yield at((*self.place, key), message, "Take it out, or choose another rule.", key=True)
        if "scale" in self.rule:
            yield from unknown(self.rule["scale"], self.scales, (*self.place, "scale"), "scale")
            if self.rule["scale"] not in self.scales:
                return
        elif not self.data.get("levels") and self.combine != "none":
            hint = "List levels, or name a scale for the outcome, or write combine: none."
            yield at((*self.place, "combine"), "the model has no levels", hint)
            return
        yield from self._base()
        yield from self._labels()
        yield from self._needs()
        yield from self._staged()

    def _outcomes(self) -> Sequence[float]:
        if "scale" in self.rule:
            scale = self.scales[self.rule["scale"]]
            return sorted({float(scale.rank(grade)) for grade in scale.grades})
        return [level["number"] for level in self.data.get("levels", ())]

    def _number(self, written: object) -> float | None:
        """What a label or a number counts as; None where that cannot be told."""
        if isinstance(written, int | float):
            return written
        found = {
            scale.rank(scale.values[str(written)])
            for scale in self.scales.values()
            if written in scale.values
        }
        return float(found.pop()) if len(found) == 1 else None

    def _above(self) -> Sequence[float]:
        outcomes = self._outcomes()
        base = self._number(self.rule.get("base", min(outcomes, default=0)))
        return [outcome for outcome in outcomes if base is not None and outcome > base]

    def _base(self) -> Iterator[Mismatch]:
        if "base" not in self.rule:
            return
        base, outcomes = self._number(self.rule["base"]), self._outcomes()
        # Levels that begin at 1 may have a base of 0: nothing is reached yet.
        if base is not None and base not in outcomes and not (base == 0 and outcomes[:1] == [1]):
            hint = "Everyone has at least this level: use one that there is."
            yield at((*self.place, "base"), f"there is no level {self.rule['base']}", hint)

    def _labels(self) -> Iterator[Mismatch]:
        needs = [(need, ("needs", index)) for index, need in enumerate(self.rule.get("needs", ()))]
        own = [(self.rule[key], (key,)) for key in ("base", "own", "below") if key in self.rule]
        for written, where in (*needs, *own):
            if not isinstance(written, str):
                continue
            known = [scale for scale in self.scales.values() if written in scale.values]
            if not known:
                labels = [label for scale in self.scales.values() for label in scale.values]
                yield from unknown(written, labels, (*self.place, *where), "label")
            elif self._number(written) is None:
                names = " and ".join(scale.id for scale in known)
                message = f"the label '{written}' has different numbers on the scales {names}"
                yield at((*self.place, *where), message, "Write the number that is meant.")

    def _needs(self) -> Iterator[Mismatch]:
        place = (*self.place, "needs")
        if "needs" not in self.rule:
            placed = "scale" in self.rule  # then the score is looked up on the scale
            if self.combine == "score" and not placed and self.place != ("scoring", "rows"):
                count = len(self._above())
                hint = f"needs: one score for each of the {count} levels above the base, lowest first."
                yield at((*self.place, "combine"), "it is not said which score a level needs", hint)
            return
        needs = [self._number(need) for need in self.rule["needs"]]
        yield from self.too_many_or_few()
        known = [need for need in needs if need is not None]
        if len(known) == len(needs) and known != sorted(known):
            message = "needs does not rise from level to level"
            yield at(place, message, "What a higher level needs is no less.", key=True)

    def too_many_or_few(self) -> Iterator[Mismatch]:
        """Requirements that are not one for each level above the base."""
        needs, above = self.rule["needs"], self._above()
        if len(needs) != len(above):
            message = f"needs has {len(needs)} entries for {len(above)} levels above the base"
            yield at((*self.place, "needs"), message, "One for each, the lowest level first.", key=True)

    def _staged(self) -> Iterator[Mismatch]:
        if self.combine != "staged":
            return
        if "own" not in self.rule:
            hint = "own: what the parts of a level's own stage must have, such as L."
            yield at((*self.place, "combine"), "it is not said what the parts of a stage need", hint)
        own, below = (self._number(self.rule.get(key, 0)) for key in ("own", "below"))
        if "below" in self.rule and own is not None and below is not None and below < own:
            message = "lower stages need less than the stage itself"
            yield at((*self.place, "below"), message, "A level counts only if those below it are reached.")
        staged = (entry for entry, _ in (*nodes(self.data), *attributes(self.data)))
        if not any("stage" in entry for entry in staged):
            hint = "Give criteria or attributes a stage: the number of the level that asks for them."
            yield at((*self.place, "combine"), "nothing in the model has a stage", hint)
