"""The command `assay` itself, with the options that stand before every command's name."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from assay import __version__
from assay.cli.options import DIR, default_folder


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-e",
    "--evidence",
    type=DIR,
    metavar="DIR",
    help="The evidence repository (default: evidence/, else here).",
)
@click.option("-q", "--quiet", is_flag=True, help="Print no more than what was asked for.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Say on standard error what is done and how long it takes."
)
@click.version_option(__version__, message="assay %(version)s")
@click.pass_context
def cli(context: click.Context, evidence: Path | None, quiet: bool, verbose: bool) -> None:
    """A git repository of evidence in, a maturity assessment that people can trust out.

    \b
    Examples:
      assay validate
      assay levels
      assay -e examples/service-maturity build -o /tmp/site
    """
    logging.basicConfig(
        format="assay: %(message)s", level=logging.INFO if verbose else logging.WARNING, force=True
    )
    context.obj = {"folder": evidence or default_folder(), "quiet": quiet}
