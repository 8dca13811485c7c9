"""Trails as lines of a terminal: a block for each commit, the newest last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from assay.commands.naming import IN_ENGLISH
from assay.forge import Forge
from assay.git import Commit, History
from assay.trail import JudgementKey, Step, Trails, together
from assay.trail.words import Telling, tell_signature

_MOST_LINES = 10


class TrailText:
    """The trails of an evidence folder in lines."""

    def __init__(self, history: History, trails: Trails, forge: Forge) -> None:
        self.history = history
        self.trails = trails
        self.forge = forge
        self.telling = Telling(IN_ENGLISH, lambda node, attribute: f"{node} {attribute}".strip(), iso=True)

    def of(self, files: Sequence[str], judgements: Sequence[JudgementKey]) -> Iterator[str]:
        """The trail of some files together; then that of each judgement."""
        for event in reversed(together(self.trails, files)):
            yield from self._commit(event.commit)
            for file, step in event.steps:
                yield from self._step(file, step)
            yield from self._link(event.commit)
        for file in files:
            if file in self.history.uncommitted:
                yield f"Not committed: {file} differs from the last commit, or is not in it."
            elif self.history.head and not self.trails.files.get(file):
                yield f"No commit of {file} is known here."
        for key in judgements:
            yield from self._judgement(key)
        if not files and not judgements:
            yield "Nobody has graded it."

    def _judgement(self, key: JudgementKey) -> Iterator[str]:
        owner, trail = key[0], self.trails.judgements[key]
        who = owner.name if owner.kind == "grades" else "consensus"
        yield " · ".join(part for part in (who, owner.unit, key[2]) if part)
        yield ""
        for step in reversed(trail.steps):
            yield from self._commit(step.commit)
            yield from self._step(step.commit.file, step, "  <- what it is now" if step is trail.made else "")
            yield from self._link(step.commit)
        if trail.file:
            where = self.forge.file(self.history.head or "", f"{self.history.prefix}{trail.file}", trail.line)
            yield f"It stands in {trail.file}:{trail.line}{f' ({where})' if where else ''}"
            yield ""
        if trail.steps[0].commit.file in self.history.uncommitted:
            yield f"Not committed: {trail.steps[0].commit.file} differs from the last commit."

    def _step(self, file: str, step: Step, mark: str = "") -> Iterator[str]:
        done, changes = self.telling.tell_step(step)
        yield f"    {file}: {done}{mark}"
        yield from (f"      {change}" for change in changes)

    def _commit(self, commit: Commit) -> Iterator[str]:
        """Who and when, as recorded, and what the message says."""
        pull = self.history.pull_request(commit)
        date = _date(commit.committed or commit.authored)
        yield f"{date}  {commit.id[:7]}" + (f"  pull request {pull}" if pull else "")
        yield f"    {commit.subject or '(no message)'}"
        lines = commit.body.splitlines()
        yield from (f"    {line}" for line in lines[:_MOST_LINES])
        if len(lines) > _MOST_LINES:
            yield "    ..."
        signature = self.history.signature(commit)
        signed = tell_signature(IN_ENGLISH, signature, signature.signer)
        yield f"    {commit.author} <{commit.author_email}>, {signed}"
        same = (commit.author, commit.author_email) == (commit.committer, commit.committer_email)
        if not same or commit.authored != commit.committed:
            by = "" if same else f"; committed by {commit.committer} <{commit.committer_email}>"
            yield f"    written {_date(commit.authored)}{by} {_date(commit.committed)}"

    def _link(self, commit: Commit) -> Iterable[str]:
        url = self.forge.commit(commit.id)
        return (f"    {url}", "") if url else ("",)


def _date(moment: dt.datetime | None) -> str:
    """A date with its time and zone, as the commit has them."""
    return moment.strftime("%Y-%m-%d %H:%M %z") if moment else "(no valid date)"
