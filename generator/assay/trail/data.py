"""Trails as JSON. The contract is `schemas/trail.schema.json`; readers ignore keys that they don't know."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable
from typing import Any

from assay import __version__
from assay.forge import Forge
from assay.git import History
from assay.trail.changes import Change
from assay.trail.judged import JudgementKey
from assay.trail.steps import Step
from assay.trail.trails import Trails

SCHEMA = "urn:assay:schema:trail:1"


def trail_data(
    history: History,
    trails: Trails,
    forge: Forge,
    *,
    files: Iterable[str] | None = None,
    judgements: Collection[JudgementKey] | None = None,
) -> dict[str, Any]:
    """The trails of these files and judgements (default: of all), their commits oldest first."""
    teller = _Teller(history, forge)
    chosen = trails.files if files is None else [file for file in files if file in trails.files]
    keys = trails.judgements if judgements is None else judgements
    return {
        "schema": SCHEMA,
        "tool": {"name": "assay", "version": __version__},
        "commit": history.head,
        "shallow": history.shallow,
        "truncated_at": list(history.truncated),
        "problem": history.problem or None,
        "uncommitted": sorted(history.uncommitted),
        "files": [
            {
                "file": file,
                "truncated": file in history.cut,
                "commits": [teller.step(step) for step in reversed(trails.files[file])],
            }
            for file in chosen
        ],
        "judgements": [
            _judgement(teller, trails, key) for key in sorted(keys, key=_order) if key in trails.judgements
        ],
    }


def trail_json(data: dict[str, Any]) -> str:
    """`trail_data` as the text of a file."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _order(key: JudgementKey) -> tuple[str, ...]:
    owner, node, attribute = key
    return owner.kind, owner.cycle, owner.unit or "", owner.name, node, attribute


def _judgement(teller: _Teller, trails: Trails, key: JudgementKey) -> dict[str, Any]:
    (owner, node, attribute), trail = key, trails.judgements[key]
    return {
        "kind": "grade" if owner.kind == "grades" else "consensus",
        "cycle": owner.cycle,
        "unit": owner.unit,
        "assessor": owner.name if owner.kind == "grades" else None,
        "node": node,
        "attribute": attribute or None,
        "made_by": trail.made.commit.id if trail.made else None,
        "file": trail.file or None,
        "line": trail.line or None,
        "url": teller.line(trail.file, trail.line) or None,
        "commits": [teller.step(step) for step in reversed(trail.steps)],
    }


class _Teller:
    """Commits and changes as JSON has them."""

    def __init__(self, history: History, forge: Forge) -> None:
        self.history = history
        self.forge = forge

    def line(self, file: str, line: int) -> str:
        """A line of a file as it is after the last commit, on the forge."""
        head = self.history.head
        return self.forge.file(head, f"{self.history.prefix}{file}", line) if head and file else ""

    def step(self, step: Step) -> dict[str, Any]:
        commit = step.commit
        signature = self.history.signature(commit)
        return {
            "id": commit.id,
            "author": _who(commit.author, commit.author_email, commit.authored),
            "committer": _who(commit.committer, commit.committer_email, commit.committed),
            "subject": commit.subject,
            "body": commit.body,
            "pull_request": self.history.pull_request(commit) or None,
            "signature": {
                "state": signature.state.value,
                "signer": signature.signer or None,
                "key": signature.key or None,
            },
            "change": step.change,
            "file": commit.file,
            "former_file": step.former_file or None,
            "changes": [_change(change) for change in step.changes],
            "url": self.forge.commit(commit.id) or None,
        }


def _who(name: str, email: str, date: dt.datetime | None) -> dict[str, Any]:
    return {"name": name, "email": email, "date": date.isoformat() if date else None}


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "place": list(change.at),
        "before": change.before,
        "after": change.after,
    }
