"""`assay validate`, `levels`, `explain`: what the evidence repository says."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from assay.cli.completing import ids
from assay.cli.options import (
    AS_OF,
    AUDIENCE,
    CYCLE,
    FAIL_ON,
    PROBLEM_FORMAT,
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
@AS_OF
@TRUST
@click.pass_obj
def validate(
    settings: dict[str, Any], form: str, fail_on: str, as_of: dt.date | None, trust: str | None
) -> int:
    """List every problem of the evidence repository.

    \b
    Examples:
      assay validate
      assay validate --format github --fail-on warning
      assay validate --trust origin/main
    """
    from assay.commands.validate import validate as run

    return run(
        settings["folder"],
        date_of(as_of),
        form=form,
        fail_on=fail_on,
        trust=trust,
        quiet=settings["quiet"],
    )


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
@click.pass_obj
def levels(
    settings: dict[str, Any],
    form: str,
    audience: Audience | None,
    cycle: str | None,
    unit: str | None,
    language: str | None,
    as_of: dt.date | None,
) -> int:
    """Print the computed report card.

    \b
    Examples:
      assay levels
      assay levels --cycle 2025-baseline
      assay levels --as-of 2027-03-01 --format json
    """
    from assay.commands.levels import levels as run

    return run(
        settings["folder"],
        date_of(as_of),
        cycle=cycle,
        unit=unit,
        form=form,
        language=language,
        dated=as_of is not None,
        audience=audience or "restricted",
    )


@cli.command()
@click.argument("node", default="overall", shell_complete=ids("node"))
@click.argument("attribute", required=False, shell_complete=ids("attribute", of="node"))
@CYCLE
@UNIT
@AS_OF
@click.pass_obj
def explain(
    settings: dict[str, Any],
    node: str,
    attribute: str | None,
    cycle: str | None,
    unit: str | None,
    as_of: dt.date | None,
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

    return run(
        settings["folder"],
        date_of(as_of),
        node=node,
        attribute=attribute,
        cycle=cycle,
        unit=unit,
        dated=as_of is not None,
    )
