"""What the gate asks, and whether it holds as things stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assay.gate import Gate, Regression
from assay.gating import Outcome
from assay.model import OVERALL, outcome_named
from assay.pages.book import Book
from assay.pages.sheet import Sheet
from assay.pages.views import Chip, Ref
from assay.ranges import Range


@dataclass(frozen=True, slots=True)
class Asked:
    """One condition: its key under `policy.gate`, and what of it is said there.

    `about`: the node that it names, `unit`: the unit; `subject`: what must not be there; `span`: months and
    days. `holds` is None for one that only a change can be held to, or that was not checked; `value`: the
    level or score that was found, else "".
    """

    kind: str
    about: Ref | None = None
    unit: str = ""
    level: Chip | None = None
    score: str = ""
    share: str = ""
    subject: str = ""
    span: tuple[int, int] = (0, 0)
    regression: Regression | None = None
    holds: bool | None = None
    value: str = ""


def gate_of(sheet: Sheet) -> dict[str, object]:
    """The conditions of the gate, in the order of `assay check`; none where nobody asked for any."""
    gate = sheet.book.assessment.policy.gate
    return {
        "gate": tuple(_asked(sheet, gate)) if gate != Gate() else (),
        "gate_counts": gate.counts if gate.minimums else "",
        "gate_on": sheet.book.site.on or sheet.book.result.as_of,
    }


def _asked(sheet: Sheet, gate: Gate) -> Iterator[Asked]:
    book = sheet.book
    yield _judged(book, Asked("problems", subject=gate.problems.value))
    yield from _minimums(sheet, gate)
    if gate.rated is not None:
        yield _judged(book, Asked("rated", share=book.number(gate.rated * 100)))
    if gate.regression.stance != "allow":
        yield Asked("regression", regression=gate.regression)
    if gate.holds_for:
        yield _judged(book, Asked("holds_for", span=(gate.holds_for.months, gate.holds_for.days)))
    if gate.no_expired:
        yield _judged(book, Asked("expired_evidence"))
    # Of several kinds each has a condition of its own, in this order.
    for place, (kind, age) in enumerate(gate.open_findings.items()):
        asked = Asked("open_findings", subject=kind.value, span=(age.months, age.days))
        yield _judged(book, asked, place=place)
    for place, what in enumerate(gate.overdue):
        yield _judged(book, Asked("overdue", subject=what), place=place)


def _minimums(sheet: Sheet, gate: Gate) -> Iterator[Asked]:
    book, model = sheet.book, sheet.book.model
    for one in dict.fromkeys(gate.minimums):
        if one.node not in model.rules:
            continue
        about = Ref(book.words.gettext("The whole")) if one.node == OVERALL else sheet.node(one.node)
        unit = book.assessment.unit_title(one.unit) if one.unit else ""
        if one.level is not None:
            least = outcome_named(model, one.node, one.level)
            chip = book.outcome(None if least is None else Range.point(least), model.rules[one.node].level)
            yield _judged(book, Asked("level", about, unit, level=chip), one.node, one.unit)
        if one.score is not None:
            score = book.score(Range.point(one.score))
            yield _judged(book, Asked("score", about, unit, score=score), one.node, one.unit)


def _judged(
    book: Book, asked: Asked, node: str | None = None, unit: str | None = None, place: int = 0
) -> Asked:
    """A condition with what came of it: that of the same kind, node and unit, the one at `place` of these."""
    found = [one for one in book.site.gate if (one.kind, one.node, one.unit) == (asked.kind, node, unit)]
    if place >= len(found) or found[place].outcome is Outcome.NOT_CHECKED:
        return asked
    holds = found[place].outcome is Outcome.HOLDS
    return replace(asked, holds=holds, value=found[place].value if node else "")
