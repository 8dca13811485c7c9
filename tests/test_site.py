"""The site: what is written, what the engine makes of it, how it gets into place. Real builds, tiny sites."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assay import resources, yamlfile
from assay.downloads import published_name
from assay.folder import SITE_MARKER
from assay.languages import Words
from assay.pages import Page
from assay.site import (
    Edition,
    Settings,
    SiteError,
    build,
    check_output,
    find_settings,
    read_settings,
    write_project,
)
from assay.site.project import as_yaml, config
from assay.site.swap import staged

EPOCH = 1_760_000_000
HOSTILE = '</title><script>alert(1)</script> {{ 7 * 7 }} "\'` 🙂\u2028 --8<-- "/etc/passwd"'


@pytest.fixture(autouse=True)
def _templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates of one line each, beside the real assets."""
    templates = tmp_path / "templates"
    shutil.copytree(resources.TEMPLATES / "assets", templates / "assets")
    shutil.copy(resources.TEMPLATES / "404.html.jinja", templates)
    (templates / "plain.md.jinja").write_text("# {{ title }}\n\n{{ body }}\n", "utf-8")
    (templates / "broken.md.jinja").write_text("# {{ title }}\n\n[nowhere](nowhere.md)\n", "utf-8")
    monkeypatch.setattr(resources, "TEMPLATES", templates)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


def page(path: str, title: str = "A page", body: str = "text", nav: tuple[str, ...] | None = ()) -> Page:
    return Page(path, title, "plain.md.jinja", {"body": body}, nav)


def tiny(title: str = "Dashboard", body: str = "first") -> tuple[Page, ...]:
    return (
        page("index.md", title, body),
        page("criteria/leadership.md", title, nav=("Criteria", title)),
        page("items/minutes.md", title, nav=None),
    )


def edition(
    pages: Sequence[Page], downloads: Mapping[str, Path | bytes] | None = None, language: str = "en"
) -> Edition:
    folder = "" if language == "en" else f"{language}/"
    return Edition(Words(language), folder, "The assessment", pages, downloads or {})


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def make(output: Path, pages: tuple[Page, ...] = (), **more: Mapping[str, Path | bytes]) -> None:
    build([edition(pages or tiny(), more.get("downloads", {}))], Settings("Example"), output, EPOCH)


# What is built


def test_the_page_for_wrong_addresses_needs_no_other_file(place: Path) -> None:
    make(place / "site")
    found = (place / "site/404.html").read_text("utf-8")
    assert "Page not found" in found
    assert "href=" not in found
    assert "src=" not in found

    build([edition(tiny())], Settings("Example", site_url="https://example.org/desk"), place / "site", EPOCH)
    assert "/desk/assets/" in (place / "site/404.html").read_text("utf-8"), "the theme's own"


def test_a_site_has_its_pages_assets_and_downloads(place: Path) -> None:
    (place / "minutes.txt").write_text("minutes", "utf-8")

    make(place / "site", downloads={"attachments/minutes.txt": place / "minutes.txt", "levels.json": b"{}"})

    found = contents(place / "site")
    assert {
        "index.html", "criteria/leadership.html", "items/minutes.html", "assets/iframe-worker-shim.js",
        "search/search_index.js", "sitemap.xml", "404.html", SITE_MARKER,
    } <= found.keys()  # fmt: skip
    assert found["attachments/minutes.txt"] == b"minutes"
    assert found["levels.json"] == b"{}"
    assert {path.name for path in place.iterdir()} == {"site", "minutes.txt"}, (
        "nothing is left beside the site"
    )


def test_the_same_input_gives_the_same_bytes(place: Path) -> None:
    settings = Settings("Example", site_url="https://example.org/desk", repository="https://example.org/git")
    for name in ("one", "another"):
        build([edition(tiny())], settings, place / name, EPOCH)
        time.sleep(1.1)  # a clock of whole seconds would tell

    one, another = contents(place / "one"), contents(place / "another")
    assert one == another
    assert b"2025-10-09" in one["sitemap.xml"]
    assert "sitemap.xml.gz" in one


