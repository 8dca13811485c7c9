"""Addresses on forges."""

from __future__ import annotations

import pytest

from assay.forge import FORGES, Forge, forge_of
from assay.git.pulls import pull_request
from assay.schema_check import schema

ID = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            "github",
            ["commit/{}", "blob/{}/items/a%20b%23%3F%25.yaml#L7", "blame/{}/x", "commits/{}/x", "pull/31"],
        ),
        (
            "gitlab",
            [
                "-/commit/{}", "-/blob/{}/items/a%20b%23%3F%25.yaml#L7", "-/blame/{}/x", "-/commits/{}/x",
                "-/merge_requests/31",
            ],
        ),
        (
            "gitea",
            [
                "commit/{}", "src/commit/{}/items/a%20b%23%3F%25.yaml#L7", "blame/commit/{}/x",
                "commits/commit/{}/x", "pulls/31",
            ],
        ),
        (
            "bitbucket",
            [
                "commits/{}", "src/{}/items/a%20b%23%3F%25.yaml#lines-7", "annotate/{}/x",
                "history-node/{}/x", "pull-requests/31",
            ],
        ),
    ],
)  # fmt: skip
def test_each_forge_has_addresses_of_its_own(kind: str, expected: list[str]) -> None:
    forge = forge_of("https://git.example.org/group/project", kind)

    assert [
        forge.commit(ID),
        forge.file(ID, "items/a b#?%.yaml", 7),
        forge.blame(ID, "x"),
        forge.history(ID, "x"),
        forge.pull_request("#31"),
    ] == [f"https://git.example.org/group/project/{path.format(ID)}" for path in expected]
    assert "#" not in forge.file(ID, "x")
    assert forge.file(ID, "caf\udce9/x").endswith("/caf%E9/x"), "a folder's name that is not UTF-8"


@pytest.mark.parametrize(
    ("address", "kind", "base"),
    [
        ("https://github.com/o/r", "github", "https://github.com/o/r"),
        ("https://github.com/o/r.git", "github", "https://github.com/o/r"),
        ("https://github.com/o/r.git/", "github", "https://github.com/o/r"),
        ("git@github.com:o/r.git", "github", "https://github.com/o/r"),
        ("github.com:o/r", "github", "https://github.com/o/r"),
        ("ssh://git@github.com/o/r.git", "github", "https://github.com/o/r"),
        ("ssh://git@git.example.org:2222/o/r", "", "https://git.example.org/o/r"),
        ("https://github.example.org/o/r", "github", "https://github.example.org/o/r"),
        ("https://gitlab.com/a/b/c/d", "gitlab", "https://gitlab.com/a/b/c/d"),
        ("git@gitlab.example.org:a/b/c.git", "gitlab", "https://gitlab.example.org/a/b/c"),
        ("http://gitlab.internal:8080/a/b", "gitlab", "http://gitlab.internal:8080/a/b"),
        ("https://codeberg.org/o/r", "gitea", "https://codeberg.org/o/r"),
        ("https://gitea.example.org/o/r", "gitea", "https://gitea.example.org/o/r"),
        ("https://my.forgejo.example/o/r", "gitea", "https://my.forgejo.example/o/r"),
        ("https://bitbucket.org/o/r", "bitbucket", "https://bitbucket.org/o/r"),
        ("https://oauth2:secret@gitlab.com/a/b.git", "gitlab", "https://gitlab.com/a/b"),
        ("https://github.com/o/a b", "github", "https://github.com/o/a%20b"),
        ("https://notgithub.example/o/r", "", "https://notgithub.example/o/r"),
        ("https://git.example.org/o/r", "", "https://git.example.org/o/r"),
        ("https://github.com", "github", ""),
        ("javascript:alert(1)", "", ""),
        ("file:///etc/passwd", "", ""),
        ("/srv/git/repository.git", "", ""),
        ('https://exa"><script>/x/y', "", ""),
        ("https://[::1]:99999/x", "", ""),
        ("", "", ""),
    ],
)
def test_the_host_tells_which_forge_it_is(address: str, kind: str, base: str) -> None:
    found = forge_of(address)

    assert found.base == base
    if base:
        assert found.kind == kind


def test_where_nothing_is_known_there_is_no_address() -> None:
    for forge in (forge_of("https://git.example.org/o/r"), forge_of("", "github"), Forge("", "")):
        assert forge.commit(ID) == forge.file(ID, "x", 3) == forge.pull_request("#1") == ""
    assert forge_of("https://github.com/o/r").pull_request("#1/../../x") == ""


@pytest.mark.parametrize(
    ("repository", "kind", "page"),
    [
        ("https://github.com/example/desk", "", "https://github.com/example/desk/new/HEAD"),
        ("https://github.com/example/desk.git/", "", "https://github.com/example/desk/new/HEAD"),
        ("git@github.com:example/desk.git", "", "https://github.com/example/desk/new/HEAD"),
        ("https://gitlab.example.org/q/desk", "", "https://gitlab.example.org/q/desk/-/new/HEAD"),
        ("https://code.example.org/q/desk", "gitlab", "https://code.example.org/q/desk/-/new/HEAD"),
        ("https://code.example.org/q/desk", "gitea", None),
        ("https://git.example.org/q/desk", "", None),
        ("", "", None),
    ],
)
def test_where_a_forge_makes_a_new_file(repository: str, kind: str, page: str | None) -> None:
    found = forge_of(repository, kind).new_file()
    assert (found.page if found else None) == page


def test_the_schema_knows_the_same_forges() -> None:
    assert tuple(sorted(schema("assessment")["properties"]["forge"]["enum"])) == FORGES


@pytest.mark.parametrize(
    ("subject", "body", "expected"),
    [
        ("Merge pull request #31 from someone/topic", "", "#31"),
        ("Merge pull request #31 in DESK/repository from topic to main", "", "#31"),
        ("Merge pull request 'Add minutes' (#31) from topic into main", "", "#31"),
        ("Merge pull request 'Add (#7)' (!31) from topic into main", "", "!31"),
        ("Merged in topic (pull request #31)", "", "#31"),
        ("Pull request #31: Add minutes", "", "#31"),
        ("Merged PR 31: Add minutes", "", "#31"),
        ("Add the minutes (#31)", "", "#31"),
        ("Add the minutes (!31)", "", "!31"),
        ('Revert "Add the minutes (#31)" (#32)', "", "#32"),
        ("Merge branch 'a' into 'main'", "Add minutes\n\nSee merge request group/sub/project!31", "!31"),
        ("Merge branch 'topic' into 'main'", "See merge request !31", "!31"),
        ("Fix it, fixes #31", "", ""),
        ("Close #31", "", ""),
        ("#31 Add minutes", "", ""),
        ("Add minutes (fixes #31)", "", ""),
        ("Add minutes (#31) again", "", ""),
        ('Revert "Add the minutes (#31)"', "", ""),
        ("(#31)", "", ""),
        ("Add minutes", "Fixes #31\n\nSee merge request of last week!31", ""),
        ("Add minutes (#1234567890)", "", ""),
        ("Merge branch 'topic' (#31) into main", "", ""),
    ],
)  # fmt: skip
def test_a_message_may_state_a_request(subject: str, body: str, expected: str) -> None:
    assert pull_request(subject, body.split("\n")) == expected
