"""The rules that look across files: one module each, with its id, its severity, and what it is for.

To add a rule, write a module like its neighbours and name it in `CHECKS`; in `DUTIES`, if it is about what
people should do, so that it can be waived, and what it raises says what it is about.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from types import ModuleType

from assay.assessment import Assessment
from assay.git import History
from assay.problems import Problem, Severity
from assay.repository import Loaded
from assay.rules import (
    accepted_by_collector,
    attachment_changed,
    attachment_missing,
    attachment_name_clash,
    attachment_outside,
    attachment_too_large,
    attachment_unused,
    commit_unsigned,
    consensus_above_cells,
    consensus_by_one,
    consensus_needed,
    consensus_without_grades,
    contradiction_unanswered,
    date_order,
    decision_approver,
    decision_expired,
    decision_self_approved,
    decision_too_wide,
    decision_unknown,
    entered_by_other,
    evidence_ended,
    evidence_expiring,
    evidence_newer,
    evidence_of_other_unit,
    evidence_unused,
    finding_closed_by_concerned,
    finding_closed_unanswered,
    finding_not_by_auditor,
    finding_open,
    former_id_reused,
    gate_unknown,
    grade_off_scale,
    grade_outdated,
    grade_to_confirm,
    grade_without_evidence,
    graded_by_other,
    graded_twice,
    grader_is_collector,
    grader_role,
    irrelevant_evidence,
    irrelevant_metric,
    key_shared,
    metric_order,
    metric_without_value,
    model_changed,
    node_ungraded,
    nonconformity_open,
    not_applicable_forbidden,
    overdue,
    requirement_unmet,
    review_due,
    review_overdue,
    seal_broken,
    seal_outdated,
    seal_without_digests,
    superseded_by_itself,
    unknown_area,
    unknown_attribute,
    unknown_committer,
    unknown_cycle,
    unknown_finding,
    unknown_item,
    unknown_level,
    unknown_metric,
    unknown_node,
    unknown_person,
    unknown_question,
    unknown_requirement,
    unknown_rigour,
    unknown_unit,
    unsupported_grade,
    waiver_approver,
    waiver_expired,
    waiver_self_approved,
    waiver_too_broad,
    waiver_unknown,
    waiver_unused,
    without_cycle,
)
from assay.rules.view import Raised, View
from assay.rules.waiving import waive

CHECKS = (
    attachment_changed,
    attachment_missing,
    attachment_name_clash,
    attachment_outside,
    attachment_too_large,
    attachment_unused,
    consensus_above_cells,
    consensus_needed,
    consensus_without_grades,
    contradiction_unanswered,
    date_order,
    decision_approver,
    decision_expired,
    decision_self_approved,
    decision_too_wide,
    decision_unknown,
    evidence_ended,
    evidence_expiring,
    evidence_of_other_unit,
    evidence_unused,
    finding_closed_by_concerned,
    finding_closed_unanswered,
    finding_not_by_auditor,
    finding_open,
    former_id_reused,
    gate_unknown,
    grade_off_scale,
    grade_to_confirm,
    grade_without_evidence,
    graded_twice,
    irrelevant_evidence,
    irrelevant_metric,
    key_shared,
    metric_order,
    metric_without_value,
    model_changed,
    node_ungraded,
    nonconformity_open,
    not_applicable_forbidden,
    overdue,
    seal_broken,
    seal_outdated,
    seal_without_digests,
    superseded_by_itself,
    unknown_area,
    unknown_attribute,
    unknown_committer,
    unknown_cycle,
    unknown_finding,
    unknown_item,
    unknown_level,
    unknown_metric,
    unknown_node,
    unknown_person,
    unknown_question,
    unknown_requirement,
    unknown_rigour,
    unknown_unit,
    unsupported_grade,
    without_cycle,
)
"""What is wrong with the data, or should be looked at."""

DUTIES = (
    accepted_by_collector,
    commit_unsigned,
    consensus_by_one,
    entered_by_other,
    evidence_newer,
    grade_outdated,
    graded_by_other,
    grader_is_collector,
    grader_role,
    requirement_unmet,
    review_due,
    review_overdue,
)
"""What people should have done. These can be waived."""

WAIVERS = (
    waiver_approver,
    waiver_expired,
    waiver_self_approved,
    waiver_too_broad,
    waiver_unknown,
    waiver_unused,
)
"""What is wrong with waivers: they look at what the others have found."""

RULES = (*CHECKS, *DUTIES, *WAIVERS)


def find_problems(
    loaded: Loaded,
    as_of: dt.date,
    read_history: Callable[[], History] = History,
    ruling: Assessment | None = None,
) -> tuple[Problem, ...]:
    """All problems of an evidence repository on a date, in the order of files and lines.

    `read_history` asks git for the history of the folder. It is called only where the policy asks for
    something that takes it. `ruling`: the assessment before a change, where this is one: who may excuse
    from duties has to be found there, too.
    """
    problems = list(loaded.problems)
    if loaded.assessment is not None:
        waivable = frozenset(rule.ID for rule in DUTIES)
        view = View(
            loaded.assessment,
            loaded.folder,
            as_of,
            loaded.unread,
            loaded.data,
            loaded.model,
            read_history,
            waivable=waivable,
            ruling=ruling,
        )
        for rule in RULES:
            for raised in rule.check(view):
                problem = _problem(loaded, view, rule, raised)
                if problem:
                    problems.append(problem)
    return tuple(sorted(problems, key=lambda problem: problem.order))


def _problem(loaded: Loaded, view: View, rule: ModuleType, raised: Raised) -> Problem | None:
    """What a rule raised, as a problem: waived where a waiver excuses it.

    None for what was not done in a cycle that is sealed, and that nobody waived: it can no longer be mended.
    """
    severity: Severity = raised.severity or rule.SEVERITY
    where = (raised.file, raised.at)
    found = loaded.problem(rule.ID, severity, *where, raised.message, raised.hint, raised.key)
    about = raised.about
    if about is None or loaded.assessment is None:
        return found
    cycle = loaded.assessment.cycles.get(about.cycle or "")
    on = cycle.as_of(view.as_of) if cycle else view.as_of
    waived = waive(loaded.assessment, rule.ID, about, on, view.applied, view.ruling)
    if waived:
        message = f"{found.message} ({waived})"
        return dataclasses.replace(
            found, severity=Severity.INFO, message=message, hint="", about=about, waived=waived
        )
    return None if cycle and cycle.seal else dataclasses.replace(found, about=about)
