"""An assessment, its results and its history as one audience may see them.

Levels are computed from everything first; here only names and texts change, so that levels are the same for
every audience. Every text is looked at, whatever it belongs to: what a later kind of file adds is covered
without a line here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from assay.assessment import (
    Answer,
    Assessment,
    CheckAnswer,
    Citation,
    Consensus,
    Ending,
    Grade,
    Item,
    Person,
    Source,
    Unit,
    Waiver,
)
from assay.audience.audits import readable_audits
from assay.audience.hidden import Hidden, Removed, Uses, find_hidden
from assay.audience.past import visible_history, visible_trails
from assay.audience.phrases import Phrases
from assay.audience.walk import Walk
from assay.cards import CalendarDay, Cards
from assay.confidentiality import Audience, sees, strictest
from assay.git import History
from assay.languages import Words
from assay.levels import Result
from assay.problems import Problem
from assay.support import Standing, State, Support
from assay.trail import Change, Trails
from assay.whatif import Drop

T = TypeVar("T")

NO_DAY = dt.date.min
"""When a withheld item was collected: no day. Who prints one asks `Item.withheld` first."""

# What a grade says beside its texts: names of things, and the grade as it was written.
_IDS = frozenset(("assessor", "approved_by", "by", "item"))
_NO_TEXTS = frozenset(
    ("attribute", "at", "confidentiality", "dated_at", "file", "node", "question", "unit", "written")
)


@dataclass(frozen=True, slots=True)
class Withheld:
    """How much an audience does not get to see: items, files that they cite, texts, messages of commits;
    `audits`: findings, requests and actions.

    `naming`: the files some texts of which are withheld only because they name what is.
    """

    items: int = 0
    files: int = 0
    texts: int = 0
    messages: int = 0
    audits: int = 0
    naming: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items or self.files or self.texts or self.messages or self.audits)


class Redaction:
    """Makes data fit for an audience. All data of one language go through the same one, the history last.

    `spoken`: the assessment, first in the language of the data, then in the others of the site; the first
    one says for which audience. `removed`: the items that are only in the history.
    """

    def __init__(self, spoken: Sequence[Assessment], words: Words, removed: Iterable[Removed] = ()) -> None:
        self.audience = spoken[0].audience
        self.hidden: Hidden = find_hidden(spoken, tuple(removed))
        self.phrases = Phrases(spoken[0], words)
        self.partly: set[str] = set()
        """The files some texts of which are withheld."""
        self._waivers = self._closed_waivers(spoken[0])
        self._audits = readable_audits(spoken[0], self._readable, self._is_named)
        self._open_waivers = frozenset(
            one.file for name, one in spoken[0].waivers.items() if name not in self._waivers
        )
        self._sees_all = (
            not self.hidden.mentions.names
            and not (self._audits.withheld or self._waivers)
            and self._reads_all(spoken[0])
        )
        self._naming: set[str] = set()
        self._texts = self._messages = 0
        self._walk = Walk(
            self._text,
            self._name,
            {
                Answer: self._answer,
                Assessment: self._assessment,
                CalendarDay: self._with_items,
                Cards: self._cards,
                CheckAnswer: self._check_answer,
                Citation: self._citation,
                Consensus: self._judgement,
                Drop: self._with_items,
                Ending: self._ending,
                Grade: self._judgement,
                Item: self._item,
                Person: _unchanged,
                Problem: self._problem,
                Result: self._result,
                Source: self._source,
                Standing: _unchanged,
                Support: self._support,
                Unit: _unchanged,
                Waiver: self._waiver,
            },
        )

    def __call__(self, value: T) -> T:
        """`value` without what the audience may not see: the very same where that is nothing."""
        copy: T = value if self._sees_all else self._walk(value)
        return copy

    def history(self, history: History) -> History:
        """The trails of what the audience may see; a message that may speak of anything else is withheld."""
        if self.audience == "restricted" or (self.audience == "internal" and self._sees_all):
            return history
        readable = self._audits.files | self._open_waivers
        found, messages = visible_history(history, self.hidden, self.partly, self.phrases, readable)
        self._messages += messages
        return found

    def trails(self, trails: Trails) -> Trails:
        """What the commits of the visible history changed, without what names anything that is withheld."""
        return trails if self._sees_all else visible_trails(trails, self.partly, self._tells)

    def _tells(self, change: Change) -> bool:
        texts = (*map(str, change.at), change.before or "", change.after or "")
        return any(map(self._is_named, texts))

    @property
    def withheld(self) -> Withheld:
        """How much was withheld so far."""
        hidden = self.hidden
        naming = tuple(sorted(self._naming))
        items, files = len(hidden.names), len(hidden.files)
        return Withheld(items, files, self._texts, self._messages, self._audits.withheld, naming)

    # Texts and names

    def _name(self, name: str) -> str:
        """An id as this audience knows it."""
        return name if name in self.hidden.reserved else self.hidden.names.get(name, name)

    def _is_named(self, text: str) -> bool:
        """Whether a text is the name of something withheld, or holds one."""
        return text in self.hidden.names or text in self.hidden.mentions

    def _text(self, text: str) -> str:
        """A text, unless it names what is withheld; a withheld id, where it stands alone, by its name."""
        if (named := self._name(text)) != text:
            return named
        if text not in self.hidden.mentions:
            return text
        self._naming.add(self._walk.owner or "assessment.yaml")
        return self._instead(text, self.phrases.names)

    def _instead(self, text: str, phrase: str) -> str:
        """What stands where a text is withheld; nothing where there was none."""
        if text:
            self._texts += 1
            self.partly.add(self._walk.owner)
        return phrase if text else ""

    # Items

    def _assessment(self, assessment: Assessment) -> Assessment:
        names, files = self.hidden.names, self.hidden.files
        shown = {name: self._walk(item) for name, item in assessment.items.items() if name not in names}
        stand_ins = {new: self._walk(assessment.items[name]) for name, new in names.items()}
        copy: Assessment = self._walk.fields(
            assessment,
            title=assessment.title,
            organisation=assessment.organisation,
            repository_url=assessment.repository_url,
            items=shown | stand_ins,
            findings=self._walk(self._readable_of(assessment.findings, self._audits.findings)),
            requests=self._walk(self._readable_of(assessment.requests, self._audits.requests)),
            actions=self._walk(self._readable_of(assessment.actions, self._audits.actions)),
            waivers={
                self._waivers.get(name, name): self._walk(one) for name, one in assessment.waivers.items()
            },
            attachments={name: one for name, one in assessment.attachments.items() if name not in files},
        )
        return copy

    def _readable_of(self, found: Mapping[str, T], readable: Mapping[str, T]) -> dict[str, T]:
        """Those that may be read, as this assessment has them: it may be in another language."""
        return {name: one for name, one in found.items() if name in readable}

    def _closed_waivers(self, assessment: Assessment) -> dict[str, str]:
        """The waivers whose reasons may not be read, by id, with what they are called instead."""
        closed = [
            name
            for name, one in sorted(assessment.waivers.items())
            if self._is_named(name) or not self._readable(None, (one.where.item,) if one.where.item else ())
        ]
        return {name: f"withheld-waiver-{number}" for number, name in enumerate(closed, 1)}

    def _waiver(self, waiver: Waiver) -> Waiver:
        if waiver.id not in self._waivers:
            copy: Waiver = self._walk.fields(waiver)
            return copy
        with self._walk.within(waiver.file):
            reason = self._instead(waiver.reason, self.phrases.text)
        name, where = self._waivers[waiver.id], self._walk(waiver.where)
        return dataclasses.replace(waiver, id=name, file="", where=where, reason=reason)

    def _item(self, item: Item) -> Item:
        new = self.hidden.names.get(item.id)
        if new is None:
            copy: Item = self._walk.fields(item)
            return copy
        uses = self.hidden.uses.get(item.id, Uses())
        return Item(
            id=new, file="", title=self.phrases.item(item), type="", summary="", about=uses.about,
            collected_on=NO_DAY, collected_by="", method="", period=None, sample={}, valid_until=None,
            review_every=None, reviews=(), sources=(), confidentiality="restricted", withdrawn=None,
            superseded=None, former_ids=(), units=uses.units, withheld=True,
        )  # fmt: skip

    def _source(self, source: Source) -> Source:
        """A file that a withheld item cites as well is withheld here too."""
        if source.file not in self.hidden.files:
            copy: Source = self._walk.fields(source)
            return copy
        return dataclasses.replace(
            source,
            title=self._walk(source.title),
            file=None,
            held_by=self._instead(source.title, self.phrases.file),
            sha256=None,
            excerpt="",
        )

    def _ending(self, ending: Ending) -> Ending:
        gone = ending.by_item in self.hidden.names
        copy: Ending = self._walk.fields(ending, by_item=None if gone else ending.by_item)
        return copy

    # What rests on them

    def _readable(self, own: Audience | None, items: Iterable[str]) -> bool:
        """Whether texts may be read that say how confidential they are, or else rest on these items."""
        known = self.hidden.confidentiality
        found = own or strictest(known.get(item, "restricted") for item in items)
        return sees(self.audience, found)

    def _reads_all(self, assessment: Assessment) -> bool:
        """Whether there is no judgement and no answer whose texts the audience may not read."""
        cycles = assessment.cycles.values()
        answers = [one for cycle in cycles if cycle.checks for one in cycle.checks.answers.values()]
        return all(
            self._readable(one.confidentiality, _rests_on(one))
            for one in (*answers, *(judgement for cycle in cycles for judgement in cycle.judgements))
        )

    def _judgement(self, found: Grade | Consensus) -> Any:
        """A grade or what settled one: its texts are as confidential as what it rests on."""
        if self._readable(found.confidentiality, _rests_on(found)):
            return self._walk.fields(found)
        with self._walk.within(found.file):
            return self._closed(found)

    def _closed(self, value: Any, name: str = "") -> Any:
        """A judgement, or a part of one, without any text in it, whatever field it stands in."""
        if name in _NO_TEXTS:
            return value
        if name in _IDS:
            return self._walk(value)
        if isinstance(value, str):
            return self._instead(value, "" if name == "note" else self.phrases.text)
        if isinstance(value, tuple):
            return tuple(self._closed(part, name) for part in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            held = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
            return dataclasses.replace(value, **{key: self._closed(one, key) for key, one in held.items()})
        return value

    def _check_answer(self, found: CheckAnswer) -> CheckAnswer:
        rests = self.phrases.text
        readable = self._readable(found.confidentiality, _rests_on(found))
        note = self._walk(found.note) if readable else self._instead(found.note, rests)
        return dataclasses.replace(found, note=note, evidence=tuple(map(self._name, found.evidence)))

    def _citation(self, cited: Citation) -> Citation:
        new = self.hidden.names.get(cited.item)
        note = self._instead(cited.note, "") if new else self._walk(cited.note)
        return dataclasses.replace(cited, item=new or cited.item, note=note)

    def _answer(self, found: Answer) -> Answer:
        new = self.hidden.names.get(found.item)
        answer = self._instead(found.answer, self.phrases.text) if new else self._walk(found.answer)
        return Answer(new or found.item, answer)

    def _problem(self, found: Problem) -> Problem:
        """What a rule said may quote anything. Nothing prints it where its waiver stands."""
        about = self._walk(found.about)
        waived = found.waived
        if waived:  # by the name that its waiver has here, where the reason is looked up
            name = self._waivers.get(waived.waiver, waived.waiver)
            waived = dataclasses.replace(waived, waiver=name, reason="")
        return dataclasses.replace(found, path="", message="", hint="", about=about, waived=waived)

    # Results

    def _cards(self, cards: Cards) -> Cards:
        """What became of evidence since a grade, and when it has to be reviewed, tells of its dates."""
        names = self.hidden.names
        copy: Cards = self._walk.fields(
            cards,
            outdated=self._walk(tuple(one for one in cards.outdated if one.item not in names)),
            reviews=self._walk(tuple(one for one in cards.reviews if one.item not in names)),
        )
        return copy

    def _result(self, result: Result) -> Result:
        names = self.hidden.names
        copy: Result = self._walk.fields(
            result,
            standings={
                names.get(item, item): _only_counts(found) if item in names else found
                for item, found in result.standings.items()
            },
            cited={names.get(item, item): keys for item, keys in result.cited.items()},
        )
        return copy

    def _support(self, found: Support) -> Support:
        new = self.hidden.names.get(found.item)
        if new is None:
            return found
        return dataclasses.replace(found, item=new, standing=_only_counts(found.standing))

    def _with_items(self, found: Drop | CalendarDay) -> Any:
        names = self.hidden.names
        items = tuple(sorted(names.get(item, item) for item in found.items))
        return self._walk.fields(found, items=items)


def _rests_on(found: Grade | Consensus | CheckAnswer) -> tuple[str, ...]:
    """The items that texts are about: those that are cited, and those that are answered."""
    if isinstance(found, CheckAnswer):
        return found.evidence
    cited = tuple(one.item for one in found.evidence)
    return (*cited, *(one.item for one in found.against)) if isinstance(found, Grade) else cited


def _only_counts(standing: Standing) -> Standing:
    """Whether an item counts, and no more: not until when it holds, nor why it does not.

    What requirements ask of it stays, for what a cell lacks; nothing prints that of an item.
    """
    state = State.CURRENT if standing.counts else State.WITHHELD
    return Standing(state, None, standing.item, standing.accepted, withheld=True)


def _unchanged(value: T) -> T:
    return value
