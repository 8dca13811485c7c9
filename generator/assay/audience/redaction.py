"""An assessment, its results and its history as one audience may see them.

Levels are computed from everything first; here only names and texts change, so that levels are the same for
every audience. Every text is looked at, whatever it belongs to: what a later kind of file adds is covered
without a line here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

from assay.assessment import Assessment, Person, Unit
from assay.audience.audits import readable_audits
from assay.audience.decisions import DecisionChanges
from assay.audience.editor import Editor
from assay.audience.hidden import Hidden, Removed, find_hidden
from assay.audience.items import ItemChanges
from assay.audience.judgements import JudgementChanges
from assay.audience.measured import readable_metrics
from assay.audience.past import may_be_known, visible_history, visible_trails
from assay.audience.phrases import Phrases
from assay.audience.results import ResultChanges
from assay.audience.waivers import WaiverChanges
from assay.git import History
from assay.languages import Words
from assay.support import Standing
from assay.trail import Change, Trails

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Withheld:
    """How much an audience does not get to see: items, files that they cite, texts, messages of commits;
    `audits`: findings, requests and actions; `metrics`.

    `naming`: the files some texts of which are withheld only because they name what is.
    """

    items: int = 0
    files: int = 0
    texts: int = 0
    messages: int = 0
    audits: int = 0
    metrics: int = 0
    naming: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items or self.files or self.texts or self.messages or self.audits or self.metrics)


class Redaction:
    """Makes data fit for an audience. All data of one language go through the same one, the history last.

    `spoken`: the assessment, first in the language of the data, then in the others of the site; the first
    one says for which audience. `removed`: the items that are only in the history; `closed`: contents of
    files (their ids in git) that this audience could not have seen when they said that.
    """

    def __init__(
        self,
        spoken: Sequence[Assessment],
        words: Words,
        removed: Iterable[Removed] = (),
        closed: Set[str] = frozenset(),
    ) -> None:
        assessment = spoken[0]
        self.hidden: Hidden = find_hidden(spoken, tuple(removed))
        self._editor = editor = Editor(assessment.audience, self.hidden, Phrases(assessment, words))
        self._closed = closed
        self._messages = 0
        self._items = ItemChanges(editor)
        self._waivers = WaiverChanges(editor, assessment.waivers)
        self._decisions = DecisionChanges(editor, assessment.decisions)
        self._audits = readable_audits(assessment, editor.reads_file, editor.is_named)
        self._metrics = readable_metrics(assessment, editor.reads_file, editor.is_named)
        self._measured = len(assessment.metrics) - len(self._metrics)
        judgements = JudgementChanges(editor, self._metrics)
        waivers = assessment.waivers.items()
        self._readable = self._audits.files | {
            one.file for name, one in waivers if name not in self._waivers.closed
        }
        self._readable |= {assessment.metrics[name].file for name in self._metrics}
        decisions = assessment.decisions.items()
        self._readable |= {one.file for name, one in decisions if name not in self._decisions.closed}
        self._sees_all = (
            not self.hidden.mentions.names
            and not (
                self._audits.withheld or self._waivers.closed or self._decisions.closed or self._measured
            )
            and judgements.reads_all(assessment)
        )
        kept = dict.fromkeys((Person, Standing, Unit), _unchanged)
        for one in (self._items, self._waivers, self._decisions, judgements, ResultChanges(editor)):
            editor.walk.changes.update(one.changes)
        editor.walk.changes.update({Assessment: self._assessment, **kept})

    def __call__(self, value: T) -> T:
        """`value` without what the audience may not see: the very same where that is nothing."""
        copy: T = value if self._sees_all else self._editor.walk(value)
        return copy

    def history(self, history: History) -> History:
        """The trails of what the audience may see; a message that may speak of anything else is withheld."""
        editor = self._editor
        if editor.audience == "restricted":
            return history
        if editor.audience == "internal" and self._sees_all and not self._closed:
            return history
        found, messages = visible_history(
            history, self.hidden, editor.partly, editor.phrases, self._readable, self._closed
        )
        self._messages += messages
        return found

    def trails(self, trails: Trails) -> Trails:
        """What the commits of the visible history changed, without what names anything that is withheld."""
        return trails if self._sees_all else visible_trails(trails, self._editor.partly, self.tells)

    def may_name(self, file: str) -> bool:
        """Whether the audience may know of a file of the evidence and its checksum, as it may read all of it.

        Only after everything else went through this.
        """
        if self._sees_all:
            return True
        return file not in self._editor.partly and may_be_known(file, self.hidden, self._readable)

    @property
    def withheld(self) -> Withheld:
        """How much was withheld so far."""
        hidden, editor = self.hidden, self._editor
        naming = tuple(sorted(editor.naming))
        items, files = len(hidden.names), len(hidden.files)
        audits = self._audits.withheld
        return Withheld(items, files, editor.texts, self._messages, audits, self._measured, naming)

    def tells(self, change: Change) -> bool:
        """Whether a change names anything that is withheld."""
        texts = (*map(str, change.at), change.before or "", change.after or "")
        return any(map(self._editor.tells, texts))

    def _assessment(self, assessment: Assessment) -> Assessment:
        walk, audits = self._editor.walk, self._audits
        return self._editor.rest(
            assessment,
            title=assessment.title,
            organisation=assessment.organisation,
            repository_url=assessment.repository_url,
            items=self._items.all_of(assessment.items),
            findings=walk(_only(assessment.findings, audits.findings)),
            requests=walk(_only(assessment.requests, audits.requests)),
            actions=walk(_only(assessment.actions, audits.actions)),
            metrics=walk(_only(assessment.metrics, self._metrics)),
            waivers=self._waivers.all_of(assessment.waivers),
            decisions=self._decisions.all_of(assessment.decisions),
            attachments=_only(assessment.attachments, assessment.attachments.keys() - self.hidden.files),
        )


def _only(found: Mapping[str, T], readable: Iterable[str]) -> dict[str, T]:
    """Those that may be read, as this assessment has them: it may be in another language."""
    wanted = frozenset(readable)
    return {name: one for name, one in found.items() if name in wanted}


def _unchanged(value: T) -> T:
    return value
