"""The sites of the examples beside the main one: every model, several languages, several units."""

from __future__ import annotations

import datetime as dt
import posixpath
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from assay.commands.build import build
from assay.languages import FOLDER
from assay.repository import load
from links import Links, dead_links, pages_of

EXAMPLES = Path(__file__).parents[1] / "examples"
AS_OF = dt.date(2026, 11, 21)


@pytest.fixture(scope="module", params=sorted(path.name for path in EXAMPLES.iterdir()))
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An example's folder and its site, built strictly as every site is."""
    folder = EXAMPLES / request.param
    site = tmp_path_factory.mktemp(request.param) / "site"
    assert build(folder, site, AS_OF) == 0
    return folder, site


def languages_of(folder: Path) -> tuple[str, ...]:
    assessment = load(folder).assessment
    assert assessment is not None
    return assessment.languages


def test_no_link_is_dead(example: tuple[Path, Path]) -> None:
    _, site = example
    assert dead_links(site) == set()


def test_every_page_leads_to_itself_in_the_other_languages(example: tuple[Path, Path]) -> None:
    folder, site = example
    first, *others = languages_of(folder)
    assert others, "each of these examples is in two languages"
    pages = pages_of(site)
    for language in others:
        inside = {path.removeprefix(f"{language}/") for path in pages if path.startswith(f"{language}/")}
        own = {path for path in pages if path.split("/")[0] not in others}
        assert inside == own
        for path in own:
            assert pages[path].language == first
            assert pages[f"{language}/{path}"].language == language
            assert _leads_to(pages[path], path, f"{language}/{path}"), path
            assert _leads_to(pages[f"{language}/{path}"], f"{language}/{path}", path), path


def _leads_to(page: Links, path: str, other: str) -> bool:
    return any(
        posixpath.normpath(posixpath.join(posixpath.dirname(path), link)) == other for link in page.links
    )


def test_files_are_there_once_for_all_languages(example: tuple[Path, Path]) -> None:
    folder, site = example
    for language in languages_of(folder)[1:]:
        assert (site / language / "index.html").is_file()
        assert not (site / language / "attachments").exists()
        assert not (site / language / "levels.json").exists()


def test_no_english_sentence_of_the_interface_is_on_a_hungarian_page(example: tuple[Path, Path]) -> None:
    folder, site = example
    with (FOLDER / "hu.po").open("rb") as stream:
        messages = [message for message in read_po(stream, locale="hu") if isinstance(message.id, str)]
    english = [
        str(message.id)
        for message in messages
        if len(message.id) > 14 and not set("%<") & set(message.id) and message.string != message.id
    ]
    first = languages_of(folder)[0]
    found = {
        (path, text)
        for path, page in pages_of(site).items()
        if page.language == "hu"
        for text in english
        if text in page.text
    }
    assert first in ("en", "hu")
    assert found == set()


def test_units_stand_side_by_side_and_each_has_its_own_pages() -> None:
    folder = EXAMPLES / "service-excellence"
    assessment = load(folder).assessment
    assert assessment is not None
    assert [unit.id for unit in assessment.units] == ["budapest", "graz", "cluj"]
