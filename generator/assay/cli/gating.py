"""`assay check`: the gate."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from assay.cli.options import AS_OF, AT, CYCLE, SINCE, TRUST, date_of
from assay.cli.root import cli

if TYPE_CHECKING:
    from assay.gate import Gate


def _parsed(read: Callable[[str], Any]) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """A callback that reads an option's text, or each of its texts; a ValueError is wrong usage."""

    def callback(_: click.Context, parameter: click.Parameter, value: Any) -> Any:
        try:
            if isinstance(value, tuple):
                return tuple(read(one) for one in value)
            return None if value is None else read(value)
        except ValueError as error:
            raise click.BadParameter(str(error), param=parameter) from error

    return callback


def _minimum(text: str) -> Any:
    from assay.commands.check import minimum_of

    return minimum_of(text)


def _share(text: str) -> Fraction:
    from assay.gate import parse_share

    if not re.fullmatch(r"(100|\d{1,2}(\.\d{1,4})?)%", text, re.ASCII):
        raise ValueError(f"{text!r} is not a percentage such as 90%")
    return parse_share(text)


def _number(text: str) -> Fraction:
    if not re.fullmatch(r"\d{1,9}(\.\d{1,6})?", text, re.ASCII):
        raise ValueError(f"{text!r} is not a number such as 45 or 45.5")
    return Fraction(text)


def _duration(text: str) -> Any:
    from assay.durations import parse_duration

    return parse_duration(text)


@cli.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
)
@SINCE
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "info"]), help="No problem may be as bad as this."
)
@click.option("--level", metavar="N", help="The least level of the whole: its number or id.")
@click.option("--score", metavar="N", callback=_parsed(_number), help="The least score of it.")
@click.option(
    "--node",
    "nodes",
    multiple=True,
    metavar="NODE=LEVEL",
    callback=_parsed(_minimum),
    help="The least level of a criterion; UNIT/NODE=LEVEL: in a unit. May be given again.",
)
@click.option(
    "--rated",
    metavar="PERCENT",
    callback=_parsed(_share),
    help="The least share of cells rated, such as 90%.",
)
@click.option(
    "--regression",
    type=click.Choice(["allow", "explain", "forbid"]),
    default="allow",
    help="Levels that fell since BASE need a decision (explain), or are refused (forbid).",
)
@click.option(
    "--holds-for",
    metavar="SPAN",
    callback=_parsed(_duration),
    help="How long all levels hold at least if nothing is renewed, such as P30D.",
)
@CYCLE
@AS_OF
@AT
@TRUST
@click.pass_obj
def check(
    settings: dict[str, Any], /, as_of: dt.date | None, cycle: str | None, at: str | None, **wanted: Any
) -> int:
    """Check the gate: what the policy asks before a change comes in.

    The conditions stand under policy.gate in assessment.yaml; without them: no errors. Options ask for more.
    With --since, the gate of BASE counts, and levels are compared with those where the change left it.

    \b
    Examples:
      assay check
      assay check --since origin/main
      assay check --since origin/main --regression explain --format markdown
      assay check --level 2 --node leadership=3 --fail-on warning
    """
    from assay.commands.check import check as run
    from assay.commands.gather import Asked

    return run(
        settings["folder"],
        date_of(as_of),
        Asked(cycle, None, at, dated=as_of is not None),
        _more(wanted),
        since=wanted["since"],
        trust=wanted["trust"],
        form=wanted["form"],
        quiet=settings["quiet"],
    )


def _more(wanted: dict[str, Any]) -> Gate:
    """What the options ask for."""
    from assay.commands.check import level_of
    from assay.gate import Gate, Minimum, Regression
    from assay.model import OVERALL
    from assay.problems import Severity

    minimums = list(wanted["nodes"])
    if wanted["level"] is not None or wanted["score"] is not None:
        level = None if wanted["level"] is None else level_of(wanted["level"])
        minimums.append(Minimum(OVERALL, None, level, wanted["score"]))
    return Gate(
        problems=Severity(wanted["fail_on"] or "error"),
        minimums=tuple(minimums),
        rated=wanted["rated"],
        regression=Regression(wanted["regression"]),
        holds_for=wanted["holds_for"],
    )
