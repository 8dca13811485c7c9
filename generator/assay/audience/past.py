"""What an audience may see of the history: no trail of what is withheld, and no message that may tell of it.

Of a commit everybody may see that it was made, when and by whom.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Set
from dataclasses import dataclass

from assay.audience.hidden import Hidden
from assay.audience.phrases import Phrases
from assay.git import Commit, History
from assay.trail import Change, Step, Trails

_KNOWN = (
    "items/",
    "attachments/",
    "findings/",
    "requests/",
    "actions/",
    "decisions/",
    "metrics/",
    "waivers/",
)
"""Where files lie that are shown only if they are known to be for the audience."""


def visible_history(
    history: History,
    hidden: Hidden,
    partly: Collection[str],
    phrases: Phrases,
    readable: Collection[str],
    closed: Set[str] = frozenset(),
) -> tuple[History, int]:
    """The history without trails of what is withheld, and how many messages are.

    `partly`: files that hold a text that is withheld. A message is withheld where its commit touched one of
    them, a file that is withheld, or one that is gone and was not for this audience; and where it names any
    of that. `readable`: files beside those of items that may be read though they are not known to all.
    `closed`: contents (their ids in git) of files that were not for this audience when they said that. Of a
    commit that left or found one nothing else is told, whatever has become of its file since.
    """

    def is_shown(file: str, trail: Iterable[Commit]) -> bool:
        formerly = any(commit.file in hidden.mentions for commit in trail)
        return may_be_known(file, hidden, readable) and not formerly

    shown = {file: trail for file, trail in history.trails.items() if is_shown(file, trail)}
    touched = {
        commit.id
        for file, trail in history.trails.items()
        for commit in trail
        if file not in shown or file in partly or closed & {commit.old, commit.new}
    }
    silent = touched | {
        commit.id
        for trail in shown.values()
        for commit in trail
        if any(text in hidden.mentions for text in (commit.subject, commit.body))
    }
    texts = _Texts(silent, partly, closed, phrases.message)
    trails = {file: tuple(texts.of(file, commit) for commit in trail) for file, trail in shown.items()}

    def named(file: str) -> str:
        return file if file in shown or is_shown(file, ()) else phrases.name

    spoken = {commit.id for trail in shown.values() for commit in trail if commit.subject or commit.body}
    found = dataclasses.replace(
        history,
        trails=trails,
        uncommitted=frozenset(map(named, history.uncommitted)),
        ignored=frozenset(map(named, history.ignored)),
        cut={file: commit for file, commit in history.cut.items() if file in shown},
    )
    return found, len(silent & spoken)


def may_be_known(file: str, hidden: Hidden, readable: Collection[str]) -> bool:
    """Whether an audience may know that there is such a file, as it is called."""
    known = not file.startswith(_KNOWN) or file in hidden.shown or file in readable
    return known and file not in hidden.mentions


@dataclass(frozen=True, slots=True)
class _Texts:
    """Commits without what they must not say."""

    silent: Set[str]
    partly: Collection[str]
    closed: Set[str]
    instead: str

    def of(self, file: str, commit: Commit) -> Commit:
        """One commit of a file's trail. Nobody can look up what the file said, where parts are withheld."""
        if commit.id in self.silent:
            commit = dataclasses.replace(commit, subject=self.instead, body="")
        if file in self.partly or self.closed & {commit.old, commit.new}:
            return dataclasses.replace(commit, old="", new="")
        return commit


def visible_trails(trails: Trails, partly: Collection[str], tells: Callable[[Change], bool]) -> Trails:
    """The trails of a visible history, without what changed in files that once named what is withheld.

    `tells`: whether a change names any of it. What such a file said besides may have rested on it.
    """

    def told(steps: Iterable[Step]) -> bool:
        return any(tells(change) for step in steps for change in step.changes)

    silent = {file for file, steps in trails.files.items() if file in partly or told(steps)}
    return Trails(
        {file: _without_words(steps) if file in silent else steps for file, steps in trails.files.items()},
        {
            key: dataclasses.replace(
                found,
                steps=_without_words(found.steps),
                made=dataclasses.replace(found.made, changes=()) if found.made else None,
            )
            if found.file in silent or told(found.steps)
            else found
            for key, found in trails.judgements.items()
        },
        trails.order,
    )


def _without_words(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(dataclasses.replace(step, changes=()) for step in steps)
