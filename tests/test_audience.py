"""Audiences: what one may not see is nowhere in its site, in any form, and the levels are the same."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from assay import resources, schema_check
from assay.audience import Redaction
from assay.audience.mentions import Mentions, Names
from assay.cli import run
from assay.commands.build import build
from assay.commands.content import Wanted
from assay.commands.removed_items import removed_items
from assay.confidentiality import Audience
from assay.git import read_history
from assay.languages import Words
from assay.repository import load
from canaries import Canaries, Data, Filler
from cases import write_repository
from leaks import found_in
from links import dead_links
from repositories import Repository

AS_OF = dt.date(2026, 6, 30)
AUDIENCES: tuple[Audience, ...] = ("public", "internal", "restricted")

FRAME = """\
format: 1
title: {en: Desk of Example Ltd, hu: A Példa Kft. ügyfélszolgálata}
organisation: Example Ltd
scope: {en: All of it, hu: Minden}
model: service-excellence
policy: {independence: warn}
languages: [en, hu]
units: [{id: north, title: North}, {id: south, title: South}]
people:
  - {id: ann, name: Ann Example, roles: [assessor]}
  - {id: ben, name: Ben Example, roles: [assessor]}
  - {id: keeper, name: Keeper Example, roles: [evidence-owner]}
"""
GRADED = ("learning-knowledge", "learning-improvement", "internal-records", "internal-resolution")
CYCLE: Data = {
    "title": "Round of 2026",
    "period": {"from": "2026-01-01", "to": "2026-06-30"},
    "compare_with": "old",
}
BASELINE: Data = {
    "title": "Baseline",
    "period": {"from": "2025-01-01", "to": "2025-06-30"},
    "seal": {"on": "2025-07-15", "by": "ann"},
}


def schema(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((resources.SCHEMAS / f"{kind}.schema.json").read_text("utf-8"))
    return found


def fits(kind: str, data: object) -> bool:
    return not schema_check.check(kind, data)


@dataclass
class Secrets:
    """The repository under test, and the words of it that an audience may not find.

    `restricted`: for the narrowest audience only; `internal`: not for the public.
    """

    repository: Repository
    restricted: Canaries = field(default_factory=lambda: Canaries(1))
    internal: Canaries = field(default_factory=lambda: Canaries(2))

    def write(self, file: str, data: object) -> None:
        self.repository.write(file, json.dumps(data, ensure_ascii=False))

    def kept_from(self, audience: Audience) -> list[str]:
        """What `audience` must not find."""
        hidden = {
            "public": (self.restricted, self.internal),
            "internal": (self.restricted,),
            "restricted": (),
        }
        return [word for one in hidden[audience] for word in words_of(one)]


def words_of(canaries: Canaries) -> list[str]:
    days = list(canaries.dates.values())
    written = [Words(language).date(day) for day in days for language in ("en", "hu")]
    return [*canaries.told.values(), *(day.isoformat() for day in days), *written]


def item_files(secrets: Secrets, canaries: Canaries, confidentiality: str) -> list[str]:
    """Items in which every field of the schema says something, and the ids they have."""
    base: Data = {
        "title": {one: f"Title {canaries.word(f'title.{one}')} here" for one in ("en", "hu", "de")},
        "type": "record",
        "summary": f"What {canaries.word('summary')} says.",
        "about": [*({"node": node} for node in GRADED), {"node": "learning-skills"}],
        "collected": {"on": canaries.day("collected", later=False), "by": "keeper"},
        "sources": [{"title": canaries.word("source"), "held_by": canaries.word("holder")}],
        "confidentiality": confidentiality,
    }
    attachment = f"attachments/{canaries.word('folder')}/{canaries.word('file')}.txt"
    content = f"{canaries.word('content')}\n"
    known: Data = {
        "node": "learning-skills",
        "areas": ["training"],
        "units": ["north"],
        "by": "keeper",
        "by_item": "open-minutes",
        "confidentiality": confidentiality,
        "custodian": "Records office",
        "file": attachment,
        "sha256": hashlib.sha256(content.encode()).hexdigest(),
    }

    def allowed(data: Data) -> bool:
        return fits("item", data) and not any("attribute" in about for about in data["about"])

    names = []
    for data in Filler(canaries, known).files(schema("item"), base, allowed):
        name = f"{canaries.word('id')}-item"
        names.append(name)
        secrets.write(f"items/{canaries.word('above')}/{name}.yaml", data)
        if attachment in json.dumps(data):
            secrets.repository.write(attachment, content)
            canaries.told["attachment digest"] = known["sha256"]
        path = next(secrets.repository.folder.glob(f"items/*/{name}.yaml"))
        canaries.told[f"{name} digest"] = hashlib.sha256(path.read_bytes()).hexdigest()
    return names


def metric_files(secrets: Secrets, canaries: Canaries, item: str) -> list[str]:
    """Metrics whose values stand in an item, in which every field says something, and the ids they have."""
    known: Data = {"item": item, "node": "learning-skills", "owner": "keeper"}
    base: Data = {
        "title": canaries.word("metric title"), "about": [{"node": "learning-skills"}], "better": "higher",
        "measured_in": canaries.word("unit of measure"), "source": {"title": canaries.word("metric source")},
        "values": [{"on": "2026-03-31", "value": 3, "item": item}],
    }  # fmt: skip

    def allowed(data: Data) -> bool:
        places = [about for about in data["about"] if "attribute" in about]
        return not places and "confidentiality" not in data and fits("metric", data)

    names = []
    for data in Filler(canaries, known).files(schema("metric"), base, allowed):
        names.append(f"{canaries.word('metric')}-metric")
        secrets.write(f"metrics/{canaries.word('metric folder')}/{names[-1]}.yaml", data)
    return names


def judgements(canaries: Canaries, items: list[str], base: Data, part: dict[str, Any]) -> list[Data]:
    """Grades, or what settles them, in which every field says something about these items."""
    evidence = [{"item": name, "carries": 1, "note": canaries.word("note")} for name in items]
    known: Data = {"evidence": evidence, "item": items[0], "grade": 2, "by": "ben", "approved_by": "ben"}
    known["graded_on"] = "2026-05-04"

    def allowed(data: Data) -> bool:
        kind = "consensus" if "reason" in part["properties"] else "grades"
        whole = {"settled": {"on": "2026-05-20", "by": ["ann"]}, "cell": data}
        return "confidentiality" not in data and fits(
            kind, whole if kind == "consensus" else {"grades": {"learning-skills": data}}
        )

    return Filler(canaries, known).files(part, base | {"evidence": evidence}, allowed)


def follow_up_files(secrets: Secrets, canaries: Canaries, item: str) -> None:
    """Findings, requests and actions about an item, in which every field says something, and a waiver."""
    known: Data = {
        "item": item, "fulfilled_by": item, "node": "learning-skills", "unit": "north", "cycle": "now",
        "by": "ben", "of": "keeper", "owner": "keeper", "kind": "nonconformity",
    }  # fmt: skip
    title, about = {"title": canaries.word("follow-up title")}, {"about": [{"item": item}]}
    bases: dict[str, Data] = {
        "finding": {"text": canaries.word("finding"), "raised": {"on": "2026-05-02", "by": "ben"}},
        "request": {"asked": {"on": "2026-05-02", "by": "ben", "of": "keeper"}},
        "action": {"owner": "keeper", "due": "2026-12-02"},
    }
    bases["finding"]["kind"] = "nonconformity"
    for kind, base in bases.items():

        def allowed(data: Data, kind: str = kind) -> bool:
            places = [part for part in data["about"] if "attribute" in part or "finding" in part]
            return not places and "confidentiality" not in data and fits(kind, data)

        for data in Filler(canaries, known).files(schema(kind), base | title | about, allowed):
            secrets.write(f"{kind}s/{canaries.word(kind)}-{kind}.yaml", data)
    name = canaries.word("waiver")
    waiver = {
        "rule": "grader-is-collector", "where": {"item": item}, "reason": canaries.word("waived"),
        "approved": {"on": "2026-05-02", "by": "keeper"}, "until": "2026-12-01",
    }  # fmt: skip
    secrets.write(f"waivers/{name}.yaml", waiver)
    # What a decision accepts, when and by whom is for everybody; why is not.
    known |= {
        "on": "2026-05-02", "until": "2026-12-01", "approved_by": "keeper", "level": 1, "score": 1,
        "confidentiality": "restricted" if canaries is secrets.restricted else "internal",
    }  # fmt: skip
    base = {key: known[key] for key in ("on", "by", "approved_by", "confidentiality")}
    base |= {"title": canaries.word("decided"), "reason": canaries.word("decision")}
    base |= {"accepts": [{"cycle": "now", "node": "learning-skills", "level": 1}]}
    for data in Filler(canaries, known).files(schema("decision"), base, lambda data: fits("decision", data)):
        secrets.write(f"decisions/{canaries.word('decision')}-id.yaml", data)


def naming(secret: str, data: Data, files: Iterable[str]) -> dict[str, str]:
    """Texts that name a secret, each in another way."""
    title = data["title"]
    return {
        "id": f"As `{secret}` shows",
        "file": f"See items/x/{secret}.yaml",
        "title": f"In *{title['en']}* it is said",
        "cased": f"in {title['en'].upper()}, as said",
        "broken": "In " + title["en"].replace(" ", "\n") + " it is said",
        "other language": f"In {title['hu']} it is said",
        "address": next((f"At {one['url']}?page=2." for one in data["sources"] if "url" in one), secret),
        **{f"attachment {name}": f"In {Path(name).name} it is said" for name in files},
    }


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Secrets:
    """A repository with something of every confidentiality in every field."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        del os.environ[name]
    repository = Repository(tmp_path_factory.mktemp("audience"), "evidence")
    found = Secrets(repository)
    restricted, internal = found.restricted, found.internal
    repository.write("assessment.yaml", FRAME)
    public: Data = {
        "title": "Open minutes", "type": "document", "summary": "All may read this.",
        "about": [{"node": "learning-skills"}, {"node": "external-business"}],
        "collected": {"on": "2026-02-01", "by": "ann"},
        "sources": [{"title": "Minutes", "url": "https://example.org/minutes"}], "confidentiality": "public",
    }  # fmt: skip
    found.write("items/open-minutes.yaml", public)
    gone = f"{restricted.word('gone')}-item"
    found.write(
        f"items/{gone}.yaml",
        public | {"title": f"Gone {restricted.word('gone title')} now", "confidentiality": "restricted"},
    )
    repository.commit("Begin")
    repository.git("rm", "-q", f"evidence/items/{gone}.yaml")
    repository.commit(f"Remove what {restricted.word('removal')} said")
    hidden = item_files(found, restricted, "restricted")
    repository.commit(f"Add {restricted.word('subject')}\n\nBody {restricted.word('body')}")
    inside = item_files(found, internal, "internal")
    repository.commit(f"Add {internal.word('subject')}\n\nBody {internal.word('body')}")

    cell = schema("grades")["properties"]["grades"]["additionalProperties"]["then"]["additionalProperties"]
    measured = [*metric_files(found, restricted, hidden[0]), *metric_files(found, internal, inside[0])]
    ann: Data = {
        "learning-skills": {
            "grade": 2, "rationale": "It is open.", "evidence": ["open-minutes"], "metrics": measured,
        }
    }  # fmt: skip
    nodes = iter(GRADED)
    for canaries, names in ((restricted, hidden), (internal, inside)):
        base: Data = {"grade": 2, "rationale": f"Because {canaries.word('rationale')} is so."}
        ann |= {next(nodes): one for one in judgements(canaries, names, base, cell)}
    ann["external-communication"] = {"not_applicable": f"There is no {internal.word('not applicable')}"}
    ann["external-business"] = {
        "grade": 2, "rationale": f"Marked {restricted.word('marked')}.", "evidence": ["open-minutes"],
        "confidentiality": "restricted",
    }  # fmt: skip
    found.write("cycles/now/cycle.yaml", CYCLE)
    found.write("cycles/now/grades/north/ann.yaml", {"graded_on": "2026-05-04", "grades": ann})
    repository.commit(f"Grade {restricted.word('grading')}")
    disputed = {"grade": 5, "rationale": f"No {restricted.word('second')}.", "evidence": hidden}
    found.write("cycles/now/grades/north/ben.yaml", {"grades": {"learning-knowledge": disputed}})
    entry = schema("consensus")["$defs"]["entry"]
    settled = judgements(restricted, hidden, {"grade": 2, "reason": restricted.word("reason")}, entry)[0]
    found.write(
        "cycles/now/consensus/north/learning-knowledge.yaml",
        {"settled": {"on": "2026-05-20", "by": ["ann", "ben"]}, "cell": settled},
    )
    found.write(
        "cycles/now/checks.yaml",
        {
            "answered": {"on": "2026-05-21", "by": "ann"},
            "answers": {
                "sponsor": {"answer": "yes", "note": restricted.word("check"), "evidence": hidden},
                "goal": {"answer": "no", "note": internal.word("check")},
            },
        },
    )
    found.write("cycles/old/cycle.yaml", BASELINE)
    only_then = f"{restricted.word('then')}-item"
    found.write(
        f"items/{only_then}.yaml",
        public
        | {"title": restricted.word("title then"), "confidentiality": "restricted"}
        | {"collected": {"on": "2025-03-02", "by": "ann"}},
    )
    old = {"grade": 1, "rationale": restricted.word("rationale then"), "evidence": [only_then]}
    found.write("cycles/old/grades/north/ann.yaml", {"grades": {"learning-skills": old}})
    _name_them(found, public, hidden[0], restricted)
    _name_them(found, public, inside[-1], internal)
    for canaries, about in ((restricted, hidden[0]), (internal, inside[0])):
        follow_up_files(found, canaries, about)
    repository.commit("Mention them")
    # What a file that everybody may see said once, and says no more.
    then = {"on": "2026-05-01", "by": "ann", "reason": f"As {hidden[0]} has it: {restricted.word('once')}"}
    found.write("items/open-minutes.yaml", public | {"withdrawn": then})
    repository.commit("Withdraw the minutes")
    found.write("items/open-minutes.yaml", public)
    repository.commit("Take that back")
    repository.write("items/open-minutes.yaml", json.dumps(public | {"summary": "All may read it."}))
    repository.commit(f"Word it as {restricted.word('while')} in {hidden[0]} has it")
    return found


