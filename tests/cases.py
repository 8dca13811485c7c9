"""Cases kept as text files: an evidence repository, as it differs from `examples/base`, and what is said.

A case starts with a line that says what it shows. Then come sections: `--- PATH` and the file's text,
`--- PATH (removed)`, or `--- PATH (N bytes)` for a file of N zeros. The last section, `--- problems`, holds
what `assay validate` prints as of 2026-06-30.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

EXAMPLES = Path(__file__).parent / "examples"
AS_OF = dt.date(2026, 6, 30)

Content: TypeAlias = str | int | None
"""A file's text, a number of zero bytes, or None for a file to remove."""


@dataclass(frozen=True)
class Case:
    """One case: the files to write (None: to remove) over the base, and the expected problems."""

    name: str
    title: str
    files: dict[str, Content]
    problems: str

    def write(self, folder: Path) -> Path:
        """Write the evidence repository of this case below `folder`."""
        return write_repository(folder / "evidence", self.files)


def read_case(path: Path) -> Case:
    title, *sections = path.read_text("utf-8").split("\n--- ")
    files: dict[str, Content] = {}
    for section in sections:
        name, _, text = section.partition("\n")
        if name.endswith(" (removed)"):
            files[name.removesuffix(" (removed)")] = None
        elif found := re.fullmatch(r"(.+) \((\d+) bytes\)", name):
            files[found[1]] = int(found[2])
        else:
            files[name] = text if text.endswith("\n") else text + "\n"
    problems = str(files.pop("problems", ""))
    return Case(path.stem, title.strip(), files, problems.strip("\n") + "\n" if problems.strip() else "")


def write_repository(folder: Path, files: Mapping[str, Content] | None = None) -> Path:
    """A copy of the base repository with some files replaced, added or removed; the folder."""
    shutil.copytree(EXAMPLES / "base", folder)
    for name, text in (files or {}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        elif isinstance(text, int):
            with path.open("wb") as stream:
                stream.truncate(text)
        else:
            path.write_text(text, "utf-8")
    return folder
