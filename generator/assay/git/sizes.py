"""The sizes of many objects, through one process."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

from assay.git.contents import read_blobs
from assay.git.running import command, environment

# What Git LFS commits in the place of contents that it holds.
_POINTER = re.compile(rb"version https://git-lfs\.github\.com/spec/v1\n(?:.*\n)*?size ([0-9]{1,15})\n")
_LONGEST_POINTER = 1024


def read_sizes(folder: Path, names: Iterable[str]) -> dict[str, int]:
    """The size in bytes of each blob by its id; what is not there is left out.

    Of contents that Git LFS holds it is the size that its note states.
    """
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    done = subprocess.run(
        command(folder, "cat-file", "--batch-check"),
        env=environment(),
        input="".join(f"{name}\n" for name in wanted).encode("ascii"),
        capture_output=True,
        check=False,
    )
    answers = (line.split() for line in done.stdout.decode("ascii", "replace").splitlines())
    sizes = {words[0]: int(words[2]) for words in answers if len(words) == 3 and words[1] == "blob"}
    short = [name for name, size in sizes.items() if size <= _LONGEST_POINTER]
    for name, content in read_blobs(folder, short, _LONGEST_POINTER):
        if content and (note := _POINTER.fullmatch(content)):
            sizes[name] = int(note[1])
    return sizes