def _name_them(found: Secrets, public: Data, secret: str, canaries: Canaries) -> None:
    """Public items whose summaries name a secret: what they say of it must not be seen either."""
    path = next(found.repository.folder.glob(f"items/*/{secret}.yaml"))
    data = json.loads(path.read_text("utf-8"))
    files = [one["file"] for one in data["sources"] if "file" in one]
    for number, text in enumerate(naming(secret, data, files).values()):
        summary = f"{text}, namely {canaries.word('named')}."
        kind = "r" if canaries is found.restricted else "i"
        found.write(f"items/open-{kind}{number}.yaml", public | {"summary": summary})


@pytest.fixture(scope="module")
def sites(secrets: Secrets, tmp_path_factory: pytest.TempPathFactory) -> dict[Audience, Path]:
    """The site for each audience."""
    there = tmp_path_factory.mktemp("sites")
    for audience in AUDIENCES:
        wanted = Wanted(draft=True, audience=audience)
        assert build(secrets.repository.folder, there / audience, AS_OF, wanted) == 0
    return {audience: there / audience for audience in AUDIENCES}


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_what_an_audience_may_not_see_is_nowhere_in_its_site(
    secrets: Secrets, sites: dict[Audience, Path], audience: Audience
) -> None:
    assert found_in(sites[audience], secrets.kept_from(audience)) == {}


