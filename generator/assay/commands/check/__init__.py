"""`assay check`: the gate. Whether what the policy asks before a change comes in holds."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from assay.assessment import Assessment, Cycle
from assay.commands.check.base import Base, gather_base
from assay.commands.check.forms import Report, as_json, as_markdown, as_text, verdict
from assay.commands.gather import (
    DATA_ERROR,
    OK,
    USAGE_ERROR,
    Asked,
    CannotContinueError,
    Gathered,
    cards_of,
    gather,
    pick_cycle,
)
from assay.gate import Gate, Minimum
from assay.gating import (
    Alteration,
    Compared,
    Computed,
    Condition,
    Outcome,
    alterations,
    follow_up,
    minimums,
    problems,
    rated,
    regressions,
    upkeep,
)
from assay.model import OVERALL, outcome_named
from assay.problems import plain, shorten
from assay.seals import results_of
from assay.wording import did_you_mean

_ERRORS = "errors in the data: nothing is computed from them"


def check(
    folder: Path,
    as_of: dt.date,
    asked: Asked,
    more: Gate,
    *,
    since: str | None,
    trust: str | None,
    form: str,
    quiet: bool,
) -> int:
    """Print every condition of the gate with its value and its bound; 1 where one does not hold.

    `more`: what options ask beside the policy. `since`: the revision that a change is to be merged into: its
    gate counts then, and levels are compared with those where the change left it. `trust`: the revision whose
    keys signatures are held against (default: that one).
    """
    trust = trust or since
    head = gather(folder, as_of, trust=trust, at=asked.at)
    base = gather_base(folder, as_of, since, head, trust) if since is not None else None
    ruling = base.assessment if base else None
    head = head.ruled_by(ruling)
    assessment = head.loaded.assessment
    if assessment:
        _check_options(more, assessment)
    gate = ruling.policy.gate if ruling else assessment.policy.gate if assessment else Gate()
    gate = gate.stricter(more)
    conditions = (problems(gate, head.problems), *_unknown_gate(base), *_conditions(gate, head, base, asked))
    report = Report(
        conditions,
        _altered(base, head),
        (*_notes(base, ruling), *_how_to_accept(conditions)),
        assessment,
        head.commit,
        as_of,
        since,
        base.commit if base else None,
    )
    forms = {"json": as_json, "markdown": as_markdown, "text": as_text}
    sys.stdout.write(forms[form](report))
    if not quiet:
        sys.stderr.write(f"assay: {plain(verdict(report))}\n")
    return OK if report.passes else DATA_ERROR


def _check_options(more: Gate, assessment: Assessment) -> None:
    """Stop at an option that names what there is not: in a gate a slip of the pen must not pass for one."""
    nodes, units = [OVERALL, *assessment.model.nodes], [unit.id for unit in assessment.units]
    for one in more.minimums:
        message = ""
        if one.node not in nodes:
            message = f"unknown node '{shorten(one.node)}'{did_you_mean(one.node, nodes)}"
        elif one.unit is not None and one.unit not in units:
            message = f"unknown unit '{shorten(one.unit)}'{did_you_mean(one.unit, units)}"
        elif one.level is not None and outcome_named(assessment.model, one.node, one.level) is None:
            message = f"'{one.node}' has no level {shorten(one.level)}"
        if message:
            raise CannotContinueError(message, USAGE_ERROR)


def _unknown_gate(base: Base | None) -> Iterator[Condition]:
    """That nobody here knows what BASE asks: else a change could lower its bar where the clone is shallow."""
    if base and base.ruling is None:
        yield _not_checked(
            "base", f"what the gate of {shorten(base.revision)} asks", base.problem, stops=True
        )


def _conditions(gate: Gate, head: Gathered, base: Base | None, asked: Asked) -> Iterator[Condition]:
    """All conditions but the one on problems, in the order of the gate."""
    assessment = head.loaded.assessment
    if assessment is None or head.errors:
        yield from _unchecked(gate, _ERRORS)
        return
    cycle = _cycle(assessment, asked)
    if cycle is None:
        yield from _unchecked(
            dataclasses.replace(gate, open_findings={}, overdue=()), "there is no cycle yet"
        )
    else:
        cards = cards_of(assessment, cycle, head.as_of, head.known(assessment), exactly=asked.exactly)
        yield from minimums(gate, cards)
        if gate.rated is not None:
            yield rated(gate.rated, cards)
        if gate.regression.stance != "allow":
            yield from _regressions(gate, head, assessment, base, asked)
        yield from upkeep(gate, cards)
    yield from follow_up(gate, assessment, head.as_of)


def _cycle(assessment: Assessment, asked: Asked) -> Cycle | None:
    return pick_cycle(assessment, asked.cycle) if asked.cycle or assessment.cycles else None


def _unchecked(gate: Gate, why: str) -> Iterator[Condition]:
    """What a gate asks and nobody can tell, which is as bad as if it failed."""
    wanted = {
        "level": ("levels and scores", bool(gate.minimums)),
        "rated": ("cells rated", gate.rated is not None),
        "regression": ("levels that fell", gate.regression.stance != "allow"),
        "holds_for": ("levels hold if nothing is renewed", gate.holds_for is not None),
        "expired_evidence": ("cited evidence that no longer counts", gate.no_expired),
        "open_findings": ("open findings", bool(gate.open_findings)),
        "overdue": ("overdue", bool(gate.overdue)),
    }
    for kind, (what, is_asked) in wanted.items():
        if is_asked:
            yield _not_checked(kind, what, why, stops=True)


def _not_checked(kind: str, what: str, why: str, *, stops: bool) -> Condition:
    return Condition(kind, what, Outcome.NOT_CHECKED, "unknown", "as the gate says", why, stops)


def _regressions(
    gate: Gate, head: Gathered, assessment: Assessment, base: Base | None, asked: Asked
) -> Iterator[Condition]:
    what = ("regression", "levels that fell")
    before = base.before.loaded.assessment if base and base.before else None
    if base is None:
        yield _not_checked(*what, "nobody said since when: --since BASE", stops=False)
    elif base.problem:
        yield _not_checked(*what, base.problem, stops=True)
    elif base.before is None or before is None or base.before.errors:
        # Whoever mends the base must be able to.
        yield _not_checked(*what, "nothing can be computed from where the change began", stops=False)
    else:
        compared = Compared(
            _levels(before, head.as_of, asked),
            _levels(assessment, head.as_of, asked),
            assessment,
            base.assessment or assessment,
            head.as_of,
        )
        yield from regressions(gate.regression, gate.counts, compared)


def _levels(assessment: Assessment, as_of: dt.date, asked: Asked) -> dict[str, Computed]:
    """The levels of the cycle that was asked for, or of all of them."""
    return {
        name: Computed(
            assessment, cycle, *results_of(assessment, cycle, as_of if asked.exactly else cycle.as_of(as_of))
        )
        for name, cycle in assessment.cycles.items()
        if asked.cycle in (None, name)
    }


def _altered(base: Base | None, head: Gathered) -> tuple[Alteration, ...]:
    """What the change itself does to the rules that it is held to."""
    if base is None or base.before is None:
        return ()
    states = []
    for state in (base.before, head):
        if state.loaded.assessment is None:
            return ()
        states.append((state.loaded.assessment, state.loaded.data.get("assessment.yaml", {})))
    return alterations(states[0], states[1])


def _how_to_accept(conditions: Sequence[Condition]) -> Iterator[str]:
    """What a decision would have to say of the levels that fell."""
    lines = [one.accept for one in conditions if one.accept]
    if lines:
        yield "If that is meant, a file decisions/NAME.yaml says why and who agreed. It accepts:"
        yield from lines


def _notes(base: Base | None, ruling: Assessment | None) -> tuple[str, ...]:
    if base is None:
        return ()
    if ruling:
        where = f", where the evidence lies in {base.elsewhere}," if base.elsewhere else ""
        return (f"The gate, the policy on decisions and the roles of {shorten(base.revision)}{where} count.",)
    if base.problem:
        return ()
    return (
        f"{shorten(base.revision)} has no assessment that can be read: the gate of the change itself counts.",
    )


def minimum_of(text: str) -> Minimum:
    """`[UNIT/]NODE=LEVEL` of an option; a ValueError where it is not of that form."""
    name, equals, level = text.partition("=")
    if not (name and equals and level):
        raise ValueError(f"{shorten(text)!r} is not of the form NODE=LEVEL or UNIT/NODE=LEVEL")
    unit, slash, node = name.rpartition("/")
    return Minimum(node, unit if slash else None, level_of(level))


def level_of(text: str) -> str | int | float:
    """A level as an option writes it: a number, or an id."""
    if re.fullmatch(r"\d{1,9}", text, re.ASCII):
        return int(text)
    return float(text) if re.fullmatch(r"\d{1,9}\.\d{1,6}", text, re.ASCII) else text
