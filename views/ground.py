"""The ground that maps of districts are drawn on: the boundaries of a file that this server was given, or the tiles."""

import os
from collections.abc import Collection
from pathlib import Path

import pandas as pd

from views import maps
from views.map_spec import Kinds
from views.picture import Picture
from views.visit import Visit

VARIABLE = "PILIH_SHAPES"
"""Names the file made of the user's boundaries; `pilih app --boundaries` sets it."""


def shapes() -> Path | None:
    """The boundaries that this server draws; None where it was given none."""
    given = os.environ.get(VARIABLE)
    path = Path(given) if given else None
    return path if path is not None and path.is_file() else None


def district_map(visit: Visit, places: pd.DataFrame, kinds: Kinds, selected: Collection[str] = ()) -> Picture:
    """Draw places on the districts: on boundaries where this server has some, else on the tile map."""
    path = shapes()
    if path is None:
        return maps.tile_map(places, kinds, visit.say, visit.language, selected)
    return maps.boundary_map(places, kinds, visit.say, visit.language, f"/shapes/{path.name}", selected)
