"""`assay completion`: the script with which a shell completes commands, options and ids."""

from __future__ import annotations

import contextlib
import io
import os

import click
from click.shell_completion import get_completion_class

from assay.cli.root import cli

VARIABLE = "_ASSAY_COMPLETE"
"""By this variable the script of a shell asks what fits; its words stand in others (see Click)."""


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the script that lets a shell complete commands, options and ids.

    \b
    Examples:
      assay completion bash >> ~/.bashrc
      assay completion zsh > ~/.zfunc/_assay
      assay completion fish > ~/.config/fish/completions/assay.fish
    """
    click.echo(_asked(shell, "source"))
    return 0


def answer() -> int:
    """Answer what the script of a shell asks; the exit code. Whatever goes wrong, nothing is printed."""
    with contextlib.suppress(Exception, SystemExit), contextlib.redirect_stderr(io.StringIO()):
        shell, _, what = os.environ[VARIABLE].partition("_")
        click.echo(_asked(shell, what))
    return 0


def _asked(shell: str, what: str) -> str:
    kind = get_completion_class(shell)
    if kind is None:
        return ""
    found = kind(cli, {}, "assay", VARIABLE)
    return found.source() if what == "source" else found.complete()
