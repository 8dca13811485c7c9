"""The rules that look across files: one module each, with its id, its severity, and what it is for.

To add a rule, write a module like its neighbours and name it in `RULES`.
"""

from __future__ import annotations

import datetime as dt

from assay.problems import Problem
from assay.repository import Loaded
from assay.rules import (
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
    evidence_ended,
    evidence_expiring,
    evidence_of_other_unit,
    evidence_unused,
    former_id_reused,
    grade_off_scale,
    grade_without_evidence,
    graded_twice,
    irrelevant_evidence,
    key_shared,
    model_changed,
    node_ungraded,
    not_applicable_forbidden,
    superseded_by_itself,
    unknown_area,
    unknown_attribute,
    unknown_cycle,
    unknown_item,
    unknown_level,
    unknown_node,
    unknown_person,
    unknown_question,
    unknown_unit,
    unsupported_grade,
    without_cycle,
)
from assay.rules.view import View

RULES = (
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
    evidence_ended,
    evidence_expiring,
    evidence_of_other_unit,
    evidence_unused,
    former_id_reused,
    grade_off_scale,
    grade_without_evidence,
    graded_twice,
    irrelevant_evidence,
    key_shared,
    model_changed,
    node_ungraded,
    not_applicable_forbidden,
    superseded_by_itself,
    unknown_area,
    unknown_attribute,
    unknown_cycle,
    unknown_item,
    unknown_level,
    unknown_node,
    unknown_person,
    unknown_question,
    unknown_unit,
    unsupported_grade,
    without_cycle,
)


def find_problems(loaded: Loaded, as_of: dt.date) -> tuple[Problem, ...]:
    """All problems of an evidence repository on a date, in the order of files and lines."""
    problems = list(loaded.problems)
    if loaded.assessment is not None:
        view = View(loaded.assessment, loaded.folder, as_of, loaded.unread)
        for rule in RULES:
            for raised in rule.check(view):
                problems.append(
                    loaded.problem(
                        rule.ID,
                        rule.SEVERITY,
                        raised.file,
                        raised.at,
                        raised.message,
                        raised.hint,
                        raised.key,
                    )
                )
    return tuple(sorted(problems, key=lambda problem: problem.order))
