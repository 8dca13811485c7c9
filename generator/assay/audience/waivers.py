"""Waivers as an audience may read them, and the problems that they excuse."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from assay.assessment import Waiver
from assay.audience.editor import Changes, Editor
from assay.problems import Problem


class WaiverChanges:
    """What becomes of waivers: one about withheld evidence keeps what it covers, but neither name nor reason.

    `closed`: the waivers whose reasons may not be read, by id, with what they are called instead.
    """

    def __init__(self, editor: Editor, waivers: Mapping[str, Waiver]) -> None:
        self._editor = editor
        self.closed = _closed(editor, waivers)
        self.changes: Changes = {Problem: self._problem, Waiver: self._waiver}

    def all_of(self, waivers: Mapping[str, Waiver]) -> dict[str, Waiver]:
        """All waivers, by the ids that this audience knows."""
        return {self.closed.get(name, name): self._editor.walk(one) for name, one in waivers.items()}

    def _waiver(self, waiver: Waiver) -> Waiver:
        editor = self._editor
        if waiver.id not in self.closed:
            return editor.rest(waiver)
        with editor.walk.within(waiver.file):
            reason = editor.instead(waiver.reason, editor.phrases.text)
        name, where = self.closed[waiver.id], editor.walk(waiver.where)
        return dataclasses.replace(waiver, id=name, file="", where=where, reason=reason)

    def _problem(self, found: Problem) -> Problem:
        """What a rule said may quote anything. Nothing prints it where its waiver stands."""
        about = self._editor.walk(found.about)
        waived = found.waived
        if waived:  # by the name that its waiver has here, where the reason is looked up
            name = self.closed.get(waived.waiver, waived.waiver)
            waived = dataclasses.replace(waived, waiver=name, reason="")
        return dataclasses.replace(found, path="", message="", hint="", about=about, waived=waived)


def _closed(editor: Editor, waivers: Mapping[str, Waiver]) -> dict[str, str]:
    closed = [
        name
        for name, one in sorted(waivers.items())
        if editor.is_named(name) or not editor.reads(None, (one.where.item,) if one.where.item else ())
    ]
    return {name: f"withheld-waiver-{number}" for number, name in enumerate(closed, 1)}