class Requests(HTMLParser):
    """What a browser would load for a page by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "script" and not values.get("src"):
            self.scripts.append(self.get_starttag_text() or "")
        if tag == "a" or (tag == "link" and values.get("rel") in ("canonical", "prev", "next")):
            return
        self.addresses += [
            value for key, value in values.items() if key in ("src", "href", "srcset", "data") and value
        ]


def test_no_page_asks_another_host(place: Path) -> None:
    settings = Settings("Example", site_url="https://example.org/desk", repository="https://example.org/git")
    build([edition(tiny())], settings, place / "site", EPOCH)

    for name, content in contents(place / "site").items():
        if name.endswith(".html"):
            parser = Requests()
            parser.feed(content.decode())
            assert [found for found in parser.addresses if "//" in found] == [], name
        if name.endswith(".css"):
            assert not re.search(rb"@import|url\(\s*[\"']?(https?:)?//", content), name
    assert b'href="https://example.org/git"' in contents(place / "site")["index.html"]


def test_hostile_titles_and_names_stay_text(place: Path) -> None:
    settings = Settings(HOSTILE, copyright=HOSTILE)
    build([edition(tiny(HOSTILE, HOSTILE))], settings, place / "site", EPOCH)
    make(place / "harmless")

    for name, content in contents(place / "site").items():
        if name.endswith(".html"):
            assert b"<script>alert" not in content, name
            assert b"root:" not in content, name
            hostile, harmless = Requests(), Requests()
            hostile.feed(content.decode())
            harmless.feed((place / "harmless" / name).read_text("utf-8"))
            assert hostile.scripts == harmless.scripts, name
    index = json.loads((place / "site/search/search_index.json").read_text("utf-8"))
    assert not [entry for entry in index["docs"] if "<script" in entry["title"] + entry["text"]]


def test_the_settings_of_the_engine_can_be_read_strictly() -> None:
    settings = Settings(HOSTILE, site_url="https://example.org/desk", copyright="\x00\x85\ufeff")
    long = page("long.md", "&<" * 5000)

    document = yamlfile.read(as_yaml(config(edition((*tiny(HOSTILE), long)), settings)).encode())

    assert document.faults == ()
    data = document.data
    assert data["use_directory_urls"] is False
    assert data["theme"]["font"] is False
    assert data["site_url"] == "https://example.org/desk/"
    assert data["not_in_nav"] == "/items/*.md"
    assert "repo_url" not in data
    assert "index.md" in data["nav"][0].values()
    assert max(len(key) for entry in data["nav"] for key in entry) < 1000


def test_pages_outside_the_navigation_are_named_one_by_one_beside_others() -> None:
    pages = (*tiny(), page("criteria/hidden.md", nav=None), page("hidden.md", nav=None))

    assert config(edition(pages), Settings("x"))["not_in_nav"].split() == [
        "/hidden.md", "/criteria/hidden.md", "/items/*.md",
    ]  # fmt: skip


def test_two_files_that_would_be_one_are_refused(place: Path) -> None:
    with pytest.raises(SiteError, match=r"'attachments/a\.txt' and 'attachments/A\.txt' would be one file"):
        make(place / "site", downloads={"attachments/a.txt": b"", "attachments/A.txt": b""})


@pytest.mark.parametrize("name", ["../x.txt", "/etc/x.txt", "attachments/.hidden", ""])
def test_no_file_leaves_the_site(place: Path, name: str) -> None:
    with pytest.raises(SiteError, match="cannot be a file of the site"):
        make(place / "site", downloads={name: b""})


def test_a_link_is_not_followed(place: Path) -> None:
    (place / "link.txt").symlink_to("/etc/passwd")

    with pytest.raises(SiteError, match=r"link\.txt cannot be read"):
        make(place / "site", downloads={"attachments/link.txt": place / "link.txt"})


@pytest.mark.parametrize(
    ("file", "published"),
    [
        ("attachments/minutes.txt", "attachments/minutes.txt"),
        ("attachments/Scan.PDF", "attachments/Scan.PDF"),
        ("attachments/page.html", "attachments/page.html.plain.txt"),
        ("attachments/drawing.svg", "attachments/drawing.svg.plain.txt"),
        ("attachments/notes.md", "attachments/notes.md.plain.txt"),
        ("attachments/feed.xml", "attachments/feed.xml.plain.txt"),
        ("attachments/module.mjs", "attachments/module.mjs.plain.txt"),
        ("attachments/page.html.log", "attachments/page.html.log.plain.txt"),
        ("attachments/page.svg.gz", "attachments/page.svg.gz.plain.txt"),
        ("attachments/notes-1.2.txt", "attachments/notes-1.2.txt"),
        ("attachments/none", "attachments/none.plain.txt"),
        ("attachments/what.ever", "attachments/what.ever.plain.txt"),
        ("attachments/what.ever.plain.txt", "attachments/what.ever.plain.txt.plain.txt"),
    ],
)
def test_only_inert_attachments_keep_their_ending(file: str, published: str) -> None:
    assert published_name(file) == published


def test_no_two_attachments_are_published_as_one() -> None:
    long = "x" * 250
    files = [
        *("a", "a.txt", "a.html", "a.html.txt", "a.plain.txt", "a.html.plain.txt", "a.html.PLAIN.txt"),
        *(f"{long}.html", f"{long}.svg", f"{long[:-1]}.html", f"d/{long}.html", "\u00e9" * 126 + ".md"),
    ]

    files.append(published_name(files[7]).removesuffix(".plain.txt"))

    names = [published_name(f"attachments/{file}") for file in files]

    assert len(set(names)) == len(files)
    assert all(len(part.encode()) <= 255 for name in names for part in name.split("/"))


def test_a_name_that_is_a_file_and_a_folder_is_refused(place: Path) -> None:
    for names in (("attachments/x", "attachments/x/y"), ("attachments/x/y", "attachments/x")):
        with pytest.raises(SiteError, match="would be a file and a folder") as caught:
            make(place / "site", downloads=dict.fromkeys(names, b""))
        assert caught.value.code == 1


# How it gets into place


def test_a_failed_build_leaves_the_old_site(place: Path) -> None:
    make(place / "site")
    before = contents(place / "site")
    broken = Page("broken.md", "Broken", "broken.md.jinja", {}, ())

    with pytest.raises(SiteError, match=r"failed.*\n.*nowhere\.md") as caught:
        make(place / "site", (*tiny(body="second"), broken))

    assert contents(place / "site") == before
    assert [path.name for path in place.iterdir()] == ["site"]
    log = Path(str(caught.value).rpartition("All of it: ")[2])
    assert "nowhere.md" in log.read_text("utf-8")
    log.unlink()


def test_a_build_replaces_the_old_site_whole(place: Path) -> None:
    make(place / "site", (*tiny(), page("gone.md")))
    make(place / "site", tiny(body="second"))

    assert not (place / "site/gone.html").exists()
    assert "second" in (place / "site/index.html").read_text("utf-8")


def test_the_site_is_there_and_whole_at_every_moment(place: Path) -> None:
    make(place / "site")
    done = threading.Event()
    torn: list[str] = []

    def look() -> None:
        while not done.is_set():
            for file in ("index.html", "search/search_index.js", "404.html"):
                if not (place / "site" / file).is_file():
                    torn.append(file)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        for number in range(3):
            make(place / "site", tiny(body=f"build {number}"))
    finally:
        done.set()
        watcher.join()

    assert torn == []


BUILD = """
import sys
from pathlib import Path
from assay import resources
from assay.languages import Words
from assay.pages import Page
from assay.site import Edition, Settings, build
resources.TEMPLATES = Path(sys.argv[1])
pages = [Page("index.md", "Dashboard", "plain.md.jinja", {"body": sys.argv[3]}, ())]
pages += [Page(f"items/{n}.md", "x", "plain.md.jinja", {"body": sys.argv[3]}, None) for n in range(60)]
build([Edition(Words(), "", "x", pages, {})], Settings("Example"), Path(sys.argv[2]), 1760000000)
"""


def start(site: Path, body: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", BUILD, resources.TEMPLATES, site, body], start_new_session=True
    )


def test_builds_at_the_same_time_wait_for_each_other(place: Path) -> None:
    running = [start(place / "site", f"build number {number}") for number in range(3)]

    assert [process.wait(60) for process in running] == [0, 0, 0]
    pages = [file.read_text("utf-8") for file in (place / "site").rglob("*.html") if file.name != "404.html"]
    (winner,) = {found[0] for text in pages if (found := re.search(r"build number \d", text))}
    assert len(pages) == 61
    assert all(winner in text for text in pages)
    assert [path.name for path in place.iterdir()] == ["site"]


def test_a_build_that_waits_too_long_says_so(place: Path) -> None:
    lock = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(SiteError, match="another build"), staged(place / "site", patience=0.1):
            pass
    finally:
        os.close(lock)


def test_a_killed_build_leaves_the_old_site_and_the_next_one_cleans_up(place: Path) -> None:
    make(place / "site")
    before = contents(place / "site")
    process = start(place / "site", "killed")
    while not any(path.name.startswith(".site.assay-") for path in place.iterdir()):
        time.sleep(0.01)
    time.sleep(0.2)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()

    assert contents(place / "site") == before
    make(place / "site")
    assert [path.name for path in place.iterdir()] == ["site"]


def test_an_empty_folder_may_be_the_output(place: Path) -> None:
    (place / "site").mkdir()
    make(place / "site")

    assert (place / "site/index.html").is_file()


def test_a_link_is_not_followed_to_another_output(place: Path) -> None:
    (place / "elsewhere").mkdir()
    (place / "site").symlink_to("elsewhere")
    with pytest.raises(SiteError, match="is a link"):
        make(place / "site")
    assert list((place / "elsewhere").iterdir()) == []


def test_only_what_a_build_made_is_replaced(place: Path) -> None:
    (place / "foreign").mkdir()
    (place / "foreign/thesis.txt").write_text("years of work", "utf-8")
    (place / "clone/.git").mkdir(parents=True)
    (place / "clone" / SITE_MARKER).write_text("", "utf-8")
    (place / "file").write_text("", "utf-8")
    (place / "loop").symlink_to("loop")
    (place / "made" / "evidence").mkdir(parents=True)
    (place / "made" / SITE_MARKER).write_text("", "utf-8")

    for output, keep, reason in (
        ("foreign", (), "files in it that Assay did not make"),
        ("clone", (), "is a git repository"),
        ("file", (), "is a file"),
        ("made", (place / "made/evidence",), "which a build would remove"),
        ("made", (place / "made",), "which a build would remove"),
        (".", (place,), "which a build would remove"),
        ("clone/.git/hooks/site", (), "a git repository's own folder"),
        ("loop", (), "is a link"),
    ):
        with pytest.raises(SiteError, match=reason):
            check_output(place / output, keep)
        with pytest.raises(SiteError, match=reason):
            build([edition(tiny())], Settings("x"), place / output, EPOCH, keep)
    with pytest.raises(SiteError):
        check_output(Path("/"))
    assert (place / "foreign/thesis.txt").read_text("utf-8") == "years of work"


def test_a_place_that_cannot_hold_a_site_is_no_crash(place: Path) -> None:
    (place / "file").write_text("", "utf-8")

    with pytest.raises(SiteError, match="cannot hold the site"):
        make(place / "file" / "site")


def test_a_preview_writes_only_what_changed(place: Path) -> None:
    (place / "a.txt").write_text("a", "utf-8")
    downloads: Mapping[str, Path | bytes] = {"attachments/a.txt": place / "a.txt"}
    project = place / "project"
    project.mkdir()
    write_project(edition((*tiny(), page("gone.md")), downloads), Settings("x"), project)
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*") if path.is_file()}
    time.sleep(0.02)

    write_project(edition(tiny(body="second"), downloads), Settings("x"), project)

    after = {path: path.stat().st_mtime_ns for path in project.rglob("*") if path.is_file()}
    assert before.keys() - after.keys() == {project / "docs/gone.md"}
    changed = {path.name for path, written in after.items() if written != before.get(path)}
    assert changed == {"index.md", "mkdocs.yml"}


# The user's own settings


@pytest.fixture
def own(place: Path) -> Path:
    (place / "logo.png").write_bytes(b"\x89PNG")
    (place / "own.css").write_text("a { color: #123 }", "utf-8")
    return place / "mkdocs.yml"


def settings_of(file: Path, text: str) -> Settings:
    file.write_text(text, "utf-8")
    return read_settings(file)


def test_without_a_file_the_site_has_the_name_of_the_assessment(place: Path) -> None:
    assert find_settings((place,)) is None
    assert read_settings(None) == Settings()


def test_what_is_allowed_is_taken_and_all_else_is_ignored(own: Path) -> None:
    settings = settings_of(
        own,
        """
