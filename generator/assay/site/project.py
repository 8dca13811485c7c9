"""Writes the MkDocs project: its settings, the pages, the assets, the downloads.

The theme prints titles and names as they stand in mkdocs.yml, so every text there is escaped for HTML first.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from assay import resources
from assay.languages import ENGLISH, Words
from assay.pages import Page
from assay.problems import shorten
from assay.render import Renderer, html_title
from assay.site.errors import DATA, FAULT, SiteError
from assay.site.settings import Settings
from assay.yamlfile.editing import printable

CONFIG = "mkdocs.yml"
DOCS = "docs"
SITE = "site"
SHIM = "assets/iframe-worker-shim.js"
STYLE = "assets/assay.css"

# YAML ends a key of a map after 1,024 characters, and a navigation has no room for that many.
_LONGEST_TITLE = 100


@dataclass(frozen=True, slots=True)
class Edition:
    """The site in one language: its pages, the files beside them, and the folder of the site that it goes to.

    `folder` is "" for the first language; `title` names the site where its settings do not; `downloads`: file
    of the site -> the file to copy, or its content.
    """

    words: Words
    folder: str
    title: str
    pages: Sequence[Page]
    downloads: Mapping[str, Path | bytes]


def write_project(edition: Edition, settings: Settings, folder: Path) -> None:
    """Write the project of one language into `folder`; where it is already there, only what changed."""
    docs = folder / DOCS
    wanted = _Wanted(docs)
    renderer = Renderer(edition.words)
    for page in edition.pages:
        wanted.text(page.path, renderer.page(page))
    assets = resources.TEMPLATES / "assets"
    for file in sorted(assets.rglob("*")):
        if file.is_file():
            wanted.copy(f"assets/{file.relative_to(assets).as_posix()}", file)
    for name, file in _own_assets(settings):
        wanted.copy(name, file)
    for name, content in edition.downloads.items():
        if isinstance(content, bytes):
            wanted.data(name, content)
        else:
            wanted.copy(name, content)
    wanted.remove_others()
    _write(folder / CONFIG, as_yaml(config(edition, settings)).encode())


def _own_assets(settings: Settings) -> Iterator[tuple[str, Path]]:
    """The user's own logo, favicon and style sheets: name in the site, file."""
    for role, file in (("logo", settings.logo), ("favicon", settings.favicon)):
        if file:
            yield f"assets/own/{role}{file.suffix.lower()}", file
    for number, file in enumerate(settings.extra_css, start=1):
        yield f"assets/own/style-{number}.css", file


