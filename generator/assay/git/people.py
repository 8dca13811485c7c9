"""Who is at work here, as git knows them."""

from __future__ import annotations

from pathlib import Path

from assay.git.running import GitError, ask
from assay.problems import plain


def read_email(folder: Path) -> str:
    """The address that the user's next commit would bear; "" where git knows none."""
    return read_setting(folder, "user.email")


def read_setting(folder: Path, name: str) -> str:
    """A setting of the user or the repository; "" where there is none. Reading one runs nothing."""
    try:
        return plain(
            ask(folder, "config", "--get", "--end-of-options", name).decode("utf-8", "replace")
        ).strip()
    except (OSError, ValueError, GitError):
        return ""
