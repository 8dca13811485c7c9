"""Addresses on the forge that holds the repository: of a commit, a file in it, its history, a pull request.

Forges differ in their paths only. Which one it is follows from the name of the host, or assessment.yaml says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

_GUESSES = (
    ("github", re.compile(r"(?:.*\.)?github(?:\.|-)?.*")),
    ("gitlab", re.compile(r"(?:.*\.)?gitlab(?:\.|-)?.*")),
    ("bitbucket", re.compile(r"(?:.*\.)?bitbucket\.org")),
    ("gitea", re.compile(r"(?:.*\.)?(?:gitea|forgejo|codeberg)(?:\.|-)?.*")),
)
# commit, file, line, blame, history, pull or merge request
_PATHS = {
    "github": ("/commit/", "/blob/", "#L", "/blame/", "/commits/", "/pull/"),
    "gitlab": ("/-/commit/", "/-/blob/", "#L", "/-/blame/", "/-/commits/", "/-/merge_requests/"),
    "gitea": ("/commit/", "/src/commit/", "#L", "/blame/commit/", "/commits/commit/", "/pulls/"),
    "bitbucket": ("/commits/", "/src/", "#lines-", "/annotate/", "/history-node/", "/pull-requests/"),
}
FORGES = tuple(sorted(_PATHS))
_SCP = re.compile(
    r"(?:[^@/:\s]+@)?(?P<host>[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+):(?!//)(?P<path>[^\s:]+)", re.ASCII
)
_HOST = re.compile(r"[A-Za-z0-9.-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?", re.ASCII)


# the page that makes a new file, and the keys in its address for the name and the content
_NEW_FILES = {
    "github": ("/new/HEAD", "filename", "value"),
    "gitlab": ("/-/new/HEAD", "file_name", "content"),
}


@dataclass(frozen=True, slots=True)
class NewFile:
    """Where a forge makes a new file: the page, and the keys for name and content in its address."""

    page: str
    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Forge:
    """A repository on a forge, and its address there. What has no address that is known is ""."""

    kind: str
    base: str

    def commit(self, commit: str) -> str:
        """The page of a commit."""
        return self._address(0, commit)

    def file(self, commit: str, path: str, line: int = 0) -> str:
        """A file as it was after a commit, by its path in the repository; at a line, if one is given."""
        address = self._address(1, commit, path)
        return f"{address}{_PATHS[self.kind][2]}{line}" if address and line else address

    def blame(self, commit: str, path: str) -> str:
        """Who wrote each line of a file."""
        return self._address(3, commit, path)

    def history(self, commit: str, path: str) -> str:
        """The commits behind a file, as the forge lists them."""
        return self._address(4, commit, path)

    def pull_request(self, number: str) -> str:
        """A pull or merge request by its number, such as `#31` or `!31`."""
        digits = number.lstrip("#!")
        return self._address(5, digits) if digits.isascii() and digits.isdecimal() else ""

    def new_file(self) -> NewFile | None:
        """Where a new file is made, filled in by its address; None where the forge has no such page."""
        if not self.base or self.kind not in _NEW_FILES:
            return None
        page, name, content = _NEW_FILES[self.kind]
        return NewFile(f"{self.base}{page}", name, content)

    def _address(self, which: int, *parts: str) -> str:
        if not self.base or self.kind not in _PATHS:
            return ""
        path = "/".join(quote(part, safe="/", errors="surrogateescape") for part in parts)
        return f"{self.base}{_PATHS[self.kind][which]}{path}"


def forge_of(repository: str, kind: str = "") -> Forge:
    """The forge of a repository, from the address that it is seen at or cloned from.

    `kind` is one of `FORGES`; without it the host's name tells, or nothing does. What is neither http(s),
    ssh nor `git@host:path` has no address.
    """
    address = _web_address(repository.strip())
    host = urlsplit(address).hostname or "" if address else ""
    if not kind:
        kind = next((name for name, pattern in _GUESSES if pattern.fullmatch(host)), "")
    return Forge(kind, address)


def _web_address(repository: str) -> str:
    """Where a repository is seen in a browser; "" where that cannot be told. It holds no user or password."""
    if found := _SCP.fullmatch(repository):
        scheme, host, path = "https", found["host"], found["path"]
    else:
        try:
            parts = urlsplit(repository)
            port = parts.port
        except ValueError:
            return ""
        scheme, path = parts.scheme.lower(), parts.path
        host = parts.netloc.rpartition("@")[2]
        if scheme in ("ssh", "git+ssh"):
            scheme, host = "https", host.removesuffix(f":{port}")
    path = path.strip("/").removesuffix(".git").strip("/")
    if scheme not in ("http", "https") or not _HOST.fullmatch(host) or not path:
        return ""
    return f"{scheme}://{host}/{quote(path, safe='/~%')}"
