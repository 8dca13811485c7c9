"""The gate: what has to hold before a change may come in, or a site may go out, as a policy asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from assay.audit import Kind
from assay.durations import Duration, parse_duration
from assay.model import OVERALL
from assay.problems import At, Severity

Written: TypeAlias = str | int | float
Counting: TypeAlias = Literal["effective", "supported"]
Stance: TypeAlias = Literal["allow", "explain", "forbid"]
Breadth: TypeAlias = Literal["overall", "criteria", "all"]

STANCES: tuple[Stance, ...] = ("allow", "explain", "forbid")
BREADTHS: tuple[Breadth, ...] = ("overall", "criteria", "all")
OVERDUE = ("findings", "requests", "actions")
"""What may be overdue, in the order of the printed conditions."""


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least that a node has to come to, in one unit or (None) in the assessment as a whole.

    `level`: as somebody wrote it, None where only a score is asked for; `score`: None where only a level is.
    `at`: where in assessment.yaml it stands, () for one that does not.
    """

    node: str
    unit: str | None = None
    level: Written | None = None
    score: Fraction | None = None
    at: At = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Regression:
    """What is asked of levels that fall: nothing, that a decision explains them, or that none does.

    `nodes`: the whole, all that have a page of their own and what stands above these, or every node; `score`:
    whether a score that falls counts as well.
    """

    stance: Stance = "allow"
    nodes: Breadth = "all"
    score: bool = False

    def stricter(self, other: Regression) -> Regression:
        """What both ask."""
        if "allow" in (self.stance, other.stance):
            return max(self, other, key=lambda one: STANCES.index(one.stance))
        return Regression(
            max(self.stance, other.stance, key=STANCES.index),
            max(self.nodes, other.nodes, key=BREADTHS.index),
            self.score or other.score,
        )


@dataclass(frozen=True, slots=True)
class Gate:
    """The conditions. Whatever is empty, None or False is not asked.

    `problems`: there is none as bad as this. `counts`: which levels the minimums are about. `rated`: the
    share of cells that are rated. `holds_for`: how long the levels hold if nothing is renewed. `no_expired`:
    no grade cites evidence that no longer counts. `open_findings`: an unresolved finding of that kind is
    younger than this. `overdue`: of these none is overdue.
    """

    problems: Severity = Severity.ERROR
    counts: Counting = "effective"
    minimums: tuple[Minimum, ...] = ()
    rated: Fraction | None = None
    regression: Regression = field(default_factory=Regression)
    holds_for: Duration | None = None
    no_expired: bool = False
    open_findings: Mapping[Kind, Duration] = field(default_factory=dict)
    overdue: tuple[str, ...] = ()

    def stricter(self, other: Gate) -> Gate:
        """All that either asks; `counts` stays what it is here."""
        spans = [one.holds_for for one in (self, other) if one.holds_for]
        shares = [one.rated for one in (self, other) if one.rated is not None]
        kinds = (self.open_findings, other.open_findings)
        return Gate(
            problems=max(self.problems, other.problems, key=lambda one: one.rank),
            counts=self.counts,
            minimums=(*self.minimums, *other.minimums),
            rated=max(shares, default=None),
            regression=self.regression.stricter(other.regression),
            holds_for=max(spans, key=_length, default=None),
            no_expired=self.no_expired or other.no_expired,
            open_findings={
                kind: min((found[kind] for found in kinds if kind in found), key=_length)
                for kind in Kind
                if any(kind in found for found in kinds)
            },
            overdue=tuple(one for one in OVERDUE if one in (*self.overdue, *other.overdue)),
        )


def _length(span: Duration) -> dt.date:
    """For comparing spans: where each ends that begins on one day."""
    return span.after(dt.date(2001, 1, 1))


def read_gate(data: Mapping[str, Any]) -> Gate:
    """`policy.gate` of assessment.yaml."""
    open_findings = data.get("open_findings", {})
    return Gate(
        problems=Severity(data.get("problems", Severity.ERROR)),
        counts=data.get("counts", "effective"),
        minimums=tuple(_minimums(data)),
        rated=parse_share(data["rated"]) if "rated" in data else None,
        regression=_regression(data.get("regression", "allow")),
        holds_for=parse_duration(data["holds_for"]) if "holds_for" in data else None,
        no_expired=data.get("expired_evidence", "allow") == "forbid",
        open_findings={kind: parse_duration(open_findings[kind]) for kind in Kind if kind in open_findings},
        overdue=tuple(one for one in OVERDUE if one in data.get("overdue", ())),
    )


def parse_share(text: str) -> Fraction:
    """A share written as `90%`; a ValueError where it is none."""
    return Fraction(text.removesuffix("%")) / 100


def _regression(data: str | Mapping[str, Any]) -> Regression:
    if isinstance(data, str):
        data = {"stance": data}
    return Regression(data["stance"], data.get("nodes", "all"), data.get("score", False))


def _minimums(data: Mapping[str, Any]) -> Iterator[Minimum]:
    yield from _of_unit(data, None, ("policy", "gate"))
    for unit, asked in data.get("units", {}).items():
        at = ("policy", "gate", "units", unit)
        if isinstance(asked, Mapping):
            yield from _of_unit(asked, unit, at)
        else:
            yield Minimum(OVERALL, unit, asked, None, at)


def _of_unit(data: Mapping[str, Any], unit: str | None, at: At) -> Iterator[Minimum]:
    if "level" in data or "score" in data:
        yield _minimum(data, OVERALL, unit, (*at, "level" if "level" in data else "score"))
    for node, asked in data.get("nodes", {}).items():
        found = asked if isinstance(asked, Mapping) else {"level": asked}
        yield _minimum(found, node, unit, (*at, "nodes", node))


def _minimum(data: Mapping[str, Any], node: str, unit: str | None, at: At) -> Minimum:
    score = data.get("score")
    return Minimum(node, unit, data.get("level"), None if score is None else Fraction(str(score)), at)
