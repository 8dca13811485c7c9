"""A difference in words, most important first: the same sentences for the terminal and for comments."""

from __future__ import annotations

from collections.abc import Iterator

from assay.commands.diff.words import filed, judged
from assay.commands.diff.words.headline import ends, headline, rows
from assay.commands.diff.words.shapes import Entry, Section, Words
from assay.levels import Status
from assay.problems import Severity

__all__ = ["Entry", "Section", "Words", "ends", "headline", "rows", "sections"]


def sections(words: Words) -> Iterator[Section]:
    """All that the headline and the table leave open, most important first; no empty section."""
    problems = words.found.problems
    errors = [one for one in problems.added if one.severity is Severity.ERROR]
    others = [one for one in problems.added if one.severity is not Severity.ERROR]
    attached = (Entry(one.file, one.fate) for one in words.found.attachments)
    found = (
        Section("Errors that this change adds", tuple(filed.problems(words, errors)), first=True),
        Section("Errors that were there before", tuple(filed.problems(words, problems.standing)), first=True),
        Section("Sealed cycles", tuple(filed.seals(words)), first=True),
        Section("Why levels change", tuple(judged.why(words))),
        Section("Grades behind them", tuple(judged.cells(words, moving=True))),
        Section("Newly not applicable", tuple(judged.states(words, Status.NOT_APPLICABLE))),
        Section("Consensus needed", tuple(judged.states(words, Status.CONSENSUS_NEEDED))),
        Section("Consensus settled", tuple(judged.settled(words))),
        Section("Evidence", tuple(filed.items(words))),
        Section("Metrics", tuple(filed.files(words, "metric"))),
        Section("Attached files", tuple(attached)),
        Section("Checksums to paste", tuple(filed.checksums(words))),
        Section("Runs out soon", tuple(filed.expiring(words))),
        Section("New problems", tuple(filed.problems(words, others))),
        Section("Fixed problems", tuple(filed.problems(words, problems.fixed, gone=True))),
        Section("Findings, requests, actions", tuple(filed.files(words, "finding", "request", "action"))),
        Section("Waivers and decisions", tuple(filed.files(words, "waiver", "decision"))),
        Section("Policy, people, cycles and model", tuple(filed.settings(words))),
        Section("Other cycles", tuple(judged.cycles(words))),
        Section("Grades that change no level", tuple(judged.cells(words, moving=False))),
        Section("Who", tuple(judged.people(words))),
    )
    yield from (section for section in found if section.entries)
