"""What an audience may see of the history: no trail of what is withheld, and no message that may tell of it.

Of a commit everybody may see that it was made, when and by whom.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from assay.audience.hidden import Hidden
from assay.audience.phrases import Phrases
from assay.git import Commit, History

_KNOWN = ("items/", "attachments/")
"""Where files lie that are shown only if they are known to be for the audience."""


def visible_history(
    history: History, hidden: Hidden, partly: Iterable[str], phrases: Phrases
) -> tuple[History, int]:
    """The history without trails of what is withheld, and how many messages are.

    `partly`: files that hold a text that is withheld. A message is withheld where its commit touched one of
    them, a file that is withheld, or one that is gone and was not for this audience; and where it names any
    of that.
    """
    shown = {file: trail for file, trail in history.trails.items() if _is_shown(file, trail, hidden)}
    touched = {
        commit.id
        for file, trail in history.trails.items()
        if file not in shown or file in set(partly)
        for commit in trail
    }
    silent = touched | {
        commit.id
        for trail in shown.values()
        for commit in trail
        if any(text in hidden.mentions for text in (commit.subject, commit.body))
    }
    texts = _Texts(silent, frozenset(partly), phrases.message)
    trails = {file: tuple(texts.of(file, commit) for commit in trail) for file, trail in shown.items()}
    uncommitted = frozenset(
        file if file in shown or _is_shown(file, (), hidden) else phrases.name for file in history.uncommitted
    )
    spoken = {commit.id for trail in shown.values() for commit in trail if commit.subject or commit.body}
    found = dataclasses.replace(history, trails=trails, uncommitted=uncommitted)
    return found, len(silent & spoken)


def _is_shown(file: str, trail: Iterable[Commit], hidden: Hidden) -> bool:
    if file.startswith(_KNOWN) and file not in hidden.shown:
        return False
    return file not in hidden.mentions and not any(commit.file in hidden.mentions for commit in trail)


@dataclass(frozen=True, slots=True)
class _Texts:
    """Commits without what they must not say."""

    silent: set[str]
    partly: frozenset[str]
    instead: str

    def of(self, file: str, commit: Commit) -> Commit:
        """One commit of a file's trail. Nobody can look up what the file said, where parts are withheld."""
        if commit.id in self.silent:
            commit = dataclasses.replace(commit, subject=self.instead, body="")
        return dataclasses.replace(commit, old="", new="") if file in self.partly else commit
