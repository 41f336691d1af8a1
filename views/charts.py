"""The charts of the pages, each with its words and its table; `views.maps` draws the maps."""

from views.bars import signed_bars, stacked_bars, waterfall
from views.chart_parts import Line, Measure
from views.histograms import histogram
from views.intervals import intervals
from views.lines import band_line, progress_line

__all__ = [
    "Line",
    "Measure",
    "band_line",
    "histogram",
    "intervals",
    "progress_line",
    "signed_bars",
    "stacked_bars",
    "waterfall",
]
