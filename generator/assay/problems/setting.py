"""What the forms of problems know beside the problems: where files lie, what the rules are for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from assay.problems.described import Described


@dataclass(frozen=True, slots=True)
class Setting:
    """Where problems are told, and of what.

    `here`: what comes before their paths as seen from the current folder; `root`: the same as seen from the
    root of the git repository, with `/` between folders. `files`: the paths of files that there are, None
    where nobody asked. `rules`: what is known of rules, by id. `repository`, `commit`: the address of the
    repository, and the commit that the files are from; "" where that is not known.
    """

    here: str = ""
    root: str = ""
    files: frozenset[str] | None = None
    rules: Mapping[str, Described] = field(default_factory=dict)
    repository: str = ""
    commit: str = ""
