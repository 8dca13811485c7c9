"""The sizes of many objects, through one process."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from assay.git.running import command, environment


def read_sizes(folder: Path, names: Iterable[str]) -> dict[str, int]:
    """The size in bytes of each blob by its id; what is not there is left out."""
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
    return {words[0]: int(words[2]) for words in answers if len(words) == 3 and words[1] == "blob"}
