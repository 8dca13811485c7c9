"""After grading: how the node stands, everybody's grades side by side, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assay.cards import Cards
from assay.commands.grade.cell import given_text
from assay.commands.naming import cell_name, grade_name, level_name, score_text, step_name
from assay.grading import cells_of
from assay.levels import CellKey, CellResult, Result, Status
from assay.problems import shorten
from assay.sufficiency import in_words
from assay.wording import counted, listed


def report_lines(
    cards: Cards, result: Result, node: str, done: Sequence[CellKey], person: str
) -> Iterator[str]:
    """How a node stands after somebody went through some of its cells (`done`).

    What others judged is told only of cells that `person` has judged as well, so that nobody is led by it.
    """
    cells = cells_of(result.model, node, None)
    own = [key for key in cells if _by(result.cells[key], person)]
    left = [key for key in cells if key not in own]
    yield from _side_by_side(result, [key for key in done if key in own], person)
    ahead = [key for key in left if result.cells[key].grades]
    if ahead:
        yield ""
        count = counted(len(ahead), "cell")
        yield f"Others have graded {count} that you have not: the level is told when you have."
    else:
        yield ""
        yield from _level_lines(cards, result, node)
    missing = [*_missing(result, own), *(f"{cell_name(key)}: no grade of yours" for key in left)]
    if missing:
        yield ""
        yield "Still missing"
        yield from (f"  {line}" for line in missing)


def _by(cell: CellResult, person: str) -> bool:
    return any(grade.assessor == person for grade in cell.grades)


def _level_lines(cards: Cards, result: Result, node: str) -> Iterator[str]:
    found = result.steps[node, None]
    model, rule = result.model, found.step.rule
    parts = []
    if found.effective.level:
        claimed, supported = (level_name(model, rule, one.level) for one in (found.claimed, found.supported))
        level = level_name(model, rule, found.effective.level)
        both = "" if claimed == supported == level else f" (claimed {claimed}, supported {supported})"
        parts.append(level + both)
    if found.effective.score:
        parts.append(f"score {score_text(model, found.effective)}")
    parts.append(f"{found.rated} of {counted(found.applicable, 'cell')} rated")
    unit = f" ({cards.assessment.unit_title(result.unit)})" if result.unit else ""
    yield f"{step_name(result, (node, None))}{unit}: {', '.join(parts)}; as of {result.as_of}"


def _side_by_side(result: Result, own: Sequence[CellKey], person: str) -> Iterator[str]:
    """Everybody's grades of the cells that somebody else has graded too."""
    assessment = result.assessment
    shared = [key for key in own if len(result.cells[key].grades) > 1]
    if not shared:
        return
    yield ""
    yield "Side by side"
    for key in shared:
        cell, scale = result.cells[key], result.model.scale(*key)
        mine_first = sorted(cell.grades, key=lambda grade: (grade.assessor != person, grade.assessor))
        values = [grade.grade for grade in cell.grades if grade.grade is not None]
        spread = f"spread {float(scale.distance(min(values), max(values))):g}" if len(values) > 1 else ""
        outcome = (
            "consensus needed"
            if cell.status is Status.CONSENSUS_NEEDED
            else (f"together {grade_name(scale, cell.claimed)}" if cell.claimed else "not applicable")
        )
        yield f"  {cell_name(key)}: {', '.join(filter(None, (spread, outcome)))}"
        for grade in mine_first:
            name = "you" if grade.assessor == person else assessment.person_name(grade.assessor)
            why = shorten(grade.rationale or grade.not_applicable, 90)
            yield f"    {name}: {given_text(assessment, key, grade)}. {why}"


def _missing(result: Result, own: Sequence[CellKey]) -> Iterator[str]:
    for key in own:
        cell, scale = result.cells[key], result.model.scale(*key)
        if cell.status is Status.CONSENSUS_NEEDED:
            yield f"{cell_name(key)}: the assessors have to agree"
        elif cell.claims_more:
            lacking = listed(in_words(lack) for lack in cell.lacks(scale))
            carried = (
                f"claimed {grade_name(scale, cell.claimed)}, supported {grade_name(scale, cell.supported)}"
            )
            yield f"{cell_name(key)}: {carried}" + (
                f"; it lacks {lacking}" if lacking else "; no evidence that counts carries it"
            )
