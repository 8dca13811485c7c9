"""`assay model list`, `show`, `lint`: the models."""

from __future__ import annotations

from typing import Any

import click

from assay.cli.completing import ids
from assay.cli.options import FAIL_ON, PROBLEM_FORMAT, Language
from assay.cli.root import cli


@cli.group()
def model() -> None:
    """List, show and check the models: those built in, and those of the evidence repository.

    \b
    Examples:
      assay model list
      assay model show see-cmm
    """


@model.command("list")
@click.pass_obj
def model_list(settings: dict[str, Any]) -> int:
    """List the models, built in or from models/ of the evidence repository.

    \b
    Examples:
      assay model list
    """
    from assay.commands.model_list import model_list as run

    return run(settings["folder"])


@model.command("show")
@click.argument("model_id", metavar="ID", shell_complete=ids("model"))
@click.option("--language", type=Language(), metavar="CODE", help="Such as hu (default: en).")
@click.pass_obj
def model_show(settings: dict[str, Any], model_id: str, language: str | None) -> int:
    """Print a model as a tree: levels, scales, attributes, criteria with their ids, rules in words.

    \b
    Examples:
      assay model show see-cmm
      assay model show see-cmm --language hu
    """
    from assay.commands.model_show import model_show as run

    return run(settings["folder"], model_id, language)


@model.command("lint")
@click.argument("names", metavar="[ID|FILE]...", nargs=-1, shell_complete=ids("model", files=True))
@PROBLEM_FORMAT
@FAIL_ON
@click.pass_obj
def model_lint(settings: dict[str, Any], names: tuple[str, ...], form: str, fail_on: str) -> int:
    """Find what is wrong with models, or hardly meant, with file, line and column.

    Without names: the models of the evidence repository, or the built-in ones where it has none.

    \b
    Examples:
      assay model lint
      assay model lint see-cmm
      assay model lint drafts/our-model.yaml --fail-on warning
    """
    from assay.commands.model_lint import model_lint as run

    return run(settings["folder"], names, form=form, fail_on=fail_on, quiet=settings["quiet"])
