"""Random histories of a small evidence repository whose data stay valid: branches, merges to and fro.

A world is what a commit holds. `edited` makes another of it that a team could have come to: grades, evidence,
consensus, policy, weights, units, targets, decisions, files that move and items that change their names.
"""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from repositories import Repository

Data: TypeAlias = dict[str, Any]
CellAt: TypeAlias = tuple[str | None, str, str]

AS_OF = "2026-06-30"
CYCLES = ("2025", "2026")
ATTRIBUTES = {
    "vision": ("approach", "deployment"),
    "example": ("approach", "deployment"),
    "speed": ("trend",),
    "care": ("trend",),
}
PEOPLE = ("ana", "ben", "cy")
DAYS = ("2025-11-02", "2026-02-03", "2026-04-05", "2026-05-06")
PAST, FUTURE = "2026-06-01", "2026-09-30"
ENDS = ("2026-05-31", "2026-07-15", "2027-12-31")
REQUIREMENTS = (
    {"from": 2, "items": 2},
    {"from": 1, "sources": 2},
    {"from": 2, "accepted": True},
    {"from": 1, "types": ["document", "survey"]},
)


@dataclass
class World:
    """All files of a commit as data. `grades`: by cycle, unit ("" for none) and assessor."""

    assessment: Data
    model: Data
    cycles: dict[str, Data]
    items: dict[str, Data] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    grades: dict[tuple[str, str, str], Data] = field(default_factory=dict)
    consensus: dict[tuple[str, str, str], Data] = field(default_factory=dict)
    decisions: dict[str, Data] = field(default_factory=dict)
    names: int = 0

    @property
    def units(self) -> tuple[str, ...]:
        """The ids of the units; ("",) without any."""
        return tuple(unit["id"] for unit in self.assessment.get("units", ())) or ("",)

    def files(self) -> dict[str, str]:
        """Every file with its text. JSON is YAML."""
        found: dict[str, Data] = {"assessment.yaml": self.assessment, "models/mini.yaml": self.model}
        found |= {f"cycles/{name}/cycle.yaml": data for name, data in self.cycles.items()}
        found |= {f"items/{self.places[name]}{name}.yaml": data for name, data in self.items.items()}
        for (cycle, unit, person), data in self.grades.items():
            found[f"cycles/{cycle}/grades/{unit + '/' if unit else ''}{person}.yaml"] = data
        for (cycle, unit, node), data in self.consensus.items():
            found[f"cycles/{cycle}/consensus/{unit + '/' if unit else ''}{node}.yaml"] = data
        found |= {f"decisions/{name}.yaml": data for name, data in self.decisions.items()}
        return {file: json.dumps(data, indent=1) + "\n" for file, data in found.items()}

    def entry(self, cycle: str, at: CellAt, person: str) -> Data | None:
        """What somebody judged of a cell."""
        held = self.grades.get((cycle, at[0] or "", person), {}).get("grades", {})
        found: Data | None = held.get(at[1], {}).get(at[2])
        return found

    def settled(self, cycle: str, at: CellAt) -> Data | None:
        """What was settled of a cell."""
        found: Data | None = self.consensus.get((cycle, at[0] or "", at[1]), {}).get("cells", {}).get(at[2])
        return found

    def entries(self) -> list[Data]:
        """Every judgement, of one person or settled."""
        judged = [held["grades"] for held in self.grades.values()]
        found = [entry for nodes in judged for cells in nodes.values() for entry in cells.values()]
        return found + [entry for held in self.consensus.values() for entry in held["cells"].values()]


def beginning() -> World:
    """A world with one item and no grade."""
    criteria = [
        {"id": half, "title": half.title(), "attributes": list(ATTRIBUTES[leaves[0]]),
         "criteria": [{"id": leaf, "title": leaf.title(), "definition": "Text."} for leaf in leaves]}
        for half, leaves in (("enablers", ("vision", "example")), ("results", ("speed", "care")))
    ]  # fmt: skip
    model: Data = {
        "format": 1, "version": "1.0", "title": "Mini",
        "levels": [
            {"number": n, "id": f"l{n}", "title": f"Level {n}", "description": "Text."} for n in (1, 2, 3)
        ],
        "scales": [{"id": "marks", "values": {"none": 0, "L1": 1, "L2": 2, "L3": 3}}],
        "attributes": [
            {"id": name, "title": name.title(), "question": "Is it?", "scale": "marks"}
            for name in ("approach", "deployment", "trend")
        ],
        "criteria": criteria,
        "scoring": {
            "score": {"combine": "mean", "out_of": 100},
            "level": {"combine": "threshold", "share": 0.75, "behind": 1, "base": 1},
            "rows": {"base": 0},
            "not_applicable": "exclude",
        },
    }  # fmt: skip
    assessment: Data = {
        "format": 1, "title": "Desk", "organisation": "Example Ltd", "scope": "The desk.", "fictional": True,
        "model": "mini",
        "people": [
            {"id": name, "name": name.title(), "roles": ["assessor" if name == "ana" else "lead-assessor"]}
            for name in PEOPLE
        ],
        "policy": {"max_age": {"survey": "P6M"}, "decision_approvers": ["lead-assessor"]},
    }  # fmt: skip
    cycles: dict[str, Data] = {
        name: {"title": f"Year {name}", "period": {"from": f"{name}-01-01", "to": f"{name}-12-31"}}
        for name in CYCLES
    }
    world = World(assessment, model, cycles)
    for _ in range(2):
        _add_item(world, random.Random(1))
    return world


