"""The contents of many objects, through one process."""

from __future__ import annotations

import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from assay.git.running import command, environment


def read_blobs(folder: Path, names: Iterable[str], limit: int) -> Iterator[tuple[str, bytes | None]]:
    """Each blob by its id with its bytes, in the order of `names`.

    None stands for what is not there, is no blob, or is longer than `limit` bytes.
    """
    wanted = list(names)
    if not wanted:
        return
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            command(folder, "cat-file", "--batch"),
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as process,
    ):
        if process.stdin and process.stdout:
            # Git answers while it is asked: whoever asks for all before he reads any may wait for ever.
            asking = threading.Thread(target=_ask, args=(process.stdin, wanted), daemon=True)
            asking.start()
            for name in wanted:
                yield name, _answer(process.stdout, limit)
            asking.join()


def _ask(questions: IO[bytes], names: list[str]) -> None:
    try:
        with questions:
            questions.writelines(f"{name}\n".encode("ascii") for name in names)
    except BrokenPipeError:
        return  # git is gone; whoever reads its answers finds out


def _answer(output: IO[bytes], limit: int) -> bytes | None:
    words = output.readline().split()
    if len(words) != 3:
        return None  # "NAME missing", or nothing at all
    size = int(words[2])
    content = None
    if words[1] == b"blob" and size <= limit:
        content = output.read(size)
    else:
        left = size
        while left:
            left -= len(output.read(min(left, 1 << 20))) or left
    output.read(1)
    return content
