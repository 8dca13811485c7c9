"""Options that several commands share, and the types of their values."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from assay.cli.completing import ids

DIR = click.Path(path_type=Path)


class Date(click.ParamType[dt.date]):
    """A date such as 2026-03-31, in no other form."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """The date that `value` writes; a usage error where it writes none."""
        from assay.durations import parse_date

        try:
            return parse_date(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Language(click.ParamType[str]):
    """A language tag such as en, hu or pt-BR."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """`value`, where it is a language tag; else a usage error."""
        from assay.commands.answers import language

        try:
            return language(str(value))
        except ValueError as error:
            self.fail(f"{error}.", param, ctx)


AS_OF = click.option(
    "--as-of",
    type=Date(),
    metavar="DATE",
    help="Compute for this date (default: SOURCE_DATE_EPOCH, else today in UTC).",
)
CYCLE = click.option(
    "--cycle",
    metavar="ID",
    shell_complete=ids("cycle"),
    help="The cycle (default: the one that ends last).",
)
UNIT = click.option(
    "--unit",
    metavar="ID",
    shell_complete=ids("unit"),
    help="One unit of the organisation (default: all together).",
)
PROBLEM_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "gitlab", "sarif"]),
    default="text",
    show_default=True,
)
FAIL_ON = click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    show_default=True,
    help="Exit with 1 when a problem is at least this bad.",
)
TRUST = click.option(
    "--trust",
    metavar="REV",
    help="Take the keys for signatures from assessment.yaml in this commit (default: the last one).",
)
AT = click.option(
    "--at", metavar="REV", help="Read this commit, branch or tag from git (default: the files in the folder)."
)
SINCE = click.option(
    "--since",
    metavar="BASE",
    help="Look at what the change does since it left this commit, branch or tag.",
)
AUDIENCE = click.option(
    "--audience",
    type=click.Choice(["public", "internal", "restricted"]),
    help="Whom it is made for: what is more confidential is withheld.",
)
DRAFT = click.option("--draft", is_flag=True, help="Build in spite of errors, with a mark on every page.")


def default_folder() -> Path:
    """The evidence repository of those who name none."""
    return Path("evidence") if Path("evidence").is_dir() else Path()


def date_of(given: dt.date | None) -> dt.date:
    """The date to compute for: the one given, else SOURCE_DATE_EPOCH, else today in UTC."""
    from assay.commands.gather import today

    return given or today()
