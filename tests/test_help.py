"""`--help`: every command says what it is for by examples, and each of them would be understood."""

from __future__ import annotations

import inspect
import pathlib
import re
import shlex
from collections.abc import Callable, Iterator
from typing import TypeAlias

import click
import pytest

from assay.cli import cli

Path: TypeAlias = tuple[str, ...]
Understood: TypeAlias = Callable[[str], Path]


def commands(group: click.Group = cli, above: Path = ()) -> Iterator[tuple[Path, click.Command]]:
    yield above, group
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, (*above, name))
        else:
            yield (*above, name), command


COMMANDS = dict(commands())


def examples(command: click.Command) -> list[str]:
    _, found, block = inspect.cleandoc(command.help or "").partition("\b\nExamples:\n")
    return [line.strip() for line in block.splitlines() if line.strip()] if found else []


@pytest.fixture
def understood(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Understood:
    """Which command a line calls, without what it does; a UsageError where it means nothing.

    The files that a line names are there, as those of an example are its own.
    """
    called: list[Path] = []
    for path, command in COMMANDS.items():

        def note(path: Path = path, **_: object) -> None:
            called.append(path)

        monkeypatch.setattr(command, "callback", note)
    monkeypatch.chdir(tmp_path)

    def call(line: str) -> Path:
        first, *words = shlex.split(re.sub(r"\s>>?\s.*|\s\|\s.*", "", line))
        assert first == "assay"
        for word in words:
            if not word.startswith(("-", "/", "~")):
                (tmp_path / word).parent.mkdir(parents=True, exist_ok=True)
                (tmp_path / word).touch()
        cli.main(words, prog_name="assay", standalone_mode=False)
        return called[-1]

    return call


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: " ".join(("assay", *path)))
def test_a_command_has_examples_that_would_be_understood(path: Path, understood: Understood) -> None:
    found = examples(COMMANDS[path])
    assert found, "its help has no block of examples, after a line with \\b"
    for line in found:
        assert understood(line)[: len(path)] == path, line


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "levels --nonsense",
        "levels --format pdf",
        "levels extra",
        "cycle close",
        "sample --size 0 --seed x",
    ],
)
def test_a_line_that_means_nothing_is_not_understood(line: str, understood: Understood) -> None:
    with pytest.raises(click.UsageError):
        understood(f"assay {line}")
