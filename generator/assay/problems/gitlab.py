"""Problems as a Code Quality report of GitLab: https://docs.gitlab.com/ci/testing/code_quality/."""

from __future__ import annotations

import json
from collections.abc import Sequence

from assay.problems.identity import fingerprints
from assay.problems.plain import plain
from assay.problems.problem import Problem, Severity

_SEVERITY = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def as_gitlab(problems: Sequence[Problem], root: str = "") -> str:
    """An array of what GitLab shows beside the lines of a merge request.

    GitLab compares the fingerprints of two reports: what is new is a degradation, what is gone an
    improvement. Of two alike it shows one.
    """
    entries = [
        {
            "description": plain(" – ".join(filter(None, (problem.message, problem.hint)))),
            "check_name": problem.rule,
            "fingerprint": fingerprint,
            "severity": _SEVERITY[problem.severity],
            "location": {"path": root + problem.path, "lines": {"begin": problem.line}},
        }
        for problem, fingerprint in zip(problems, fingerprints(problems, root), strict=True)
    ]
    return json.dumps(entries, indent=2) + "\n"
