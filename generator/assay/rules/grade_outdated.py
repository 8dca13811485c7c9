"""A grade or consensus is older than its newest evidence: it should be looked at again.

An item that it cites was collected, was reviewed, or covers a time, after the day of the judgement. With
`regrade: commits` it also counts when what the item says, or a file that it cites, was changed by a commit
after the judgement was given. `regrade: off` is for those who do not want to be told.
"""

from collections.abc import Iterator

from assay.freshness import Outdated, Since, outdated
from assay.problems import Severity, Subject
from assay.rules.duty import without_git
from assay.rules.view import Raised, View

ID = "grade-outdated"
SEVERITY = Severity.WARNING

_HAPPENED = {
    Since.COLLECTED: "was collected on",
    Since.COVERS: "covers the time until",
    Since.REVIEWED: "was reviewed on",
    Since.CHANGED: "was changed on",
}


def check(view: View) -> Iterator[Raised]:
    """Raise every citation that overtook its judgement in an open cycle."""
    if view.strictest().regrade == "commits":
        yield from without_git(view, "changes since grades were given are not looked for")
    for cycle in view.open_cycles():
        regrade = view.duties(cycle).regrade
        if regrade == "off":
            continue
        authorship = view.authorship if regrade == "commits" else None
        standings = view.standings(cycle)
        for judged, found in outdated(view.assessment, cycle, standings, view.as_of, authorship):
            index = next(i for i, citation in enumerate(judged.evidence) if citation.item == found.item)
            about = Subject(*(found.cycle, found.unit, found.node, found.attribute, found.item), found.by)
            given = f", after this was judged on {found.judged}" if found.judged else " since"
            hint = "Look at it again, and write the new day as graded_on."
            at = (*judged.at, "evidence", index)
            yield Raised(judged.file, at, f"{_happened(found)}{given}", hint, about=about)


def _happened(found: Outdated) -> str:
    if found.since is Since.FILE:
        return f"{found.file} of '{found.item}' was changed on {found.on}"
    return f"'{found.item}' {_HAPPENED[found.since]} {found.on}"
