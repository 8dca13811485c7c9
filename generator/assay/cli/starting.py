"""`assay init`: a new evidence repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from assay.cli.options import DIR, date_of
from assay.cli.prompts import NO_INPUT, asker
from assay.cli.root import cli


@cli.command()
@click.argument("folder", metavar="[DIR]", type=DIR, default=Path())
@click.option("--title", metavar="TEXT", help="The name of the assessment.")
@click.option("--organisation", metavar="TEXT", help="Who is assessed.")
@click.option("--model", metavar="ID", help="The model to assess by (assay model list).")
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="CODE",
    help="A language of the site, the main one first. May be given again.",
)
@click.option("--forge", metavar="NAME", help="Where it will live: github, gitlab or other.")
@click.option("--audience", metavar="WHO", help="Whom the site is for: public, internal or restricted.")
@click.option(
    "--assessor", metavar="PERSON", help='The first assessor, as "Name <mail>" (default: as git has you).'
)
@click.option(
    "--package",
    metavar="WHAT",
    help="What CI and pre-commit install: a release (default: this one), or an address with a commit.",
)
@NO_INPUT
@click.pass_obj
def init(settings: dict[str, Any], /, folder: Path, no_input: bool, **given: Any) -> int:
    """Begin an assessment: write an evidence repository into DIR (default: here), asking for what is missing.

    It validates and builds at once, with one example to be replaced, the files for the forge's CI, and what
    editors need. A file that is there already stays as it is.

    \b
    Examples:
      assay init
      assay init desk --organisation "Example Ltd" --model see-cmm --language en --language hu
      assay init desk --organisation "Example Ltd" --assessor "Ana Example <ana@example.org>" --no-input
    """
    from assay.commands.init import Given
    from assay.commands.init import init as run

    return run(folder, Given(**given), asker(no_input), date_of(None), quiet=settings["quiet"])