# Edits


def _add_item(world: World, chance: random.Random) -> None:
    world.names += 1
    name = f"item-{world.names}-{chance.randrange(1000)}"
    data: Data = {
        "title": f"Item {world.names}",
        "type": chance.choice(("document", "survey", "record")),
        "summary": "Text.",
        "about": [{"node": node} for node in ATTRIBUTES],
        "collected": {"on": chance.choice((*DAYS, FUTURE)), "by": chance.choice(PEOPLE), "method": "asking"},
        "sources": [{"title": "Paper", "held_by": chance.choice(("desk", "archive"))}],
    }
    world.items[name], world.places[name] = data, chance.choice(("", "a/", "b/c/"))


def _citations(world: World, chance: random.Random) -> list[Any]:
    names = sorted(world.items)
    found: list[Any] = []
    for name in chance.sample(names, min(len(names), chance.randrange(1, 3))):
        carries = chance.choice((None, None, 1, 2))
        found.append(name if carries is None else {"item": name, "carries": carries})
    return found


def _judgement(world: World, chance: random.Random, reason: str) -> Data:
    if chance.random() < 0.1:
        return {"not_applicable": f"Not here {chance.randrange(9)}.", "approved_by": "ben"}
    grade = chance.choice((0, 1, 2, 2, "L2", "L3"))
    return {"grade": grade, reason: f"Because {chance.randrange(9)}.", "evidence": _citations(world, chance)}


def _grade(world: World, chance: random.Random) -> None:
    key = chance.choice(("2025", "2026", "2026")), chance.choice(world.units), chance.choice(PEOPLE)
    node = chance.choice(list(ATTRIBUTES))
    held = world.grades.setdefault(key, {"graded_on": chance.choice(DAYS), "grades": {}})
    attribute = chance.choice(ATTRIBUTES[node])
    held["grades"].setdefault(node, {})[attribute] = _judgement(world, chance, "rationale")


def _ungrade(world: World, chance: random.Random) -> None:
    if world.grades:
        held = world.grades[chance.choice(sorted(world.grades))]["grades"]
        node = chance.choice(sorted(held))
        del held[node][chance.choice(sorted(held[node]))]


def _redate(world: World, chance: random.Random) -> None:
    if world.grades:
        world.grades[chance.choice(sorted(world.grades))]["graded_on"] = chance.choice(DAYS)


def _settle(world: World, chance: random.Random) -> None:
    node = chance.choice(list(ATTRIBUTES))
    key = chance.choice(CYCLES), chance.choice(world.units), node
    held = world.consensus.setdefault(
        key, {"settled": {"on": chance.choice(DAYS), "by": ["ana", "ben"]}, "cells": {}}
    )
    held["cells"][chance.choice(ATTRIBUTES[node])] = _judgement(world, chance, "reason")


def _unsettle(world: World, chance: random.Random) -> None:
    if world.consensus:
        del world.consensus[chance.choice(sorted(world.consensus))]


def _change_item(world: World, chance: random.Random) -> None:
    if not world.items:
        return
    data = world.items[chance.choice(sorted(world.items))]
    day, by = chance.choice((PAST, FUTURE)), chance.choice(PEOPLE)
    heir = chance.choice(sorted(world.items))
    changes: tuple[Data, ...] = (
        {"withdrawn": {"on": day, "by": by, "reason": "Wrong."}},
        {"superseded": {"on": day, "by_item": heir}} if data is not world.items[heir] else {},
        {"accepted": {"on": day, "by": by}},
        {"valid_until": chance.choice(ENDS)},
        {"review_every": "P3M"},
        {
            "review_every": "P3M",
            "reviews": [{"on": PAST, "by": by, "result": "Seen.", "holds": chance.random() < 0.5}],
        },
        {"type": chance.choice(("document", "survey", "record"))},
        {"title": f"Called {chance.randrange(99)}"},
        {"confidentiality": chance.choice(("public", "internal"))},
        {"sources": [{"title": "Paper", "held_by": chance.choice(("desk", "archive"))}]},
    )
    change = chance.choice(changes)
    if any(key in data for key in change) and chance.random() < 0.5:
        for key in change.keys() - {"type", "title", "sources"}:
            data.pop(key, None)
        if "review_every" not in data:
            data.pop("reviews", None)
    else:
        data.update(change)


