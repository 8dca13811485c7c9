"""One layout for every file: what is said stays, no comment is lost, and tidy files stay as they are."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from assay.problems import At
from assay.yamlfile import MAX_BYTES, Fault, read
from assay.yamlfile.tidy import tidied
from messy import COMMENTS, documents

ROOT = Path(__file__).parents[1]


def order(at: At) -> Sequence[str]:
    return ("a", "b", "c", "d")


def as_written(at: At) -> Sequence[str]:
    return ()


def tidy(text: str) -> str:
    found = tidied(text.encode(), order)
    assert isinstance(found, bytes), found
    assert tidied(found, order) == found
    return found.decode()


def said(raw: bytes) -> str:
    """What a file says, whatever the order of its keys; a number is no text, and true no number."""
    document = read(raw)
    assert not document.faults
    return json.dumps(document.data, sort_keys=True)


LAYOUTS = {
    "keys-in-order": ("b: 1\nx-own: 2\na: 3\n", "a: 3\nb: 1\nx-own: 2\n"),
    "unknown-keys-as-they-stand": ("z: 1\nb: 2\ny: 3\n", "b: 2\nz: 1\ny: 3\n"),
    "two-blanks-a-level": ("a:\n      b:\n           c: 1\n", "a:\n  b:\n    c: 1\n"),
    "lists-below-their-key": ("a:\n- 1\n-   2\n", "a:\n  - 1\n  - 2\n"),
    "lists-in-lists": ("a:\n-  -  1\n   -  2\n-\n", "a:\n  - - 1\n    - 2\n  -\n"),
    "maps-beside-the-dash": ("a:\n  -\n     c: 2\n     b: 1\n", "a:\n  - b: 1\n    c: 2\n"),
    "one-blank-after-colons": ("a:    1\nb :  2\n", "a: 1\nb: 2\n"),
    "one-empty-line": ("\n\na: 1\n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"),
    "none-above-a-first-key": ("a:\n\n  b: 1\n", "a:\n  b: 1\n"),
    "blanks-at-line-ends": ("a: 1  \nb:  \n  c: 2   # why  \n", "a: 1\nb:\n  c: 2   # why\n"),
    "line-ends-and-byte-order-mark": ("\ufeffa: 1\r\nb: |\r\n  x\r\n", "a: 1\nb: |\n  x\n"),
    "no-document-marks": ("--- # top\na: 1\n...\n# end\n", "# top\na: 1\n# end\n"),
    "keys-with-question-marks": ("? b\n: 1\n? a\n: 2\n", "a: 2\nb: 1\n"),
    "brackets-not-reflowed": (
        "b: {d:   1,c: [2,3 ]}\na: [\n  x,\n     y\n]\n",
        "a: [\n  x,\n     y\n]\nb: {c: [2,3 ],d:   1}\n",
    ),
    "brackets-with-comments": ("a: {c: 1, # one\n  b: 2}\n", "a: {c: 1, # one\n  b: 2}\n"),
    "quotes-stay": ("b: 'x'\na: \"y\"\n", "a: \"y\"\nb: 'x'\n"),
    "long-lines-stay": (f"a: {'long ' * 80}end\n", f"a: {'long ' * 80}end\n"),
    "texts-over-lines": ("a:\n    b: one\n      two\n\n      3\n", "a:\n  b: one\n    two\n\n    3\n"),
    "values-below-their-key": ("a:\n     {b: 1}\n", "a:\n  {b: 1}\n"),
    "escaped-blanks": ('a: "x\\ \n    y\\\n    z"\n', 'a: "x\\ \n    y\\\n    z"\n'),
    "blocks-of-text": ("a:\n b: >-\n    x\n      y\n\n    z\n", "a:\n  b: >-\n    x\n      y\n\n    z\n"),
    "blocks-with-stated-indents": ("a: |4\n      x\n    y\n", "a: |2\n    x\n  y\n"),
    "blocks-that-keep-empty-lines": ("b: |+\n  x\n\n\na: 1\n", "a: 1\nb: |+\n  x\n\n\n"),
    "none-added-below-them": ("c: 1\n\nb: 2\na: |+\n  x\n\n", "a: |+\n  x\n\nb: 2\nc: 1\n"),
    "no-line-break-at-the-end": ("b: |\n  x", "b: |-\n  x\n"),
    "yaml-1.2": ("b: no\na: 010\nc: 1:30\nd: 2026-03-11\n", "a: 010\nb: no\nc: 1:30\nd: 2026-03-11\n"),
    "separators-in-texts": ('b: "x\\u2028y"\na: 1\n', 'a: 1\nb: "x\\u2028y"\n'),
    "in-braces-as-a-whole": ("{b: 1, a: 2}\n", "{a: 2, b: 1}\n"),
    "nothing-but-comments": ("# one\n\n\n# two", "# one\n\n# two\n"),
    "empty": ("", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_layout(name: str) -> None:
    before, after = LAYOUTS[name]
    assert tidy(before) == after


COMMENTED = {
    "above-a-key": ("x: 1\n# of b\nb: 1\n# of a\na: 2\n", "# of a\na: 2\n# of b\nb: 1\nx: 1\n"),
    "behind-a-value": ("b: 1  # of b\na: [2]     # of a\n", "a: [2]     # of a\nb: 1  # of b\n"),
    "behind-a-key": ("b: # of b\n  c: 1\na: 1\n", "a: 1\nb: # of b\n  c: 1\n"),
    "behind-a-block-header": ("b: >-  # of b\n  x\na: 1\n", "a: 1\nb: >-  # of b\n  x\n"),
    "behind-a-dash": ("a:\n- # of one\n  c: 1\n  b: 2\n", "a:\n  - # of one\n    b: 2\n    c: 1\n"),
    "between-key-and-value": ("b:\n  # of b\n  x\na: 1\n", "a: 1\nb:\n  # of b\n  x\n"),
    "between-key-and-list": ("b:\n# of one\n- 1\na: 1\n", "a: 1\nb:\n  # of one\n  - 1\n"),
    "below-an-empty-key": ("b:\n   # nothing yet\na: 1\n", "a: 1\nb:\n  # nothing yet\n"),
    "below-a-list": ("b:\n  - 1\n  # - 2\na: 1\n", "a: 1\nb:\n  - 1\n  # - 2\n"),
    "of-the-next-key": ("b:\n- 1\n# of a\na: 1\n", "# of a\na: 1\nb:\n  - 1\n"),
    "below-a-block-of-text": ("b: |\n    x\n  # of a\na: 1\n", "# of a\na: 1\nb: |\n  x\n"),
    "of-a-key-that-comes-first": ("a:\n- c: 1\n  # of b\n  b: 2\n", "a:\n  # of b\n  - b: 2\n    c: 1\n"),
    "of-the-file": ("# of the file\n\n# of b\nb: 1\na: 2\n", "# of the file\n\na: 2\n# of b\nb: 1\n"),
    "of-the-file-at-its-key": ("# of the file\nb: 1\na: 2\n", "# of the file\na: 2\nb: 1\n"),
    "at-the-end": ("b: 1\n\n# the end\n", "b: 1\n\n# the end\n"),
    "with-their-empty-lines": ("c: 1\n\n# of b\nb: 1\n\na: 1\n", "a: 1\n\n# of b\nb: 1\nc: 1\n"),
    "behind-tabs": ("a: 1\t# of a\n", "a: 1  # of a\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", COMMENTED)
def test_comments_stay_with_what_they_stand_at(name: str) -> None:
    before, after = COMMENTED[name]
    assert tidy(before) == after


LEFT_ALONE = {
    "syntax": (b"a: [1\n", "yaml-syntax"),
    "duplicate-key": (b"a: 1\na: 2\n", "yaml-duplicate-key"),
    "alias": (b"a: &x 1\nb: *x\n", "yaml-alias"),
    "hidden-break": ("b: 1 # x\u2028a: 2\n".encode(), "yaml-line-break"),
    "latin-1": (b"a: \xe9\n", "yaml-encoding"),
    "too-large": (b"#" * (MAX_BYTES + 1), "file-too-large"),
    "deep-brackets": (b"[" * 30_000, "yaml-depth"),
    "deep-lists": (b"- " * 30_000, "yaml-depth"),
    "directive": (b"%YAML 1.2\n---\nb: 1\na: 2\n", "layout"),
    "key-over-lines": (b'? "x\n  y"\n: 1\n', "layout"),
    "comment-in-a-key": (b"? a\n# why\n: 1\n", "layout"),
    "block-of-text-alone": (b"--- |\n  x\n", "layout"),
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_what_cannot_be_laid_out_is_left_alone_and_said(name: str) -> None:
    raw, rule = LEFT_ALONE[name]
    found = tidied(raw, order)
    assert isinstance(found, Fault)
    assert found.rule == rule


def test_one_edited_line_is_one_changed_line() -> None:
    before = tidy("b:\n  - {id: x, title: One}\n  - {id: y, title: Two}\na: |\n  text\n\nc: 1   # why\n")
    for old, new in (("Two", "Three"), ("c: 1", "c: 2"), ("text", "other text"), ("# why", "# because")):
        after = tidy(before.replace(old, new))
        assert [a for a, b in zip(before.split("\n"), after.split("\n"), strict=True) if a != b] != []
        assert sum(a != b for a, b in zip(before.split("\n"), after.split("\n"), strict=True)) == 1


KNOWN = ("id", "node", "title", "about", "grade", "no")


def by_depth(at: At) -> Sequence[str]:
    return KNOWN[len(at) % 2 :]


@settings(
    max_examples=400, database=None, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(documents())
def test_laws_of_the_layout(text: str) -> None:
    """What is said stays, comments stay, and to tidy what is tidy changes nothing."""
    raw = text.encode()
    after = tidied(raw, by_depth)
    if isinstance(after, Fault):
        # Only what cannot be read, or is written in a way that the layout has no place for.
        assert after == (read(raw).faults or (after,))[0]
        assert "would" not in after.message
        return
    assert said(after) == said(raw)
    assert tidied(after, by_depth) == after
    assert commented(after.decode()) == commented(text.removeprefix("\ufeff"))
    assert after.decode().endswith("\n") or not after
    assert b"\r" not in after


def commented(text: str) -> Counter[str]:
    """How often each of the comments that documents are made with occurs in a text, be it comment or not."""
    words = sorted({comment.strip("# ") for comment in COMMENTS} - {""}, key=len, reverse=True)
    return Counter(re.findall("|".join(map(re.escape, words)), text))


FILES = sorted(
    path
    for folder in ("evidence", "examples", "models", "tests/examples", "tests/models")
    for path in (ROOT / folder).rglob("*.y*ml")
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_laws_hold_for_our_own_files(path: Path) -> None:
    raw = path.read_bytes()
    # Turned upside down, every map and comment of them moves.
    for keys in (as_written, lambda at: BACKWARDS):
        after = tidied(raw, keys)
        assert isinstance(after, bytes)
        assert said(after) == said(raw)
        assert tidied(after, keys) == after
        assert Counter(own_comments(after)) == Counter(own_comments(raw))


BACKWARDS = (
    "x-own",
    "why",
    "to",
    "rationale",
    "period",
    "title",
    "node",
    "file",
    "evidence",
    "id",
    "grade",
    "about",
)


def own_comments(raw: bytes) -> list[str]:
    """The comments of a file of ours: lines that begin with a #, or what stands behind two blanks and a #."""
    lines = (re.search(r"(?:^ *|  )(#.*)", line) for line in raw.decode().splitlines())
    return [found[1] for found in lines if found]
