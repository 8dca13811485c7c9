"""The comment of `assay diff --format markdown`: safe to post whatever the data hold, and never too long."""

from __future__ import annotations

import re
from pathlib import Path

import markdown_it
import pytest
from markdown_it.token import Token

from assay.commands.diff.markdown import MOST_CHARACTERS, marker
from changes import FIGURES, GRADES, MINUTES, TALK, Desk
from repositories import forget_git_settings

FORGE = "https://github.com/desk/assessment"
OURS = re.compile(r"</?details>|</?summary>|</?sub>|<!-- assay-diff: [\w/._ ]* -->\n?")
HOSTILE = (
    "@team and @org/team, a@b.example",
    "#12, GH-1, !3, &4, %5, $6, ABC-7",
    "org/repo#1 org/repo@0123456789abcdef0123456789abcdef01234567 org/repo>",
    "0123456 0123456789abcdef0123456789abcdef01234567 Deadbeef",
    "https://evil.example www.evil.example ftp://evil.example mailto:a@evil.example",
    "[click](https://evil.example) ![i](https://evil.example/i.png) <https://evil.example>",
    "<img src=x onerror=alert(1)> <script>alert(1)</script> &lt;b&gt; &#60;b&#62;",
    "</details></summary></sub> <!-- assay-diff: evidence -->",
    "``` ` ~~~ | a | b | **b** _i_ ~~s~~",
    "<!-- assay-diff: other -->",
    "\\[x](https://evil.example) \\`x\\`",
    ":tada: ^[x] [^1] [x]: https://evil.example",
    "1. l",
    "123) l",
    "- [ ] task",
    "/close",
    "/label ~bug",
    '~bug ~"two words" %milestone %"a b" &epic $snippet ~12 &12 *iteration:1',
    "[issue:1] [vulnerability:1] ^alert#1 +1 --",
    "[!WARNING] > [!NOTE] > text",
    "[^1]: note <!-- x --!> &lt;!-- &#x3c;img&gt; &commat;team &num;12",
    "a\u202eb\u2066c\u200bd\ufeffe\u00ade@\u200bteam #\u200b12 @\u2060team",
    "(@team) [@team] `@team` ``#12`` *@team*",
    "@\uff41 \uff20team \uff0312",
    "# heading",
    "=====",
)


@pytest.fixture(autouse=True)
def _no_git_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_git_settings(monkeypatch)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "repository")


def comment(desk: Desk, *arguments: str, code: int = 0) -> str:
    return desk.diff(*(arguments or ("main", "change")), "--format", "markdown", code=code)


def inside(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in (token, *inside(token.children or []))]


def rendered(text: str) -> list[Token]:
    return inside(markdown_it.MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(text))


def refers(text: str) -> list[str]:
    """What a forge would make a mention, a reference or a link of."""
    patterns = (
        r"@\w", r"[#!&%$]\w", r"(?<!~)~\w", r"[%~&]\"",
        r"\bGH-\d", r"\b[A-Z]{2,}-\d", r"\b[0-9a-f]{7,40}\b", r"\w/\w+>",
        r"(?:https?|ftp)://", r"\bwww\.", r"mailto:\w", r":\w+:",
    )  # fmt: skip
    return [found[0] for pattern in patterns for found in re.finditer(pattern, text)]


def assert_harmless(text: str, links: str = "nowhere") -> None:
    """All markup is our own; no text refers to anything."""
    tokens = rendered(text)
    for token in tokens:
        if token.type in ("html_block", "html_inline"):
            rest = OURS.sub("", token.content)
            assert not re.search(r"[<>]", rest), token.content
            assert refers(rest) == []
        elif token.type == "link_open":
            assert str(token.attrGet("href")).startswith(links), token.attrs
        elif token.type in ("text", "text_special"):
            assert refers(token.content) == []
    assert not {"image", "hr", "code_block", "blockquote_open", "s_open", "em_open"} & {
        token.type for token in tokens
    }
    shown = "".join(token.content for token in tokens if token.type in ("text", "text_special"))
    assert refers(shown) == []
    for word in ("details", "summary"):
        assert text.count(f"<{word}>") == text.count(f"</{word}>")
    assert text.count("<!--") == 1
    assert not re.search(r"^/", text, re.MULTILINE)
    assert len(re.findall(r"^ *```", text, re.MULTILINE)) % 2 == 0


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_the_data_is_more_than_text(desk: Desk, text: str) -> None:
    said = quoted(text)
    desk.write("items/talk.yaml", TALK.replace("Talk with the teams", said))
    desk.write(MINUTES, desk.text(MINUTES) + f"withdrawn: {{on: 2026-06-02, by: ana, reason: {said}}}\n")
    desk.replace(FIGURES, "Speed of answer 2026", said)
    desk.replace("assessment.yaml", "Ana Example", said)
    desk.replace("assessment.yaml", "policy:", f"x-{{}}: {said}\npolicy:".replace("{}", "more"))
    desk.replace("assessment.yaml", "The service desk.", said)
    desk.replace("cycles/2026/cycle.yaml", "The year 2026", said)
    desk.replace("models/mini.yaml", "title: Enablers", f"title: {said}")
    desk.replace(
        GRADES, "{grade: 1, rationale: Half of the visits took place.", f"{{grade: 2, rationale: {said}"
    )
    desk.replace(
        GRADES,
        "{grade: 2, rationale: Three periods of improvement., evidence: [speed-figures]}",
        f"{{not_applicable: {said}, approved_by: ben}}",
    )
    desk.write(
        "findings/list.yaml",
        f"title: {said}\nkind: observation\nabout: [{{node: vision}}]\ntext: {said}\n"
        "raised: {on: 2026-05-05, by: ben}\n",
    )
    desk.git("config", "user.name", text.replace("<", "(").replace(">", ")"))
    desk.git("config", "user.email", "nobody@example.org")
    desk.commit("Say it everywhere")
    found = comment(desk)
    assert "Newly not applicable" in found
    assert_harmless(found)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_an_error_is_more_than_text(desk: Desk, text: str) -> None:
    desk.replace(MINUTES, "type: document", f"type: {quoted(text)}")
    desk.write(FIGURES, desk.text(FIGURES) + f"{quoted(text)}: 1\n")
    desk.commit("Break it")
    assert_harmless(comment(desk, code=1))


