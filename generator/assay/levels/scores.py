"""How the parts of one step make its score, where some of the parts may still be open.

As for levels, every rule is monotone in every part, and parts that may yet be left out are taken in at each
end only where that makes for the end.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from fractions import Fraction

from assay.levels.combine import OpenPart, Part, enough, settled
from assay.model import LevelRule, ScoreRule
from assay.ranges import Range

_NONE = Fraction(0)


def score_range(rule: ScoreRule, parts: Sequence[OpenPart]) -> tuple[Range | None, Fraction, Range]:
    """The score of a step from its parts' scores, the most that it could be, and bounds of that.

    Of the bounds, the upper one belongs to the low end of the score and the lower one to its high end: with
    them, a score above that is given as a part of the most lies within its range whatever is left out.
    """
    if rule.combine == "none" or not parts:
        return None, _NONE, Range.point(_NONE)
    if rule.out_of is not None:
        return _out_of(rule, rule.out_of, parts), rule.out_of, Range.point(rule.out_of)
    full = _together(rule.combine, [(part.weight, part.full) for part in parts])
    low = _plain(rule.combine, parts, high=False)
    held = Range(low, low if settled(parts) else _plain(rule.combine, parts, high=True))
    return held, full, _fulls(rule.combine, parts)


def _fulls(combine: str, parts: Sequence[OpenPart]) -> Range:
    # In a sum, what may be left out has its whole scale before it: to have it at its highest makes for the
    # high end, to leave it out or have it at its lowest for the low end. Elsewhere the most may rise or fall.
    if combine != "sum" and any(part.loose for part in parts):
        return Range(min(part.fulls.low for part in parts), max(part.fulls.high for part in parts))
    return Range(
        _together(combine, [(part.weight, part.fulls.low) for part in parts]),
        _together(combine, [(part.weight, part.fulls.high) for part in parts]),
    )


def _together(combine: str, terms: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """Settled values, each with its weight, by a rule."""
    weighted = sum((weight * value for weight, value in terms), _NONE)
    match combine:
        case "mean":
            return weighted / sum((weight for weight, _ in terms), _NONE)
        case "sum":
            return weighted
        case _:
            return _ranked(combine, [Part(weight, value) for weight, value in terms], high=True)


def _plain(combine: str, parts: Sequence[OpenPart], *, high: bool) -> Fraction:
    """One end of a score that is a plain number."""
    at = [part.at(high) for part in parts]
    match combine:
        case "mean":
            return _ratio([(part.weight * part.value, part.weight, part.loose) for part in at], high=high)
        case "sum":
            return _sum(at, high=high)
        case _:
            return _ranked(combine, at, high=high)


def _out_of(rule: ScoreRule, out_of: Fraction, parts: Sequence[OpenPart]) -> Range:
    """A score that is a part of the most that it could be."""

    def end(high: bool) -> Fraction:
        sizes = [part.fulls.low if high else part.fulls.high for part in parts]
        at = [part.at(high) for part in parts]
        if rule.combine in ("mean", "sum"):
            terms = [
                (part.weight * part.value, part.weight * size, part.loose)
                for part, size in zip(at, sizes, strict=True)
            ]
            return min(_ratio(terms, high=high), Fraction(1)) * out_of
        shares = [
            dataclasses.replace(part, value=min(part.value / size, Fraction(1)))
            for part, size in zip(at, sizes, strict=True)
        ]
        return _ranked(rule.combine, shares, high=high) * out_of

    low = end(False)
    return Range(low, low if settled(parts) else end(True))


def _sum(parts: Sequence[Part], *, high: bool) -> Fraction:
    firm = [part.weight * part.value for part in parts if not part.loose]
    loose = [part.weight * part.value for part in parts if part.loose]
    if high:
        return sum(firm + loose, _NONE)
    return sum(firm, _NONE) if firm else min(loose)


def _ratio(terms: Sequence[tuple[Fraction, Fraction, bool]], *, high: bool) -> Fraction:
    """The sum of the first over the sum of the second, over the terms that make for this end."""
    above = sum((term[0] for term in terms if not term[2]), _NONE)
    under = sum((term[1] for term in terms if not term[2]), _NONE)
    loose = sorted((term for term in terms if term[2]), key=lambda term: term[0] / term[1], reverse=high)
    for amount, size, _ in loose:
        if not under or (amount * under > above * size if high else amount * under < above * size):
            above, under = above + amount, under + size
    return above / under


_RANKED = {name: LevelRule(name, (_NONE,)) for name in ("min", "max", "median_low")}


def _ranked(combine: str, parts: Sequence[Part], *, high: bool) -> Fraction:
    """The lowest, the highest or the lower median of the parts: the highest value that enough have."""
    values = sorted({part.value for part in parts})
    rule = _RANKED[combine]
    found = values[0]
    for value in values[1:]:
        if not enough(rule, parts, value, None, high=high):
            break
        found = value
    return found
