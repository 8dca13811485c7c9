"""`assay diff`: what a change does."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from assay.cli.options import AS_OF, AUDIENCE, CYCLE, date_of
from assay.cli.root import cli

if TYPE_CHECKING:
    from assay.confidentiality import Audience


@cli.command()
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="markdown: a comment for a pull or merge request.",
)
@click.option("--direct", is_flag=True, help="Compare with BASE as it is, not with where HEAD left it.")
@AUDIENCE
@CYCLE
@AS_OF
@click.pass_obj
def diff(
    settings: dict[str, Any],
    base: str,
    head: str | None,
    form: str,
    direct: bool,
    audience: Audience | None,
    cycle: str | None,
    as_of: dt.date | None,
) -> int:
    """Say what a change does to levels, evidence and problems.

    BASE and HEAD are commits, branches or tags; HEAD's default is the files in the folder, committed or not.
    It is compared with the commit at which it left BASE.

    \b
    Examples:
      assay diff main
      assay diff origin/main HEAD --format markdown
      assay diff v2025 v2026 --direct --cycle 2026-h1
    """
    from assay.commands.diff import diff as run
    from assay.commands.gather import Asked

    return run(
        settings["folder"],
        date_of(as_of),
        Asked(cycle, at=head, dated=as_of is not None),
        base=base,
        direct=direct,
        form=form,
        audience=audience or "restricted",
    )
