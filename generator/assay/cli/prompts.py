"""Questions on the terminal, for the commands that ask."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from assay.commands.asking import Asker

NO_INPUT = click.option(
    "--no-input", is_flag=True, help="Ask nothing: take defaults, or say what is missing."
)
_COLUMNS = re.compile(r"(?:.*\S)?\s{2,}(?=\S)")
_NARROW = 30


class ClickTerminal:
    """Prompts go to standard error: what a command prints can still be redirected."""

    def line(self, prompt: str) -> str:
        """What somebody types. ^C is click's Abort; the end of the input says what to do instead."""
        from assay.commands.gather import USAGE_ERROR, CannotContinueError

        *above, last = _folded(prompt.rstrip()).split("\n")
        for line in above:
            click.echo(line, err=True)
        try:
            typed: str = click.prompt(f"{last} ", default="", show_default=False, prompt_suffix="", err=True)
        except click.Abort as abort:
            click.echo(err=True)
            if isinstance(abort.__context__, EOFError):
                message = "the input ended before all was answered: use options and --no-input in scripts"
                raise CannotContinueError(message, USAGE_ERROR) from None
            raise
        return typed

    def say(self, text: str) -> None:
        """Show a text."""
        click.echo(_folded(text), err=True)

    def edit(self, text: str) -> str | None:
        """A text after somebody changed it in $VISUAL or $EDITOR; None, and why, where nothing was saved."""
        try:
            return click.edit(text, extension=".md")
        except click.ClickException as error:
            self.say(
                f"  {error.format_message()}: set EDITOR to the name of your editor, or answer on one line"
            )
            return None


def asker(no_input: bool) -> Asker:
    """Who asks for what is missing; nobody with `--no-input`."""
    from assay.commands.asking import Asker

    return Asker(None if no_input else ClickTerminal())


def _folded(text: str) -> str:
    """A text in lines that fit the window: what goes on stands below the beginning of its column."""
    if not sys.stderr.isatty():
        return text
    return "\n".join(fold(line, shutil.get_terminal_size().columns) for line in text.split("\n"))


def fold(line: str, width: int) -> str:
    """A line in lines of at most that many characters; what goes on stands below its last column."""
    columns = _COLUMNS.match(line)
    hang = columns.end() if columns else 0
    return textwrap.fill(
        line,
        max(width, _NARROW),
        subsequent_indent=" " * (hang if hang * 2 < width else 4),
        break_long_words=False,
        break_on_hyphens=False,
    )
