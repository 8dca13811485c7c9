"""What would raise a level, what would drop it, and what time alone will do to it."""

from assay.whatif.drops import Drop, coming_drops, falls, with_outlook
from assay.whatif.margin import fragile_cells
from assay.whatif.raises import Raise, least_raise
from assay.whatif.units import fragile_cells_of_units, least_raise_of_units

__all__ = [
    "Drop",
    "Raise",
    "coming_drops",
    "falls",
    "fragile_cells",
    "fragile_cells_of_units",
    "least_raise",
    "least_raise_of_units",
    "with_outlook",
]
