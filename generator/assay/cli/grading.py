"""`assay grade`: an assessor judges cells."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from assay.cli.options import Date, date_of
from assay.cli.prompts import NO_INPUT, asker
from assay.cli.root import cli


@cli.command()
@click.argument("node", metavar="[NODE]", required=False)
@click.argument("attribute", metavar="[ATTRIBUTE]", required=False)
@click.option("--cycle", metavar="ID", help="The cycle (default: the open one that ends last).")
@click.option("--unit", metavar="ID", help="The unit of the organisation, where there are units.")
@click.option(
    "--as", "person", metavar="PERSON", help="Who grades (default: the person with your address in git)."
)
@click.option("--on", type=Date(), metavar="DATE", help="The day of the judgement (default: today).")
@click.option("--grade", metavar="GRADE", help="A number or a label of the scale.")
@click.option("--rationale", metavar="TEXT", help="Why this grade.")
@click.option(
    "--evidence",
    multiple=True,
    metavar="ITEM[=GRADE]",
    help="An item that it rests on; behind = how far it carries, if less. May be given again; - for none.",
)
@click.option("--metric", "metrics", multiple=True, metavar="ID", help="A metric. May be given again.")
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="ITEM=TEXT",
    help="Your answer to an item that speaks against it. May be given again.",
)
@click.option("--not-applicable", metavar="TEXT", help="Why it cannot be graded here, in place of a grade.")
@click.option("--approved-by", metavar="PERSON", help="Who agreed that it is not applicable.")
@NO_INPUT
@click.pass_obj
def grade(
    settings: dict[str, Any],
    /,
    node: str | None,
    attribute: str | None,
    cycle: str | None,
    unit: str | None,
    person: str | None,
    on: dt.date | None,
    no_input: bool,
    **given: Any,
) -> int:
    """Grade a criterion: cell by cell, with the question, the rubric and the evidence at hand.

    Without NODE, it is chosen from the model's tree.

    Each cell is saved as soon as it is judged. What others have judged is not shown before you have. With
    --grade or --not-applicable nobody is asked: then NODE and ATTRIBUTE have to name one cell.

    \b
    Examples:
      assay grade
      assay grade leadership
      assay grade leadership-vision approach --as assessor-one
      assay grade leadership-vision approach --grade 3 --rationale "It is written." --evidence minutes-2026
    """
    from assay.commands.grade import Wish
    from assay.commands.grade import grade as run
    from assay.commands.grade.shapes import Given

    wish = Wish(node, attribute, cycle, unit, person, on)
    return run(
        settings["folder"], wish, Given(**given), asker(no_input), date_of(None), quiet=settings["quiet"]
    )
