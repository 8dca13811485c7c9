"""The interface's languages: every text that a page prints is in the catalogues, and nothing else is."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from assay import resources
from assay.languages import FOLDER, Words, available

TRANSLATED = tuple(language for language in available() if language != "en")


def catalogue(file: Path, language: str) -> Catalog:
    with file.open("rb") as stream:
        return read_po(stream, locale=language)


def entries(found: Catalog) -> dict[tuple[str, str], Message]:
    return {(message.context or "", _first(message.id)): message for message in found if message.id}


def _first(text: str | list[str] | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def texts(value: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (value or "",) if value is None or isinstance(value, str) else tuple(value)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """The texts in code and templates, as `make messages` gathers them."""
    file = tmp_path_factory.mktemp("texts") / "texts.pot"
    subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml",
         "-k", "marked", "-o", str(file), "."],
        cwd=resources.ROOT, check=True,
    )  # fmt: skip
    return set(entries(catalogue(file, "en")))


@pytest.mark.parametrize("language", available())
def test_a_catalogue_has_every_text_that_is_used_and_no_other(
    language: str, used: set[tuple[str, str]]
) -> None:
    listed = set(entries(catalogue(FOLDER / f"{language}.po", language)))
    assert sorted(used - listed) == [], "make messages adds them"
    assert sorted(listed - used) == [], "make messages removes them"


def test_english_stands_in_the_code_and_the_templates_alone() -> None:
    assert [
        text for text in entries(catalogue(FOLDER / "en.po", "en")).values() if any(texts(text.string))
    ] == []


def translations() -> Iterator[tuple[str, Message]]:
    for language in TRANSLATED:
        for message in entries(catalogue(FOLDER / f"{language}.po", language)).values():
            yield language, message


def test_hungarian_is_there() -> None:
    assert {"en", "hu"} <= set(available())


def test_nothing_is_left_untranslated() -> None:
    lacking = [
        (language, message.id)
        for language, message in translations()
        if message.fuzzy or not all(texts(message.string))
    ]
    assert lacking == []


PLACE = re.compile(r"%\(\w+\)[sd]|%%|%")
TAG = re.compile(r"</?[a-z]+[^>]*>")


@pytest.mark.parametrize("pattern", [PLACE, TAG], ids=["values", "markup"])
def test_a_translation_has_the_places_and_the_markup_of_its_text(pattern: re.Pattern[str]) -> None:
    wrong = []
    for language, message in translations():
        allowed = [Counter(pattern.findall(text)) for text in texts(message.id)]
        given = texts(message.string)
        wrong += [(language, text) for text in given if Counter(pattern.findall(text)) not in allowed]
    assert wrong == []


def test_a_translation_has_no_sign_that_ends_an_attribute_and_no_loose_space() -> None:
    wrong = [
        (language, text)
        for language, message in translations()
        for text in texts(message.string)
        if '"' in text or _spaces(text) != _spaces(_first(message.id))
    ]
    assert wrong == []


def _spaces(text: str) -> tuple[bool, bool]:
    return text.startswith(" "), text.endswith(" ")


def test_dates_and_numbers_have_the_form_of_the_language() -> None:
    day = dt.date(2026, 3, 31)
    english, hungarian = Words("en"), Words("hu")
    assert (english.date(day), hungarian.date(day)) == ("31 Mar 2026", "2026. márc. 31.")
    assert (english.numeral("47.5–50"), hungarian.numeral("47.5–50")) == ("47.5–50", "47,5–50")
    assert (english.integer(12_345), hungarian.integer(12_345)) == ("12,345", "12\N{NO-BREAK SPACE}345")
    assert (english.months()[2], hungarian.months()[2]) == ("Mar", "márc.")
    assert (english.name, hungarian.name) == ("English", "magyar")


def test_a_hungarian_date_brings_the_full_stop_of_its_sentence() -> None:
    assert Words("hu").date(dt.date(2026, 11, 26)).endswith(".")
    for message in entries(catalogue(FOLDER / "hu.po", "hu")).values():
        for text in texts(message.string):
            assert not re.search(r"%\((date|day|from|on|since|to|until)\)s\.", text), text


def test_a_number_takes_its_form_of_the_text() -> None:
    words = Words("en")
    assert words.ngettext("%(num)s cell", "%(num)s cells", 1) == "1 cell"
    assert words.ngettext("%(num)s cell", "%(num)s cells", 1234) == "1,234 cells"
    assert "1" in Words("hu").ngettext("%(num)s cell", "%(num)s cells", 1)


def test_a_language_that_the_interface_does_not_speak_is_english_with_its_own_dates() -> None:
    words = Words("de")
    assert "de" not in available()
    assert words.gettext("Overall") == "Overall"
    assert words.date(dt.date(2026, 3, 31)) == "31.03.2026"
    assert Words("xx").date(dt.date(2026, 3, 31)) == "31 Mar 2026"