def test_the_same_search_finds_it_where_it_may_be_seen(secrets: Secrets, sites: dict[Audience, Path]) -> None:
    for canaries in (secrets.restricted, secrets.internal):
        seen = found_in(sites["restricted"], words_of(canaries))
        kinds = {place.rpartition(" ")[0] for place, word in canaries.told.items() if word in seen}
        assert {"id", "title.en", "title.hu", "summary.en", "method", "sources.title", "url",
                "holder", "result", "reason", "former_ids", "rationale.en", "rationale.hu",
                "answer.en", "check", "named", "subject", "finding", "follow-up title",
                "waived", "decision", "metric", "measured_in.en", "how.en", "why.en",
                "value"} <= kinds  # fmt: skip
        assert any(day.isoformat() in seen for day in canaries.dates.values())
    inside = secrets.internal.told
    # Only the manifest of the whole site names all files of the evidence.
    files = found_in(sites["restricted"], inside.values(), but_for="manifest.json")
    for place in ("content", "file", "excerpt", "attachment digest"):
        assert any(inside[one] in files for one in inside if one.startswith(place)), place
    assert found_in(sites["internal"], inside.values(), but_for="manifest.json").keys() == files.keys()


def numbers(site: Path) -> Any:
    """The levels of a site without the names of what they rest on and the texts."""
    data = json.loads((site / "levels.json").read_text("ascii"))
    for about_evidence in ("audience", "findings", "decisions", "regrade", "reviews", "waivers"):
        del data[about_evidence]
    for cell in data["cells"]:
        cell["evidence"] = sorted((one["carries"], one["counts"]) for one in cell["evidence"])
        cell["consensus"] = None
        for grade in cell["grades"]:
            grade["rationale"] = grade["not_applicable"] = ""
    for drop in data["calendar"]:
        drop["items"] = len(drop["items"])
    return data


