"""A consensus file settles a criterion that is made of others.

Grades may be given for a whole criterion, and then count for each of its sub-criteria. What is settled is
settled cell by cell: on each of them the assessors may have come to something else.
"""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.view import Raised, View
from assay.wording import listed

ID = "consensus-above-cells"
SEVERITY = Severity.ERROR
_SHOWN = 6


def check(view: View) -> Iterator[Raised]:
    """Raise every consensus file of a node that has no cells of its own, once."""
    nodes = view.assessment.model.nodes
    for cycle in view.assessment.cycles.values():
        for file, node in sorted({(found.file, found.node) for found in cycle.consensus}):
            if node in nodes and nodes[node].children:
                leaves = [leaf.id for leaf in nodes[node].leaves()]
                more = " ..." if len(leaves) > _SHOWN else ""
                yield Raised(
                    file,
                    (),
                    f"'{node}' is made of others: it has no cells to settle",
                    f"Write a file for each of those that you settled: {listed(leaves[:_SHOWN])}{more}.",
                )
