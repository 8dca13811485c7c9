"""A small site in memory: two cycles of a small assessment, with something of everything that pages show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

from assay.assessment import About, Answer, Assessment, Attachment, Cycle, Grade, Item, Person, Source
from assay.audit import Action, Concern, Finding, Kind, Request, Resolution, Response
from assay.cards import report_cards
from assay.git import Commit, History
from assay.languages import Words
from assay.metrics import metric
from assay.model import Model
from assay.pages import Edition, Page, SiteData, build_pages
from assay.render import Renderer
from assay.trail import read_trails
from builders import SMALL, TODAY, assessment, cite, cycle, day, grade, item

EXTENSIONS = [
    "attr_list", "md_in_html", "tables", "admonition", "footnotes", "toc",
    "pymdownx.details", "pymdownx.superfences", "pymdownx.tabbed",
]  # fmt: skip

ITEMS = (
    replace(
        item("minutes", valid_until="2026-12-31"),
        title="Minutes",
        summary="They **met** monthly.",
        about=(About("vision", "approach", (), False), About("example", None, (), False)),
        sources=(
            Source("Minutes of March", "attachments/minutes.txt", None, None, "ab" * 32, None, ""),
            Source("Log", None, "https://example.org/log", None, None, day("2026-01-10"), "Decided."),
        ),
        period=(day("2025-07-01"), day("2025-12-31")),
    ),
    replace(
        item("survey", kind="survey", valid_until="2026-05-01"), about=(About("system", None, (), False),)
    ),
    replace(item("doubt"), about=(About("vision", "approach", (), True),)),
    replace(item("old", withdrawn="2026-02-01"), about=(About("basis", None, (), False),)),
    replace(item("older", superseded="2026-02-01"), about=(About("plans", None, (), False),)),
    replace(item("loose"), about=(About("leadership", None, (), False),)),
)


def _everything() -> tuple[Grade, ...]:
    """A grade for nearly every cell: one is disputed, one not applicable, one missing, some lack evidence."""
    special = {
        ("vision", "approach"): (
            replace(
                grade("vision", "approach", 3, "minutes"),
                rationale="It is *written*.",
                against=(Answer("doubt", "An old view."),),
                graded_on=day("2026-04-01"),
            ),
            grade("vision", "approach", 2, "minutes", by="two"),
        ),
        ("system", "approach"): (grade("system", "approach", 2, "survey", cite("minutes", 1)),),
        ("system", "deployment"): (
            grade("system", "deployment", 1, "minutes"),
            grade("system", "deployment", 4, "minutes", by="two"),
        ),
        ("basis", "approach"): (grade("basis", "approach", 2, "old"),),
        ("plans", "approach"): (grade("plans", "approach", 2),),
        ("calls", "target"): (grade("calls", "target", None),),
        ("visits", "trend"): (),
    }
    rest = {key: (grade(*key, 2, "minutes"),) for key in SMALL.cells if key not in special}
    return tuple(found for grades in (special | rest).values() for found in grades)


def commit(name: str, date: str, subject: str = "Change it", change: str = "changed") -> Commit:
    moment = dt.datetime.fromisoformat(f"{date}T12:00:00+00:00")
    address = "ana@example.org"
    return Commit(
        id=name * 40, parents=(), author="Ana", author_email=address, authored=moment,
        committer="Ana", committer_email=address, committed=moment, subject=subject, change=change,
    )  # fmt: skip


FINDINGS = (
    Finding(
        id="no-list", file="findings/no-list.yaml", title="No list", kind=Kind.NONCONFORMITY,
        severity="major", about=(Concern("vision", "approach", cycle="now"), Concern(item="minutes")),
        requirement="Rule 3", text="There is *no* list.", raised_on=day("2026-04-01"), raised_by="two",
        due=day("2026-05-15"), responses=(), closed=None, rejected=None,
    ),
    Finding(
        id="late", file="findings/late.yaml", title="Late", kind=Kind.OBSERVATION, severity="",
        about=(Concern("strategy"),),
        requirement="", text="It came late.", raised_on=day("2026-04-01"), raised_by="two", due=None,
        responses=(Response(day("2026-04-03"), "one", "It will not again."),),
        closed=Resolution(day("2026-05-01"), "two", "It came in time."), rejected=None,
    ),
)  # fmt: skip
ACTIONS = (
    Action(
        id="keep-lists", file="actions/keep-lists.yaml", title="Keep lists", text="In the tool.",
        about=(Concern(finding="no-list"), Concern(item="survey")),
        owner="one", due=day("2026-07-01"), done=None, dropped=None,
    ),
    Action(
        id="ask", file="actions/ask.yaml", title="Ask", text="",
        about=(Concern("system"),), owner="one", due=day("2026-05-01"),
        done=Resolution(day("2026-05-01"), "one", "Asked."), dropped=None,
    ),
)  # fmt: skip
REQUESTS = (
    Request(
        id="lists", file="requests/lists.yaml", title="The lists", text="All of them.",
        about=(Concern("vision", "approach"),), asked_on=day("2026-04-01"), asked_by="two",
        asked_of="one", due=day("2026-05-31"), fulfilled_by="", withdrawn=None,
    ),
    Request(
        id="minutes", file="requests/minutes.yaml", title="The minutes", text="",
        about=(Concern("example"),), asked_on=day("2026-01-01"), asked_by="two",
        asked_of="one", due=None, fulfilled_by="minutes", withdrawn=None,
    ),
)  # fmt: skip


def history_of(trails: Mapping[str, tuple[Commit, ...]]) -> History:
    """A history of these trails, in the order of their commits' dates."""
    found = {one.id: one.committed for trail in trails.values() for one in trail}
    never = dt.datetime.min.replace(tzinfo=dt.UTC)
    newest_first = sorted(found, key=lambda name: found[name] or never, reverse=True)
    order = {name: place for place, name in enumerate(newest_first)}
    return History(head="c" * 40, head_time=0, order=order, trails=trails)