def _rename_item(world: World, chance: random.Random) -> None:
    if world.items:
        old = chance.choice(sorted(world.items))
        world.names += 1
        new = f"named-{world.names}-{chance.randrange(1000)}"
        data = world.items.pop(old)
        data["former_ids"] = [*data.get("former_ids", ()), old]
        world.items[new], world.places[new] = data, world.places.pop(old)
        _call(world, old, new)


def _call(world: World, old: str, new: str) -> None:
    """Everything that names an item names it by its new id."""
    for entry in world.entries():
        entry["evidence"] = [
            {**one, "item": new if one["item"] == old else one["item"]} if isinstance(one, dict)
            else new if one == old else one
            for one in entry.get("evidence", ())
        ]  # fmt: skip
        if not entry["evidence"]:
            del entry["evidence"]
    for data in world.items.values():
        if data.get("superseded", {}).get("by_item") == old:
            data["superseded"]["by_item"] = new


def _move_item(world: World, chance: random.Random) -> None:
    if world.items:
        world.places[chance.choice(sorted(world.items))] = chance.choice(("", "a/", "b/c/", "d/"))


def _remove_item(world: World, chance: random.Random) -> None:
    if len(world.items) > 1:
        name = chance.choice(sorted(world.items))
        del world.items[name], world.places[name]


def _change_policy(world: World, chance: random.Random) -> None:
    policy = world.assessment["policy"]
    key = chance.choice(("evidence", "max_age", "requires", "independence"))
    policy[key] = {
        "evidence": chance.choice(("cap", "report")),
        "max_age": {kind: chance.choice(("P3M", "P24M")) for kind in ("survey", "record")},
        "requires": chance.sample(REQUIREMENTS, 1),
        "independence": chance.choice(("off", "warn")),
    }[key]
    if chance.random() < 0.2:
        policy.pop("requires", None)


def _change_model(world: World, chance: random.Random) -> None:
    half = chance.choice(world.model["criteria"])
    chance.choice(half["criteria"])["weight"] = chance.choice((1, 2, 5))
    if chance.random() < 0.3:
        world.model["scoring"]["level"]["share"] = chance.choice((0.5, 0.75))
    if chance.random() < 0.2:
        world.model["scales"][0]["values"]["L3"] = chance.choice((3, 4))


def _change_units(world: World, chance: random.Random) -> None:
    units = world.assessment.setdefault("units", [])
    known = [unit["id"] for unit in units]
    if len(units) > 1 and chance.random() < 0.3:
        units.pop()
    elif len(units) < 2:
        name = next(name for name in ("north", "south") if name not in known)
        units.append({"id": name, "title": name.title()})
    else:
        chance.choice(units)["weight"] = chance.choice((1, 2, 3))


def _change_cycle(world: World, chance: random.Random) -> None:
    data = world.cycles[chance.choice(sorted(world.cycles))]
    data["targets"] = {"overall": chance.choice((2, 3)), chance.choice(list(ATTRIBUTES)): 2}
    data["title"] = f"Round {chance.randrange(9)}"


def _decide(world: World, chance: random.Random) -> None:
    world.names += 1
    accepts: Data = {"cycle": chance.choice(CYCLES), "level": chance.choice((1, 2))}
    accepts["node"] = chance.choice(("overall", "enablers", "results", *ATTRIBUTES))
    if unit := chance.choice(("", *world.units)):
        accepts["unit"] = unit
    world.decisions[f"decision-{world.names}-{chance.randrange(1000)}"] = {
        "title": "It may fall", "on": PAST, "by": "ana", "approved_by": "ben", "reason": "So.",
        "accepts": [accepts],
    }  # fmt: skip


_EDITS: tuple[Callable[[World, random.Random], None], ...] = (
    *(_grade,) * 8, *(_change_item,) * 6, *(_settle,) * 2, _ungrade, _redate, _unsettle, _add_item, _add_item,
    _rename_item, _rename_item, _move_item, _remove_item, _change_policy, _change_model, _change_units,
    _change_cycle, _decide,
)  # fmt: skip


def edited(world: World, chance: random.Random, most: int = 4) -> World:
    """The world after some edits, valid again."""
    found = copy.deepcopy(world)
    for _ in range(chance.randrange(1, most + 1)):
        chance.choice(_EDITS)(found, chance)
        _mend(found)
    return found


