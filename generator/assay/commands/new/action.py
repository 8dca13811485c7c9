"""`assay new action`: what somebody will do, and by when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from assay.commands.new.about import about
from assay.commands.new.desk import Desk
from assay.durations import Duration
from assay.problems import At


@dataclass(frozen=True, slots=True)
class ActionOptions:
    """What options say of a new action."""

    title: str | None = None
    text: str | None = None
    about: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    owner: str | None = None
    due: dt.date | None = None


def new_action(desk: Desk, given: str | None, options: ActionOptions) -> int:
    """Write `actions/ID.yaml`."""
    name, title = desk.named("action", given, "What is to be done, in a line", options.title)
    data: dict[str, Any] = {"title": title}
    if options.text is not None:
        data["text"] = desk.text("More on it", "--text", options.text)
    data["about"] = about(desk, options.about, options.items, options.findings)
    data["owner"] = desk.person("Who does it", "--owner", options.owner)
    data["due"] = desk.date("Due on", "--due", options.due, Duration(3, 0).after(desk.today))
    notes: dict[At, str] = {
        ("more",): "When it is done: done: {on: , by: , result: }; or dropped: {on: , by: , reason: }",
    }
    return desk.write(f"actions/{name}.yaml", data, notes)
