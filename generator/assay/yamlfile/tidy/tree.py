"""The layout of a file as a tree: what is written for each value, and which comments stand at it."""

from __future__ import annotations

from dataclasses import dataclass

ITEM = "-"
"""What an entry of a list begins with, where one of a map has its key."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A value that is kept as it is written: a text, a number, a map or list in brackets.

    `rest`: the lines after the first, each with its distance from the column of what holds the value.
    `block`: it is a block of text (`|` or `>`); `keeps`: one that the empty lines after it belong to.
    """

    first: str
    rest: tuple[tuple[int, str], ...] = ()
    block: bool = False
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A key, or the dash of a list, with its value and the comments of both.

    Comments are texts; "" is an empty line. `lead`: above it. `key`: as it is written. `name`: what it says.
    `head`: the comment behind the key, with the blanks before it. `inner`: between the key and a value that
    stands `below` it. `end`: behind the value. `tail`: below the value, and deeper than the key.
    """

    lead: tuple[str, ...]
    key: str
    name: str | int
    head: str
    value: Atom | Block | None
    inner: tuple[str, ...] = ()
    below: bool = False
    end: str = ""
    tail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A map or a list of one entry a line; `tail`: comments below the last one."""

    entries: tuple[Entry, ...]
    tail: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole file. `header`: the comment that it begins with; it speaks of the file and stays at the top."""

    header: tuple[str, ...]
    value: Atom | Block | None
    end: str
    tail: tuple[str, ...]
