"""Looks for words in a folder of published files, in whatever form a file may hold them."""

from __future__ import annotations

import base64
import gzip
import html
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote


def found_in(site: Path, words: Iterable[str], but_for: str = "") -> dict[str, list[str]]:
    """Each of `words` that some file below `site` holds, or is named after, with these files.

    `but_for` names a file that is not looked at.
    """
    wanted = {word: forms(word) for word in words}
    found: dict[str, list[str]] = {}
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        name = file.relative_to(site).as_posix()
        if name == but_for:
            continue
        text = "\n".join((name, unquote(name), *readings(file))).casefold()
        for word, written in wanted.items():
            if any(form in text for form in written):
                found.setdefault(word, []).append(name)
    return found


def forms(word: str) -> tuple[str, ...]:
    """A word as it may stand in a file: plain, and inside something in base64, wherever that begins."""
    raw = word.encode()
    coded = [base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 : -4] for shift in range(3)]
    return (word.casefold(), *(part.decode().casefold() for part in coded if len(part) > 7))


def readings(file: Path) -> Iterator[str]:
    """The content of a file as it is, unpacked, and with the escapes of HTML, addresses, JSON resolved."""
    for raw in _contents(file):
        text = raw.decode("utf-8", "replace")
        yield text
        resolved = unquote(html.unescape(text))
        yield resolved
        yield html.unescape(_without_escapes(text))
        yield re.sub(r"<[^>]*>|[\u00ad\u200b]", "", resolved)


def _without_escapes(text: str) -> str:
    return re.sub(r'\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])', lambda found: str(json.loads(f'"{found[0]}"')), text)


def _contents(file: Path) -> Iterator[bytes]:
    raw = file.read_bytes()
    yield raw
    if file.suffix == ".gz":
        yield gzip.decompress(raw)
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)
