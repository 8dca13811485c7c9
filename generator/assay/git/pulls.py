"""The number of the pull or merge request that a commit's message states, as the forges write it."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Each forge's own words, and nothing looser: "fixes #31" names a ticket.
_SUBJECTS = (
    # GitHub; Bitbucket Server
    re.compile(r"Merge pull request (?P<hash>#)(?P<number>\d{1,9}) (?:from|in) \S.*", re.ASCII),
    # Gitea, Forgejo
    re.compile(r"Merge pull request '.*' \((?P<hash>[#!])(?P<number>\d{1,9})\) from \S.*", re.ASCII),
    # Bitbucket; Bitbucket Server, squashed
    re.compile(r"Merged in .*\(pull request (?P<hash>#)(?P<number>\d{1,9})\)", re.ASCII),
    re.compile(r"Pull request (?P<hash>#)(?P<number>\d{1,9}): .*", re.ASCII),
    # Azure
    re.compile(r"Merged PR (?P<number>\d{1,9}): .*", re.ASCII),
    # Squashed: GitHub, Gitea, Forgejo; GitLab, where its template says so
    re.compile(r".*\S \((?P<hash>[#!])(?P<number>\d{1,9})\)", re.ASCII),
)
# GitLab states it at the end of a merge's message: the full path of the project, or the number alone.
_LAST_LINES = re.compile(r"See merge request (?:[\w.-]+(?:/[\w.-]+)*)?!(?P<number>\d{1,9})")


def pull_request(subject: str, body: Sequence[str]) -> str:
    """`#31` or `!31` from a message's first paragraph and the lines below it; "" where it states none."""
    stated = "#" in subject or "!" in subject or subject.startswith("Merged PR")
    for pattern in _SUBJECTS if stated else ():
        if found := pattern.fullmatch(subject):
            return f"{found.groupdict().get('hash', '#')}{found['number']}"
    for line in reversed(body):
        if line.startswith("See merge request ") and (found := _LAST_LINES.fullmatch(line)):
            return f"!{found['number']}"
    return ""
