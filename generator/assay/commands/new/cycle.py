"""`assay new cycle`: another round, and the grades of an earlier one to begin with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from assay.assessment import Cycle
from assay.commands.gather import USAGE_ERROR, CannotContinueError, pick_cycle
from assay.commands.new.carrying import Carried, carry_over, report
from assay.commands.new.desk import Desk
from assay.durations import Duration, days_after
from assay.problems import At


@dataclass(frozen=True, slots=True)
class CycleOptions:
    """What options say of a new cycle. `source`: the one whose grades are carried over."""

    title: str | None = None
    begin: dt.date | None = None
    end: dt.date | None = None
    source: str | None = None


def new_cycle(desk: Desk, given: str | None, options: CycleOptions) -> int:
    """Write `cycles/ID/cycle.yaml`; with a source also everybody's grades in it, to be confirmed."""
    name = desk.new_id("cycle", given)
    source = pick_cycle(desk.assessment, options.source) if options.source is not None else None
    last = source or desk.assessment.latest_cycle
    begin = desk.date("Begins on", "--begin", options.begin, _after(last, desk.today))
    end = desk.date("Ends on", "--end", options.end, _as_long(last, dt.date.fromisoformat(begin)))
    if end < begin:
        raise CannotContinueError(f"--end: {end} is before the cycle begins ({begin})", USAGE_ERROR)
    data: dict[str, Any] = {
        "title": desk.line("Title", "--title", options.title, name),
        "period": {"from": begin, "to": end},
    }
    if last:
        data["compare_with"] = last.id
    for key in ("rigour", "targets"):
        if last and key in desk.loaded.data.get(last.file, {}):
            data[key] = desk.loaded.data[last.file][key]
    notes: dict[At, str] = {
        ("targets",): f"from {last.id}: are they still what is aimed at?" if last else "",
        ("more",): ""
        if "targets" in data
        else 'How much is enough, and why:\ntargets: {overall: {level: 2, why: "..."}}',
    }
    file = f"cycles/{name}/cycle.yaml"
    carried = carry_over(desk, source, name) if source else Carried()
    notes = {at: note for at, note in notes.items() if note}
    code = desk.write_all({file: (data, notes), **carried.files})
    if source:
        report(desk, source, carried)
    return code


def _after(last: Cycle | None, today: dt.date) -> dt.date:
    """The day after the last cycle; without one the first of this month."""
    return days_after(last.period[1], 1) if last else today.replace(day=1)


def _as_long(last: Cycle | None, begin: dt.date) -> dt.date:
    """The last day of a cycle that is as long as the last one, which may be whole months; else of a year."""
    if last is None:
        return Duration(12, 0).after(begin) - dt.timedelta(days=1)
    first, end = last.period[0], days_after(last.period[1], 1)
    months = (end.year - first.year) * 12 + end.month - first.month
    if months > 0 and Duration(months, 0).after(first) == end:
        return Duration(months, 0).after(begin) - dt.timedelta(days=1)
    return days_after(begin, (last.period[1] - first).days)
