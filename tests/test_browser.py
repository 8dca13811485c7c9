"""The built example in a real browser, from the file system: what an auditor does, what no page may do."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from assay.commands.build import build
from story import story

EXAMPLE = Path(__file__).parents[1] / "evidence"
UNITS = Path(__file__).parents[1] / "examples" / "service-excellence"
AS_OF = dt.date(2026, 11, 21)
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip
PAGES = (
    "index.html",
    "print/2026-follow-up.html",
    "report-cards/2026-follow-up.html",
    "criteria/leadership.html",
    "items/steering-minutes-2026.html",
    "exhibits.html",
    "methodology.html",
    "roadmap.html",
    "consensus.html",
    "profiles/concepts.html",
    "traceability.html",
    "findings.html",
    "actions.html",
    "raise.html",
)
ABROAD = (
    "index.html",
    "units/graz/index.html",
    "units/graz/position.html",
    "units/graz/report-cards/2026-follow-up.html",
    "checks.html",
    "en/consensus.html",
    "raise.html",
    "units/graz/traceability.html",
    "en/units/cluj/criteria/finance.html",
)


class Browser:
    """A browser with the example's site."""

    def __init__(self, driver: Chrome, site: Path) -> None:
        self.driver = driver
        self.site = site

    def open(self, page: str, scheme: str = "light", width: int = 1280) -> None:
        """Open a page of the site as a reader who prefers a scheme, in a window of a width."""
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        self.driver.get((self.site / page).as_uri())

    @property
    def page(self) -> str:
        """The page that is open, relative to the site, without an anchor."""
        return Path(urlsplit(self.driver.current_url).path).relative_to(self.site).as_posix()

    def all(self, selector: str) -> list[WebElement]:
        return [
            found for found in self.driver.find_elements(By.CSS_SELECTOR, selector) if found.is_displayed()
        ]

    def follow(self, selector: str) -> str:
        """Click the first such link that is shown; the page that opens."""
        link = self.wait(selector)[0]
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
        link.click()
        return self.page

    def wait(self, selector: str) -> list[WebElement]:
        return WebDriverWait(self.driver, 10).until(lambda _: self.all(selector))

    def value(self, script: str) -> Any:
        return self.driver.execute_script(f"return {script}")

    def log(self, name: str) -> list[dict[str, Any]]:
        """What one of the browser's logs has gathered since it was read last."""
        return list(self.driver.execute("getLog", {"type": name})["value"])

    def complaints(self) -> list[str]:
        """What the console says is wrong."""
        return [entry["message"] for entry in self.log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def outside_requests(self) -> list[str]:
        """The addresses of other hosts that were asked for anything."""
        messages = (json.loads(entry["message"])["message"] for entry in self.log("performance"))
        asked = [
            message["params"].get("request", message["params"])["url"]
            for message in messages
            if message["method"] in ("Network.requestWillBeSent", "Network.webSocketCreated")
        ]
        return [url for url in asked if urlsplit(url).scheme in ("http", "https", "ws", "wss")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser").resolve() / "site"
    assert build(EXAMPLE, folder, AS_OF) == 0
    return folder


@pytest.fixture(scope="module")
def unit_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of three units in two languages, Hungarian first."""
    folder = tmp_path_factory.mktemp("abroad").resolve() / "site"
    assert build(UNITS, folder, AS_OF) == 0
    return folder


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    chromium, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or chromedriver is None:
        pytest.skip("no chromium and chromedriver here: the pages are not looked at in a browser")
    options = ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = Chrome(options=options, service=Service(chromedriver))
    yield started
    started.quit()


@pytest.fixture
def browser(driver: Chrome, site: Path) -> Browser:
    return _opened(driver, site)


@pytest.fixture
def abroad(driver: Chrome, unit_site: Path) -> Browser:
    """A browser with the site of three units in two languages."""
    return _opened(driver, unit_site)


def _opened(driver: Chrome, site: Path) -> Browser:
    driver.get("about:blank")
    opened = Browser(driver, site)
    for name in ("browser", "performance"):
        opened.log(name)  # reading a log empties it
    return opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_from_the_file_system_without_complaint(
    browser: Browser, page: str, scheme: str
) -> None:
    browser.open(page, scheme)

    assert browser.wait("h1")
    assert (
        browser.value("document.body.dataset.mdColorScheme") == {"light": "default", "dark": "slate"}[scheme]
    )
    lightness = browser.value("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3)")
    assert (sum(map(int, lightness)) > 384) == (scheme == "light")
    assert browser.complaints() == []
    assert browser.outside_requests() == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_no_wider_than_a_phone(browser: Browser, page: str) -> None:
    browser.open(page, width=390)

    assert browser.value("document.documentElement.scrollWidth") <= 390
    assert browser.complaints() == []


def test_a_level_leads_to_its_grades_their_evidence_and_the_file_itself(browser: Browser) -> None:
    browser.open("index.html")
    criterion = browser.follow("article table a[href*='criteria/leadership.html']")
    assert criterion == "criteria/leadership.html"

    grades = [
        grade
        for grade in browser.all(".grade-by")
        if grade.find_elements(By.CSS_SELECTOR, "a[href*='items/']")
    ]
    assert grades, "no grade on the page of a criterion names its evidence"
    item = browser.follow(".grade-by a[href*='items/']")
    assert item.startswith("items/")

    file = browser.follow(".sources a[href*='attachments/']")
    assert file.startswith("attachments/")
    assert (browser.site / file).read_bytes() == (EXAMPLE / file).read_bytes()
    assert browser.outside_requests() == []


def test_an_item_leads_back_to_what_rests_on_it(browser: Browser) -> None:
    browser.open("criteria/leadership.html")
    browser.follow(".grade-by a[href*='items/']")
    back = browser.follow("article table a[href*='criteria/']")

    assert back.startswith("criteria/")
    anchor = urlsplit(browser.driver.current_url).fragment
    assert browser.value(f"document.getElementById('{anchor}') !== null")


def test_a_cell_of_the_report_card_leads_to_its_grade(browser: Browser) -> None:
    browser.open("report-cards/2026-follow-up.html")
    page = browser.follow("article table a[href*='criteria/'][href*='--']")

    assert page.startswith("criteria/")
    anchor = urlsplit(browser.driver.current_url).fragment
    assert browser.value(f"document.getElementById('{anchor}') !== null")


@pytest.mark.parametrize("cycle", ["2025-baseline", "2026-follow-up"])
def test_a_report_card_prints_on_one_landscape_sheet_before_its_cells(browser: Browser, cycle: str) -> None:
    browser.open(f"report-cards/{cycle}.html")
    options = {"preferCSSPageSize": True, "printBackground": True}

    def sheets() -> list[bytes]:
        printed = browser.driver.execute_cdp_cmd("Page.printToPDF", options)["data"]
        return re.findall(rb"/Type /Page\b", base64.b64decode(printed))

    assert len(sheets()) in (2, 3)  # its cells, what was waived and the seal come after it
    browser.driver.execute_script("document.querySelector('.next-sheet').remove()")
    assert len(sheets()) == 1


def test_the_page_for_paper_is_a_sheet_across_and_the_rest_upright(browser: Browser) -> None:
    browser.open("print/2026-follow-up.html")
    options = {"preferCSSPageSize": True, "printBackground": True}
    printed = base64.b64decode(browser.driver.execute_cdp_cmd("Page.printToPDF", options)["data"])
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", printed)
    across = [float(width) > float(height) for width, height in boxes]
    assert across.count(True) == 1
    assert 20 < across.count(False) < 50


def test_the_navigation_comes_into_view_for_the_keyboard(browser: Browser) -> None:
    browser.open("exhibits.html", width=390)
    nav = "document.querySelector('.md-sidebar--primary')"
    assert browser.value(f"{nav}.getBoundingClientRect().right") <= 0

    browser.driver.execute_script(f"{nav}.querySelector('a.md-nav__link').focus()")
    shown = f"{nav}.getBoundingClientRect().left >= 0"
    WebDriverWait(browser.driver, 10).until(lambda _: browser.value(shown))


def test_search_finds_an_item_from_the_file_system(browser: Browser) -> None:
    item = browser.site / "items" / "steering-minutes-2026.html"
    browser.open("index.html")
    title = _title(item)
    field = browser.wait("input.md-search__input")[0]
    field.click()
    field.send_keys(title)

    results = browser.wait(".md-search-result__link")
    assert urlsplit(str(results[0].get_attribute("href"))).path == str(item)
    results[0].click()
    WebDriverWait(browser.driver, 10).until(lambda _: browser.page == "items/steering-minutes-2026.html")
    assert browser.complaints() == []
    assert browser.outside_requests() == []


def _title(item: Path) -> str:
    source = EXAMPLE.rglob(f"items/**/{item.stem}.yaml")
    (line,) = [text for text in next(source).read_text("utf-8").splitlines() if text.startswith("title:")]
    return line.removeprefix("title:").strip().strip("\"'")


# Several units, several languages


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("page", ABROAD)
def test_a_page_of_units_and_languages_is_in_order(abroad: Browser, page: str, width: int) -> None:
    abroad.open(page, "dark" if width == 390 else "light", width)

    assert abroad.wait("h1")
    assert abroad.value("document.documentElement.scrollWidth") <= width
    assert abroad.complaints() == []
    assert abroad.outside_requests() == []


def test_the_switch_leads_to_the_same_page_in_the_other_language_and_back(abroad: Browser) -> None:
    abroad.open("units/graz/criteria/finance.html")
    assert abroad.value("document.documentElement.lang") == "hu"

    assert abroad.follow(".languages a[hreflang='en']") == "en/units/graz/criteria/finance.html"
    assert abroad.value("document.documentElement.lang") == "en"
    assert abroad.follow(".languages a[hreflang='hu']") == "units/graz/criteria/finance.html"


def test_an_attachment_opens_from_either_language(abroad: Browser) -> None:
    for page in ("items/service-board-minutes-2026.html", "en/items/service-board-minutes-2026.html"):
        abroad.open(page)
        assert abroad.follow(".sources a[href*='attachments/']").startswith("attachments/")


def test_search_in_hungarian_finds_a_page_from_the_file_system(abroad: Browser) -> None:
    abroad.open("index.html")
    field = abroad.wait("input.md-search__input")[0]
    field.click()
    field.send_keys("leállási értesítések")

    results = abroad.wait(".md-search-result__link")
    assert "items/outage-notices-2026.html" in str(results[0].get_attribute("href"))


# The audit log


@pytest.fixture(scope="module")
def log_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a repository with a history."""
    folder = tmp_path_factory.mktemp("log").resolve()
    story(folder / "evidence")
    assert build(folder / "evidence", folder / "site", dt.date(2026, 6, 30)) == 0
    return folder / "site"


@pytest.fixture
def log(driver: Chrome, log_site: Path) -> Browser:
    """A browser with the site of a repository with a history."""
    return _opened(driver, log_site)


def shown_rows(log: Browser) -> list[str]:
    """The messages of the commits that the log shows."""
    return [found.text.splitlines()[1] for found in log.all("#log > li")]


def chosen(log: Browser, name: str, value: str) -> None:
    """Choose a value of the log's filter with the keyboard alone."""
    field = log.wait(f"select[name={name}]")[0]
    log.value(f"document.querySelector('select[name={name}]').focus()")
    for _ in range(20):
        if field.get_attribute("value") == value:
            return
        field.send_keys(Keys.ARROW_DOWN)
    raise AssertionError(f"{value} cannot be chosen")


def test_the_audit_log_is_filtered_and_the_address_keeps_it(log: Browser) -> None:
    log.open("audit-log.html")
    everything = len(log.all("#log > li"))
    assert everything == 16
    chosen(log, "criterion", "service")
    assert 0 < len(log.all("#log > li")) < everything
    chosen(log, "person", "ana")
    shown = shown_rows(log)
    assert "Grade what I saw" in shown
    assert "Raise the vision" not in shown
    assert f"{len(shown)} of {everything} commits on this page" in log.all("#log-filter")[0].text
    query = urlsplit(log.driver.current_url).query
    assert query == "criterion=service&person=ana"
    log.driver.get(f"{(log.site / 'audit-log.html').as_uri()}?{query}")
    assert shown_rows(log) == shown
    log.wait("#log-filter button")[0].send_keys(Keys.ENTER)
    assert len(log.all("#log > li")) == everything
    assert urlsplit(log.driver.current_url).query == ""
    assert log.complaints() == []
    assert log.outside_requests() == []


def test_a_criterion_leads_to_its_commits_and_a_day_to_its_row(log: Browser) -> None:
    log.open("criteria/leadership.html")
    assert log.follow("a[href*='audit-log.html?criterion=leadership']") == "audit-log.html"
    assert 0 < len(log.all("#log > li")) < 16
    log.open("items/minutes.html")
    assert log.follow(".timeline a[href*='audit-log.html#']") == "audit-log.html"
    anchor = urlsplit(log.driver.current_url).fragment
    assert log.all(f"#{anchor}")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("page", ["audit-log.html", "items/survey.html", "items/minutes.html"])
def test_a_page_on_the_past_is_no_wider_than_its_window(log: Browser, page: str, width: int) -> None:
    log.open(page, width=width)
    assert log.value("document.documentElement.scrollWidth") <= width
    assert log.complaints() == []
