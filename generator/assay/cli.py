"""The command line: options and help. What a command does is in `commands/`."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import io
import logging
import os
import platform
import re
import sys
import traceback
from pathlib import Path
from typing import Any

import click

from assay import __version__

EXIT_USAGE = 2
EXIT_BUG = 3
EXIT_INTERRUPTED = 130
EXIT_PIPE = 141

_DIR = click.Path(path_type=Path)


class _Date(click.ParamType[dt.date]):
    """A date such as 2026-03-31, in no other form."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        from assay.durations import parse_date

        try:
            return parse_date(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class _Language(click.ParamType[str]):
    """A language tag such as en, hu or pt-BR."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", str(value)):
            self.fail(f"{value!r} is not a language code such as en, hu or pt-BR.", param, ctx)
        return str(value)


_AS_OF = click.option(
    "--as-of",
    type=_Date(),
    metavar="DATE",
    help="Compute for this date (default: SOURCE_DATE_EPOCH, else today in UTC).",
)
_CYCLE = click.option("--cycle", metavar="ID", help="The cycle (default: the one that ends last).")
_UNIT = click.option("--unit", metavar="ID", help="One unit of the organisation (default: all together).")
_PROBLEM_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True
)
_FAIL_ON = click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    show_default=True,
    help="Exit with 1 when a problem is at least this bad.",
)
_DRAFT = click.option("--draft", is_flag=True, help="Build in spite of errors, with a mark on every page.")


def _default_folder() -> Path:
    return Path("evidence") if Path("evidence").is_dir() else Path()


def _date(given: dt.date | None) -> dt.date:
    from assay.commands.gather import today

    return given or today()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-e",
    "--evidence",
    type=_DIR,
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
    """A git repository of evidence in, a maturity assessment that people can trust out."""
    logging.basicConfig(
        format="assay: %(message)s", level=logging.INFO if verbose else logging.WARNING, force=True
    )
    context.obj = {"folder": evidence or _default_folder(), "quiet": quiet}


@cli.command()
@_PROBLEM_FORMAT
@_FAIL_ON
@_AS_OF
@click.pass_obj
def validate(settings: dict[str, Any], form: str, fail_on: str, as_of: dt.date | None) -> int:
    """List every problem of the evidence repository.

    \b
    Examples:
      assay validate
      assay validate --format github --fail-on warning
    """
    from assay.commands.validate import validate as run

    return run(settings["folder"], _date(as_of), form=form, fail_on=fail_on, quiet=settings["quiet"])


@cli.group()
def model() -> None:
    """List, show and check the models: those built in, and those of the evidence repository."""


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
@click.argument("model_id", metavar="ID")
@click.option("--language", type=_Language(), metavar="CODE", help="Such as hu (default: en).")
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
@click.argument("names", metavar="[ID|FILE]...", nargs=-1)
@_PROBLEM_FORMAT
@_FAIL_ON
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


@cli.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "markdown"]),
    default="text",
    show_default=True,
)
@_CYCLE
@_UNIT
@click.option(
    "--language", type=_Language(), metavar="CODE", help="Such as hu (default: the first of the assessment)."
)
@_AS_OF
@click.pass_obj
def levels(
    settings: dict[str, Any],
    form: str,
    cycle: str | None,
    unit: str | None,
    language: str | None,
    as_of: dt.date | None,
) -> int:
    """Print the computed report card.

    \b
    Examples:
      assay levels
      assay levels --cycle 2025-baseline
      assay levels --as-of 2027-03-01 --format json
    """
    from assay.commands.levels import levels as run

    return run(
        settings["folder"],
        _date(as_of),
        cycle=cycle,
        unit=unit,
        form=form,
        language=language,
        dated=as_of is not None,
    )


@cli.command()
@click.argument("node", default="overall")
@click.argument("attribute", required=False)
@_CYCLE
@_UNIT
@_AS_OF
@click.pass_obj
def explain(
    settings: dict[str, Any],
    node: str,
    attribute: str | None,
    cycle: str | None,
    unit: str | None,
    as_of: dt.date | None,
) -> int:
    """Say why NODE has its level, what holds it down, and what would change it.

    NODE is a criterion or sub-criterion of the model, or overall. With ATTRIBUTE: one row or cell of it.

    \b
    Examples:
      assay explain overall
      assay explain leadership
      assay explain leadership-vision approach
    """
    from assay.commands.explain import explain as run

    return run(
        settings["folder"],
        _date(as_of),
        node=node,
        attribute=attribute,
        cycle=cycle,
        unit=unit,
        dated=as_of is not None,
    )


@cli.command()
@click.option(
    "-o", "--output", type=_DIR, default=Path("site"), show_default=True, help="Where the site goes."
)
@_CYCLE
@_AS_OF
@_DRAFT
@click.pass_obj
def build(
    settings: dict[str, Any], output: Path, cycle: str | None, as_of: dt.date | None, draft: bool
) -> int:
    """Build the site: a folder of pages that any web server, or just a browser, shows.

    The new site replaces the old one only when it is complete.

    \b
    Examples:
      assay build
      assay build --as-of 2026-06-30 -o public
    """
    from assay.commands.build import build as run

    return run(
        settings["folder"],
        output,
        _date(as_of),
        cycle=cycle,
        draft=draft,
        dated=as_of is not None,
        quiet=settings["quiet"],
    )


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen on."
)
@_CYCLE
@_AS_OF
@_DRAFT
@click.pass_obj
def serve(
    settings: dict[str, Any], host: str, port: int, cycle: str | None, as_of: dt.date | None, draft: bool
) -> int:
    """Show the site while you write: it is built again whenever a file changes.

    \b
    Examples:
      assay serve
      assay serve --draft --port 8080
    """
    from assay.commands.serve import serve as run

    gc.enable()  # it runs for hours, and reads everything again whenever a file changes
    return run(
        settings["folder"],
        _date(as_of),
        cycle=cycle,
        draft=draft,
        dated=as_of is not None,
        host=host,
        port=port,
    )


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