HISTORY = history_of(
    {
        "items/minutes.yaml": (commit("c", "2026-03-03"), commit("a", "2026-01-11", "Add it", "added")),
        "attachments/minutes.txt": (commit("a", "2026-01-11", "Add it", "added"),),
    }
)

FILES = {"attachments/minutes.txt": Attachment("attachments/minutes.txt", 1234, "ab" * 32)}


def standard() -> Assessment:
    """The assessment of these tests."""
    before = replace(
        cycle(*(grade(*key, 1, "minutes") for key in SMALL.cells), sealed="2026-02-15"),
        id="before",
        title="Before",
    )
    now = replace(cycle(*_everything(), targets={"overall": 3, "strategy": 2}), compare_with="before")
    found = assessment(SMALL, *ITEMS, cycles=[before, now])
    return replace(found, people={"one": Person("one", "Ana Example")}, attachments=FILES)


def audited() -> Assessment:
    """The same with findings, requests and actions, some of them open."""
    return replace(
        standard(),
        findings={one.id: one for one in FINDINGS},
        actions={one.id: one for one in ACTIONS},
        requests={one.id: one for one in REQUESTS},
    )


ANSWERED = {
    "title": "Calls answered",
    "description": "Within a *minute*.",
    "about": [{"node": "vision"}],
    "owner": "one",
    "measured_in": "%",
    "better": "higher",
    "target": [{"value": 70}, {"from": "2026-02-01", "value": 80, "why": "Raised."}],
    "source": {"title": "Telephone system", "how": "By its own count."},
    "values": [
        {"period": {"from": "2025-10-01", "to": "2025-12-31"}, "value": 71.5},
        {"on": "2026-03-31", "value": 78, "item": "minutes", "note": "Without April."},
        {"on": "2027-03-31", "value": 99, "note": "Not yet."},
    ],
    "comparison": {
        "title": "Other desks",
        "source": "Their report",
        "values": [{"on": "2026-01-31", "value": 75}],
    },
}
TOMORROW = {
    "title": "Calls of tomorrow",
    "about": [{"node": "strategy"}],
    "measured_in": "calls",
    "better": "target",
    "target": 5,
    "source": {"title": "Plan"},
    "values": [{"on": "2027-01-31", "value": 3}],
}


def measured() -> Assessment:
    """The assessment of the page tests with two metrics, one of which a grade cites."""
    found = standard()
    now = found.cycles["now"]
    cites = next(one for one in now.grades if (one.node, one.attribute) == ("vision", "approach"))
    grades = tuple(replace(one, metrics=("calls",)) if one is cites else one for one in now.grades)
    metrics = {
        "calls": metric("calls", "metrics/calls.yaml", ANSWERED, "en"),
        "later": metric("later", "metrics/later.yaml", TOMORROW, "en"),
    }
    return replace(found, metrics=metrics, cycles={**found.cycles, "now": replace(now, grades=grades)})


def data(
    found: Assessment | None = None, history: History = HISTORY, draft: bool = False, on: dt.date = TODAY
) -> SiteData:
    """What the pages of an assessment are made from; its last cycle is shown."""
    found = found or standard()
    cards = {name: report_cards(found, one, one.as_of(on)) for name, one in found.cycles.items()}
    editions = (Edition("en", ""),)
    trails = read_trails(Path(), history)  # without contents there is nothing to read
    return SiteData(
        cards, list(cards)[-1], Words(), editions, history, found.attachments, "1.2.3", draft, trails=trails
    )


def plain_site(model: Model, *grades: Grade, items: Iterable[Item] = ()) -> SiteData:
    """A site of one cycle."""
    one: Cycle = cycle(*grades)
    return data(assessment(model, *items, cycles=[one]), History())


def render(site: SiteData) -> dict[str, str]:
    """Every page as the engine's own reader of Markdown makes it, by its path."""
    renderer = Renderer(site.words)
    return {page.path: as_html(renderer.page(page)) for page in build_pages(site)}


def page_of(site: SiteData, path: str) -> Page:
    return next(page for page in build_pages(site) if page.path == path)


def as_html(text: str) -> str:
    """A page's text, without its front matter, through the real Markdown."""
    body = text.split("\n---\n", 1)[1] if text.startswith("---\n") else text
    return str(import_module("markdown").markdown(body, extensions=EXTENSIONS))


class Parts(HTMLParser):
    """What a browser would find in a page: tags with their attributes, text, anchors, links, style sheets."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Mapping[str, str]]] = []
        self.text = ""
        self.styles: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "style":
            self.styles.append("")
        if tag in ("p", "li", "td", "th", "dt", "dd", "br", "h1", "h2", "h3"):
            self.text += " "

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style":
            self.styles[-1] += data
        else:
            self.text += data

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    @property
    def links(self) -> list[str]:
        return [attributes["href"] for tag, attributes in self.tags if tag == "a" and "href" in attributes]
