"""Decisions as an audience may read them: that one was made, and what it accepts, everybody may see."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from assay.assessment import Decision
from assay.audience.editor import Changes, Editor


class DecisionChanges:
    """What becomes of decisions: one that is too confidential loses its title and its reason.

    `closed`: those, by id, with what they are called instead: their names may tell as much.
    """

    def __init__(self, editor: Editor, decisions: Mapping[str, Decision]) -> None:
        self._editor = editor
        closed = [
            name
            for name, one in sorted(decisions.items())
            if editor.is_named(name) or not editor.reads(one.confidentiality, ())
        ]
        self.closed = {name: f"withheld-decision-{number}" for number, name in enumerate(closed, 1)}
        self.changes: Changes = {Decision: self._decision}

    def all_of(self, decisions: Mapping[str, Decision]) -> dict[str, Decision]:
        """All decisions, by the ids that this audience knows."""
        return {self.closed.get(name, name): self._editor.walk(one) for name, one in decisions.items()}

    def _decision(self, decision: Decision) -> Decision:
        editor = self._editor
        if decision.id not in self.closed:
            return editor.rest(decision)
        with editor.walk.within(decision.file):
            title = editor.instead(decision.title, editor.phrases.name)
            reason = editor.instead(decision.reason, editor.phrases.text)
        name = self.closed[decision.id]
        return dataclasses.replace(decision, id=name, file="", title=title, reason=reason)
