"""`assay sample`: items or grades for testing, drawn so that another auditor draws the same."""

from __future__ import annotations

import datetime as dt
import json
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from assay import __version__
from assay.assessment import Assessment, Cycle, Grade, Item
from assay.commands.gather import (
    DATA_ERROR,
    OK,
    USAGE_ERROR,
    CannotContinueError,
    gather,
    pick_cycle,
    report_errors,
)
from assay.commands.naming import table
from assay.exports import csv_text
from assay.git import read_head
from assay.problems import plain, shorten
from assay.sampling import METHOD, METHOD_OF_DIGEST, METHOD_OF_STRATA, Sample, draw
from assay.wording import counted, did_you_mean

NOWHERE = "(none)"
"""The stratum of what belongs to no criterion."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for. `source`: `items` or `grades`; `stratify`: by what, None for a plain sample."""

    size: int
    seed: str
    source: str
    stratify: str | None
    include: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Population:
    """What can be drawn: what it is in words, id -> its stratum, id -> a title for people."""

    words: str
    strata: Mapping[str, str]
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A sample with all that it takes to draw it again."""

    wish: Wish
    population: Population
    sample: Sample
    as_of: dt.date
    cycle: str
    commit: str | None


def sample(folder: Path, as_of: dt.date, wish: Wish, *, cycle: str | None, form: str, dated: bool) -> int:
    """Draw items or grades and print them. `dated`: the date was asked for."""
    gathered = gather(folder, as_of)
    report_errors(gathered, folder)
    assessment = gathered.assessment()
    chosen = pick_cycle(assessment, cycle)
    on = as_of if dated and cycle is not None else chosen.as_of(as_of)
    if wish.source == "items":
        population = _items(assessment, on, wish.stratify)
    else:
        population = _grades(assessment, chosen, wish.stratify)
    _check(population, wish)
    drawn = draw(population.strata, wish.size, wish.seed, wish.include)
    drawing = Drawing(wish, population, drawn, on, chosen.id, read_head(folder))
    match form:
        case "json":
            sys.stdout.write(as_json(drawing))
        case "csv":
            sys.stdout.write(as_csv(drawing))
        case _:
            sys.stdout.write("".join(plain(line).rstrip() + "\n" for line in as_lines(drawing)))
    return OK


def _check(population: Population, wish: Wish) -> None:
    """A CannotContinueError where this sample cannot be drawn."""
    found = len(population.strata)
    if not found:
        raise CannotContinueError(f"there is nothing to draw from: no {population.words}", DATA_ERROR)
    if wish.size > found:
        message = f"a sample of {wish.size} cannot be drawn from {found}: {population.words}"
        raise CannotContinueError(message, USAGE_ERROR)
    for name in wish.include:
        if name not in population.strata:
            guess = did_you_mean(name, population.strata)
            raise CannotContinueError(f"'{shorten(name)}' is not among them{guess}", USAGE_ERROR)


def _items(assessment: Assessment, on: dt.date, stratify: str | None) -> Population:
    """Every item that has been collected by the date, whatever has become of it."""
    by: dict[str, Callable[[Item], str]] = {
        "criterion": lambda item: _criterion(assessment, *(about.node for about in item.about)),
        "type": lambda item: item.type,
        "assessor": lambda item: item.collected_by,
    }
    found = [item for item in assessment.items.values() if item.collected_on <= on]
    stratum = by[stratify] if stratify else lambda _: ""
    return Population(
        f"evidence items collected by {on}",
        {item.id: stratum(item) for item in found},
        {item.id: item.title for item in found},
    )


def _grades(assessment: Assessment, cycle: Cycle, stratify: str | None) -> Population:
    """Every grade of a cycle, as `[UNIT/]ASSESSOR/NODE[/ATTRIBUTE]`."""
    by: dict[str, Callable[[Grade], str]] = {
        "criterion": lambda grade: _criterion(assessment, grade.node),
        "assessor": lambda grade: grade.assessor,
    }
    if stratify and stratify not in by:
        message = "grades have no type: stratify them by criterion or by assessor"
        raise CannotContinueError(message, USAGE_ERROR)
    names = {_grade_name(grade): grade for grade in cycle.grades}
    stratum = by[stratify] if stratify else lambda _: ""
    return Population(
        f"grades of the cycle {cycle.id}",
        {name: stratum(grade) for name, grade in names.items()},
        {name: _grade_title(assessment, grade) for name, grade in names.items()},
    )


def _grade_name(grade: Grade) -> str:
    return "/".join(filter(None, (grade.unit, grade.assessor, grade.node, grade.attribute)))


def _grade_title(assessment: Assessment, grade: Grade) -> str:
    given = "not applicable" if grade.not_applicable else f"graded {grade.written}"
    return f"{assessment.model.nodes[grade.node].title}, {given}"


def _criterion(assessment: Assessment, *nodes: str) -> str:
    """The criterion that the first of the nodes belongs to; the node itself, where it stands above any."""
    model = assessment.model
    for node in nodes:
        above = (node, *model.ancestors(node))
        return next((name for name in above if name in model.criterion_ids), node)
    return NOWHERE


# Forms


def as_lines(drawing: Drawing) -> Iterator[str]:
    """The sample for people, with all that it takes to draw it again by hand."""
    sample = drawing.sample
    yield f"{drawing.wish.size} of {sample.population} {drawing.population.words}"
    yield ""
    yield f"seed        {drawing.wish.seed}"
    yield f"population  {counted(sample.population, 'id')}, sha256 {sample.digest}"
    yield f"as of       {drawing.as_of}, cycle {drawing.cycle}, commit {drawing.commit or 'none'}"
    yield from _paragraph("method", f"{METHOD} {METHOD_OF_DIGEST}")
    if drawing.wish.stratify:
        yield from _paragraph("strata", f"by {drawing.wish.stratify}. {METHOD_OF_STRATA}")
        for stratum, (size, places) in sample.strata.items():
            yield f"            {stratum}: {places} of {size}"
    yield ""
    head = ("id", *(("stratum",) if drawing.wish.stratify else ()), "ticket", "title")
    rows = [head]
    for one in sample.drawn:
        title = shorten(drawing.population.titles[one.id])
        number = f"{one.ticket[:12]}{' (asked for)' if one.included else ''}"
        rows.append((one.id, *((one.stratum,) if drawing.wish.stratify else ()), number, title))
    yield from table(rows)


def _paragraph(name: str, text: str) -> list[str]:
    return textwrap.wrap(text, 100, initial_indent=f"{name:12}", subsequent_indent=" " * 12)


def as_csv(drawing: Drawing) -> str:
    """A row for each id that was drawn."""
    heads = ("id", "title", "stratum", "ticket", "drawn", "seed", "population", "population_sha256", "as_of")
    sample, titles = drawing.sample, drawing.population.titles
    same = (drawing.wish.seed, str(sample.population), sample.digest, drawing.as_of.isoformat())
    return csv_text(
        heads,
        (
            (one.id, titles[one.id], one.stratum, one.ticket, "asked for" if one.included else "drawn", *same)
            for one in sample.drawn
        ),
    )


def as_json(drawing: Drawing) -> str:
    """The sample as data."""
    sample = drawing.sample
    data = {
        "tool": {"name": "assay", "version": __version__},
        "method": " ".join((METHOD, METHOD_OF_STRATA, METHOD_OF_DIGEST)),
        "seed": drawing.wish.seed,
        "size": drawing.wish.size,
        "population": {
            "of": drawing.population.words,
            "count": sample.population,
            "sha256": sample.digest,
        },
        "as_of": drawing.as_of.isoformat(),
        "cycle": drawing.cycle,
        "commit": drawing.commit,
        "stratified_by": drawing.wish.stratify,
        "strata": [
            {"stratum": stratum, "count": size, "drawn": places}
            for stratum, (size, places) in sample.strata.items()
            if drawing.wish.stratify
        ],
        "sample": [
            {
                "id": one.id,
                "title": drawing.population.titles[one.id],
                "stratum": one.stratum or None,
                "ticket": one.ticket,
                "included_by_name": one.included,
            }
            for one in sample.drawn
        ],
    }
    return json.dumps(data, indent=2) + "\n"
