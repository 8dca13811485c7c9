"""Whether what `assay diff` names as a cause is one: judged by the files, and by the levels of each side."""

from __future__ import annotations

from typing import Any

from histories import CellAt, Data, World


def renames(before: World, after: World) -> dict[str, str]:
    """Items by their former ids, where only the new one is there."""
    return {
        old: new
        for new, data in after.items.items()
        for old in data.get("former_ids", ())
        if old in before.items and new not in before.items
    }


def with_names(entry: Data | None, names: dict[str, str]) -> Data | None:
    """A judgement with the items that it cites by their new ids."""
    if entry is None:
        return None
    cited = [{"item": one} if isinstance(one, str) else one for one in entry.get("evidence", ())]
    return {**entry, "evidence": [{**one, "item": names.get(one["item"], one["item"])} for one in cited]}


def is_true(
    cause: Data, cycle: str, at: CellAt, worlds: tuple[World, World], cells: tuple[Data, Data]
) -> bool:
    """Whether a cause of a change in one cell is what happened there."""
    names, why = renames(*worlds), cause["why"]
    if why in _JUDGED:
        person = "" if why.endswith("settled") or len(cause["by"]) > 1 else cause["by"][0]
        was, now = (
            with_names(world.entry(cycle, at, person) if person else world.settled(cycle, at), called)
            for world, called in zip(worlds, (names, {}), strict=True)
        )
        return _judged(why, was, now)
    if item := cause["item"]:
        was, now = (
            {called.get(one["item"], one["item"]): one for one in cell["evidence"]}.get(item)
            for cell, called in zip(cells, (names, {}), strict=True)
        )
        return _carried(why, was, now) and _happened(cause["event"], item, names, worlds)
    old, new = (world.assessment["policy"] for world in worlds)
    rules = {
        "requirements": old.get("requires") != new.get("requires"),
        "policy": old.get("evidence", "cap") != new.get("evidence", "cap"),
        "model": worlds[0].model != worlds[1].model,
    }
    return bool(rules.get(why))


_JUDGED = ("graded", "regraded", "ungraded", "reworded", "settled", "resettled", "unsettled")


def _judged(why: str, was: Data | None, now: Data | None) -> bool:
    if was is None or now is None:
        return was is not now and why in (("graded", "settled") if was is None else ("ungraded", "unsettled"))
    if _grade_of(was) == _grade_of(now):
        return why == "reworded" and was != now
    return why in ("regraded", "resettled")


def _grade_of(entry: Data) -> Any:
    found = entry.get("grade", "not applicable")
    return {"L2": 2}.get(found, found)  # a label is another name for its number


_TURNS = {
    "counts": ("counts", False), "stops": ("counts", True),
    "accepted": ("accepted", False), "unaccepted": ("accepted", True),
}  # fmt: skip


def _carried(why: str, was: Data | None, now: Data | None) -> bool:
    if was is None or now is None:
        return was is not now and why == ("cited" if was is None else "uncited")
    if why == "carries":
        return bool(was["carries"] != now["carries"])
    key, before = _TURNS[why]
    return (was[key], now[key]) == (before, not before)


_KEYS = {
    "withdrawn": ("withdrawn",), "superseded": ("superseded",), "restored": ("withdrawn", "superseded"),
    "reviewed": ("reviews",), "refuted": ("reviews",), "validity": ("valid_until", "review_every"),
    "collected": ("collected",),
}  # fmt: skip


def _happened(event: str | None, item: str, names: dict[str, str], worlds: tuple[World, World]) -> bool:
    """Whether that became of an item."""
    former = next((old for old, new in names.items() if new == item), item)
    one, other = worlds[0].items.get(former), worlds[1].items.get(item)
    if one is None or other is None:
        return event == ("added" if one is None else "removed") or event is None
    if event == "max_age":
        old, new = (
            world.assessment["policy"]["max_age"].get(data["type"])
            for world, data in zip(worlds, (one, other), strict=True)
        )
        return bool(old != new)
    return event is None or any(one.get(key) != other.get(key) for key in _KEYS[event])
