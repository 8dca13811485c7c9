"""`assay build`, `serve`: the site."""

from __future__ import annotations

import datetime as dt
import gc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assay.cli.options import AS_OF, AUDIENCE, CYCLE, DIR, DRAFT, TRUST, date_of
from assay.cli.root import cli

if TYPE_CHECKING:
    from assay.confidentiality import Audience


@cli.command()
@click.option(
    "-o", "--output", type=DIR, default=Path("site"), show_default=True, help="Where the site goes."
)
@AUDIENCE
@CYCLE
@AS_OF
@DRAFT
@TRUST
@click.pass_obj
def build(
    settings: dict[str, Any],
    output: Path,
    audience: Audience | None,
    cycle: str | None,
    as_of: dt.date | None,
    draft: bool,
    trust: str | None,
) -> int:
    """Build the site: a folder of pages that any web server, or just a browser, shows.

    The new site replaces the old one only when it is complete.

    \b
    Examples:
      assay build
      assay build --as-of 2026-06-30 -o public
      assay build --trust origin/main
      assay build --audience public
    """
    from assay.commands.build import build as run
    from assay.commands.content import Wanted

    wanted = Wanted(cycle, draft, dated=as_of is not None, trust=trust, audience=audience)
    return run(settings["folder"], output, date_of(as_of), wanted, quiet=settings["quiet"])


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen on."
)
@AUDIENCE
@CYCLE
@AS_OF
@DRAFT
@TRUST
@click.pass_obj
def serve(
    settings: dict[str, Any],
    host: str,
    port: int,
    audience: Audience | None,
    cycle: str | None,
    as_of: dt.date | None,
    draft: bool,
    trust: str | None,
) -> int:
    """Show the site while you write: it is built again whenever a file changes.

    \b
    Examples:
      assay serve
      assay serve --draft --port 8080
    """
    from assay.commands.content import Wanted
    from assay.commands.serve import serve as run

    gc.enable()  # it runs for hours, and reads everything again whenever a file changes
    wanted = Wanted(cycle, draft, dated=as_of is not None, only_first=True, trust=trust, audience=audience)
    return run(settings["folder"], date_of(as_of), wanted, host=host, port=port)
