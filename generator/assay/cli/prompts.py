"""Questions on the terminal, for the commands that ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from assay.commands.asking import Asker

NO_INPUT = click.option(
    "--no-input", is_flag=True, help="Ask nothing: take defaults, or say what is missing."
)


class ClickTerminal:
    """Prompts go to standard error: what a command prints can still be redirected."""

    def line(self, prompt: str) -> str:
        """What somebody types. ^C is click's Abort; the end of the input says what to do instead."""
        from assay.commands.gather import USAGE_ERROR, CannotContinueError

        try:
            typed: str = click.prompt(prompt, default="", show_default=False, prompt_suffix="", err=True)
        except click.Abort as abort:
            if isinstance(abort.__context__, EOFError):
                click.echo(err=True)
                message = "the input ended before all was answered: use options and --no-input in scripts"
                raise CannotContinueError(message, USAGE_ERROR) from None
            raise
        return typed

    def say(self, text: str) -> None:
        """Show a text."""
        click.echo(text, err=True)

    def edit(self, text: str) -> str | None:
        """A text after somebody changed it in $VISUAL or $EDITOR; None where nothing was saved."""
        return click.edit(text, extension=".md")


def asker(no_input: bool) -> Asker:
    """Who asks for what is missing; nobody with `--no-input`."""
    from assay.commands.asking import Asker

    return Asker(None if no_input else ClickTerminal())
