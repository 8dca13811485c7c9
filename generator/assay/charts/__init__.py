"""Numbers to coordinates. The drawing itself is in `site_templates/charts/`.

Linear charts are given in percent across and pixels down, so that their text keeps its size on a phone;
only the radar has a coordinate system of its own.
"""

from assay.charts.field import Field, field
from assay.charts.outlook import Outlook, outlook
from assay.charts.radar import Radar, Spoke, radar
from assay.charts.scale import Bar, bar, share
from assay.charts.series import Series, series
from assay.charts.time import TimeAxis, time_axis

__all__ = [
    "Bar",
    "Field",
    "Outlook",
    "Radar",
    "Series",
    "Spoke",
    "TimeAxis",
    "bar",
    "field",
    "outlook",
    "radar",
    "series",
    "share",
    "time_axis",
]
