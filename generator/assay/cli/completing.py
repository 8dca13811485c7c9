"""Values that a shell completes: ids from the evidence repository that the line names, or that is here."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from assay.commands.candidates import Kind

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem[Any]]]


def ids(*kinds: Kind, of: str = "", files: bool = False) -> Complete:
    """What completes ids of these kinds. It is silent: what cannot be read completes nothing.

    `of`: the argument that names the node whose attributes are wanted. `files`: a path will do as well.
    """

    def complete(context: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem[Any]]:
        found: dict[str, str] = {}
        with contextlib.suppress(Exception):
            from assay.commands.candidates import Candidates

            candidates = Candidates(_folder(context))
            for kind in kinds:
                found |= candidates.of(kind, str(context.params.get(of) or ""))
        items = [
            CompletionItem(name, help=words or None)
            for name, words in found.items()
            if name.startswith(begun)
        ]
        return items or ([CompletionItem(begun, type="file")] if files else [])

    return complete


def _folder(context: click.Context) -> Path:
    """The evidence repository that the line names, else the one that a command would take."""
    from assay.cli.options import default_folder

    given = context.find_root().params.get("evidence")
    return Path(given).expanduser() if given else default_folder()
