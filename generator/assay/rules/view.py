"""What rules look at, and what they raise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from assay.assessment import Assessment, Consensus, Cycle, Grade, Item
from assay.audit import AuditFile, Concern
from assay.authorship import Authorship
from assay.duties import Duties
from assay.folder import Folder
from assay.git import History
from assay.model import Scale
from assay.problems import At, Severity, Subject
from assay.rules.waiving import Applied
from assay.seals import Difference, since_seal
from assay.support import Standing, standing


@dataclass(frozen=True, slots=True)
class Raised:
    """One thing that a rule found: where (a file and a place in it), what is wrong, what to do.

    `key` is True where the key at that place is meant, not its value. `about`: what waivers are compared
    with. `severity`: where it is not that of the rule.
    """

    file: str
    at: At
    message: str
    hint: str = ""
    key: bool = False
    about: Subject | None = None
    severity: Severity | None = None


@dataclass(frozen=True)
class View:
    """An assessment on a date, as rules see it.

    `unread` holds the files that have errors of their own: what they say is not known, so nothing is said
    about what follows from it. `data`: what the files say, for all that read well; `model`: the model's data.
    `read_history` asks git: only rules that a policy switches on may need it. `applied`: what has become of
    the waivers, for the rules that look at these at the end; `waivable`: the ids of the rules that waivers
    may name. `ruling`: the assessment before the change that is looked at, if there is one.
    """

    assessment: Assessment
    folder: Folder
    as_of: dt.date
    unread: frozenset[str]
    data: Mapping[str, Mapping[str, Any]] = field(repr=False)
    model: Mapping[str, Any] = field(repr=False)
    read_history: Callable[[], History] = History
    applied: Applied = field(default_factory=Applied)
    waivable: frozenset[str] = frozenset()
    ruling: Assessment | None = None
    _since: dict[str, tuple[Difference, ...]] = field(default_factory=dict, repr=False)
    _standings: dict[dt.date, Mapping[str, Standing]] = field(default_factory=dict, repr=False)

    @cached_property
    def history(self) -> History:
        """What git knows of the files."""
        return self.read_history()

    @cached_property
    def authorship(self) -> Authorship:
        """Who made the files what they are, by their commits."""
        return Authorship(self.assessment, self.folder, self.history)

    def duties(self, cycle: Cycle) -> Duties:
        """What is asked in a cycle."""
        return self.assessment.duties(cycle)

    def strictest(self) -> Duties:
        """What is asked in one open cycle or another, of what no single cycle owns: items and commits."""
        found = self.assessment.policy.duties
        for cycle in self.open_cycles():
            found = found.stricter(self.duties(cycle))
        return found

    @property
    def unread_items(self) -> frozenset[str]:
        """The ids of items whose files could not be read."""
        return self.unread_ids("items")

    def unread_ids(self, folder: str) -> frozenset[str]:
        """The ids of the files in one of the folders that could not be read."""
        return frozenset(PurePosixPath(file).stem for file in self.unread if file.startswith(f"{folder}/"))

    def audit_files(self) -> Iterator[AuditFile]:
        """Every finding, action and request for evidence."""
        yield from self.assessment.findings.values()
        yield from self.assessment.actions.values()
        yield from self.assessment.requests.values()

    def subjects(self) -> Iterator[tuple[str, At, Concern]]:
        """What findings, actions, requests and metrics are about: file, place, subject."""
        for found in (*self.audit_files(), *self.assessment.metrics.values()):
            for index, subject in enumerate(found.about):
                yield found.file, ("about", index), subject

    @property
    def unread_cycles(self) -> frozenset[str]:
        """The ids of cycles whose own files could not be read."""
        return frozenset(file.split("/")[1] for file in self.unread if file.startswith("cycles/"))

    def unread_grades(self, cycle: Cycle) -> bool:
        """Whether grades of a cycle could not be read."""
        return any(file.startswith(f"cycles/{cycle.id}/grades/") for file in self.unread)

    def grades(self) -> Iterator[tuple[Cycle, Grade]]:
        """Every grade with its cycle."""
        for cycle in self.assessment.cycles.values():
            for grade in cycle.grades:
                yield cycle, grade

    def judgements(self) -> Iterator[tuple[Cycle, Grade | Consensus]]:
        """Every grade and everything settled, with its cycle."""
        for cycle in self.assessment.cycles.values():
            yield from ((cycle, judged) for judged in cycle.judgements)

    def units(self) -> tuple[str | None, ...]:
        """The ids of the units; None for an assessment without."""
        return tuple(unit.id for unit in self.assessment.units) or (None,)

    def scale(self, judged: Grade | Consensus) -> Scale | None:
        """The scale of what is judged; None where the model has no such cell."""
        model = self.assessment.model
        node = model.nodes.get(judged.node)
        if node is None or not any(judged.attribute in leaf.graded_on for leaf in node.leaves()):
            return None
        return model.scale(judged.node, judged.attribute)

    def open_cycles(self) -> Iterator[Cycle]:
        """The cycles that are not sealed: only these can still be mended."""
        return (cycle for cycle in self.assessment.cycles.values() if not cycle.seal)

    def standings(self, cycle: Cycle) -> Mapping[str, Standing]:
        """Every item's standing on the date that `cycle` is computed for."""
        on = cycle.as_of(self.as_of)
        if on not in self._standings:
            self._standings[on] = {
                item.id: standing(item, self.assessment.policy, on) for item in self.assessment.items.values()
            }
        return self._standings[on]

    def since_seal(self, cycle: Cycle) -> tuple[Difference, ...]:
        """How a cycle differs from its seal; nothing where it has no digests, or files have errors."""
        if self.unread:
            return ()
        if cycle.id not in self._since:
            self._since[cycle.id] = since_seal(self.assessment, cycle, self.data, self.model)
        return self._since[cycle.id]

    def cell_name(self, node: str, attribute: str) -> str:
        """A cell in words: `leadership-vision · approach`, or the node alone where it is graded on itself."""
        return f"{node} · {attribute}" if attribute else node

    def is_about(self, item: Item, node: str, attribute: str) -> bool:
        """Whether an item is about a node, or one above or below it, with that attribute."""
        return self.assessment.bears_on(item.about, node, attribute)
