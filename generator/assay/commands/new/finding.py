"""`assay new finding`: what an auditor raises."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from assay.commands.asking import Choice, Question
from assay.commands.new.about import about
from assay.commands.new.desk import Desk
from assay.problems import At

_KINDS = (
    Choice("nonconformity", "a rule was not kept: something has to be done"),
    Choice("observation", "no rule was broken, and it should be looked at"),
    Choice("opportunity", "something could be better"),
)
_SEVERITIES = (Choice("major", "what is stated is in doubt"), Choice("minor", "a lapse"))


@dataclass(frozen=True, slots=True)
class FindingOptions:
    """What options say of a new finding."""

    title: str | None = None
    kind: str | None = None
    severity: str | None = None
    about: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    text: str | None = None
    by: str | None = None
    due: dt.date | None = None


def new_finding(desk: Desk, given: str | None, options: FindingOptions) -> int:
    """Write `findings/ID.yaml`."""
    name, title = desk.named("finding", given, "Title: what is the matter, in a line", options.title)
    kind = desk.asker.choice(Question("Kind of finding", "--kind"), _KINDS, options.kind)
    data: dict[str, Any] = {"title": title, "kind": kind}
    if kind == "nonconformity":
        question = Question("Severity", "--severity", "minor")
        data["severity"] = desk.asker.choice(question, _SEVERITIES, options.severity)
    data["about"] = about(desk, options.about, options.items)
    data["text"] = desk.text("What was found, and what it was held against", "--text", options.text)
    data["raised"] = {"on": str(desk.today), "by": desk.person("Raised by", "--by", options.by)}
    notes: dict[At, str] = {
        (
            "more",
        ): "It is answered under `responses`, and ended under `closed` or `rejected`, each with on, by and\n"
        "text or reason (docs/formats.md).",
    }
    if options.due:
        data["due"] = str(options.due)
    return desk.write(f"findings/{name}.yaml", data, notes)
