"""All trails of an evidence folder, read from its history and the contents behind it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assay.git import History
from assay.trail.judged import JudgementKey, JudgementTrail, by_judgement, moments_of, without_moves
from assay.trail.pairs import JUDGING, kind_of
from assay.trail.steps import Step, compared, steps_of


@dataclass(frozen=True, slots=True)
class Trails:
    """All trails of an evidence folder, newest commit first.

    `order`: the place of each commit among all, 0 for the newest. Files are named as they are called now, or
    were when they were removed.
    """

    files: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    judgements: Mapping[JudgementKey, JudgementTrail] = field(default_factory=dict)
    order: Mapping[str, int] = field(default_factory=dict)


def read_trails(folder: Path, history: History, units: Collection[str] = ()) -> Trails:
    """The trails of all files and judgements. `units`: the ids of the assessment's units."""
    contents = compared(folder, history.trails)
    files = {file: tuple(steps_of(commits, contents)) for file, commits in history.trails.items()}
    moments, now = moments_of(files, contents, frozenset(units))
    files |= {
        file: tuple(without_moves(step, moments, units) for step in steps)
        for file, steps in files.items()
        if steps and kind_of(steps[0].commit.file) in JUDGING
    }
    return Trails(files, by_judgement(moments, now, history.order), history.order)
