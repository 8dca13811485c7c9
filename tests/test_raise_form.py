"""The form that writes a finding, in a real browser: whatever is typed, the file is read as it was typed."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from assay import yamlfile
from assay.cli import run
from assay.commands.build import build
from assay.repository import load
from cases import write_repository
from test_browser import AS_OF, FLAGS, Browser

PEOPLE = """\
format: 1
title: Desk of Example Ltd (fictional)
organisation: Example Ltd
scope: The service desk.
fictional: true
model: mini
people:
  - {id: ana, name: Ana Example, roles: [assessor]}
  - {id: ben, name: Ben Sample, roles: [lead-assessor]}
  - {id: "no", name: Nora Outsider, roles: [auditor]}
repository_url: https://github.com/example/desk
"""
TAKEN = """\
title: Taken
kind: opportunity
about: [{node: vision}]
text: Taken.
raised: {on: 2026-06-10, by: "no"}
"""


@pytest.fixture(scope="module")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("form").resolve() / "evidence"
    return write_repository(folder, {"assessment.yaml": PEOPLE, "findings/taken.yaml": TAKEN})


@pytest.fixture(scope="module")
def site(evidence: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("form-site").resolve() / "site"
    assert build(evidence, folder, AS_OF) == 0
    return folder


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads").resolve()


@pytest.fixture(scope="module")
def driver(downloads: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    chromium, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or chromedriver is None:
        pytest.skip("no chromium and chromedriver here: the form is not tried in a browser")
    options = ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = Chrome(options=options, service=Service(chromedriver))
    yield started
    started.quit()


@pytest.fixture
def browser(driver: Chrome, site: Path) -> Browser:
    driver.get("about:blank")
    opened = Browser(driver, site)
    for name in ("browser", "performance"):
        opened.log(name)
    return opened


FILL = """
for (const [name, value] of Object.entries(arguments[0])) {
  const field = document.getElementById('raise').elements.namedItem(name);
  field.value = value;
  (field.length && field[0].type === 'radio' ? field[0] : field).dispatchEvent(
    new Event('input', {bubbles: true}));
}
"""


def fill(browser: Browser, **fields: str) -> None:
    """Put values into fields as if they had been typed or pasted."""
    browser.driver.execute_script(FILL, fields)


def written(browser: Browser) -> str:
    return str(browser.value("document.getElementById('raise-yaml').textContent"))


def complaints(browser: Browser) -> dict[str, str]:
    script = (
        "Object.fromEntries([...document.querySelectorAll('#raise [id$=-wrong]')]"
        ".filter((one) => !one.hidden).map((one) => [one.id.slice(6, -6), one.textContent]))"
    )
    found: dict[str, str] = browser.value(script)
    return found


WHOLE = {"node": "vision", "title": "A title", "text": "A text.", "by": "no", "on": "2026-06-20"}

TEXTS = {
    "colon": "Rule: not kept",
    "comment": "Rule #3 is # not kept",
    "quotes": "He said \"no\" and 'yes' \\ \\n",
    "norway": "no",
    "true": "true",
    "null": "null",
    "sexagesimal": "1:30",
    "octal": "010",
    "number": "1e3",
    "date": "2026-06-20",
    "dash": "- not a list",
    "question": "? not a key",
    "tag": "!!python/object/apply:os.system [id]",
    "anchor": "&a *a <<: *a",
    "percent": "%YAML 1.1",
    "at": "@mention `code`",
    "flow": "{a: [b, c]}, }",
    "block": "| not a block",
    "document": "--- ... ---",
    "emoji": "Sad \U0001f614, \U0001f469\u200d\U0001f4bb and \u2764\ufe0f",
    "scripts": "Őrült írás, кириллица, 中文, العربية",
    "html": "</code><script>alert(1)</script><img src=x onerror=alert(1)>",
    "spaces": "  two  blanks  inside  ",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_text_is_read_as_it_was_typed(browser: Browser, text: str) -> None:
    browser.open("raise.html")
    fill(browser, **WHOLE | {"title": text, "text": text, "requirement": text})
    document = yamlfile.read(written(browser).encode())
    assert document.faults == ()
    assert {document.data[name] for name in ("title", "text", "requirement")} == {text.strip()}
    assert document.data["raised"] == {"on": "2026-06-20", "by": "no"}
    assert browser.complaints() == []


LINES = {
    "paragraphs": ("One: two\n\nThree # four\n", "One: two\n\nThree # four"),
    "list": ("- no\n- 1:30\n  - deeper\n---\n...", "- no\n- 1:30\n  - deeper\n---\n..."),
    "windows": ("One\r\nTwo\rThree", "One\nTwo\nThree"),
    "leading": ("\n   \n  indented\nnot", "indented\nnot"),
    "trailing": ("One  \nTwo\t\n\n\n", "One\nTwo"),
    "tabs": ("a\tb\n\tc", "a    b\n    c"),
    "separators": ("a\u2028b\u2029c\u0085d", "a\nb\nc\nd"),
    "hidden": ("a\u202eb\u200bc\ufeffd\x07e\x9bf\U000e0041g", "abcdefg"),
    "long": ("word: " * 60, ("word: " * 60).strip()),
}


@pytest.mark.parametrize(("typed", "read"), LINES.values(), ids=LINES)
def test_lines_are_kept_and_what_nobody_sees_is_not(browser: Browser, typed: str, read: str) -> None:
    browser.open("raise.html")
    fill(browser, **WHOLE | {"text": typed})
    document = yamlfile.read(written(browser).encode())
    assert document.faults == ()
    assert document.data["text"] == read


def test_the_file_that_is_downloaded_is_valid_and_says_what_was_chosen(
    browser: Browser, evidence: Path, downloads: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    browser.open("criteria/leadership.html")
    assert browser.follow(".raise a") == "raise.html"
    assert browser.value("document.getElementById('raise-node').value") == "leadership"
    fill(
        browser,
        node="vision",
        attribute="deployment",
        cycle="2026",
        severity="major",
        title="Was: “asked” — ‘no’, twice!",
        text="# Nobody\n\n- was asked: 'no'\n",
        by="no",
        on="2026-06-20",
        due="2026-06-30",
        requirement="Rule #3: ask",
    )
    assert browser.value("document.getElementById('raise-id').value") == "was-asked-no-twice"
    browser.wait("#raise button[type=submit]")[0].click()
    file = downloads / "was-asked-no-twice.yaml"
    _wait_for(file)
    copy = tmp_path / "evidence"
    shutil.copytree(evidence, copy)
    shutil.copy(file, copy / "findings")
    assert file.read_text("utf-8") == written(browser)
    assert run(["-q", "-e", str(copy), "validate", "--as-of", "2026-06-30"]) == 0
    said = capsys.readouterr().out
    assert "error" not in said
    assert "finding-not-by-auditor" not in said
    assert "a major nonconformity is open" in said
    assessment = load(copy).assessment
    assert assessment is not None
    found = assessment.findings["was-asked-no-twice"]
    assert (found.title, found.requirement) == ("Was: “asked” — ‘no’, twice!", "Rule #3: ask")
    assert found.text == "# Nobody\n\n- was asked: 'no'"
    assert (found.severity, found.due) == ("major", dt.date(2026, 6, 30))
    [about] = found.about
    assert (about.node, about.attribute, about.cycle) == ("vision", "deployment", "2026")
    assert browser.complaints() == []
    assert browser.outside_requests() == []


def _wait_for(file: Path) -> None:
    for _ in range(100):
        if file.is_file():
            return
        time.sleep(0.1)
    raise AssertionError(f"{file.name} was not downloaded")


def test_an_item_in_the_address_is_what_the_finding_is_about(browser: Browser) -> None:
    browser.open("items/minutes.html")
    assert browser.follow(".raise a") == "raise.html"
    assert browser.all("#raise-item")
    assert not browser.all("#raise-node")
    fill(browser, title="A title", text="A text.", by="no")
    data = yamlfile.read(written(browser).encode()).data
    assert data["about"] == [{"item": "minutes"}]
    browser.driver.get((browser.site / "raise.html").as_uri() + "#about=vision&attribute=approach")
    browser.driver.refresh()
    fill(browser, **WHOLE)
    assert yamlfile.read(written(browser).encode()).data["about"] == [
        {"node": "vision", "attribute": "approach"}
    ]


def test_what_is_missing_or_wrong_is_said_and_nothing_is_downloaded(
    browser: Browser, downloads: Path
) -> None:
    before = set(downloads.iterdir())
    browser.open("raise.html")
    assert complaints(browser) == {}
    browser.wait("#raise button[type=submit]")[0].click()
    assert set(complaints(browser)) == {"node", "title", "text", "by", "id"}
    assert browser.value("document.activeElement.id") == "raise-node"
    assert browser.value("document.activeElement.getAttribute('aria-invalid')") == "true"
    fill(browser, **WHOLE | {"node": "vison", "by": "nobody", "due": "2026-06-19", "id": "con"})
    assert complaints(browser) == {
        "node": "There is no such id: choose one of the list.",
        "by": "There is no such id: choose one of the list.",
        "due": "This is before the finding was raised.",
        "id": "Windows keeps this name for itself: take another.",
    }
    fill(browser, **WHOLE | {"due": "", "id": "taken", "title": "x" * 201, "text": "\u200b \u202e"})
    assert complaints(browser) == {
        "title": "This is too long: 201 signs, 200 at most.",
        "text": "Write something here.",
        "id": "There is a finding of this name: take another.",
    }
    browser.wait("#raise button[type=submit]")[0].click()
    fill(browser, **WHOLE | {"id": "fine"})
    assert complaints(browser) == {}
    assert set(downloads.iterdir()) == before


def test_only_attributes_of_the_criterion_can_be_chosen(browser: Browser) -> None:
    browser.open("raise.html")
    options = "[...document.getElementById('raise-attribute').options]"
    there = f"{options}.filter((one) => !one.disabled).map((one) => one.value)"
    fill(browser, node="vision", attribute="approach")
    assert browser.value(there) == ["", "approach", "deployment"]
    fill(browser, node="speed")
    assert browser.value(there) == ["", "trend"]
    assert browser.value("document.getElementById('raise-attribute').value") == ""


def test_somebody_without_the_role_is_told_so(browser: Browser) -> None:
    browser.open("raise.html")
    fill(browser, by="ana")
    said = "document.getElementById('raise-by-title').textContent"
    assert "does not have the role of an auditor" in browser.value(said)
    fill(browser, by="no")
    assert browser.value(said) == "Nora Outsider"


def test_only_a_nonconformity_has_a_severity(browser: Browser) -> None:
    browser.open("raise.html")
    fill(browser, **WHOLE | {"severity": "major", "kind": "observation"})
    assert not browser.all("#raise-severity")
    assert "severity" not in written(browser)


def test_the_forge_gets_name_and_content(browser: Browser) -> None:
    browser.open("raise.html")
    fill(browser, **WHOLE)
    address = urlsplit(str(browser.wait("#raise-forge a")[0].get_attribute("href")))
    assert (address.netloc, address.path) == ("github.com", "/example/desk/new/HEAD")
    query: dict[str, Any] = parse_qs(address.query)
    assert query == {"filename": ["findings/a-title.yaml"], "value": [written(browser)]}
    fill(browser, text="a long text " * 1000)
    address = urlsplit(str(browser.wait("#raise-forge a")[0].get_attribute("href")))
    assert parse_qs(address.query) == {"filename": ["findings/a-title.yaml"]}


def test_without_the_script_the_page_says_what_to_do(driver: Chrome, browser: Browser) -> None:
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.open("raise.html")
        assert not browser.all("#raise")
        shown = browser.all("noscript, noscript *")
        assert any("The form needs JavaScript" in one.text for one in shown)
        assert browser.all("#hand-in")
    finally:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
