"""What assessors have to talk about: the cells on which they disagree, most contested first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assay.assessment import Consensus, Grade
from assay.levels import CellKey, CellResult, Result, Status, Step, spread_limit
from assay.model import Scale

_ALL = Fraction(1)

TENTHS = 10
"""On a scale without steps a tenth of it is taken for one, for the order of cells only."""


@dataclass(frozen=True, slots=True)
class ContestedCell:
    """One cell on which assessors disagree, or did before a consensus settled it.

    `spread`: how far the lowest and the highest grade are apart, as `limit` counts it, which is how far they
    may be; None where fewer than two graded it. `steps`: the same in steps of the scale; the whole scale
    where `against` is True, as the cell may then come out anywhere. `against`: some graded it, and others
    found it not applicable. `holds_down`: it is one of the cells that hold the whole down. `weight`: its
    share in the whole, from 0 to 1.
    """

    unit: str | None
    cell: CellResult
    scale: Scale
    spread: Fraction | None
    steps: Fraction
    limit: Fraction
    against: bool
    holds_down: bool
    weight: Fraction

    @property
    def needs_consensus(self) -> bool:
        """Whether the assessors have to settle it; else they are close enough for the model's rule."""
        return self.cell.status is Status.CONSENSUS_NEEDED

    @property
    def grades(self) -> tuple[Grade, ...]:
        """Everyone's own judgement with its rationale, in the order of assessors."""
        return self.cell.grades

    @property
    def consensus(self) -> Consensus | None:
        """What settled it: the grade, the reason, when, by whom, and the dissent."""
        return self.cell.consensus


@dataclass(frozen=True, slots=True)
class Contested:
    """The cells that are still to be talked about, and those that a consensus has settled."""

    pending: tuple[ContestedCell, ...]
    settled: tuple[ContestedCell, ...]


def contested(*results: Result) -> Contested:
    """The cells to talk about in the results of one cycle: of one unit, or of several taken together.

    Those that need consensus come first, then those where assessors differ no more than they may. Within
    these, those go first that are more steps apart, then those that hold the whole down, then those with the
    greater share in it; then it is the order of units and of the model.
    """
    found = sorted((one for result in results for one in _cells(result)), key=_rank)
    return Contested(
        tuple(one for one in found if one.consensus is None),
        tuple(one for one in found if one.consensus is not None),
    )


def _rank(one: ContestedCell) -> tuple[bool, Fraction, bool, Fraction]:
    """What decides the order; sorting keeps what is equal in the order in which it came."""
    return not one.needs_consensus, -one.steps, not one.holds_down, -one.weight


def _cells(result: Result) -> Iterator[ContestedCell]:
    weights = cell_weights(result.overall.step)
    limiting = frozenset(result.overall.limited_by)
    for key, cell in result.cells.items():
        scale = result.model.scale(*key)
        given = sorted(one.grade for one in cell.grades if one.grade is not None)
        against = bool(given) and any(one.grade is None and not one.open for one in cell.grades)
        steps = _steps(scale, (scale.low, scale.high) if against else given)
        if not steps and cell.consensus is None:
            continue
        yield ContestedCell(
            unit=result.unit,
            cell=cell,
            scale=scale,
            spread=scale.distance(given[0], given[-1]) if len(given) > 1 else None,
            steps=steps,
            limit=spread_limit(result.model, scale),
            against=against,
            holds_down=key in limiting,
            weight=weights[key],
        )


def _steps(scale: Scale, given: Iterable[Fraction]) -> Fraction:
    """How many steps the ends of `given`, lowest first, are apart; 0 where there is nothing to compare."""
    given = tuple(given)
    if not given:
        return Fraction(0)
    steps = scale.steps(given[0], given[-1])
    return (given[-1] - given[0]) / (scale.high - scale.low) * TENTHS if steps is None else steps


def cell_weights(whole: Step) -> Mapping[CellKey, Fraction]:
    """The share of each cell in the whole: at each place its weight among its neighbours, all multiplied."""
    found: dict[CellKey, Fraction] = {}

    def visit(step: Step, share: Fraction) -> None:
        if step.kind == "cell":
            found[step.cells[0]] = share
        together = sum((part.weight for part in step.parts), Fraction(0))
        for part in step.parts:
            visit(part, share * part.weight / together)

    visit(whole, _ALL)
    return found
