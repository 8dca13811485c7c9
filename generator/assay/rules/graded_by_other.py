"""A grade was committed by somebody else than the assessor whose file it stands in (`identity`).

The commit that wrote this very entry is looked for, not the last one of the file. Nothing is said where git
does not know it, and nothing of addresses that nobody in assessment.yaml has: `unknown-committer` does.
"""

from collections.abc import Iterator

from assay.authorship import same_person
from assay.problems import Severity, Subject
from assay.rules.duty import strength, who
from assay.rules.view import Raised, View

ID = "graded-by-other"
SEVERITY = Severity.WARNING


def check(view: View) -> Iterator[Raised]:
    """Raise every grade that another person committed."""
    for cycle in view.assessment.cycles.values():
        identity = view.duties(cycle).identity
        for grade in cycle.grades if identity != "off" else ():
            commit = view.authorship.writer(grade.file, grade.at)
            author = view.authorship.author(commit) if commit else None
            if not commit or not author or not author.person:
                continue
            if not same_person(view.assessment, author.person, grade.assessor):
                message = (
                    f"this grade of {grade.assessor} was committed by {who(view, author)} ({commit.id[:7]})"
                )
                hint = "Let the assessor commit their own grades, or move it to the file of whoever gave it."
                persons = tuple(dict.fromkeys((grade.assessor, author.person)))
                about = Subject(cycle.id, grade.unit, grade.node, grade.attribute, None, persons)
                yield Raised(grade.file, grade.at, message, hint, True, about, strength(identity))
