"""What a schema cannot say about a model: whether its names, numbers and rules fit together.

`faults` are what keeps levels from being computed, or makes them something else than the file says.
`warnings` are what works but is hardly meant. Both give places in the data, not lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from assay.model_check import basics, evidence, meaning, parts, scoring, texts, tree, views
from assay.model_check.finding import Data
from assay.model_check.texts import languages
from assay.schema_check import Mismatch

__all__ = ["faults", "language_warnings", "languages", "warnings"]


MOST = 200
"""How many faults of a model are listed: each looks for the name that was meant, and nobody reads more."""


def faults(data: Data) -> list[Mismatch]:
    """Everything in a model (that fits its schema) by which its levels could not be computed as it says."""
    found = _first(chain(basics.faults(data), tree.faults(data), views.faults(data)))
    # What rules mean depends on scales and nodes: with these in disorder, more would be guesses.
    return found or _first(chain(scoring.faults(data), evidence.faults(data))) or _first(parts.faults(data))


def _first(faults: Iterator[Mismatch]) -> list[Mismatch]:
    found = list(islice(faults, MOST + 1))
    if len(found) > MOST:
        last = found[MOST]
        found[MOST] = Mismatch(
            last.at, last.key, f"{last.message}; no more than {MOST} are listed", last.hint
        )
    return found


def warnings(data: Data) -> list[Mismatch]:
    """What is hardly meant, in a model without faults."""
    return [*meaning.warnings(data), *parts.warnings(data)]


def language_warnings(data: Data, also: Iterable[str] = ()) -> list[Mismatch]:
    """Texts of a model, or of a file of changes, that lack a language of its other texts or of `also`."""
    return list(texts.warnings(data, also))
