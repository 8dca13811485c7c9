"""What was published, from what: an in-toto statement (v1) over all files and results, to be compared again.

The same inputs give the same bytes: no clock, no name of a machine, everything in one order.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from assay import __version__
from assay.assessment import Cycle
from assay.cards import Cards
from assay.folder import PARTS, Folder
from assay.git import History
from assay.levels import Result, Whole
from assay.seals import cited_items, computed_from

MANIFEST = "manifest.json"
STATEMENT = "https://in-toto.io/Statement/v1"
SITE = "urn:assay:predicate:site:1"
PACK = "urn:assay:predicate:pack:1"
EVERYTHING = "restricted"
"""The audience that sees all there is."""

RESULT = "urn:assay:results:"
"""What the name of a result begins with, among the subjects; the id of its cycle follows."""

_ENGINE = ("mkdocs", "mkdocs-material")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}", re.ASCII)
_MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Publication:
    """What a site or a pack is made from. `inputs`: file of the evidence -> SHA-256; `epoch`: its time.

    `cards`: the results of every cycle, old to new; `shown`: the cycle of the dashboard; `previous`: the
    commit of what was published before, where that is known. `audience`: whom it is for. `withheld`: files of
    the evidence that are not named for that audience, for a name or a checksum tells of its file.
    """

    cards: Mapping[str, Cards]
    shown: str
    as_of: dt.date
    history: History
    inputs: Mapping[str, str]
    draft: bool
    epoch: int
    previous: str | None = None
    audience: str = EVERYTHING
    withheld: frozenset[str] = frozenset()


def digests_of(folder: Folder) -> dict[str, str]:
    """The SHA-256 of every file of the evidence in a folder; an OSError where one cannot be read."""
    return {file: folder.sha256(file) for file in sorted(folder.files) if file.partition("/")[0] in PARTS}


def manifest_json(found: Publication, kind: str, files: Mapping[str, str]) -> bytes:
    """The manifest of a site (`kind` SITE) or a pack (PACK) with its `files` (name -> SHA-256)."""
    results = [
        result_data(cards.cycle, cards.results, cards.whole, cards.as_of) for cards in found.cards.values()
    ]
    subjects = dict(files) | {f"{RESULT}{result['cycle']}": result["digest"]["sha256"] for result in results}
    statement = {
        "_type": STATEMENT,
        "subject": _resources(subjects),
        "predicateType": kind,
        "predicate": _predicate(found, results),
    }
    return (json.dumps(statement, indent=1) + "\n").encode("ascii")


def _predicate(found: Publication, results: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    assessment, history = found.cards[found.shown].assessment, found.history
    model = assessment.model
    named = {file: digest for file, digest in found.inputs.items() if file not in found.withheld}
    return {
        "tool": {"name": "assay", "version": __version__},
        "engine": {name: known for name in _ENGINE if (known := _version(name))},
        "assessment": {
            "title": assessment.title,
            "organisation": assessment.organisation,
            "fictional": assessment.fictional,
        },
        "model": {"id": model.id, "version": model.version, "digest": {"sha256": model.digest}},
        "source": {
            "commit": history.head,
            "clean": history.clean,
            "uncommitted": sorted(history.uncommitted - found.withheld),
        },
        "as_of": found.as_of.isoformat(),
        "epoch": found.epoch,
        "cycle": found.shown,
        "audience": found.audience,
        "draft": found.draft,
        "inputs": _resources(named),
        "withheld_inputs": len(found.inputs) - len(named),
        "results": list(results),
        "previous": {"commit": found.previous} if found.previous else None,
    }


def _resources(found: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"name": name, "digest": {"sha256": found[name]}} for name in sorted(found)]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def result_data(cycle: Cycle, results: Sequence[Result], whole: Whole | None, on: dt.date) -> dict[str, Any]:
    """What one cycle came to, and how much of what there is stands behind it."""
    result = computed_from(results, whole)
    cited = cited_items(cycle)
    standings = results[0].standings
    missing = result.cells - result.rated
    return {
        "cycle": cycle.id,
        "as_of": on.isoformat(),
        "sealed": cycle.seal.on.isoformat() if cycle.seal else None,
        "digest": {"sha256": result.digest},
        "levels": dict(result.levels),
        "population": {
            "summary": f"{result.rated} of {result.cells} cells rated; {missing} missing",
            "cells": result.cells,
            "rated": result.rated,
            "missing": missing,
            "assessors": len({grade.assessor for grade in cycle.grades}),
            "items": len(standings),
            "cited": len(cited & standings.keys()),
            "counting": sum(standings[item].counts for item in cited if item in standings),
        },
    }


# Reading one


def read_manifest(raw: bytes) -> Mapping[str, Any] | None:
    """A manifest's data; None where it is none of ours. Whether it is whole, the schema has to say."""
    if len(raw) > _MOST_BYTES:
        return None
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("_type") != STATEMENT:
        return None
    return data if data.get("predicateType") in (SITE, PACK) else None


def published_before(raw: bytes, head: str | None) -> str | None:
    """The commit of what a manifest speaks of, as the one before `head`; None where none is known.

    Where it is `head` itself, published once more, it is the one before that: the same commit gives the same.
    """
    data = read_manifest(raw)
    predicate = data.get("predicate") if data else None
    if not isinstance(predicate, dict):
        return None
    for key in ("source", "previous"):
        found = predicate.get(key)
        commit = found.get("commit") if isinstance(found, dict) else None
        if isinstance(commit, str) and commit != head and _COMMIT.fullmatch(commit):
            return commit
    return None