@pytest.mark.parametrize("audience", AUDIENCES)
def test_levels_are_the_same_for_every_audience(sites: dict[Audience, Path], audience: Audience) -> None:
    assert numbers(sites[audience]) == numbers(sites["restricted"])
    data = json.loads((sites[audience] / "levels.json").read_text("ascii"))
    assert fits("levels", data)
    assert data["audience"] == audience


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_link_leads_to_what_is_withheld(sites: dict[Audience, Path], audience: Audience) -> None:
    assert dead_links(sites[audience]) == set()


def test_every_page_says_for_whom_it_is_made_where_it_is_not_everything(sites: dict[Audience, Path]) -> None:
    says = {"public": "For the public", "internal": "For internal use"}
    for audience, site in sites.items():
        for page in [*site.glob("*.html"), *site.glob("items/*.html"), *site.glob("units/**/*.html")]:
            if page.name != "404.html":
                text = page.read_text("utf-8")
                said = [one for one, words in says.items() if words in text]
                assert said == [one for one in says if one == audience], page


def test_what_is_withheld_stands_there_as_restricted_with_who_holds_it(sites: dict[Audience, Path]) -> None:
    text = (sites["public"] / "exhibits.html").read_text("utf-8")
    assert "Restricted, held by Records office" in text
    assert "Restricted, held by evidence owner" in text
    assert "Korlátozott, őrzi: Records office" in (sites["public"] / "hu/exhibits.html").read_text("utf-8")
    cell = (sites["public"] / "units/north/criteria/learning-growth.html").read_text("utf-8")
    assert "Restricted, held by" in cell
    assert "Withheld: not for this audience." in cell
    assert "It is open." in cell
    assert not list(sites["public"].glob("items/withheld-*"))


