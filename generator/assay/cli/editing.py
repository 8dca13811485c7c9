"""`assay fmt`, `assay schema`: help for those who write the files."""

from __future__ import annotations

from typing import Any

import click

from assay.cli.root import cli


@cli.command()
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option(
    "--check", is_flag=True, help="Write nothing; name the files that would change, and exit with 1."
)
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@click.pass_obj
def fmt(settings: dict[str, Any], files: tuple[str, ...], check: bool, diff: bool) -> int:
    """Bring YAML files into one order and layout; what they say, and their comments, stay.

    Without names: all YAML files of the evidence repository. A folder stands for the files in it.

    \b
    Examples:
      assay fmt
      assay fmt evidence/items/leadership
      assay fmt --diff evidence/assessment.yaml
      assay fmt --check
    """
    from assay.commands.fmt import fmt as run

    return run(settings["folder"], files, check=check, diff=diff, quiet=settings["quiet"])
