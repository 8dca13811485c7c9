"""`assay new cycle`: another round, and the grades of an earlier one to begin with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from assay.assessment import Cycle
from assay.commands.gather import pick_cycle
from assay.commands.new.carrying import Carried, carry_over, report
from assay.commands.new.desk import Desk
from assay.durations import Duration, days_after
from assay.model import OVERALL
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
    latest = desk.assessment.latest_cycle
    last = source or latest
    begin = desk.date("Begins on", "--begin", options.begin, _after(latest, desk.today))
    first = dt.date.fromisoformat(begin)
    end = desk.date("Ends on", "--end", options.end, _as_long(last, first), since=first)
    data: dict[str, Any] = {
        "title": desk.line("Title", "--title", options.title, name),
        "period": {"from": begin, "to": end},
    }
    if last:
        data |= {"compare_with": last.id, **_kept(desk, last)}
    notes: dict[At, str] = {}
    if last and "targets" in data:
        notes["targets",] = f"from {last.id}: are they still what is aimed at?"
    else:
        notes["more",] = 'How much is enough, and why:\ntargets: {overall: {level: 2, why: "..."}}'
    carried = carry_over(desk, source, name) if source else Carried()
    code = desk.write_all({f"cycles/{name}/cycle.yaml": (data, notes), **carried.files})
    if source:
        report(desk, source, carried)
    return code


def _kept(desk: Desk, last: Cycle) -> dict[str, Any]:
    """What an earlier cycle asked for: its rigour, and its targets for what the model still has."""
    data = desk.loaded.data.get(last.file, {})
    found = {key: data[key] for key in ("rigour",) if key in data}
    targets = data.get("targets", {})
    targets = {node: targets[node] for node in targets if node == OVERALL or node in desk.model.nodes}
    return found | ({"targets": targets} if targets else {})


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
