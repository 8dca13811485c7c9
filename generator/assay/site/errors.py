"""The one exception of this package."""

from __future__ import annotations

USAGE = 2
DATA = 1
FAULT = 3


class SiteError(Exception):
    """The site was not built; the text says why and what to do.

    `code` is the command's exit code: 1 where a file is wrong, 2 where the command is, 3 for a fault of Assay
    or of the machine. Whatever site stood there before still stands.
    """

    def __init__(self, message: str, code: int = USAGE) -> None:
        super().__init__(message)
        self.code = code
