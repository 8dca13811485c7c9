"""Somebody who is nobody in assessment.yaml committed evidence, grades, decisions or waivers (`identity`).

There is no waiver for it: whoever commits, a program too, can be listed under `people`.
"""

from collections.abc import Iterator

from assay.problems import Severity
from assay.rules.duty import strength, who, without_git
from assay.rules.view import Raised, View
from assay.wording import counted

ID = "unknown-committer"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every such author once, with the first of the files."""
    identity = view.strictest().identity
    if identity == "off":
        return
    yield from without_git(view, "who committed what is not checked")
    files: dict[str, list[str]] = {}
    for file in _files(view):
        authors = {view.authorship.author(commit) for commit in view.history.trails.get(file, ())}
        for name in sorted(who(view, author) for author in authors if not author.person):
            files.setdefault(name, []).append(file)
    for name, found in files.items():
        more = f" and {counted(len(found) - 1, 'more file')}" if len(found) > 1 else ""
        message = f"{name}, who committed to {found[0]}{more}, is nobody in assessment.yaml"
        hint = "Write the address under git of the person whose it is, or let somebody known commit it."
        yield Raised("assessment.yaml", ("people",), message, hint, key=True, severity=strength(identity))


def _files(view: View) -> Iterator[str]:
    yield from (item.file for item in view.assessment.items.values())
    for cycle in view.open_cycles():
        yield from dict.fromkeys(judged.file for judged in cycle.judgements)
    yield from (one.file for one in view.assessment.decisions.values())
    yield from (one.file for one in view.assessment.waivers.values())
