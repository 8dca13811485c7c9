"""Which waiver excuses a problem, and what has become of each waiver."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from assay.assessment import Assessment, Scope, Waiver
from assay.authorship import same_person
from assay.model import OVERALL
from assay.problems import Subject, Waived


@dataclass(frozen=True, slots=True)
class Applied:
    """How many problems each waiver excuses, would excuse had it not run out, and cannot excuse.

    By the ids of waivers. It cannot excuse those whom it was approved by.
    """

    used: Counter[str] = field(default_factory=Counter)
    expired: Counter[str] = field(default_factory=Counter)
    own: Counter[str] = field(default_factory=Counter)


def waive(
    assessment: Assessment,
    rule: str,
    about: Subject,
    on: dt.date,
    applied: Applied,
    ruling: Assessment | None = None,
) -> Waived | None:
    """The waiver that excuses a problem of a rule on a date, if there is one; `applied` keeps the count.

    `ruling`: see `may_approve`.
    """
    found = None
    for waiver in assessment.waivers.values():
        if waiver.rule != rule or not covers(assessment, waiver.where, about) or on < waiver.on:
            continue
        if waiver.until < on:
            applied.expired[waiver.id] += 1
        elif any(same_person(assessment, waiver.by, person) for person in about.persons):
            applied.own[waiver.id] += 1
        elif may_approve(assessment, waiver, ruling):
            applied.used[waiver.id] += 1
            by = assessment.person_name(waiver.by)
            found = found or Waived(waiver.id, waiver.until, by, waiver.reason)
    return found


def may_approve(assessment: Assessment, waiver: Waiver, ruling: Assessment | None = None) -> bool:
    """Whether whoever approved a waiver is known, and has one of the roles that the policy names.

    `ruling`: the assessment before a change, where there is one: it has to say so, too, so that a change
    cannot give itself an approver.
    """
    both = (assessment, ruling) if ruling else (assessment,)
    people = [(one.people.get(waiver.by), one.policy.waiver_approvers) for one in both]
    return all(person is not None and person.has_one_of(roles) for person, roles in people)


def _under(assessment: Assessment, above: str, node: str | None) -> bool:
    return node is not None and above in (node, OVERALL, *assessment.model.ancestors(node))


def covers(assessment: Assessment, where: Scope, about: Subject) -> bool:
    """Whether all that a waiver names fits a problem. A node stands for those below it."""
    if where.node is not None and not _under(assessment, where.node, about.node):
        return False
    pairs = (
        (where.cycle, about.cycle),
        (where.unit, about.unit),
        (where.attribute, about.attribute),
        (where.item, about.item),
    )
    persons = where.person is None or where.person in about.persons
    return persons and all(wanted is None or wanted == found for wanted, found in pairs)
