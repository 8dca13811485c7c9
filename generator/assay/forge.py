"""Addresses on the forge that hosts a repository."""

from __future__ import annotations


def commit_url(repository_url: str, commit: str) -> str:
    """The page of a commit; "" where no address of the repository is known."""
    base = repository_url.rstrip("/").removesuffix(".git")
    return f"{base}/commit/{commit}" if base.lower().startswith(("https://", "http://")) else ""
