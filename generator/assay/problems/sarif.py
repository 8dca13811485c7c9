"""Problems as SARIF 2.1.0, for code scanning of forges and for editors.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from assay import __version__
from assay.problems.described import Described
from assay.problems.identity import fingerprints
from assay.problems.plain import plain
from assay.problems.problem import Problem, Severity, Waived
from assay.problems.setting import Setting

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_BASE = "%SRCROOT%"
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_WEIGHT = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_PLACEHOLDER = re.compile(r"\{(\d+)\}")


def as_sarif(problems: Sequence[Problem], setting: Setting) -> str:
    """One log with one run. Paths are relative to the root of the repository, wherever that is."""
    names = sorted({problem.rule for problem in problems} | setting.rules.keys())
    rules = {name: index for index, name in enumerate(names)}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "Assay",
                "semanticVersion": __version__,
                "rules": [_descriptor(rule, setting.rules.get(rule)) for rule in rules],
            }
        },
        # One category for each evidence folder: a forge takes a second upload of one for a newer version.
        "automationDetails": {"id": f"assay/{quote(setting.root)}"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The root of the git repository."}}},
        "results": [
            _result(problem, fingerprint, rules[problem.rule], setting)
            for problem, fingerprint in zip(problems, fingerprints(problems, setting.root), strict=True)
        ],
    }
    if setting.repository:
        origin = {"repositoryUri": setting.repository, "mappedTo": {"uriBaseId": _BASE}}
        commit = {"revisionId": setting.commit} if setting.commit else {}
        run["versionControlProvenance"] = [origin | commit]
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2) + "\n"


def _descriptor(rule: str, described: Described | None) -> dict[str, Any]:
    """A rule with its help. There is no `helpUri`: nobody publishes the documentation of this version."""
    if described is None:
        return {"id": rule}
    return {
        "id": rule,
        "shortDescription": {"text": described.summary},
        "fullDescription": {"text": described.text},
        "help": {"text": described.text, "markdown": f"**`{rule}`** ({described.group})\n\n{described.text}"},
        "defaultConfiguration": {"level": _LEVEL[described.severity]},
        "properties": {"tags": [described.group], "problem.severity": _WEIGHT[described.severity]},
    }


def _result(problem: Problem, fingerprint: str, index: int, setting: Setting) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": problem.rule,
        "ruleIndex": index,
        "level": _LEVEL[problem.severity],
        "message": {"text": _text(problem.message) + (f"\n{_text(problem.hint)}" if problem.hint else "")},
        "locations": [{"physicalLocation": _place(problem, setting)}],
        "partialFingerprints": {"assayProblem/v1": fingerprint},
    }
    if problem.waived:
        result["suppressions"] = [_suppression(problem.waived, setting)]
    return result


def _suppression(waived: Waived, setting: Setting) -> dict[str, Any]:
    """A waiver: a file of its own, approved by somebody, and in force."""
    return {
        "kind": "external",
        "status": "accepted",
        "justification": plain(str(waived)),
        "location": {
            "physicalLocation": {"artifactLocation": _file(f"waivers/{waived.waiver}.yaml", setting)}
        },
    }


def _place(problem: Problem, setting: Setting) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _file(problem.path, setting)}
    if setting.files is None or problem.path in setting.files:  # a folder, or what is missing, has no lines
        place["region"] = {"startLine": problem.line, "startColumn": problem.column}
    return place


def _file(path: str, setting: Setting) -> dict[str, Any]:
    """A file by its path from the root of the repository; one outside of it has no base."""
    whole = (setting.root + path).removesuffix("/.") if setting.root else path
    encoded = quote(whole.encode("utf-8", "surrogateescape"))
    if whole.startswith("/"):
        return {"uri": f"file://{encoded}"}
    # "a:b" would be an address with the scheme a, were its colon not encoded: quote() does that.
    return {"uri": encoded, "uriBaseId": _BASE}


def _text(text: str) -> str:
    """A text in which a reader of SARIF finds neither a link nor a place for an argument."""
    return _PLACEHOLDER.sub(r"{{\1}}", plain(text).replace("](", "] ("))
