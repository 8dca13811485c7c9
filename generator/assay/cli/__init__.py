"""The command line: options and help. What a command does is in `commands/`."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import platform
import sys
import traceback

import click

from assay import __version__
from assay.cli import auditing, changes, editing, gating, integrity, models, reading, sites, trails
from assay.cli.root import cli

__all__ = [
    "auditing", "changes", "cli", "editing", "gating", "integrity", "main", "models", "reading", "run",
    "sites", "trails",
]  # fmt: skip

EXIT_USAGE = 2
EXIT_BUG = 3
EXIT_INTERRUPTED = 130
EXIT_PIPE = 141


def main() -> None:
    """Run the command line and exit with its code (see docs/commands.md)."""
    _open_streams()
    # A command puts its data together, uses them and ends. To look for garbage among them, over and over
    # again as they grow, is a third of the time that it takes to prepare a large site.
    gc.disable()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line on `arguments`; the exit code. No traceback reaches a user for a wrong input."""
    from assay.commands.gather import CannotContinueError

    try:
        code = int(cli.main(arguments, prog_name="assay", standalone_mode=False) or 0)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = EXIT_USAGE
    except CannotContinueError as error:
        _say(str(error))
        code = error.code
    except (click.Abort, KeyboardInterrupt):
        _say("interrupted")
        code = EXIT_INTERRUPTED
    except (BrokenPipeError, SystemExit):  # click exits by itself where the reader of its output is gone
        _discard_output()
        code = EXIT_PIPE
    except OSError as error:
        _say(f"{error.filename or 'the output'}: {error.strerror}")
        _discard_output()
        code = EXIT_USAGE
    except Exception:
        _report_bug(arguments)
        code = EXIT_BUG
    return code


def _open_streams() -> None:
    """Give closed streams somewhere to go, and unprintable characters a form that prints."""
    sys.stdout = sys.stdout or io.StringIO()
    sys.stderr = sys.stderr or io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _discard_output() -> None:
    # What is still in the buffer would be written, and fail, once more when Python exits.
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(text: str) -> None:
    with contextlib.suppress(OSError):
        click.echo(f"assay: {text}", err=True)


def _report_bug(arguments: list[str]) -> None:
    _say("this is a bug in Assay. Please report it with these lines:\n")
    lines = [
        f"assay {__version__}, Python {platform.python_version()}, {platform.system()}",
        f"arguments: {arguments!r}",
        *traceback.format_exc().splitlines(),
    ]
    with contextlib.suppress(OSError):
        click.echo("".join(f"    {line}\n" for line in lines), err=True, nl=False)
