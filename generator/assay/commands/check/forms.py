"""What comes of a gate: for a terminal, for a job's summary, for programs."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from assay import __version__
from assay.assessment import Assessment
from assay.exports import markdown_table, markdown_text
from assay.gating import Alteration, Condition, Outcome
from assay.problems import plain
from assay.wording import counted

_SIGNS = {Outcome.HOLDS: "✅ pass", Outcome.FAILS: "❌ fail", Outcome.NOT_CHECKED: "❔ not checked"}


@dataclass(frozen=True, slots=True)
class Report:
    """The conditions, what the change does to the rules, and of what this is.

    `commit`: the one that was read, or that the files on disk follow; `since` and `base`: the revision to
    merge into as it was named, and its commit.
    """

    conditions: tuple[Condition, ...]
    altered: tuple[Alteration, ...]
    notes: tuple[str, ...]
    assessment: Assessment | None
    commit: str | None
    as_of: dt.date
    since: str | None
    base: str | None

    @property
    def passes(self) -> bool:
        """Whether nothing speaks against the change."""
        return not any(one.stops for one in self.conditions)


def verdict(report: Report) -> str:
    """The outcome in one sentence that cannot be read the other way: `fail: 2 of 5 conditions fail, ...`."""
    found = report.conditions
    of_all = f"of {counted(len(found), 'condition')}"
    fails = sum(one.outcome is Outcome.FAILS for one in found)
    holds = sum(one.outcome is Outcome.HOLDS for one in found)
    needed = sum(one.outcome is Outcome.NOT_CHECKED and one.stops for one in found)
    unasked = len(found) - fails - holds - needed
    if fails:
        said = [f"{fails} {of_all} {'fails' if fails == 1 else 'fail'}"]
    elif holds == len(found):
        said = ["the only condition holds" if holds == 1 else f"all {holds} conditions hold"]
    else:
        said = [f"{holds} {of_all} {'holds' if holds == 1 else 'hold'}"]
    if needed:
        said.append(f"{needed} could not be checked and {'has' if needed == 1 else 'have'} to be")
    if unasked:
        said.append(f"{unasked} {'was' if unasked == 1 else 'were'} not checked")
    return f"{'pass' if report.passes else 'fail'}: {', '.join(said)}, as of {report.as_of}"


def as_text(report: Report) -> str:
    """One line for each condition: its outcome, what it is about, value and bound, and why."""
    lines = []
    for one in report.conditions:
        reason = f": {one.reason}" if one.reason else ""
        lines.append(f"{one.outcome.value:<13}{one.what}: {one.value} ({one.bound}){reason}")
    lines += [f"{'altered':<13}{one.what}: {one.before} → {one.after}" for one in report.altered]
    lines += [f"{'note':<13}{note}" for note in report.notes]
    return "".join(f"{plain(line)}\n" for line in lines)


def as_markdown(report: Report) -> str:
    """The same as a table, for a job's summary or a comment. Nothing in it is markup or mentions anybody."""
    rows = [("", "condition", "found", "asked", "why")]
    rows += [(_SIGNS[one.outcome], one.what, one.value, one.bound, one.reason) for one in report.conditions]
    sentence = verdict(report)
    sign = "✅" if report.passes else "❌"
    parts = [f"**{sign} {markdown_text(sentence[0].upper() + sentence[1:])}**", markdown_table(rows)]
    if report.altered:
        parts.append("**This change alters the rules that it is held to:**")
        table = [("rule", "before", "after"), *((one.what, one.before, one.after) for one in report.altered)]
        parts.append(markdown_table(table))
    parts += [markdown_text(note) for note in report.notes]
    return "\n\n".join(parts) + "\n"


def as_json(report: Report) -> str:
    """All of it, as schemas/check.schema.json describes it."""
    found = report.assessment
    data = {
        "schema": "urn:assay:schema:check:1",
        "tool": f"assay {__version__}",
        "assessment": found.title if found else None,
        "commit": report.commit,
        "as_of": report.as_of.isoformat(),
        "since": {"revision": report.since, "commit": report.base} if report.since is not None else None,
        "passes": report.passes,
        "conditions": [
            {
                "kind": one.kind,
                "what": one.what,
                "outcome": one.outcome.value.replace(" ", "_"),
                "stops": one.stops,
                "value": one.value,
                "bound": one.bound,
                "reason": one.reason,
                "cycle": one.cycle,
                "unit": one.unit,
                "node": one.node,
            }
            for one in report.conditions
        ],
        "altered": [{"what": one.what, "before": one.before, "after": one.after} for one in report.altered],
        "notes": list(report.notes),
    }
    return json.dumps(data, indent=2) + "\n"
