"""A commit is not signed by its author or by the forge (`signed_commits`).

Commits of evidence, grades, decisions and waivers are looked at.

A signature by somebody else's key vouches for somebody else. Where signatures were not looked at, or there is
no git, that is said as an info: nothing passes unseen.
"""

from collections.abc import Iterator

from assay.authorship import Author
from assay.git import Commit, Signed
from assay.problems import Severity, Subject
from assay.rules.duty import without_git
from assay.rules.view import Raised, View
from assay.wording import counted, listed

ID = "commit-unsigned"
SEVERITY = Severity.ERROR

_GOOD = frozenset((Signed.AUTHOR, Signed.FORGE))
_SHOWN = 3
_WORDS = {
    Signed.NONE: "no signature",
    Signed.OTHER: "signed by somebody else",
    Signed.BAD: "a bad signature",
    Signed.EXPIRED: "an expired key",
    Signed.REVOKED: "a revoked key",
    Signed.UNKNOWN: "an unknown key",
}


def check(view: View) -> Iterator[Raised]:
    """Raise every file with such commits, and once that some were not checked."""
    wanted = dict(_files(view))
    if not wanted:
        return
    yield from without_git(view, "the signatures of commits are not checked")
    unchecked: dict[str, None] = {}
    for file, about in wanted.items():
        lacking: list[tuple[Commit, Signed]] = []
        # One commit may have done two things to a file that took the name of another.
        for commit in {one.id: one for one in view.history.trails.get(file, ())}.values():
            state = view.history.signature(commit).state
            if state is Signed.UNCHECKED:
                unchecked[commit.id] = None
            elif state not in _GOOD:
                lacking.append((commit, state))
        if lacking:
            yield _raised(view, file, about, lacking)
    if unchecked:
        message = f"the signatures of {counted(len(unchecked), 'commit')} were not checked"
        hint = "Give the keys of people and of the forge in assessment.yaml."
        yield Raised("assessment.yaml", ("policy",), message, hint, key=True, severity=Severity.INFO)


def _raised(view: View, file: str, about: Subject, lacking: list[tuple[Commit, Signed]]) -> Raised:
    named = [f"{commit.id[:7]} ({_WORDS[state]})" for commit, state in lacking[:_SHOWN]]
    more = f" and {len(lacking) - _SHOWN} more" if len(lacking) > _SHOWN else ""
    authors: list[Author] = [view.authorship.author(commit) for commit, _ in lacking]
    persons = tuple(dict.fromkeys(author.person for author in authors if author.person))
    return Raised(
        file,
        (),
        f"not signed by the author or the forge: {listed(named)}{more}",
        "Sign commits (git config commit.gpgsign true); what is past can be waived, with a reason.",
        about=Subject(about.cycle, about.unit, item=about.item, persons=persons),
    )


def _files(view: View) -> Iterator[tuple[str, Subject]]:
    """The files whose commits have to be signed, each with what it is about."""
    if view.strictest().signed_commits:
        for item in view.assessment.items.values():
            yield item.file, Subject(item=item.id)
        yield from ((decision.file, Subject()) for decision in view.assessment.decisions.values())
        yield from ((waiver.file, Subject()) for waiver in view.assessment.waivers.values())
    for cycle in view.assessment.cycles.values():
        if view.duties(cycle).signed_commits:
            yield from ((one.file, Subject(cycle.id, one.unit)) for one in cycle.judgements)
