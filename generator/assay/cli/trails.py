"""`assay trail`: the commits behind what the evidence repository says."""

from __future__ import annotations

from typing import Any

import click

from assay.cli.completing import ids
from assay.cli.options import TRUST
from assay.cli.root import cli


@cli.command()
@click.argument("name", metavar="ID", shell_complete=ids("item", "node", files=True))
@click.argument("attribute", required=False, shell_complete=ids("attribute", of="name"))
@click.option(
    "--cycle",
    metavar="ID",
    shell_complete=ids("cycle"),
    help="The cycle of the grade (default: the one that ends last).",
)
@click.option(
    "--unit", metavar="ID", shell_complete=ids("unit"), help="The unit of the grade (default: all)."
)
@click.option(
    "--assessor", metavar="ID", shell_complete=ids("person"), help="Whose grade (default: everyone's)."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@TRUST
@click.pass_obj
def trail(
    settings: dict[str, Any],
    name: str,
    attribute: str | None,
    cycle: str | None,
    unit: str | None,
    assessor: str | None,
    form: str,
    trust: str | None,
) -> int:
    """Print the commits behind an item, a file or a grade, and what each of them changed.

    ID is the id of an evidence item (a former one, too, or that of an item that was removed), or a file. With
    ATTRIBUTE it is a criterion or sub-criterion, and the trail is that of its grades.

    \b
    Examples:
      assay trail steering-minutes-2026
      assay trail attachments/minutes-2026-03.txt
      assay trail leadership-vision approach --assessor assessor-one
    """
    from assay.commands.trail import trail as run

    return run(
        settings["folder"],
        name=name,
        attribute=attribute,
        cycle=cycle,
        unit=unit,
        assessor=assessor,
        form=form,
        trust=trust,
    )
