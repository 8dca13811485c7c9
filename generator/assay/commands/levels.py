"""`assay levels`: the computed report card in the terminal, or as JSON."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from assay.commands.gather import OK, gather, pick_cycle, report_errors, result_of
from assay.git import read_head
from assay.levels import Result, StepResult
from assay.model import OVERALL
from assay.numbers import DASH, grade_text, grades, spread
from assay.problems import plain
from assay.ranges import Range
from assay.report import levels_json
from assay.wording import counted


def levels(folder: Path, as_of: dt.date, *, cycle: str | None, form: str, dated: bool) -> int:
    """Print the levels of one cycle. `dated`: the date was asked for, so a sealed cycle takes it too."""
    gathered = gather(folder, as_of)
    report_errors(gathered, folder)
    assessment = gathered.assessment()
    chosen = pick_cycle(assessment, cycle)
    result = result_of(assessment, chosen, as_of, exactly=dated and cycle is not None)
    if form == "json":
        sys.stdout.write(levels_json(result, read_head(folder)))
    else:
        sys.stdout.write(levels_text(result))
    return OK


def levels_text(result: Result) -> str:
    """The report card as a table of plain text."""
    model, cycle = result.model, result.cycle
    state = "sealed" if cycle.seal else "open"
    lines = [
        f"{result.assessment.title}",
        f"{cycle.id} ({state}) · as of {result.as_of} · {model.title} {model.version}",
        "",
        overall_line(result),
        "",
    ]
    header = ("", "level", "claimed", "supported", "lowest", "score", "target", "rated", "held down by")
    rows = [header, *(_row(result, found, depth) for found, depth in _in_order(result))]
    lines += _table(rows)
    held = result.overall.limited_by
    if held:
        number = int(result.overall.effective.level.low) + 1 if result.overall.effective.level else 0
        verb = "holds" if len(held) == 1 else "hold"
        lines += ["", f"{counted(len(held), 'cell')} below level {number} {verb} the whole down:"]
        lines += [f"  {line}" for line in cell_lines(result, held[:12])]
        if len(held) > 12:
            lines.append(f"  and {len(held) - 12} more (assay explain overall)")
    if result.holds_until:
        lines += ["", f"If nothing is renewed, these levels hold until {result.holds_until}."]
    return "".join(plain(line).rstrip() + "\n" for line in lines)


def overall_line(result: Result) -> str:
    """The whole in one line."""
    whole = result.overall
    out_of = grade_text(result.model.scoring.out_of)
    text = f"Overall: {level_name(result, whole.effective.level)}"
    text += f", score {spread(whole.effective.score, result.model.scoring.digits)} of {out_of}"
    return text + (f", target {whole.target.level}" if whole.target else "")


def level_name(result: Result, level: Range | None) -> str:
    """`2 Proactive`, `between 1 and 2` where it is open, a dash where nothing applies."""
    if level is None:
        return DASH
    if level.exact is None:
        return f"undetermined, {grade_text(level.low)} to {grade_text(level.high)}"
    found = result.model.level(level.exact)
    return f"{grade_text(level.exact)} {found.title}" if found else grade_text(level.exact)


def cell_lines(result: Result, cells: Sequence[tuple[str, str]]) -> Iterator[str]:
    """One line for each cell: what is claimed, what evidence carries, and what is wrong with it."""
    for key in cells:
        cell = result.cells[key]
        text = f"{cell.node} · {cell.attribute}: {cell.status.value.replace('_', ' ')}"
        if cell.grades:
            text = f"{cell.node} · {cell.attribute}: claimed {grades(cell.claimed)}"
            text += f", supported {grades(cell.supported)}"
            if cell.status.value != "rated":
                text += f" ({cell.status.value.replace('_', ' ')})"
        gone = [one for one in cell.supports if not one.standing.counts]
        if gone:
            text += "; " + ", ".join(
                f"{one.item} {_gone(one.standing.state.value, one.standing.until)}" for one in gone
            )
        elif cell.grades and not cell.supports:
            text += "; no evidence is cited"
        yield text


def _gone(state: str, until: dt.date | None) -> str:
    return f"{state} {until}" if until and state == "ran out" else state


def _in_order(result: Result) -> Iterator[tuple[StepResult, int]]:
    yield result.overall, 0
    for node in result.model.nodes:
        depth = 1 + len(list(result.model.ancestors(node)))
        found = result.node(node)
        if found.step.side:
            continue
        yield found, depth
        for row in result.rows(node):
            yield row, depth + 1


def _row(result: Result, found: StepResult, depth: int) -> tuple[str, ...]:
    digits = result.model.scoring.digits
    name = found.step.attribute or found.step.node
    if found.step.kind == "node" and found.step.node != OVERALL:
        name = result.model.nodes[found.step.node].title
    roll = found.effective
    return (
        "  " * depth + name,
        grades(roll.level),
        grades(found.claimed.level),
        grades(found.supported.level),
        grades(roll.lowest),
        spread(roll.score, digits),
        str(found.target.level) if found.target else "",
        f"{found.rated}/{found.applicable}",
        counted(len(found.limited_by), "cell") if found.limited_by else "",
    )


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *rest = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join([first, *rest])