def merged(one: World, other: World, chance: random.Random) -> World:
    """A merge of two worlds: what both have from either, the rest as chance will, valid again."""
    ours, theirs = copy.deepcopy(one), copy.deepcopy(other)
    found = World(
        chance.choice((ours, theirs)).assessment,
        chance.choice((ours, theirs)).model,
        chance.choice((ours, theirs)).cycles,
        {},
        {**ours.places, **theirs.places},
        _mixed(ours.grades, theirs.grades, chance),
        _mixed(ours.consensus, theirs.consensus, chance),
        _mixed(ours.decisions, theirs.decisions, chance),
        max(ours.names, theirs.names),
    )
    found.items = _mixed(ours.items, theirs.items, chance)
    for name in [former for data in found.items.values() for former in data.get("former_ids", ())]:
        found.items.pop(name, None)
    seen: set[str] = set()
    for name, data in sorted(found.items.items()):  # two names for one former item: the first has it
        data["former_ids"] = [former for former in data.get("former_ids", ()) if former not in seen]
        seen.update(data["former_ids"])
        if not data["former_ids"]:
            del data["former_ids"]
        found.places.setdefault(name, "")
    _mend(found)
    return found


def _mixed(ours: Mapping[Any, Data], theirs: Mapping[Any, Data], chance: random.Random) -> dict[Any, Data]:
    return {
        key: chance.choice([side[key] for side in (ours, theirs) if key in side])
        for key in sorted({*ours, *theirs})
        if chance.random() < 0.9
    }


def _mend(world: World) -> None:
    """What names something that is gone goes, too."""
    for data in world.items.values():
        _mend_item(world, data)
    for entry in world.entries():
        kept = [one for one in entry.get("evidence", ()) if _item(one) in world.items]
        entry.pop("evidence", None)
        entry.update({"evidence": kept} if kept else {})
    for table in (world.grades, world.consensus):
        for key in [key for key in table if key[1] not in world.units]:
            table.setdefault((key[0], world.units[0], key[2]), table.pop(key))
    for graded in world.grades.values():
        graded["grades"] = {node: cells for node, cells in graded["grades"].items() if cells}
    world.grades = {key: data for key, data in world.grades.items() if data["grades"]}
    for decision in world.decisions.values():
        for one in decision["accepts"]:
            if one.get("unit", "") not in ("", *world.units):
                del one["unit"]


def _mend_item(world: World, data: Data) -> None:
    if data.get("superseded", {}).get("by_item", "") not in ("", *world.items):
        del data["superseded"]
    if "review_every" in data:
        data.pop("valid_until", None)
    for key in ("reviews", "accepted", "withdrawn", "superseded", "valid_until"):
        if key in data and _day(data[key]) < data["collected"]["on"]:
            del data[key]


def _day(data: Any) -> str:
    if isinstance(data, list):
        [data] = data
    return str(data if isinstance(data, str) else data["on"])


def _item(citation: Any) -> str:
    return str(citation["item"] if isinstance(citation, dict) else citation)


# In git


@dataclass
class Told:
    """A history: its commits in order, each with its world and its parents."""

    repository: Repository
    worlds: dict[str, World] = field(default_factory=dict)
    parents: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def commit(self, world: World, *parents: str) -> str:
        """Commit a world on top of some parents, without a checkout."""
        self.repository.clock += 60
        who = f"Ana <ana@example.org> {self.repository.clock} +0000"
        lines = ["commit refs/heads/work", "mark :1", f"committer {who}", "data 1", "x"]
        lines += [f"{'merge' if place else 'from'} {parent}" for place, parent in enumerate(parents)]
        lines += ["deleteall"]
        prefix = os.path.relpath(self.repository.folder, self.repository.root)
        for file, text in world.files().items():
            lines += [f"M 100644 inline {prefix}/{file}", f"data {len(text)}", text]
        script = "\n".join([*lines, "", "get-mark :1", ""]).encode()
        self.repository.git("update-ref", "-d", "refs/heads/work")
        name = self.repository.git("fast-import", "--quiet", "--force", stdin=script)
        self.worlds[name], self.parents[name] = world, parents
        return name


def tell(repository: Repository, seed: int) -> Told:
    """A history with two branches that are merged to and fro, ended by a commit on each."""
    chance = random.Random(seed)
    told = Told(repository)
    world = beginning()
    for _ in range(6):
        world = edited(world, chance, 6)
    root = told.commit(world)
    ours, theirs = (told.commit(edited(world, chance), root) for _ in "ab")
    for _ in range(chance.randrange(0, 3)):
        one, other = told.worlds[ours], told.worlds[theirs]
        ours, theirs = (
            told.commit(merged(one, other, chance), ours, theirs),
            told.commit(merged(other, one, chance), theirs, ours),
        )
    for name in (ours, theirs):
        told.commit(edited(told.worlds[name], chance), name)
    return told