class _Wanted:
    """The files of the site's sources, each written once and only where it differs."""

    def __init__(self, docs: Path) -> None:
        self.docs = docs
        self.seen: dict[str, str] = {}

    def text(self, name: str, text: str) -> None:
        """Write a text file."""
        _write(self._claim(name), text.encode("utf-8", "replace"))

    def data(self, name: str, content: bytes) -> None:
        """Write a file."""
        _write(self._claim(name), content)

    def copy(self, name: str, source: Path) -> None:
        """Copy a file, unless its copy is as old and as large as itself."""
        target = self._claim(name)
        try:
            # Between validation and now the file may have become a link out of the repository.
            opened = os.open(source, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        except OSError as error:
            raise SiteError(f"{source} cannot be read: {error.strerror}", DATA) from error
        with os.fdopen(opened, "rb") as stream:
            found = os.fstat(opened)
            if target.is_file():
                copied = target.stat()
                if (copied.st_size, copied.st_mtime_ns) == (found.st_size, found.st_mtime_ns):
                    return
            with target.open("wb") as copy:
                shutil.copyfileobj(stream, copy)
        os.utime(target, ns=(found.st_atime_ns, found.st_mtime_ns))

    def remove_others(self) -> None:
        """Remove what an earlier state of the project had and this one has not."""
        kept = {self.docs / name for name in self.seen.values()}
        for file in self.docs.rglob("*"):
            if file.is_file() and file not in kept:
                file.unlink()

    def _claim(self, name: str) -> Path:
        path = PurePosixPath(name)
        if path.is_absolute() or not path.parts or any(part.startswith(".") for part in path.parts):
            raise SiteError(f"'{shorten(name)}' cannot be a file of the site", FAULT)
        if earlier := self.seen.get(name.casefold()):
            raise SiteError(
                f"'{shorten(earlier)}' and '{shorten(name)}' would be one file of the site: rename one", DATA
            )
        self.seen[name.casefold()] = name
        target = self.docs / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            fits = not target.is_dir()
        except (FileExistsError, NotADirectoryError):
            fits = False
        if not fits:
            raise SiteError(f"'{shorten(name)}' would be a file and a folder of the site: rename one", DATA)
        return target


def _write(file: Path, content: bytes) -> None:
    if not file.is_file() or file.read_bytes() != content:
        file.write_bytes(content)


# The settings of the engine


def config(edition: Edition, settings: Settings) -> dict[str, Any]:
    """What mkdocs.yml says."""
    words = edition.words
    own = dict.fromkeys(name for name, _ in _own_assets(settings))
    theme: dict[str, Any] = {
        "name": "material",
        "variant": "classic",
        "language": theme_language(words.language),
        "font": False,
        "icon": {"logo": settings.icon},
        "features": ["navigation.tabs", "toc.integrate"],
        "palette": _palette(settings, words),
    }
    theme |= {role: name for name in own for role in ("logo", "favicon") if f"/{role}." in name}
    result: dict[str, Any] = {
        "site_name": html_title(settings.site_name or edition.title),
        "docs_dir": DOCS,
        "site_dir": SITE,
        "use_directory_urls": False,
        "theme": theme,
        "nav": _navigation(edition.pages),
        "not_in_nav": "\n".join(_outside(edition.pages)),
        "validation": {
            "nav": {"omitted_files": "warn", "not_found": "warn", "absolute_links": "warn"},
            "links": dict.fromkeys(("not_found", "absolute_links", "unrecognized_links", "anchors"), "warn"),
        },
        "plugins": ["search", "offline"],
        "markdown_extensions": [
            "attr_list", "md_in_html", "tables", "admonition", "footnotes",
            {"toc": {"permalink": True, "toc_depth": 2}},
            "pymdownx.details", "pymdownx.superfences", {"pymdownx.tabbed": {"alternate_style": True}},
        ],
        "extra_css": [STYLE, *(name for name in own if name.endswith(".css"))],
        # The offline plugin loads a shim for search from another host, unless it finds one by this name.
        "extra": {"generator": False, "polyfills": [SHIM]},
    }  # fmt: skip
    if settings.site_url:
        result["site_url"] = f"{settings.site_url.rstrip('/')}/{edition.folder}"
    if settings.copyright:
        result["copyright"] = html_title(settings.copyright)
    if settings.repository:  # not as `repo_url`: the theme's script would ask the host of the repository
        link = {
            "icon": "material/source-repository",
            "link": settings.repository,
            "name": words.gettext("Repository"),
        }
        result["extra"]["social"] = [link]
    return result


def _palette(settings: Settings, words: Words) -> list[dict[str, Any]]:
    """Follow the system, light, dark: each with the switch to the next."""

    def scheme(media: str, name: str, icon: str, says: str) -> dict[str, Any]:
        colours = settings.dark if name == "slate" else settings.light
        return {
            "media": media,
            "scheme": name,
            "primary": colours.primary,
            "accent": colours.accent,
            "toggle": {"icon": f"material/{icon}", "name": says},
        }

    light, dark = words.gettext("Switch to the light scheme"), words.gettext("Switch to the dark scheme")
    return [
        scheme("(prefers-color-scheme)", "default", "brightness-auto", light),
        scheme("(prefers-color-scheme: light)", "default", "brightness-7", dark),
        scheme("(prefers-color-scheme: dark)", "slate", "brightness-4", words.gettext("Follow the system")),
    ]


def theme_language(language: str) -> str:
    """The language of the theme's own texts: the same, or English where the theme does not speak it."""
    theme = importlib.util.find_spec("material")
    if theme is None or theme.origin is None:
        return ENGLISH
    folder = Path(theme.origin).with_name("templates") / "partials" / "languages"
    return language if (folder / f"{language}.html").is_file() else ENGLISH


def _navigation(pages: Iterable[Page]) -> list[dict[str, Any]]:
    """The pages under their sections, in the order in which they come."""
    top: list[dict[str, Any]] = []
    sections: dict[tuple[str, ...], list[dict[str, Any]]] = {(): top}
    for page in pages:
        if page.nav is None:
            continue
        for depth in range(len(page.nav)):
            above, here = page.nav[:depth], page.nav[: depth + 1]
            if here not in sections:
                sections[here] = []
                sections[above].append({_title(here[-1]): sections[here]})
        sections[page.nav].append({_title(page.title): page.path})
    return top


def _title(text: str) -> str:
    return html_title(shorten(text, _LONGEST_TITLE))


def _outside(pages: Iterable[Page]) -> Iterator[str]:
    """Patterns for the pages that stand in no navigation: a folder where it holds no others."""
    folders: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        folders[page.path.rpartition("/")[0]].append(page)
    for folder, inside in sorted(folders.items()):
        if folder and all(page.nav is None for page in inside):
            yield f"/{folder}/*.md"
        else:
            yield from (f"/{page.path}" for page in inside if page.nav is None)


def as_yaml(data: object) -> str:
    """JSON that is YAML as well: surrogate pairs are written out, what YAML cannot print is escaped."""
    return printable(json.dumps(data, ensure_ascii=False, indent=1)) + "\n"
