"""What a built site links to, and which of it leads nowhere."""

from __future__ import annotations

import posixpath
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Links(HTMLParser):
    """The links, the anchors, the language and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.language = ""
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for key, value in attrs:
            if key == "id" and value:
                self.anchors.add(value)
            if key in ("href", "src") and value:
                self.links.append(value)
            if tag == "html" and key == "lang":
                self.language = value or ""

    def handle_data(self, data: str) -> None:
        self.text += data


def pages_of(site: Path) -> dict[str, Links]:
    """Every page of a site but the one for wrong addresses, whose links start at the root of a server."""
    return {
        path.relative_to(site).as_posix(): Links(path.read_text("utf-8"))
        for path in site.rglob("*.html")
        if path.name != "404.html"
    }


def dead_links(site: Path) -> set[str]:
    """`page: link` for each link of a site to a file or an anchor that is not there."""
    pages = pages_of(site)
    dead = set()
    for page, found in pages.items():
        for link in found.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            there = posixpath.join(posixpath.dirname(page), unquote(parts.path)) if parts.path else page
            target = posixpath.normpath(there)
            known = pages[target].anchors if target in pages and parts.fragment else {unquote(parts.fragment)}
            if not (site / target).is_file() or unquote(parts.fragment) not in known:
                dead.add(f"{page}: {link}")
    return dead
