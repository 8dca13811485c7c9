"""Whatever stands in a file, a page shows it as text: through our templates and the engine's Markdown."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import time
from dataclasses import replace
from typing import Any

import pytest
import yaml
from jinja2.exceptions import TemplateError

from assay import resources
from assay.assessment import Assessment, Person, Policy, Reopening, Scope, Source, Waiver
from assay.languages import Words
from assay.model import Node
from assay.pages import Page
from assay.pages.base import RAISE
from assay.prose import prose_html
from assay.render import Renderer, front_matter, href, html_title
from assay.signs import clean, inert
from sites import Parts, as_html, audited, data, measured, render

HOSTILE = [
    "</title><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{: onclick=alert(1) }",
    "{: #x onmouseover='alert(1)' } text",
    "[x](javascript:alert(1))",
    "![x](http://example.com/pixel.png)",
    "[x]: javascript:alert(1)",
    "<javascript:alert(1)>",
    '--8<-- "/etc/passwd"',
    "```html\n<script>\n```",
    "`code` ``` ~~~",
    "{{ 7 * 7 }} {% raw %} {# x #}",
    "&lt;script&gt; &#60;b&#62;",
    "# heading",
    "- item\n- item",
    "1. one\n2. two",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "!!! danger\n    boo",
    '??? note "x"\n    boo',
    '=== "tab"',
    "[^1]\n\n[^1]: note",
    "<div markdown>\n# x\n</div>",
    "</div></section></table>",
    "<!-- comment",
    "<![CDATA[ x",
    "a\u202eevil\u2066b",
    "bell\x07 nul\x00 esc\x1b[31m",
    "line\u2028break\x85here\rthere",
    "\ud83d half a pair",
    "no sign\ufffe\uffff\ufdd0",
    "*a* _b_ **c** ~~d~~ ^e^ ==f== :smile: \\",
]
CODE = re.compile(r"script|style|iframe|object|embed|form|input|base|meta|link|img", re.IGNORECASE)


OWN_SCRIPT = re.compile(r"(\.\./)*assets/[a-z-]+\.js")
# What the page for paper says of its margins: the commit and the day in it are digits and hyphens at most.
FOOT = re.compile(
    r'@page \{ @bottom-left \{ content: "[0-9a-f]{0,12}   [0-9-]{10}"; font: 7pt sans-serif; \} '
    r'@bottom-right \{ content: counter\(page\) " / " counter\(pages\); font: 7pt sans-serif; \} \}'
)
OWN_PICTURE = re.compile(r"(\.\./)*(badge|badges/[a-z0-9-]+)\.svg")


def check_inert(found: Parts) -> None:
    assert all(FOOT.fullmatch(style) for style in found.styles), found.styles
    assert len(found.styles) < 2
    for tag, attributes in found.tags:
        if (
            tag == "script"
            and attributes.keys() == {"src", "defer"}
            and OWN_SCRIPT.fullmatch(attributes["src"])
        ):
            continue
        if tag == "style":
            assert not attributes
            continue
        if tag == "img":
            assert OWN_PICTURE.fullmatch(attributes["src"])
        else:
            assert not CODE.fullmatch(tag)
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "srcdoc")]
        for name in ("href", "src", "xlink:href"):
            assert re.match(r"(https?:|mailto:|#|[^:]*$)", attributes.get(name, "")), attributes
    assert not re.search(
        "[\x00-\x08\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]", found.text
    )


PLACES = {
    "heading": "## {{ text }} {: #place }",
    "paragraph": "{{ text }}",
    "list": "- {{ text }}",
    "html": "<div><p>{{ text }}</p></div>",
    "parsed html": "<section markdown>\n\n## Title\n\n{{ text }}\n\n</section>",
    "attribute": '<div title="{{ text }}">x</div>',
    "table": "| a |\n|---|\n| {{ text }} |",
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_text_wherever_a_template_prints_it(text: str, place: str) -> None:
    printed = Renderer(Words()).environment.from_string(PLACES[place]).render(text=text)
    found = Parts(as_html(printed))
    check_inert(found)
    shown = found.tags[0][1]["title"] if place == "attribute" else found.text
    assert " ".join(clean(text).split()) in " ".join(shown.split())
    assert not {tag for tag, _ in found.tags} - {"h2", "p", "ul", "li", "div", "section", "table", "thead",
                                                 "tbody", "tr", "th", "td"}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_of_others_is_inert_and_on_one_line(text: str) -> None:
    outcome = prose_html(text)
    assert "\n" not in outcome
    check_inert(Parts(as_html(f"<div>{outcome}</div>")))
    assert as_html(f"<div>{outcome}</div>") == f"<div>{outcome}</div>", "the engine's Markdown looked inside"


def test_markdown_keeps_what_a_rationale_needs() -> None:
    text = "**Bold**, *soft*, `code` and [a link](https://example.org/a_b?c=1&d).\n\n- one\n- two\n\n> said"
    found = Parts(prose_html(text))
    assert [tag for tag, _ in found.tags] == [
        "p",
        "strong",
        "em",
        "code",
        "a",
        "ul",
        "li",
        "li",
        "blockquote",
        "p",
    ]
    assert found.links == ["https://example.org/a_b?c=1&d"]
    assert " ".join(found.text.split()) == "Bold, soft, code and a link. one two said"


@pytest.mark.parametrize(
    "text",
    ["[" * 20_000, "<" * 20_000, "*" * 20_000, "> " * 20_000, "- " * 9_000, "<![CDATA[" * 4_000, "`" * 20_001,
     "[a](" * 5_000, "a\n" * 20_000, "&amp;" * 10_000, "{: " * 6_000],
    ids=lambda text: repr(text[:4]),
)  # fmt: skip
def test_no_text_takes_long(text: str) -> None:
    template = Renderer(Words()).environment.from_string(
        "<div>{{ text | markdown }}</div>\n\n<p>{{ text }}</p>"
    )
    started = time.perf_counter()
    check_inert(Parts(as_html(template.render(text=text))))
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("text", HOSTILE)
def test_front_matter_holds_one_escaped_title(text: str) -> None:
    first, *lines, last = front_matter(Page("x.md", text, "", {}, None)).splitlines()
    found = yaml.safe_load("\n".join(lines))
    assert (first, last) == ("---", "---")
    assert found == {"title": html_title(text), "hide": ["navigation", "toc"]}
    assert not {"<", ">", "\n"} & set(found["title"])


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://example.org/a?b=c&d=e#f", True),
        ("mailto:someone@example.org", True),
        ("../items/minutes.html#x", True),
        ("#why", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" \x01javascript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("vbscript:x", False),
        ("//example.com/x", False),
        ("\\\\example.com", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_safe_addresses_are_followed(address: str, kept: bool) -> None:
    [(_, attributes)] = Parts(f'<a href="{href(address)}">').tags
    assert attributes["href"] == (address if kept else "#")


@pytest.mark.parametrize(
    "template",
    ["{{ text ~ 'x' }}", "{{ 'a' + text }}", "{{ '%s' % text }}", "{{ text | safe }}", "{{ [text] | join }}",
     "{% autoescape false %}{{ text }}{% endautoescape %}", "{% filter upper %}{{ text }}{% endfilter %}"],
)  # fmt: skip
def test_templates_cannot_go_round_the_escaping(template: str) -> None:
    with pytest.raises(TemplateError):
        Renderer(Words()).environment.from_string(template)


@pytest.mark.parametrize("value", [None, True, [1], {"a": "b"}, b"x"], ids=repr)
def test_templates_print_only_texts_numbers_and_dates(value: object) -> None:
    with pytest.raises(TypeError, match="a template prints"):
        Renderer(Words()).environment.from_string("{{ value }}").render(value=value)


def test_a_name_that_a_page_lacks_is_an_error() -> None:
    with pytest.raises(TemplateError):
        Renderer(Words()).environment.from_string("{{ missing }}").render()


def test_templates_check_every_address_and_hold_no_code() -> None:
    for file in resources.TEMPLATES.rglob("*.jinja"):
        text = file.read_text("utf-8")
        for printed in re.findall(r'(?:href|src)="([^"#][^"]*)"', text):
            assert re.fullmatch(r"\{\{ [\w.\[\]]+ \| href \}\}(#\w+)?", printed), (file.name, printed)
        own = '<script src="{{ script | href }}" defer></script>'  # a file of ours: see test_audit_pages.py
        assert text.count(own) == (file.name == "_page.md.jinja")
        rest = text.replace(own, "").replace(' xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"<script|\sstyle=|\son\w+=|https?://", rest), file.name


def test_the_style_sheet_loads_nothing() -> None:
    css = (resources.TEMPLATES / "assets" / "assay.css").read_text("utf-8")
    assert not re.search(r"@import|url\(|https?:", css)


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1500, "1.5 kB"), (18_200, "18 kB"),
     (999_600, "1.0 MB"), (5_000_000_000_000, "5000 GB")],
)  # fmt: skip
def test_sizes_are_what_people_read(count: int, text: str) -> None:
    assert Words().size(count) == text


KEPT = {
    *("id", "node", "nodes", "attribute", "areas", "item", "file", "type", "confidentiality", "assessor"),
    *(
        "collected_by",
        "approved_by",
        "by",
        "by_item",
        "sha256",
        "digest",
        "languages",
        "compare_with",
        "combine",
        "group",
        *("raised_by", "asked_by", "asked_of", "owner", "kind", "severity", "unit", "cycle", "finding"),
        "fulfilled_by",
    ),
}  # what is an id, or restricted by the schemas


def spoil(value: Any, text: str) -> Any:
    """A record with every text in it replaced, down to the bottom, but for what is KEPT."""
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(spoil(entry, text) for entry in value)
    if isinstance(value, dict):
        return {key: spoil(entry, text) for key, entry in value.items()}
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    held = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    kept = KEPT | {Node: {"attributes"}, Policy: {"evidence"}}.get(type(value), set())
    return replace(value, **{name: spoil(entry, text) for name, entry in held.items() if name not in kept})


def spoilt(text: str) -> Assessment:
    """The assessment of these tests with hostile texts wherever a file may hold a text."""
    found = audited()
    on = dt.date(2026, 3, 1)
    taken_off = (Reopening(on, "two", text, on, "two", text),)
    cycles = {name: replace(one, reopened=taken_off) for name, one in found.cycles.items()}
    excused = Waiver(
        "excused", "", "grader-is-collector", Scope(person="one"), text, on, "two", on.replace(year=2027)
    )
    found = replace(found, cycles=cycles, waivers={"excused": excused}, metrics=measured().metrics)
    source = Source(text, None, text, None, None, None, text)
    spoilt_items = {name: spoil(item, text) for name, item in found.items.items()}
    items = {name: replace(item, sources=(*item.sources, source)) for name, item in spoilt_items.items()}
    people = {name: Person(name, text, (text,)) for name in ("one", "two")}
    changed: Assessment = spoil(replace(found, waivers={}), text)
    # What a policy says comes from lists of words that its schema holds.
    policy = found.policy
    return replace(
        changed,
        items=items,
        people=people,
        attachments=found.attachments,
        policy=policy,
        waivers=found.waivers,
    )


def shape(found: Parts) -> list[tuple[str, list[str]]]:
    return [(tag, sorted(attributes)) for tag, attributes in found.tags]


@pytest.mark.parametrize(
    "text", ["</title><script>alert(1)</script>{: onclick=x }", "[x](javascript:alert(1)) | `"]
)
def test_a_site_of_hostile_texts_is_inert(text: str) -> None:
    harmless = Parts(render(data(spoilt("harmless")))[RAISE])
    for path, page in render(data(spoilt(text))).items():
        found = Parts(page)
        if path == RAISE:  # it has a form and a script of its own, and they stay as they are
            assert shape(found) == shape(harmless)
        else:
            check_inert(found)
        assert clean(text)[:20] in found.text, path


def test_the_inert_form_reads_as_the_text() -> None:
    assert Parts(inert("a < b & c – 2. d")).text == "a < b & c – 2. d"
