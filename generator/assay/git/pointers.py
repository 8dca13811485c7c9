"""Pointers of Git LFS: what is committed in the place of a large file."""

from __future__ import annotations

import re

LONGEST = 1000
"""No pointer has more bytes."""
_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\n(?:ext-.*\n)*"
    rb"oid sha256:([0-9a-f]{64})\nsize ([0-9]{1,15})\n"
)


def pointed_at(content: bytes) -> tuple[int, str] | None:
    """The size and the SHA-256 of the file that a pointer stands for; None where it is no pointer."""
    found = _POINTER.fullmatch(content) if len(content) <= LONGEST else None
    return (int(found[2]), found[1].decode("ascii")) if found else None
