"""`assay validate`, `levels`, `explain`: what the evidence repository says."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from assay.cli.completing import ids
from assay.cli.options import (
    AS_OF,
    AT,
    AUDIENCE,
    CYCLE,
    FAIL_ON,
    PROBLEM_FORMAT,
    SINCE,
    TRUST,
    UNIT,
    Language,
    date_of,
)
from assay.cli.root import cli

if TYPE_CHECKING:
    from assay.confidentiality import Audience


@cli.command()
@PROBLEM_FORMAT
@FAIL_ON
@SINCE
@AS_OF
@AT
@TRUST
@click.pass_obj
def validate(settings: dict[str, Any], /, as_of: dt.date | None, **wanted: Any) -> int:
    """List every problem of the evidence repository.

    With --since: those on lines that the change touches, and those that were not there before.

    \b
    Examples:
      assay validate
      assay validate --format github --fail-on warning
      assay validate --since origin/main
      assay validate --trust origin/main
    """
    from assay.commands.validate import validate as run

    return run(settings["folder"], date_of(as_of), quiet=settings["quiet"], **wanted)


@cli.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "markdown"]),
    default="text",
    show_default=True,
)
@AUDIENCE
@CYCLE
@UNIT
@click.option(
    "--language", type=Language(), metavar="CODE", help="Such as hu (default: the first of the assessment)."
)
@AS_OF
@AT
@click.pass_obj
def levels(
    settings: dict[str, Any],
    form: str,
    audience: Audience | None,
    cycle: str | None,
    unit: str | None,
    language: str | None,
    as_of: dt.date | None,
    at: str | None,
) -> int:
    """Print the computed report card.

    \b
    Examples:
      assay levels
      assay levels --cycle 2025-baseline
      assay levels --as-of 2027-03-01 --format json
      assay levels --at v2026.1
    """
    from assay.commands.gather import Asked
    from assay.commands.levels import levels as run

    return run(
        settings["folder"],
        date_of(as_of),
        Asked(cycle, unit, at, dated=as_of is not None),
        form=form,
        language=language,
        audience=audience or "restricted",
    )


@cli.command()
@click.argument("node", default="overall", shell_complete=ids("node"))
@click.argument("attribute", required=False, shell_complete=ids("attribute", of="node"))
@CYCLE
@UNIT
@AS_OF
@AT
@click.pass_obj
def explain(
    settings: dict[str, Any],
    node: str,
    attribute: str | None,
    cycle: str | None,
    unit: str | None,
    as_of: dt.date | None,
    at: str | None,
) -> int:
    """Say why NODE has its level, what holds it down, and what would change it.

    NODE is a criterion or sub-criterion of the model, or overall. With ATTRIBUTE: one row or cell of it.

    \b
    Examples:
      assay explain overall
      assay explain leadership
      assay explain leadership-vision approach
    """
    from assay.commands.explain import explain as run
    from assay.commands.gather import Asked

    return run(
        settings["folder"],
        date_of(as_of),
        Asked(cycle, unit, at, dated=as_of is not None),
        node=node,
        attribute=attribute,
    )
