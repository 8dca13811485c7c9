"""What assessors wrote, as an audience may read it: as confidential as the evidence that it rests on."""

from __future__ import annotations

import dataclasses
from collections.abc import Set
from typing import Any

from assay.assessment import Answer, Assessment, CheckAnswer, Citation, Consensus, Cycle, Grade
from assay.audience.editor import Changes, Editor

# What a grade says beside its texts: names of things, and the grade as it was written.
_IDS = frozenset(("assessor", "approved_by", "by", "item"))
_NO_TEXTS = frozenset(
    (
        "attribute",
        "at",
        "confidentiality",
        "dated_at",
        "file",
        "metrics",
        "node",
        "question",
        "unit",
        "written",
    )
)


class JudgementChanges:
    """What becomes of grades, of what settled them, of answers to checks, and of what these cite.

    `metrics`: the ids of those that may be read.
    """

    def __init__(self, editor: Editor, metrics: Set[str]) -> None:
        self._editor = editor
        self._metrics = metrics
        self._names = editor.hidden.names
        self.changes: Changes = {
            Answer: self._answer,
            CheckAnswer: self._check_answer,
            Citation: self._citation,
            Consensus: self._judgement,
            Grade: self._judgement,
        }

    def reads_all(self, assessment: Assessment) -> bool:
        """Whether there is no judgement and no answer whose texts the audience may not read."""
        cycles = assessment.cycles.values()
        return all(
            self._editor.reads(one.confidentiality, _rests_on(one))
            for cycle in cycles
            for one in (*cycle.judgements, *cycle.to_confirm, *_answers(cycle))
        )

    def _judgement(self, found: Grade | Consensus) -> Any:
        """A grade or what settled one: its texts are as confidential as what it rests on."""
        if isinstance(found, Grade) and not set(found.metrics) <= self._metrics:
            kept = tuple(name for name in found.metrics if name in self._metrics)
            found = dataclasses.replace(found, metrics=kept)
        if self._editor.reads(found.confidentiality, _rests_on(found)):
            return self._editor.rest(found)
        with self._editor.walk.within(found.file):
            return self._closed(found)

    def _closed(self, value: Any, name: str = "") -> Any:
        """A judgement, or a part of one, without any text in it, whatever field it stands in."""
        if name in _NO_TEXTS:
            return value
        if name in _IDS:
            return self._editor.walk(value)
        if isinstance(value, str):
            return self._editor.instead(value, "" if name == "note" else self._editor.phrases.text)
        if isinstance(value, tuple):
            return tuple(self._closed(part, name) for part in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            held = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
            return dataclasses.replace(value, **{key: self._closed(one, key) for key, one in held.items()})
        return value

    def _check_answer(self, found: CheckAnswer) -> CheckAnswer:
        editor = self._editor
        readable = editor.reads(found.confidentiality, _rests_on(found))
        note = editor.walk(found.note) if readable else editor.instead(found.note, editor.phrases.text)
        return dataclasses.replace(found, note=note, evidence=tuple(map(editor.name, found.evidence)))

    def _citation(self, cited: Citation) -> Citation:
        new = self._names.get(cited.item)
        note = self._editor.instead(cited.note, "") if new else self._editor.walk(cited.note)
        return dataclasses.replace(cited, item=new or cited.item, note=note)

    def _answer(self, found: Answer) -> Answer:
        editor, new = self._editor, self._names.get(found.item)
        answer = editor.instead(found.answer, editor.phrases.text) if new else editor.walk(found.answer)
        return Answer(new or found.item, answer)


def _answers(cycle: Cycle) -> tuple[CheckAnswer, ...]:
    return tuple(cycle.checks.answers.values()) if cycle.checks else ()


def _rests_on(found: Grade | Consensus | CheckAnswer) -> tuple[str, ...]:
    """The items that texts are about: those that are cited, and those that are answered."""
    if isinstance(found, CheckAnswer):
        return found.evidence
    cited = tuple(one.item for one in found.evidence)
    return (*cited, *(one.item for one in found.against)) if isinstance(found, Grade) else cited
