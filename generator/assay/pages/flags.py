"""Which rows and criteria of a report card have unresolved findings."""

from __future__ import annotations

from collections.abc import Sequence

from assay.levels import Result
from assay.pages.follow_up import FindingView, finding_view
from assay.pages.lines import Line
from assay.pages.sheet import Sheet


class Flags:
    """The unresolved findings of a cycle, by what they are about."""

    def __init__(self, sheet: Sheet, result: Result) -> None:
        self._model = result.model
        self._found: dict[tuple[str, str | None], list[FindingView]] = {}
        audited = sheet.book.audited
        for node, inside in audited.findings_by_node.items():
            for finding, part in inside:
                if finding.state(audited.on).unresolved and part.cycle in (None, result.cycle.id):
                    self._found.setdefault((node, part.attribute), []).append(finding_view(sheet, finding))

    @property
    def some(self) -> bool:
        """Whether there are any."""
        return bool(self._found)

    def of_row(self, row: Line, criterion: str) -> tuple[FindingView, ...]:
        """Those about a cell of a row of `criterion`, about the row, or about the node that it stands for."""
        names: dict[tuple[str, str | None], None] = {}
        for node, attribute in row.cells:
            names |= dict.fromkeys((above, attribute) for above in (node, *self._model.ancestors(node)))
            if row.node != criterion:
                names[node, None] = None
        if row.node != criterion:
            names[row.node, None] = None
        return tuple({flag.id: flag for name in names for flag in self._found.get(name, ())}.values())

    def about(self, nodes: Sequence[str]) -> tuple[FindingView, ...]:
        """Those about any of these nodes, each once."""
        wanted = frozenset(nodes)
        held = {
            flag.id: flag for (node, _), inside in self._found.items() if node in wanted for flag in inside
        }
        return tuple(held.values())
