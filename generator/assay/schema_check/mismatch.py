"""What does not fit a schema."""

from __future__ import annotations

from dataclasses import dataclass

from assay.problems import At


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Data that do not fit their schema. `key` is True where the key at `at` is meant, not its value."""

    at: At
    key: bool
    message: str
    hint: str = ""