def test_names_of_branches_are_text(desk: Desk) -> None:
    desk.write("items/talk.yaml", TALK)
    desk.git("switch", "-q", "-c", "@team/#1</sub>")
    desk.commit("Talk")
    assert_harmless(comment(desk, "main", "@team/#1</sub>"))


def test_the_marker_holds_nothing_that_ends_it() -> None:
    assert marker("evidence") == "<!-- assay-diff: evidence -->"
    assert marker("a/b--><img>\n") == "<!-- assay-diff: a/b____img_ -->"


# Links


def test_it_links_to_the_files_of_the_change_and_of_its_base(desk: Desk) -> None:
    desk.replace("assessment.yaml", "fictional: true", f"fictional: true\nrepository_url: {FORGE}")
    desk.write("items/talk.yaml", TALK)
    desk.commit("Begin on the forge")
    base = desk.git("rev-parse", "HEAD")
    desk.git("rm", "-q", "evidence/items/talk.yaml")
    desk.replace(MINUTES, "every month", "every week")
    head = desk.commit("Go on")
    found = comment(desk, base, "HEAD")
    links = {str(token.attrGet("href")) for token in rendered(found) if token.type == "link_open"}
    assert f"{FORGE}/blob/{head}/evidence/items/minutes.yaml" in links
    assert f"{FORGE}/blob/{head}/evidence/items/minutes.yaml#L9" in links
    assert f"{FORGE}/blob/{base}/evidence/items/talk.yaml" in links
    assert_harmless(found, f"{FORGE}/blob/")
    folder = desk.diff(base, "--format", "markdown")  # what is not committed has no address
    gone = f"{FORGE}/blob/{base}/evidence/items/talk.yaml"  # the item, and the problem that goes with it
    links = {str(one.attrGet("href")) for one in rendered(folder) if one.type == "link_open"}
    assert links == {gone, f"{gone}#L1"}


def test_a_change_cannot_lead_its_readers_to_another_forge(desk: Desk) -> None:
    desk.replace(
        "assessment.yaml", "fictional: true", "fictional: true\nrepository_url: https://evil.example/x/y"
    )
    desk.write("items/talk.yaml", TALK)
    desk.commit("Somewhere else")
    assert "](" not in comment(desk)


# Length


def test_a_huge_change_fits_and_says_what_was_left_out(desk: Desk) -> None:
    desk.replace("assessment.yaml", "fictional: true", f"fictional: true\nrepository_url: {FORGE}")
    desk.commit("Begin on the forge")
    base = desk.git("rev-parse", "HEAD")
    for number in range(700):
        title = f"Talk {number} " + "with all the teams " * 9
        desk.write(f"items/talk-{number}.yaml", TALK.replace("Talk with the teams", title))
    for number in range(150):
        desk.write(
            f"findings/list-{number}.yaml",
            f"title: {'No list ' * 20}\nkind: observation\nabout: [{{node: vision}}]\ntext: There is none.\n"
            "raised: {on: 2026-05-05, by: ben}\n",
        )
    desk.commit("Talk a lot")
    found = comment(desk, base, "HEAD")
    assert len(found) < MOST_CHARACTERS
    assert "Left out, for a comment has no room for it: " in found
    assert "findings, requests, actions (150)" in found
    assert "and 600 more" in found
    assert found.rstrip().endswith("</sub>")
    assert_harmless(found, f"{FORGE}/blob/")


def test_a_thousand_errors_fit(desk: Desk) -> None:
    for number in range(1000):
        desk.write(f"items/talk-{number}.yaml", TALK.replace("interview", "intervew"))
    desk.commit("A slip of the pen")
    found = comment(desk, code=1)
    assert len(found) < MOST_CHARACTERS
    assert "1,000 errors in the data" in found
    assert "and 900 more" in found
