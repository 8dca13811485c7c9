"""What the rules on duties share: how strongly something is said, and who committed it."""

from __future__ import annotations

from collections.abc import Iterator

from assay.authorship import Author
from assay.duties import Strength
from assay.problems import At, Severity
from assay.rules.view import Raised, View


def strength(asked: Strength) -> Severity:
    """The severity that a policy asks for."""
    return Severity.ERROR if asked == "error" else Severity.WARNING


def written_by(view: View, file: str, at: At) -> Author | None:
    """Who committed the entry at a place of a file as it stands; None where that is not known."""
    commit = view.authorship.writer(file, at)
    return view.authorship.author(commit) if commit else None


def who(view: View, author: Author) -> str:
    """Somebody who committed, as messages name them."""
    return (
        view.assessment.person_name(author.person) if author.person else f"{author.name} <{author.address}>"
    )


def without_git(view: View, what: str) -> Iterator[Raised]:
    """That something cannot be checked here, where there is no history; nothing where there is one."""
    history = view.history
    if history.head is not None and not history.shallow:
        return
    why = history.problem or "there is no git history here"
    hint = "Run it in a clone of the repository."
    if history.shallow:
        why, hint = "older commits are missing in this shallow clone", "Run git fetch --unshallow."
    yield Raised("assessment.yaml", ("policy",), f"{what}: {why}", hint, key=True, severity=Severity.INFO)
