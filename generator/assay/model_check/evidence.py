"""What a model requires of evidence: whether its labels, grades and attributes are there."""

from __future__ import annotations

from collections.abc import Iterator

from assay.model import read_requirements
from assay.model_check.basics import scales
from assay.model_check.finding import Data, at, attributes, unknown
from assay.schema_check import Mismatch


def faults(data: Data) -> Iterator[Mismatch]:
    """Requirements of attributes that there are not, and from grades that no scale has."""
    known = [entry["id"] for entry, _ in attributes(data)]
    found = scales(data).values()
    labels = [label for scale in found for label in scale.values]
    for index, one in enumerate(read_requirements(data.get("requires", ()))):
        place = ("requires", index)
        for number, name in enumerate(one.attributes):
            yield from unknown(name, known, (*place, "attributes", number), "attribute")
        if one.label and one.label not in labels:
            yield from unknown(one.label, labels, (*place, "from"), "label")
        elif one.start is not None and all(one.spares(scale) >= scale.high for scale in found):
            message = f"no scale has a grade from {one.start} on"
            yield at(
                (*place, "from"), message, "Take a grade of the scale, or a part of the way such as 75%."
            )
