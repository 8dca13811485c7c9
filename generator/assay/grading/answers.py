"""What somebody means who types a grade, or names evidence."""

from __future__ import annotations

from collections.abc import Sequence

from assay.assessment import Assessment, Written
from assay.grading.cells import AtHand, Cited
from assay.model import Scale
from assay.wording import did_you_mean


def parse_grade(scale: Scale, text: str) -> Written:
    """A grade as it is typed, a label or a number of the scale; a ValueError says which there are."""
    word = text.strip()
    if scale.bands:
        word = word.removesuffix("%").strip()
    number = _number(word)
    if number is not None and scale.grade(number) is not None:
        return number
    label = next((one for one in scale.values if one.casefold() == word.casefold()), None)
    label = label or next((one for one in scale.unrated if one.casefold() == word.casefold()), None)
    if label is None:
        raise ValueError(f"'{word[:40]}' is not on the scale: {scale_text(scale)}")
    return label


def _number(word: str) -> int | float | None:
    try:
        number = float(word.replace(",", "."))
    except ValueError:
        return None
    if not abs(number) < 1e12:
        return None
    return int(number) if number == int(number) else number


def scale_text(scale: Scale) -> str:
    """The grades of a scale in few words."""
    if scale.numbers:
        low, high = (f"{float(end):g}" for end in (scale.low, scale.high))
        labels = f", or {' '.join(scale.values)}" if scale.values else ""
        return f"{low} to {high}{labels}"
    numbers = " ".join(f"{float(number):g}" for number in scale.grades)
    return f"{numbers}, or {' '.join(scale.values)}"


def parse_evidence(
    assessment: Assessment, found: Sequence[AtHand], scale: Scale, text: str
) -> tuple[Cited, ...]:
    """The items that are named by their number in a list or by id, `=GRADE` behind those that carry less.

    `-` names none. A ValueError says what is wrong with one.
    """
    if text.strip() == "-":
        return ()
    cited: dict[str, Cited] = {}
    for word in text.replace(",", " ").split():
        name, sign, far = word.partition("=")
        item = _named(assessment, found, name)
        cited[item] = Cited(item, parse_grade(scale, far) if sign else None)
    return tuple(cited.values())


def _named(assessment: Assessment, found: Sequence[AtHand], name: str) -> str:
    if name.isascii() and name.isdigit() and name not in assessment.items:
        if not 1 <= int(name[:9]) <= len(found):
            raise ValueError(f"there is no number {name[:9]} in the list")
        name = found[int(name) - 1].item.id
    here = next((one for one in found if one.item.id == name), None)
    if here is None:
        raise ValueError(why_not_citable(assessment, found, name))
    if here.against:
        raise ValueError(f"'{name}' speaks against this cell: it is answered, not cited")
    return name


def why_not_citable(assessment: Assessment, found: Sequence[AtHand], name: str) -> str:
    """What is wrong with an id that is not in the list."""

    item = assessment.items.get(name)
    if item is None:
        return f"there is no item '{name[:64]}'{did_you_mean(name, [one.item.id for one in found])}"
    if item.withdrawn or item.superseded:
        return f"'{name}' was withdrawn or superseded"
    return f"'{name}' is not about this cell (or is of another unit): see 'about' in {item.file}"
