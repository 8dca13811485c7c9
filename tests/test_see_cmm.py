"""The built-in model SEE-CMM as readers of both languages meet it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assay import resources, yamlfile
from assay.model import build_model

RAW = yamlfile.read((resources.MODELS / "see-cmm.yaml").read_bytes()).data
TEXTS = frozenset(
    ("title", "subtitle", "also", "definition", "description", "question", "text", "next", "note", "look_for")
)
LISTS_OF_TEXTS = frozenset(("choices", "marks"))
NAMES = frozenset((("title",), ("source", "title")))  # of the published method: the same everywhere
SAME_WORD = frozenset(("Trend",))


def texts(value: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every text of the model with the keys that lead to it."""
    if isinstance(value, list):
        for entry in value:
            yield from texts(entry, place)
    elif isinstance(value, dict):
        for key, entry in value.items():
            if key in TEXTS:
                yield (*place, key), entry
            elif key in LISTS_OF_TEXTS:
                yield from (((*place, key), text) for text in entry)
            elif key != "scales":
                yield from texts(entry, (*place, key))


def test_every_text_is_given_in_english_and_hungarian() -> None:
    found = [text for place, text in texts(RAW) if place not in NAMES]
    assert len(found) > 300
    assert [text for text in found if not isinstance(text, dict) or text.keys() != {"en", "hu"}] == []


def test_no_hungarian_text_is_a_copy_of_the_english() -> None:
    pairs = [text for place, text in texts(RAW) if place not in NAMES]
    assert [text for text in pairs if text["en"] == text["hu"] and text["en"] not in SAME_WORD] == []


def test_the_language_changes_words_and_nothing_that_counts() -> None:
    english, hungarian = (build_model("see-cmm", RAW, "", language) for language in ("en", "hu"))
    assert english.rules == hungarian.rules
    assert english.scoring == hungarian.scoring
    assert [level.number for level in english.levels] == [level.number for level in hungarian.levels]
    for ours, theirs in zip(english.nodes.values(), hungarian.nodes.values(), strict=True):
        assert (ours.id, ours.weight, ours.attributes) == (theirs.id, theirs.weight, theirs.attributes)
    assert [level.title for level in hungarian.levels] == [
        "Reaktív",
        "Proaktív",
        "Ügyfélközpontú",
        "Üzletközpontú",
    ]
    assert hungarian.nodes["leadership"].title == "Vezetés"
    assert len(hungarian.levels[0].marks) == len(english.levels[0].marks) == 9
