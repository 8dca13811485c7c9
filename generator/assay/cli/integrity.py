"""`assay cycle`, `hash`, `pack`, `verify`: what can be proven about an assessment."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click

from assay.cli.options import Date, date_of
from assay.cli.root import cli

BY = click.option(
    "--by", metavar="PERSON", help="Who does it (default: the person with your address in git)."
)


@cli.group()
def cycle() -> None:
    """Seal a cycle, take its seal off, list the cycles."""


@cycle.command("close")
@click.argument("cycle_id", metavar="ID")
@BY
@click.option("--on", type=Date(), metavar="DATE", help="The day as of which it is sealed (default: today).")
@click.pass_obj
def cycle_close(settings: dict[str, Any], cycle_id: str, by: str | None, on: dt.date | None) -> int:
    """Seal a cycle: write into its file the digests of all that decides.

    From then on its levels are computed as of that day, and assay validate names whatever has changed.

    \b
    Examples:
      assay cycle close 2026-h1
      assay cycle close 2026-h1 --by lead-assessor --on 2026-07-15
    """
    from assay.commands.cycle import close as run

    return run(settings["folder"], cycle_id, by=by, on=on, today=date_of(None), quiet=settings["quiet"])


@cycle.command("reopen")
@click.argument("cycle_id", metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help="Why: it stays in the cycle's file.")
@BY
@click.pass_obj
def cycle_reopen(settings: dict[str, Any], cycle_id: str, reason: str, by: str | None) -> int:
    """Take the seal off a cycle, and note when, by whom and why.

    \b
    Examples:
      assay cycle reopen 2026-h1 --reason "Two grades of the night shift were missing."
    """
    from assay.commands.cycle import reopen as run

    folder, quiet = settings["folder"], settings["quiet"]
    return run(folder, cycle_id, reason=reason, by=by, today=date_of(None), quiet=quiet)


@cycle.command("list")
@click.pass_obj
def cycle_list(settings: dict[str, Any]) -> int:
    """List the cycles, old to new: period, seal, and whether what was sealed is unchanged.

    \b
    Examples:
      assay cycle list
    """
    from assay.commands.cycle import list_cycles as run

    return run(settings["folder"], date_of(None))


@cli.command("hash")
@click.argument("names", metavar="[ITEM|FILE]...", nargs=-1)
@click.option("--update", is_flag=True, help="Also replace the checksums of files that have changed.")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with 1 where a checksum is missing or wrong."
)
@click.pass_obj
def hash_command(settings: dict[str, Any], names: tuple[str, ...], update: bool, check: bool) -> int:
    """Write the checksums of attachments into the items that cite them.

    Without names: for all items. A checksum adds or changes one line and nothing else.

    \b
    Examples:
      assay hash
      assay hash evidence/attachments/minutes-2026-03.txt
      assay hash steering-minutes-2026 --update
      assay hash --check
    """
    from assay.commands.hash import hash_files

    return hash_files(settings["folder"], names, update=update, check=check, quiet=settings["quiet"])
