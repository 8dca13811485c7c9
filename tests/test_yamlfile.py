"""YAML is read strictly: data with positions, and every refusal at its line and column."""

from __future__ import annotations

import tracemalloc

import pytest

from assay.yamlfile import MAX_BYTES, MAX_DEPTH, read


def test_scalars_follow_yaml_1_2() -> None:
    text = b"""
a: no
b: on
c: 010
d: 1:30
e: 2026-03-11
f: true
g: 12
h: -1.5
i: ~
j: .inf
k: 1_000
l: 0x1f
m: "12"
n:
"""
    assert read(text).data == {
        "a": "no", "b": "on", "c": "010", "d": "1:30", "e": "2026-03-11", "f": True, "g": 12, "h": -1.5,
        "i": None, "j": ".inf", "k": "1_000", "l": "0x1f", "m": "12", "n": None,
    }  # fmt: skip


def test_positions_of_values_and_keys() -> None:
    document = read(b"a: 1\nb:\n  - x: no\n    y: two\n  - {q: 3, 'r s': 4}\n")
    assert document.position(("a",)) == (1, 4)
    assert document.position(("b", 0, "y")) == (4, 8)
    assert document.position(("b", 0, "y"), key=True) == (4, 5)
    assert document.position(("b", 1, "r s")) == (5, 19)
    assert document.position(("b", 1), key=True) == (5, 5)


def test_the_position_of_what_is_missing_is_that_of_the_nearest_place_above() -> None:
    document = read(b"a:\n  b: 1\n")
    assert document.position(("a", "c", "d")) == (1, 1)
    assert document.position(()) == (1, 1)


def test_positions_count_characters_not_bytes() -> None:
    assert read("ő: {ű: 1}\n".encode()).position(("ő", "ű")) == (1, 8)


@pytest.mark.parametrize(
    ("raw", "rule", "line", "column"),
    [
        (b"a: 1\na: 2\n", "yaml-duplicate-key", 2, 1),
        (b"a:\n  - &x 1\n", "yaml-alias", 2, 5),
        (b"a: *x\n", "yaml-alias", 1, 4),
        (b"a: 1\n<<: {b: 1}\n", "yaml-merge-key", 2, 1),
        (b"a: !!str 1\n", "yaml-tag", 1, 4),
        (b"a: !x {}\n", "yaml-tag", 1, 4),
        (b"1: a\n", "yaml-key", 1, 1),
        (b"true: a\n", "yaml-key", 1, 1),
        (b"~: a\n", "yaml-key", 1, 1),
        (b"? [a]\n: b\n", "yaml-key", 1, 3),
        (b"a: 1\n---\nb: 2\n", "yaml-documents", 2, 1),
        (b"a: 1\nb: \xe9\n", "yaml-encoding", 2, 4),
        ("kő: 1\nb: ".encode() + b"\xf6", "yaml-encoding", 2, 4),
        ("a: 1 # ok\u2028b: 2\n".encode(), "yaml-line-break", 1, 10),
        ("a: 1 # ok\u0085b: 2\n".encode(), "yaml-line-break", 1, 10),
        (b"a: 1 # ok\rb: 2\n", "yaml-line-break", 1, 10),
        (b"a: 1\nb: \x00\n", "yaml-character", 2, 4),
        (b"a: \x1b[2J\n", "yaml-character", 1, 4),
        (b"a: 1234567890123456\n", "yaml-number", 1, 4),
        (b"a: b: c\n", "yaml-syntax", 1, 5),
        (b"a:\n  b: 1\n c: 2\n", "yaml-syntax", 3, 2),
        (b'a: "\\ud83d\\ude0d"\n', "yaml-syntax", 1, 7),
        (b"a: 'x\n", "yaml-syntax", 2, 1),
    ],
)
def test_what_is_refused_is_named_with_its_place(raw: bytes, rule: str, line: int, column: int) -> None:
    document = read(raw)
    assert document.data is None
    [fault] = document.faults
    assert (fault.rule, fault.line, fault.column) == (rule, line, column)
    assert fault.message
    assert fault.hint


@pytest.mark.parametrize("raw", [b"[" * 100_000, b"- " * 100_000, b"{a: " * 100_000])
def test_deep_nesting_is_one_clear_fault(raw: bytes) -> None:
    [fault] = read(raw).faults
    assert fault.rule == "yaml-depth"
    assert str(MAX_DEPTH) in fault.message


def test_a_file_that_is_too_large_is_not_parsed() -> None:
    raw = b"a: b\n" * (MAX_BYTES // 5 + 1)
    tracemalloc.start()
    [fault] = read(raw).faults
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert fault.rule == "file-too-large"
    assert peak < len(raw)


@pytest.mark.parametrize("raw", [b"", b"# only a comment\n", b"---\n"])
def test_an_empty_file_is_no_data(raw: bytes) -> None:
    document = read(raw)
    assert (document.data, document.faults) == (None, ())


def test_a_byte_order_mark_and_windows_line_ends_are_fine() -> None:
    document = read(b"\xef\xbb\xbfa: 1\r\nb: [x,\r\n  y]\r\n")
    assert document.data == {"a": 1, "b": ["x", "y"]}
    assert document.position(("b", 1)) == (3, 3)
