"""What earlier runs have found between two versions, so that the next one reads only what is new.

The id of contents stands for them, so what differs between two of them stays true for good: it depends on
nothing but them and this code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from assay.cache import edition_of, keep, load_kept, place_for
from assay.trail.changes import Change, Kind
from assay.trail.pairs import Outcome, Pair

_EDITION = ("trail/*.py", "yamlfile/*.py", "cache.py", "problems/*.py")


def recall(folder: Path, name: str, pairs: Iterable[Pair]) -> dict[Pair, Outcome]:
    """The outcomes that are known of these pairs."""
    place = place_for(folder, f"-{name}")
    kept = load_kept(place, edition_of(*_EDITION)) if place else None
    if not isinstance(kept, dict):
        return {}
    return {pair: _outcome(kept[" ".join(pair)]) for pair in pairs if " ".join(pair) in kept}


def remember(folder: Path, name: str, outcomes: Mapping[Pair, Outcome]) -> None:
    """Keep these outcomes for the next run, and no others."""
    if place := place_for(folder, f"-{name}"):
        keep(place, edition_of(*_EDITION), {" ".join(pair): _kept(one) for pair, one in outcomes.items()})


def _kept(outcome: Outcome) -> list[Any]:
    return [
        [[change.kind.value, change.at, change.before, change.after] for change in outcome.changes],
        [[*key, *entries] for key, entries in outcome.judged.items()],
        [[*key, line] for key, line in outcome.lines.items()],
    ]


def _outcome(kept: list[Any]) -> Outcome:
    changes, judged, lines = kept
    return Outcome(
        tuple(Change(Kind(kind), tuple(at), before, after) for kind, at, before, after in changes),
        {(node, attribute): (before, after) for node, attribute, before, after in judged},
        {(node, attribute): line for node, attribute, line in lines},
    )
