"""Lenses, checks and the position of a model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from assay.model_check.finding import Data, at, nodes, twice, unknown
from assay.schema_check import Mismatch


def faults(data: Data) -> Iterator[Mismatch]:
    """Groups and axes of nodes that there are not, questions that stand twice, corners that lack."""
    known = [entry["id"] for entry, _ in nodes(data)]
    yield from twice(data.get("lenses", ()), ("lenses",), "lens")
    for index, lens in enumerate(data.get("lenses", ())):
        place = ("lenses", index, "groups")
        yield from twice(lens["groups"], place, "group")
        for number, group in enumerate(lens["groups"]):
            for which, node in enumerate(group["nodes"]):
                yield from unknown(node, known, (*place, number, "nodes", which), "node")
    yield from _checks(data)
    if "position" in data:
        yield from _position(data["position"], known)


def _checks(data: Data) -> Iterator[Mismatch]:
    yield from twice(data.get("checks", ()), ("checks",), "check")
    seen: set[str] = set()
    for index, check in enumerate(data.get("checks", ())):
        for number, question in enumerate(check["questions"]):
            if question["id"] in seen:
                message = f"the question '{question['id']}' stands twice"
                hint = "Answers name questions by their ids: rename one of them."
                yield at(("checks", index, "questions", number, "id"), message, hint)
            seen.add(question["id"])


def _position(position: Data, known: list[str]) -> Iterator[Mismatch]:
    place = ("position", "axes")
    yield from twice(position["axes"], place, "axis")
    for index, axis in enumerate(position["axes"]):
        for node in axis["weights"]:
            if not node.startswith("x-"):
                yield from unknown(node, known, (*place, index, "weights", node), "node", key=True)
    corners = Counter((one["x"], one["y"]) for one in position.get("quadrants", ()))
    if corners and (len(corners) != 4 or max(corners.values()) > 1):
        message = "the quadrants are not one for each corner"
        hint = "Name all four: x low or high, y low or high."
        yield at(("position", "quadrants"), message, hint, key=True)
