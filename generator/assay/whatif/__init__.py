"""What would raise a level, what would drop it, and what time alone will do to it."""

from assay.whatif.drops import Drop, coming_drops, with_outlook
from assay.whatif.margin import fragile_cells
from assay.whatif.raises import Raise, least_raise

__all__ = ["Drop", "Raise", "coming_drops", "fragile_cells", "least_raise", "with_outlook"]
