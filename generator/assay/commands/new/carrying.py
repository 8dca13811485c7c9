"""The grades of an earlier cycle in a new one: as they were, and to be confirmed before they count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assay import schema_check
from assay.assessment import Cycle
from assay.commands.gather import DATA_ERROR, CannotContinueError
from assay.commands.new.desk import Desk
from assay.model import Model
from assay.problems import At, plain
from assay.support import standing
from assay.wording import counted, listed, listed_up_to

_NAMED = 4


@dataclass(slots=True)
class Carried:
    """What came along from another cycle: files, the items that their cells cite, what was left behind."""

    files: dict[str, tuple[Mapping[str, Any], Mapping[At, str]]] = field(default_factory=dict)
    cells: int = 0
    cited: dict[str, list[str]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def carry_over(desk: Desk, source: Cycle, name: str) -> Carried:
    """Everybody's grades in another cycle, each to be confirmed.

    A CannotContinueError where a file of them has errors.
    """
    home = f"cycles/{source.id}/grades/"
    unread = sorted(file for file in desk.loaded.unread if file.startswith(home))
    if unread:
        raise CannotContinueError(
            f"{plain(unread[0])} has errors: mend them first (assay validate)", DATA_ERROR
        )
    found = Carried()
    for file in sorted({grade.file for grade in (*source.grades, *source.to_confirm)}):
        person = file.removeprefix(home)
        assessors = {grade.assessor for grade in source.grades if grade.file == file}
        if not assessors <= desk.assessment.people.keys():
            found.left.append(f"{plain(file)}: its assessor is nobody in assessment.yaml any more")
            continue
        data = desk.loaded.data[file]
        grades = dict(_cells(desk.model, data["grades"], found, file))
        if grades:
            top = {"confidentiality": data["confidentiality"]} if "confidentiality" in data else {}
            notes: dict[At, str] = {
                (): f"Carried over from {source.id}: nothing here counts yet. Look at each grade again, "
                "correct it, and delete its line to_confirm. `graded_on` says when you did that: for all of "
                "them at the top of this file, or in each. assay grade NODE asks for all of it.",
            }
            found.files[f"cycles/{name}/grades/{person}"] = (top | {"grades": grades}, notes)
    return found


def _cells(
    model: Model, nodes: Mapping[str, Any], found: Carried, file: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a file has of each node that the model still has, to be confirmed."""
    for node, entry in nodes.items():
        here = model.nodes.get(node)
        known = {one for leaf in here.leaves() for one in leaf.graded_on} if here else set()
        itself = bool({"grade", "not_applicable"} & entry.keys())
        cells = {"": entry} if itself else entry
        kept = {name: cell for name, cell in cells.items() if name in known}
        gone = [f"{node} · {name}" if name else node for name in cells if name not in kept]
        if gone:
            found.left.append(f"{plain(file)}: the model no longer has {plain(listed(gone))}")
        for name, cell in kept.items():
            found.cells += 1
            for cited in cell.get("evidence", ()):
                item = cited if isinstance(cited, str) else cited["item"]
                found.cited.setdefault(item, []).append(f"{node} · {name}" if name else node)
        if kept:
            waiting = {name: _to_confirm(cell) for name, cell in kept.items()}
            yield node, waiting[""] if itself else waiting


def _to_confirm(cell: Mapping[str, Any]) -> dict[str, Any]:
    """A cell as it waits to be confirmed: without its date, its keys in the order of the schema."""
    schema = schema_check.schema("grades")["properties"]["grades"]["additionalProperties"]["then"]
    order = schema["additionalProperties"]["properties"]
    waiting = {**cell, "to_confirm": True}
    return {key: waiting[key] for key in order if key in waiting and key != "graded_on"}


def report(desk: Desk, source: Cycle, carried: Carried) -> None:
    """Say what came along, what was left behind, and which evidence has ended since."""
    what = f"{counted(carried.cells, 'grade')} in {counted(len(carried.files), 'file')}"
    desk.tell(f"assay: from {source.id}: {what}, all to be confirmed (assay validate lists them)")
    for line in carried.left:
        desk.tell(f"assay: left behind: {line}")
    ended = list(_ended(desk, carried))
    if ended:
        desk.tell(f"assay: {counted(len(ended), 'item')} that they rest on no longer counts on {desk.today}:")
    for line in ended:
        desk.tell(f"    {plain(line)}")


def _ended(desk: Desk, carried: Carried) -> Iterator[str]:
    """Each cited item that does not count today: why, who collected it, what rests on it."""
    items, policy = desk.assessment.items, desk.assessment.policy
    for name, cells in sorted(carried.cited.items()):
        item = items.get(name)
        if item is None:
            yield f"{name}: is not there any more; cited for {listed_up_to(dict.fromkeys(cells), _NAMED)}"
            continue
        found = standing(item, policy, desk.today)
        if not found.counts:
            since = f" on {found.until}" if found.until else ""
            who = desk.assessment.person_name(item.collected_by)
            state = f"superseded by {item.superseded.by_item}" if item.superseded else found.state
            cited = listed_up_to(dict.fromkeys(cells), _NAMED)
            yield f"{name}: {state}{since}, collected by {who}; cited for {cited}"
