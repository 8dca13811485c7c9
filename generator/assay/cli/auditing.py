"""`assay exhibits`, `sample`: what auditors take along."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from assay.cli.completing import ids
from assay.cli.options import AS_OF, CYCLE, date_of
from assay.cli.root import cli

_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True
)


@cli.command()
@_FORMAT
@CYCLE
@AS_OF
@click.pass_obj
def exhibits(settings: dict[str, Any], form: str, cycle: str | None, as_of: dt.date | None) -> int:
    """List every evidence item: its number, state, sources with checksums, and what rests on it.

    \b
    Examples:
      assay exhibits
      assay exhibits --format csv > exhibits.csv
    """
    from assay.commands.exhibits import exhibits as run

    return run(settings["folder"], date_of(as_of), cycle=cycle, form=form, dated=as_of is not None)


@cli.command()
@click.option("--size", type=click.IntRange(min=1), required=True, help="How many to draw.")
@click.option(
    "--seed", required=True, metavar="TEXT", help="Any text. The same seed draws the same sample again."
)
@click.option(
    "--from",
    "source",
    type=click.Choice(["items", "grades"]),
    default="items",
    show_default=True,
    help="What to draw from.",
)
@click.option(
    "--stratify",
    type=click.Choice(["criterion", "type", "assessor"]),
    help="Draw from each group of these, by its size.",
)
@click.option(
    "--include",
    multiple=True,
    metavar="ID",
    shell_complete=ids("item"),
    help="Take this one as well. May be given again.",
)
@_FORMAT
@CYCLE
@AS_OF
@click.pass_obj
def sample(
    settings: dict[str, Any], /, form: str, cycle: str | None, as_of: dt.date | None, **wanted: Any
) -> int:
    """Draw evidence items or grades for testing, so that another auditor draws the same.

    \b
    Examples:
      assay sample --size 12 --seed audit-2026
      assay sample --size 20 --seed audit-2026 --from grades --stratify assessor
    """
    from assay.commands.sample import Wish
    from assay.commands.sample import sample as run

    return run(
        settings["folder"],
        date_of(as_of),
        Wish(**wanted),
        cycle=cycle,
        form=form,
        dated=as_of is not None,
    )
