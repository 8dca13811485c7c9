"""A file names a criterion or sub-criterion that the model does not have.

Item pages, grades and targets name nodes by their ids in the model; `overall` may only be a target.
"""

from collections.abc import Iterator

from assay.assessment import Consensus
from assay.model import OVERALL
from assay.problems import At, Severity
from assay.rules.view import Raised, View
from assay.wording import did_you_mean

ID = "unknown-node"
SEVERITY = Severity.ERROR


def check(view: View) -> Iterator[Raised]:
    """Raise every node id that is not in the model."""
    nodes = view.assessment.model.nodes
    hint = "The ids stand on the page Levels and methodology; assay explain NODE prints those below a node."

    def raised(file: str, node: str, at: tuple[str | int, ...], key: bool) -> Raised:
        return Raised(file, at, f"unknown node '{node}'{did_you_mean(node, nodes)}", hint, key)

    for file, at, node in _named(view):
        if node not in nodes:
            yield raised(file, node, at, False)
    seen = set()
    for _, grade in view.judgements():
        if grade.node not in nodes and (grade.file, grade.node) not in seen:
            seen.add((grade.file, grade.node))
            settled = isinstance(grade, Consensus)  # its node is the name of the file
            yield raised(grade.file, grade.node, () if settled else grade.at[:2], not settled)
    for cycle in view.assessment.cycles.values():
        for node in cycle.targets:
            if node not in nodes and node != OVERALL:
                yield raised(cycle.file, node, ("targets", node), True)


def _named(view: View) -> Iterator[tuple[str, At, str]]:
    """What items, findings, actions, requests and metrics are about."""
    for item in view.assessment.items.values():
        for index, about in enumerate(item.about):
            yield item.file, ("about", index, "node"), about.node
    for file, at, subject in view.subjects():
        if subject.node:
            yield file, (*at, "node"), subject.node
