"""What the commands say of changes holds for any history, not only for those that somebody thought of."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from changes import printed
from histories import AS_OF, CYCLES, CellAt, Data, Told, World, tell
from repositories import Repository, forget_git_settings
from truth import is_true, renames, with_names

SEEDS = (13, 20)
FIGURES = ("status", "claimed", "supported", "effective")
LEVELS = ("level", "level_range", "score", "score_range", "claimed", "supported")
MIRROR = {
    "graded": "ungraded", "settled": "unsettled", "cited": "uncited", "counts": "stops",
    "accepted": "unaccepted",
}  # fmt: skip
MIRROR |= {one: other for other, one in MIRROR.items()}
Key: TypeAlias = tuple[str, str]


class Asking:
    """The answers of the commands about the commits of one history; each is asked once."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self._known: dict[tuple[str, ...], Any] = {}

    def __call__(self, *arguments: str, code: int = 0) -> Any:
        if arguments not in self._known:
            line = ["-e", str(self.told.repository.folder), *arguments, "--as-of", AS_OF, "--format", "json"]
            self._known[arguments] = json.loads(printed(line, code))
        return self._known[arguments]

    def worlds(self, ends: tuple[str, str]) -> tuple[World, World]:
        return self.told.worlds[ends[0]], self.told.worlds[ends[1]]

    def cells(self, commit: str, cycle: str) -> dict[CellAt, Data]:
        return {at_of(cell): cell for cell in self("levels", "--at", commit, "--cycle", cycle)["cells"]}

    def nodes(self, commit: str, cycle: str) -> dict[tuple[str | None, str], Data]:
        found = self("levels", "--at", commit, "--cycle", cycle)
        return {(node["unit"], node["id"]): node for node in (found["overall"], *found["nodes"])}

    def problems(self, commit: str) -> list[Data]:
        found: list[Data] = self("validate", "--at", commit)
        return found


def at_of(data: Data) -> CellAt:
    return data["unit"], data["node"], data["attribute"]


def key_of(problem: Data) -> Key:
    """A problem without its place. What it says of lines and columns is no part of it."""
    return problem["rule"], re.sub(r"\b(lines?|columns?) \d[\d, ]*", r"\1", problem["message"])


# Differences


def check_cells(asking: Asking, ends: tuple[str, str], cycle: str, told: Data) -> None:
    """Cells that differ are told with their figures and a true cause; no others are."""
    worlds = asking.worlds(ends)
    told_cells = {at_of(one): one for one in told["cells"]}
    olds, news = (asking.cells(end, cycle) for end in ends)
    both = {unit or None for unit in worlds[0].units} & {unit or None for unit in worlds[1].units}
    here = {at for at in olds.keys() | news.keys() if at[0] in both}
    assert told_cells.keys() <= here
    for at in here:
        cells = olds[at], news[at]
        if at not in told_cells:
            assert all(cells[0][key] == cells[1][key] for key in FIGURES), (cycle, at)
            assert not judged_otherwise(worlds, cycle, at), (cycle, at)
            continue
        one = told_cells[at]
        assert all(
            (one["before"][key], one["after"][key]) == (cells[0][key], cells[1][key]) for key in FIGURES
        )
        assert one["causes"], (cycle, at)
        for cause in one["causes"]:
            assert is_true(cause, cycle, at, worlds, cells), (cycle, at, cause)


def judged_otherwise(worlds: tuple[World, World], cycle: str, at: CellAt) -> bool:
    names = renames(*worlds)
    return any(
        with_names(worlds[0].entry(cycle, at, person), names)
        != with_names(worlds[1].entry(cycle, at, person), {})
        for person in ("ana", "ben", "cy")
    )


def check_nodes(asking: Asking, ends: tuple[str, str], cycle: str, told: Data) -> None:
    """Levels and scores that differ are told as `assay levels` has them, with what they differ because of."""
    nodes = {(one["unit"], one["id"]): one for one in told["nodes"]}
    cells = {at_of(one) for one in told["cells"]}
    olds, news = (asking.nodes(end, cycle) for end in ends)
    assert nodes.keys() <= olds.keys() | news.keys()
    for at in olds.keys() | news.keys():
        sides = [{key: side[at][key] for key in LEVELS} if at in side else None for side in (olds, news)]
        assert (at in nodes) == (sides[0] != sides[1]), (cycle, at)
        if at in nodes:
            node = nodes[at]
            assert [node["before"], node["after"]] == sides
            assert node["cells"] or node["other"] or None in sides, (cycle, at)
            assert {at_of(cell) for cell in node["cells"]} <= cells