def test_a_page_that_nobody_looks_up_by_date_has_none(sites: dict[Audience, Path]) -> None:
    """A withheld item has no day of collection: none must be printed for it."""
    assert found_in(sites["public"], ["0001-01-01", "1 Jan 1,", "1 Jan 0001", "0001. jan."]) == {}
    assert '"until": null' in (sites["public"] / "levels.json").read_text("ascii")


def test_of_a_commit_that_touched_it_the_message_is_withheld(sites: dict[Audience, Path]) -> None:
    page = (sites["internal"] / "items/open-minutes.html").read_text("utf-8")
    assert "Message withheld" in page
    assert "First Assessor" in page
    assert "Word it as" in (sites["restricted"] / "items/open-minutes.html").read_text("utf-8")


# One thing at a time

MINUTES = """\
title: Minutes of the board
type: document
summary: The board met.
about: [{{node: vision}}]
collected: {{on: 2026-03-11, by: ana}}
sources: [{{title: Minutes, file: attachments/minutes.txt}}]
confidentiality: {confidentiality}
"""
GRADES = """\
{top}grades:
  vision:
    approach:
      grade: 2
      rationale: The plan is written.
      evidence: [board]
{more}"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return write_repository(tmp_path / "evidence")


def rewrite(folder: Path, confidentiality: str = "internal", top: str = "", more: str = "") -> None:
    (folder / "items/board.yaml").write_text(MINUTES.format(confidentiality=confidentiality), "utf-8")
    (folder / "cycles/2026/grades/ana.yaml").write_text(GRADES.format(top=top, more=more), "utf-8")


def levels(*options: str) -> Any:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert run(["levels", "--as-of", "2026-06-30", "--format", "json", *options]) == 0
    return json.loads(out.getvalue())


def cell_of(data: Any) -> Any:
    return next(one for one in data["cells"] if (one["node"], one["attribute"]) == ("vision", "approach"))


@pytest.mark.parametrize(
    ("top", "more", "read"),
    [
        ("", "", False),  # it rests on what the public may not see
        ("confidentiality: public\n", "", True),
        ("", "      confidentiality: public\n", True),
        ("confidentiality: public\n", "      confidentiality: internal\n", False),
    ],
)
def test_a_rationale_is_as_confidential_as_its_evidence_unless_it_says_otherwise(
    folder: Path, top: str, more: str, read: bool
) -> None:
    rewrite(folder, "internal", top, more)
    cell = cell_of(levels("--audience", "public"))
    assert cell["grades"][0]["rationale"] == (
        "The plan is written." if read else "Withheld: not for this audience."
    )
    assert cell["claimed"] == cell_of(levels())["claimed"]
    (support,) = cell["evidence"]
    assert (support["item"], support["withheld"], support["until"]) == ("withheld-1", True, None)


@pytest.mark.parametrize(
    ("marked", "audience", "read"),
    [("", "public", False), ("", "internal", True), ("confidentiality: public\n", "public", True)],
)
def test_a_finding_about_public_evidence_is_for_everybody_only_if_it_says_so(
    folder: Path, marked: str, audience: Audience, read: bool
) -> None:
    item = folder / "items/minutes.yaml"
    item.write_text(f"{item.read_text('utf-8')}confidentiality: public\n", "utf-8")
    (folder / "findings").mkdir()
    (folder / "findings/gap.yaml").write_text(
        "title: A gap\nkind: observation\nabout:\n  - {item: minutes}\ntext: It lacks a date.\n"
        f"raised: {{on: 2026-05-01, by: ana}}\n{marked}",
        "utf-8",
    )
    found = load(folder).assessment
    assert found
    assert found.findings
    shown = Redaction([replace(found, audience=audience)], Words("en"))(found)
    assert bool(shown.findings) is read


def test_levels_in_the_terminal_are_everything_unless_an_audience_is_named(folder: Path) -> None:
    rewrite(folder)
    assert levels() == levels("--audience", "restricted")
    assert levels()["audience"] == "restricted"
    assert cell_of(levels())["evidence"][0]["item"] == "board"
    assert cell_of(levels("--audience", "internal"))["evidence"][0]["item"] == "board"


def test_nobody_can_take_a_real_item_for_one_that_is_withheld(folder: Path) -> None:
    rewrite(folder)
    source = (folder / "items/board.yaml").read_text("utf-8")
    (folder / "items/withheld-1.yaml").write_text(source.replace(": internal", ": public"), "utf-8")
    cell = cell_of(levels("--audience", "public"))
    assert cell["evidence"][0]["item"] == "withheld-2"


def test_a_site_is_for_internal_use_unless_the_policy_or_the_option_says_otherwise(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(folder)
    command = ["build", "--as-of", "2026-06-30"]

    def audience(*options: str) -> str:
        assert run([*command, *options]) == 0
        return str(json.loads(Path("site/levels.json").read_text("ascii"))["audience"])

    assert audience() == "internal"
    assert "withheld" not in capsys.readouterr().err
    frame = (folder / "assessment.yaml").read_text("utf-8")
    (folder / "assessment.yaml").write_text(frame.replace("policy:", "policy:\n  audience: public"), "utf-8")
    assert audience() == "public"
    assert "assay: made for the audience public: withheld are " in capsys.readouterr().err
    assert audience("--audience", "restricted") == "restricted"


def test_a_file_that_a_withheld_item_cites_is_not_published_through_another(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(folder, "internal")
    source = (folder / "items/board.yaml").read_text("utf-8")
    (folder / "items/open.yaml").write_text(
        source.replace(": internal", ": public").replace("of the board", "for all"), "utf-8"
    )
    (folder / "attachments/copy.txt").write_bytes((folder / "attachments/minutes.txt").read_bytes())
    (folder / "items/copied.yaml").write_text(
        source.replace(": internal", ": public").replace("minutes.txt", "copy.txt"), "utf-8"
    )

    assert run(["build", "--as-of", "2026-06-30", "--audience", "public"]) == 0

    assert not Path("site/attachments").exists()
    page = Path("site/items/open.html").read_text("utf-8")
    assert "Withheld: restricted evidence cites the same file." in page


def test_a_site_says_of_its_own_figures_that_they_are_of_what_it_publishes(folder: Path) -> None:
    """Areas and findings are counted in what is shown: "none" would say that there is nothing."""
    rewrite(folder)
    for audience, published in (("public", True), ("restricted", False)):
        assert run(["build", "--as-of", "2026-06-30", "--audience", audience]) == 0
        criterion = Path("site/criteria/leadership.html").read_text("utf-8")
        methodology = Path("site/methodology.html").read_text("utf-8")
        assert ("published here is current evidence for" in criterion) == published
        assert ("none published" in criterion) == published
        assert ("of every file of the evidence" in methodology) != published


@pytest.mark.parametrize("content", ["confidentiality: restricted", "confidentiality: internal"])
def test_an_item_that_only_history_has_is_as_confidential_as_it_was(tmp_path: Path, content: str) -> None:
    repository = Repository(tmp_path / "repository", "evidence")
    write_repository(tmp_path / "base")
    shutil.copytree(tmp_path / "base", repository.folder, dirs_exist_ok=True)
    repository.write("items/gone.yaml", f"title: Gone with the wind\n{content}\n")
    repository.commit("Add two")
    (repository.folder / "items/gone.yaml").unlink()
    repository.commit("Tidy up")
    history = read_history(repository.folder)
    loaded = load(repository.folder)
    assert loaded.assessment
    removed = removed_items(repository.folder, history, loaded)
    inside, all_of_it = (replace(loaded.assessment, audience=one) for one in ("internal", "restricted"))
    assert [(one.id, one.titles) for one in removed] == [("gone", ("Gone with the wind",))]

    found = Redaction([inside], Words(), removed).history(history)

    assert ("items/gone.yaml" in found.trails) == (content == "confidentiality: internal")
    subjects = {commit.subject for trail in found.trails.values() for commit in trail}
    assert ("Add two" in subjects) == (content == "confidentiality: internal")
    assert Redaction([all_of_it], Words(), removed).history(history) is history


# Names in texts


@pytest.mark.parametrize(
    "text",
    [
        "see pay-review-2026", "see `pay-review-2026`", "PAY-REVIEW-2026.", "items/hr/pay-review-2026.yaml",
        "pay-review-2026-annex", "The pay review of 2026 says", "the *pay\nreview* of  2026",
        "as `payroll` has it", "https://hr.example.org/pay?page=2", "HTTP://hr.example.org/pay/", "(hr.xlsx)",
        "a1" * 32, "在服务台会议中", "Salaries went up",
    ],
)  # fmt: skip
def test_a_text_names_it(text: str) -> None:
    assert text in NAMED


@pytest.mark.parametrize(
    "text",
    [
        "", "review", "pay-review-2025", "the payroll", "The pay review of 20266", "https://hr.example.org/",
        "https://hr.example.org/payroll", "salaries", "pay-review-2026-public", "hr.xlsxx",
    ],
)  # fmt: skip
def test_a_text_does_not_name_it(text: str) -> None:
    assert text not in NAMED


NAMED = Mentions(
    Names(
        ids=frozenset(("pay-review-2026", "payroll", "a1" * 32)),
        phrases=frozenset(("The pay review of 2026", "Salaries", "hr.xlsx", "服务台会议")),
        addresses=frozenset(("https://hr.example.org/pay",)),
    ),
    apart=frozenset(("pay-review-2026-public",)),
)
