"""A tailored model: another model, and a small file of changes for a country or a kind of unit.

`tailor` gives the whole model that comes out, the changes in words, and for each place of it the place in
the file of changes that it came from, so that what is wrong with the outcome is said of a line of that file.
"""

from assay.tailoring.outcome import Outcome
from assay.tailoring.tailor import Tailored, tailor

__all__ = ["Outcome", "Tailored", "tailor"]