def check_problems(asking: Asking, ends: tuple[str, str], found: Data) -> None:
    """Problems come and go as the two lists of `assay validate` say, items by their new names."""
    names = renames(*asking.worlds(ends))

    def counted(problems: list[Data], called: dict[str, str]) -> Counter[Key]:
        said = [(rule, re.sub(r"[a-z0-9][a-z0-9-]*", lambda id_: called.get(id_[0], id_[0]), text))
                for rule, text in map(key_of, problems)]  # fmt: skip
        return Counter(said)

    old, new = counted(asking.problems(ends[0]), names), counted(asking.problems(ends[1]), {})
    added, fixed = counted(found["problems"]["added"], {}), counted(found["problems"]["fixed"], names)
    assert new - old <= added <= new
    assert old - new <= fixed <= old
    for key in old | new | added | fixed:
        assert new[key] - old[key] == added[key] - fixed[key], key


def check_diff(asking: Asking, ends: tuple[str, str]) -> None:
    found = asking("diff", "--direct", *ends)
    cycles = {one["id"]: one for one in found["cycles"]}
    for cycle in CYCLES:
        told = cycles.get(cycle, {"cells": [], "nodes": []})
        check_cells(asking, ends, cycle, told)
        check_nodes(asking, ends, cycle, told)
    check_problems(asking, ends, found)


def check_mirror(asking: Asking, ends: tuple[str, str]) -> None:
    """There and back differ in the same cells, for the opposite reasons. Former names go one way only."""
    there, back = asking("diff", "--direct", *ends), asking("diff", "--direct", *ends[::-1])
    worlds = asking.worlds(ends)
    if renames(*worlds) or renames(*worlds[::-1]):
        return
    assert tellings(there, MIRROR) == tellings(back, {})
    for one, other in (("added", "fixed"), ("fixed", "added")):
        assert Counter(map(key_of, there["problems"][one])) == Counter(map(key_of, back["problems"][other]))


def tellings(found: Data, mirror: dict[str, str]) -> dict[Any, Any]:
    return {
        (cycle["id"], at_of(cell)): sorted(
            (mirror.get(one["why"], one["why"]), one["item"] or "", one["by"]) for one in cell["causes"]
        )
        for cycle in found["cycles"]
        for cell in cycle["cells"]
    }


# Since a base


def check_since(asking: Asking, base: str, head: str) -> None:
    """The gate fails exactly where a level fell that no decision accepts; no new problem gets lost."""
    parted = asking.told.repository.git("merge-base", base, head)
    fell = set(unexplained(asking, (parted, head)))
    arguments = ("check", "--since", base, "--at", head, "--regression", "explain")
    conditions = asking(*arguments, code=1 if fell else 0)["conditions"]
    assert fell == {
        (one["cycle"], one["unit"], one["node"])
        for one in conditions
        if one["kind"] == "regression" and one["outcome"] == "fail"
    }
    kept = Counter(map(key_of, asking("validate", "--since", base, "--at", head)))
    old, new = (Counter(map(key_of, asking.problems(commit))) for commit in (parted, head))
    assert new - old <= kept <= new


def unexplained(asking: Asking, ends: tuple[str, str]) -> Iterator[tuple[str, str | None, str]]:
    """Where the low end of a level fell, and no decision accepts where it fell to."""
    accepts = [one for data in asking.told.worlds[ends[1]].decisions.values() for one in data["accepts"]]
    for cycle in CYCLES:
        olds, news = (asking.nodes(end, cycle) for end in ends)
        for at, old in olds.items():
            here = [one for one in accepts if (one["cycle"], one.get("unit"), one["node"]) == (cycle, *at)]
            was, now = old["level_range"], news[at]["level_range"] if at in news else None
            if was and (now is None or (now[0] < was[0] and all(now[0] < one["level"] for one in here))):
                yield cycle, *at


# All of it


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_said_of_a_change_is_true_and_complete(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_git_settings(monkeypatch)
    asking = Asking(tell(Repository(tmp_path / "repository", "evidence"), seed))
    commits = list(asking.told.worlds)
    for place, ends in enumerate(itertools.pairwise(commits)):
        check_diff(asking, ends)
        if place % 3 == 0:
            check_mirror(asking, ends)
    check_since(asking, *commits[-2:])
    assert not asking("diff", "--direct", commits[-1], commits[-1])["changed"]
