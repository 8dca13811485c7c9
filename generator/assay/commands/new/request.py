"""`assay new request`: evidence that somebody is asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from assay.commands.new.about import about
from assay.commands.new.desk import Desk
from assay.problems import At


@dataclass(frozen=True, slots=True)
class RequestOptions:
    """What options say of a new request."""

    title: str | None = None
    text: str | None = None
    about: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    by: str | None = None
    of: str | None = None
    due: dt.date | None = None


def new_request(desk: Desk, given: str | None, options: RequestOptions) -> int:
    """Write `requests/ID.yaml`."""
    name, title = desk.named("request", given, "What is asked for, in a line", options.title)
    data: dict[str, Any] = {"title": title}
    if options.text is not None:
        data["text"] = desk.text("More on it", "--text", options.text)
    data["about"] = about(desk, options.about, options.items)
    data["asked"] = {
        "on": str(desk.today),
        "by": desk.person("Asked by", "--by", options.by),
        "of": desk.person("Asked of", "--of", options.of, me=False),
    }
    if options.due:
        data["due"] = str(options.due)
    notes: dict[At, str] = {("more",): "When the evidence is there: fulfilled_by: ID of the item"}
    return desk.write(f"requests/{name}.yaml", data, notes)
