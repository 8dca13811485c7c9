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


@cli.command()
@click.argument("kind", metavar="[KIND]", required=False)
@click.option("--write", is_flag=True, help="Write all of them into .assay/schemas/, and VS Code's settings.")
@click.option(
    "--modelines", is_flag=True, help="With --write: name its schema in the first line of every file."
)
@click.pass_context
def schema(context: click.Context, kind: str | None, write: bool, modelines: bool) -> int:
    """Give editors JSON Schemas with the model and the names of this repository.

    So criteria, attributes, grades, evidence and people complete while you type, and misspellings show.
    KIND is a kind of file, such as item or grades: its schema is printed.

    \b
    Examples:
      assay schema --write
      assay schema --write --modelines
      assay schema grades
    """
    from assay.commands import schema as run
    from assay.editor_schemas import FILES

    settings: dict[str, Any] = context.obj
    if write == bool(kind):
        raise click.UsageError("Give either --write or one KIND.")
    if write:
        return run.write(settings["folder"], modelines=modelines, quiet=settings["quiet"])
    if modelines:
        raise click.UsageError("--modelines goes with --write.")
    if kind not in FILES:
        raise click.UsageError(f"There is no kind {kind!r}. There are: {', '.join(FILES)}.")
    return run.show(settings["folder"], kind)