site_name: Our desk
site_url: https://example.org/desk/
copyright: "&copy; 2026 Example"
repo_url: https://git.example.org/quality
theme:
  name: material
  logo: logo.png
  favicon: logo.png
  icon: {logo: material/star}
  palette:
    - {scheme: default, primary: deep purple, accent: teal}
    - {scheme: slate, primary: black}
  custom_dir: overrides
extra_css: [own.css]
plugins: [search, {macros: {module_name: evil}}]
hooks: [evil.py]
markdown_extensions: [pymdownx.snippets]
docs_dir: /etc
""",
    )

    assert (settings.site_name, settings.copyright) == ("Our desk", "© 2026 Example")
    assert settings.repository == "https://git.example.org/quality"
    assert (settings.light.primary, settings.light.accent, settings.dark.primary) == (
        "deep-purple",
        "teal",
        "black",
    )
    assert settings.logo == own.parent / "logo.png"
    made = config(edition(tiny()), settings)
    assert made["theme"]["logo"] == "assets/own/logo.png"
    assert made["theme"]["icon"] == {"logo": "material/star"}
    assert made["extra_css"] == ["assets/assay.css", "assets/own/style-1.css"]
    assert made["plugins"] == ["search", "offline"]
    assert "hooks" not in made
    assert made["docs_dir"] == "docs"
    build([edition(tiny())], settings, own.parent / "site", EPOCH)
    assert (own.parent / "site/assets/own/logo.png").is_file()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("site_name: !ENV SECRET", r"mkdocs\.yml:1:.*read, not run"),
        ("x: !!python/object/apply:os.system [touch stolen]", "read, not run"),
        ("site_name: [a", "mkdocs.yml:"),
        ("- a", "settings such as"),
        ("site_name: 12", "put it in quotes"),
        ("site_url: javascript:alert(1)", "is not an address"),
        ('site_url: "https://example.org/\\"><script>"', "is not an address"),
        ("repo_url: //example.org", "is not an address"),
        ("theme: {logo: ../secret.png}", "there is no file|is not a file in"),
        ("theme: {logo: /etc/passwd}", "is not a file in"),
        ("theme: {logo: own.css}", "is not one of"),
        ("theme: {logo: missing.png}", "there is no file"),
        ("theme: {icon: {logo: ../../etc}}", "has no icon"),
        ("theme: {icon: {logo: material/no-such-icon}}", "has no icon"),
        ("theme: {palette: {primary: tomato}}", "'tomato' is not one of"),
        ("theme: {palette: [blue]}", "a map with"),
        ("extra_css: own.css", "a list of files"),
        ("extra_css: [mkdocs.yml]", "is not one of"),
    ],
)
def test_settings_that_cannot_be_meant_are_named(own: Path, text: str, reason: str) -> None:
    (own.parent.parent / "secret.png").write_bytes(b"secret")

    with pytest.raises(SiteError, match=reason) as caught:
        settings_of(own, text)

    assert caught.value.code == 1
    assert str(own) in str(caught.value)


@pytest.mark.parametrize(
    "css",
    [
        "@import 'other.css';",
        "a { background: url(https://example.org/x) }",
        "a { background: url(//example.org/x) }",
        "a { background: image-set('https:example.org/x' 1x) }",
        r"a { background: url(\68ttps\3a\2f\2f example.org/x) }",
        r"a { background: url('\\\\example.org/x') }",
        r"\40import 'x';",
        r'a { background: url("ht\9 tp:/\9 /example.org/x") }',
        'a { background: url("ht\ttp:/\t/example.org/x") }',
        'a { background: url("ht\\\ntp:/\\\n/example.org/x") }',
        'a { background: url("ht\\\ftp:/\\\f/example.org/x") }',
        '@charset "iso-2022-jp"; a { background: url("ht\x1b(Btp:/\x1b(B/example.org/x") }',
    ],
)
def test_style_sheets_that_load_something_are_refused(own: Path, css: str) -> None:
    (own.parent / "own.css").write_text(css, "utf-8")

    with pytest.raises(SiteError, match="could load something from elsewhere"):
        settings_of(own, "extra_css: [own.css]")


def test_a_style_sheet_is_read_as_a_browser_reads_it(own: Path) -> None:
    (own.parent / "own.css").write_bytes("@import 'https://example.org/x';".encode("utf-16"))
    with pytest.raises(SiteError, match="is not in UTF-8"):
        settings_of(own, "extra_css: [own.css]")

    (own.parent / "own.css").write_text("/* one */\n/* two */\t/* three */\na { color: red }\n", "utf-8")
    assert len(settings_of(own, "extra_css: [own.css]").extra_css) == 1


def test_settings_that_are_a_link_are_no_settings(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").symlink_to("/proc/kmsg")

    assert find_settings([tmp_path]) is None
