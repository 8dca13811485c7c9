"""What a user may say about the look of the site, read from his own mkdocs.yml.

That file is read, never run: what an allow-list names is copied out of it, and all else in it (plugins,
hooks, extensions, navigation) has no effect here.
"""

from __future__ import annotations

import html
import importlib.util
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assay import yamlfile
from assay.problems import plain, shorten
from assay.site.errors import DATA, SiteError

NAMES = ("mkdocs.yml", "mkdocs.yaml")
ICON = "material/clipboard-check-outline"

_ACCENTS = frozenset(
    (
        *("red", "pink", "purple", "deep-purple", "indigo", "blue", "light-blue", "cyan", "teal", "green"),
        *("light-green", "lime", "yellow", "amber", "orange", "deep-orange"),
    )
)
_PRIMARIES = _ACCENTS | {"brown", "grey", "blue-grey", "black", "white"}
_URL = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~%/@:+-]*)?", re.ASCII)
_ICON = re.compile(r"[a-z]+(/[a-z0-9-]+)+", re.ASCII)
_IMAGES = (".png", ".jpg", ".jpeg", ".webp", ".ico", ".gif")
_MAX_ASSET_BYTES = 2_000_000
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})(?:\r\n|\s)?|\\(\r\n|.)", re.DOTALL)
_ELSEWHERE = re.compile(r"@import|@charset|https?:|wss?:|ftp:|(?<!\*)//|\\", re.IGNORECASE)
_SKIPPED = re.compile("[\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Colours:
    """The theme's names for the colour of the header and of links that one points at."""

    primary: str
    accent: str = "indigo"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the site looks like. `source` is the file that says so, None where there is none."""

    site_name: str = ""
    site_url: str = ""
    copyright: str = ""
    repository: str = ""
    light: Colours = Colours("white")
    dark: Colours = Colours("black")
    icon: str = ICON
    logo: Path | None = None
    favicon: Path | None = None
    extra_css: tuple[Path, ...] = ()
    source: Path | None = None


def find_settings(folders: Iterable[Path]) -> Path | None:
    """The first mkdocs.yml in the given folders. A link is none: it could lead to any file."""
    files = (folder / name for folder in folders for name in NAMES)
    return next((file for file in files if file.is_file() and not file.is_symlink()), None)


def read_settings(source: Path | None) -> Settings:
    """The settings in the file `source`; what it does not say is left as it is without one.

    A SiteError names what the file says wrong.
    """
    if source is None:
        return Settings()
    data = _load(source)
    reader = _Reader(source)
    theme = reader.mapping(data, "theme", also_text=True)
    icons = reader.mapping(theme, "icon")
    light, dark = _colours(reader, theme.get("palette"))
    return Settings(
        site_name=reader.text(data, "site_name"),
        site_url=reader.url(data, "site_url"),
        copyright=reader.text(data, "copyright"),
        repository=reader.url(data, "repo_url"),
        light=light,
        dark=dark,
        icon=reader.icon(icons, "logo"),
        logo=reader.image(theme, "logo"),
        favicon=reader.image(theme, "favicon"),
        extra_css=reader.styles(data, "extra_css"),
        source=source,
    )


def _load(source: Path) -> dict[str, Any]:
    try:
        if fault := yamlfile.size_fault(source.stat().st_size):
            raise SiteError(f"{source}: {fault.message}. {fault.hint}", DATA)
        document = yamlfile.read(source.read_bytes())
    except OSError as error:
        raise SiteError(f"{source}: cannot be read: {error.strerror}", DATA) from error
    for fault in document.faults:
        raise SiteError(
            f"{source}:{fault.line}:{fault.column}: {plain(fault.message)}. This file is read, not run."
            f" {plain(fault.hint)}",
            DATA,
        )
    if document.data is None:
        return {}
    if not isinstance(document.data, dict):
        raise SiteError(f"{source}: settings such as `site_name: ...` are expected", DATA)
    return document.data


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes values of one kind out of the file; names the key where a value is of another kind."""

    source: Path

    def wrong(self, key: str, message: str) -> SiteError:
        """An error about the value of a key."""
        return SiteError(f"{self.source}: {key}: {plain(message)}", DATA)

    def mapping(self, data: Mapping[str, Any], key: str, *, also_text: bool = False) -> dict[str, Any]:
        """A map; MkDocs also takes a theme's bare name."""
        value = data.get(key) or {}
        if also_text and isinstance(value, str):
            return {}
        if not isinstance(value, dict):
            raise self.wrong(key, "a map is expected")
        return value

    def text(self, data: Mapping[str, Any], key: str) -> str:
        """A text on one line. HTML entities are read as the characters they stand for."""
        value = data.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.wrong(key, "a text is expected: put it in quotes")
        return plain(html.unescape(value)).strip()

    def url(self, data: Mapping[str, Any], key: str) -> str:
        """An address that can stand in a page as it is."""
        value = self.text(data, key)
        if value and not _URL.fullmatch(value):
            raise self.wrong(key, f"'{shorten(value)}' is not an address such as https://example.org/path/")
        return value

    def icon(self, data: Mapping[str, Any], key: str) -> str:
        """The name of an icon of the theme."""
        value = self.text(data, key)
        if not value:
            return ICON
        if not _ICON.fullmatch(value) or not _icon_exists(value):
            raise self.wrong(f"icon.{key}", f"the theme has no icon '{shorten(value)}' (for example {ICON})")
        return value

    def image(self, data: Mapping[str, Any], key: str) -> Path | None:
        """An image file."""
        value = self.text(data, key)
        return self.file(key, value, _IMAGES) if value else None

    def styles(self, data: Mapping[str, Any], key: str) -> tuple[Path, ...]:
        """Style sheets. None may load anything: the site makes no request to another host."""
        values = data.get(key) or []
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.wrong(key, "a list of files is expected")
        files = tuple(self.file(key, value, (".css",)) for value in values)
        for file in files:
            try:
                text = file.read_text("utf-8")
            except UnicodeDecodeError as error:
                raise self.wrong(key, f"{file.name} is not in UTF-8: save it as UTF-8") from error
            found = _ELSEWHERE.search(_css_unescaped(text))
            if found:
                raise self.wrong(
                    key,
                    f"{file.name} holds '{found[0]}', which could load something from elsewhere: remove it",
                )
        return files

    def file(self, key: str, value: str, endings: tuple[str, ...]) -> Path:
        """A file in the folder of the settings or below it."""
        base = self.source.parent.resolve()
        try:
            file = (base / value).resolve(strict=True)
            size = file.stat().st_size
        except (OSError, ValueError, RuntimeError) as error:
            raise self.wrong(key, f"there is no file '{shorten(value)}' in {base}") from error
        if not file.is_relative_to(base) or not file.is_file():
            raise self.wrong(key, f"'{shorten(value)}' is not a file in {base}")
        if file.suffix.lower() not in endings:
            raise self.wrong(key, f"'{shorten(value)}' is not one of {', '.join(endings)}")
        if size > _MAX_ASSET_BYTES:
            raise self.wrong(key, f"'{shorten(value)}' is larger than {_MAX_ASSET_BYTES:,} bytes")
        return file


def _colours(reader: _Reader, palette: object) -> tuple[Colours, Colours]:
    """The colours of the light and the dark scheme; the theme takes one map or a list of them."""
    light, dark = Colours("white"), Colours("black")
    for entry in palette if isinstance(palette, list) else [palette] if palette else []:
        if not isinstance(entry, dict):
            raise reader.wrong("palette", "a map with `primary` and `accent` is expected")
        is_dark = entry.get("scheme") == "slate"
        before = dark if is_dark else light
        names = []
        for key, known, default in (
            ("primary", _PRIMARIES, before.primary),
            ("accent", _ACCENTS, before.accent),
        ):
            name = reader.text(entry, key).lower().replace(" ", "-") or default
            if name not in known:
                raise reader.wrong(
                    f"palette.{key}", f"'{shorten(name)}' is not one of {', '.join(sorted(known))}"
                )
            names.append(name)
        if is_dark:
            dark = Colours(*names)
        else:
            light = Colours(*names)
    return light, dark


def _icon_exists(name: str) -> bool:
    theme = importlib.util.find_spec("material")
    if theme is None or theme.origin is None:
        return False
    return Path(theme.origin).with_name("templates").joinpath(".icons", f"{name}.svg").is_file()


def _css_unescaped(text: str) -> str:
    """Style sheet text with its escapes undone (`\\2f` is a slash), as a browser reads them.

    Lines are joined and control characters left out: a style sheet may break a text over lines, and a
    browser skips tabs and line breaks inside an address.
    """

    def character(match: re.Match[str]) -> str:
        code = int(match[1], 16) if match[1] else ord(match[2][0])
        return chr(code) if code < 0x110000 else "\ufffd"

    return _SKIPPED.sub("", _ESCAPE.sub(character, text))
