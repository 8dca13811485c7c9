"""`assay cycle`, `hash`, `pack`, `verify`: what can be proven about an assessment."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from assay.cli.completing import ids
from assay.cli.options import AS_OF, CYCLE, Date, date_of
from assay.cli.root import cli

BY = click.option(
    "--by",
    metavar="PERSON",
    shell_complete=ids("person"),
    help="Who does it (default: the person with your address in git).",
)


@cli.group()
def cycle() -> None:
    """Seal a cycle, take its seal off, list the cycles.

    \b
    Examples:
      assay cycle list
      assay cycle close 2026-h1
    """


@cycle.command("close")
@click.argument("cycle_id", metavar="ID", shell_complete=ids("cycle"))
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
@click.argument("cycle_id", metavar="ID", shell_complete=ids("cycle"))
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
@click.argument("names", metavar="[ITEM|FILE]...", nargs=-1, shell_complete=ids("item", files=True))
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


@cli.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("pack.zip"),
    show_default=True,
    help="The file to write.",
)
@CYCLE
@AS_OF
@click.option("--sign", is_flag=True, help="Sign it with your SSH key (git's user.signingkey, or --key).")
@click.option("--key", type=click.Path(path_type=Path), metavar="FILE", help="The SSH key to sign with.")
@click.pass_obj
def pack(
    settings: dict[str, Any],
    output: Path,
    cycle: str | None,
    as_of: dt.date | None,
    sign: bool,
    key: Path | None,
) -> int:
    """Write an audit pack: evidence, levels, trail, site and manifest in one ZIP file.

    The same commit and date give the same bytes. assay verify checks it without a repository.

    \b
    Examples:
      assay pack -o audit-2026.zip
      assay pack --sign --key ~/.ssh/id_ed25519
    """
    from assay.commands.pack import pack as run

    return run(
        settings["folder"],
        output,
        date_of(as_of),
        cycle=cycle,
        dated=as_of is not None,
        signing=sign or key is not None,
        key=key,
        quiet=settings["quiet"],
    )


@cli.command()
@click.argument("target", metavar="SITE|PACK", type=click.Path(path_type=Path))
@click.option(
    "--working-tree", is_flag=True, help="Compare with the files as they are now, not with the commit."
)
@click.option(
    "--previous",
    type=click.Path(exists=True, path_type=Path),
    metavar="MANIFEST",
    help="What was published before: its manifest.json, or its folder.",
)
@click.option(
    "--rebuild", is_flag=True, help="Also make the pages of a site anew; its commit has to be checked out."
)
@click.option(
    "--signers",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Whose signatures of packs count: allowed signers, as for ssh-keygen.",
)
@click.pass_obj
def verify(
    settings: dict[str, Any],
    target: Path,
    working_tree: bool,
    previous: Path | None,
    rebuild: bool,
    signers: Path | None,
) -> int:
    """Compare a site or a pack with the evidence it was made from, and name every difference.

    SITE is the folder of a site or a ZIP file of it; it is compared with the repository of -e at the commit
    that it names. PACK is what assay pack wrote; it needs no repository.

    \b
    Examples:
      assay verify site
      assay verify downloaded-site.zip --previous last-year/manifest.json
      assay verify site --rebuild
      assay verify pack.zip --signers allowed-signers
    """
    from assay.commands.verify import verify as run
    from assay.commands.verify.site import Options

    options = Options(working_tree=working_tree, previous=previous, signers=signers, rebuild=rebuild)
    return run(settings["folder"], target, options, quiet=settings["quiet"])
