"""Problems: what the tool has to say about a file, and the forms in which it says it."""

from __future__ import annotations

from collections.abc import Sequence

from assay.problems.described import Described
from assay.problems.github import as_github
from assay.problems.gitlab import as_gitlab
from assay.problems.identity import fingerprints, identity
from assay.problems.plain import plain, shorten
from assay.problems.problem import At, Problem, Severity, Subject, Waived
from assay.problems.sarif import as_sarif
from assay.problems.setting import Setting
from assay.problems.text import as_json, as_text, summary

__all__ = [
    "At",
    "Described",
    "Problem",
    "Setting",
    "Severity",
    "Subject",
    "Waived",
    "as_github",
    "as_gitlab",
    "as_json",
    "as_sarif",
    "as_text",
    "fingerprints",
    "identity",
    "plain",
    "shorten",
    "summary",
    "tell",
]


def tell(form: str, problems: Sequence[Problem], setting: Setting) -> str:
    """Problems in one of the forms `text`, `json`, `github`, `gitlab`, `sarif`.

    The first two are read where the command was run, so their paths start there; a forge knows its files by
    their paths in the repository.
    """
    match form:
        case "json":
            return as_json(problems, setting.here)
        case "github":
            return as_github(problems, setting.root)
        case "gitlab":
            return as_gitlab(problems, setting.root)
        case "sarif":
            return as_sarif(problems, setting)
        case _:
            return as_text(problems, setting.here)
