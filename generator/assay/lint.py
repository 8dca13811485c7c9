"""Everything that is wrong with a model file, or hardly meant, at its line and column.

Three rules: `model` (an error: levels could not be computed as the file says), `model-meaning` (a warning:
what works but is hardly meant) and `model-language` (a warning: a text lacks a language). Of a tailored
model only what its changes make wrong is said; its base is a file of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from assay import library, model_check, reach, schema_check, yamlfile
from assay.library import ModelFile, Shelf, Whole
from assay.problems import Problem, Severity
from assay.schema_check import Mismatch

FAULT = "model"
MEANING = "model-meaning"
LANGUAGE = "model-language"


def read_model(name: str, where: str, raw: bytes) -> tuple[ModelFile, tuple[Problem, ...]]:
    """A model file from its bytes, and what keeps it from being read. `where`: its path in problems."""
    return _read(name, where, raw, yamlfile.read(raw))


def _read(
    name: str, where: str, raw: bytes, document: yamlfile.Document
) -> tuple[ModelFile, tuple[Problem, ...]]:
    digest = hashlib.sha256(raw).hexdigest()
    if document.faults:
        broken = ModelFile(name, where, None, digest)
        return broken, tuple(
            Problem(where, fault.line, fault.column, fault.rule, Severity.ERROR, fault.message, fault.hint)
            for fault in document.faults
        )
    if mismatches := schema_check.check("model", document.data):
        broken = ModelFile(name, where, None, digest)
        return broken, tuple(_placed(document, where, "schema", Severity.ERROR, mismatches))
    return ModelFile(name, where, library.without_own_keys(document.data), digest), ()


def lint(name: str, where: str, raw: bytes, shelf: Shelf) -> tuple[Problem, ...]:
    """All problems of a model file, in the order of its lines. `shelf`: the models that it may extend."""
    document = yamlfile.read(raw)
    file, problems = _read(name, where, raw, document)
    if file.data is None:
        return tuple(sorted(problems, key=lambda problem: problem.order))
    whole, faults = library.whole_of(file, shelf)
    found = [*_placed(document, where, FAULT, Severity.ERROR, faults)]
    if whole:
        found += _placed(document, where, MEANING, Severity.WARNING, _doubts(whole))
    base = whole.base.data if whole and whole.base else {}
    texts = model_check.language_warnings(file.data, model_check.languages(base))
    found += _placed(document, where, LANGUAGE, Severity.WARNING, texts)
    return tuple(sorted(found, key=lambda problem: problem.order))


def _doubts(whole: Whole) -> list[Mismatch]:
    """What is hardly meant in a model; of a tailored one, what was not in its base already."""
    found = _doubts_of_outcome(whole)
    if whole.base is None or whole.tailored is None:
        return found
    known = {one.message for one in _doubts_of_outcome(whole.base)}
    outcome = whole.tailored.outcome
    return outcome.said_of_changes(
        [one for one in found if one.message not in known or outcome.origin(one.at) is not None]
    )


def _doubts_of_outcome(whole: Whole) -> list[Mismatch]:
    return [*model_check.warnings(whole.data), *reach.warnings(whole.model(), whole.data)]


def _placed(
    document: yamlfile.Document, where: str, rule: str, severity: Severity, mismatches: Iterable[Mismatch]
) -> Iterator[Problem]:
    for one in mismatches:
        line, column = document.position(one.at, key=one.key)
        yield Problem(where, line, column, rule, severity, one.message, one.hint)
