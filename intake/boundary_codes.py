"""Which district each shape of a boundary file is: the column of codes, and the system these are written in.

A code without its dot can be of either system, and the two number many districts differently, so the shapes decide:
read rightly, a district's own point lies in its shape; read wrongly, it lies elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from intake.boundary_files import BoundaryRows
from intake.codes import System, as_bps, as_kemendagri, is_dotted, unwrap
from intake.gazetteer import Gazetteer

NEAR_DEGREES = 0.1
"""So far from its shape may a district's point be: shapes are often simplified."""
MOST = 0.9
"""So many of the known codes must lie where their district is."""


@dataclass(frozen=True, eq=False)
class Reading:
    """One way to read one column: the region of each row ("" for none), and whether its point is in the shape."""

    column: str
    system: System
    dotted: bool
    regions: np.ndarray
    fits: np.ndarray

    @property
    def known(self) -> int:
        """How many rows have the code of a district."""
        return int((self.regions != "").sum())

    @property
    def right(self) -> int:
        """How many of them lie where that district is."""
        return int(self.fits.sum())


def best_reading(rows: BoundaryRows, book: Gazetteer) -> Reading | None:
    """Give the reading under which most districts lie in their shapes; None where no column holds districts' codes.

    Of equal ones a dotted column goes before an undotted one, then BPS before Kemendagri, then the file's order.
    """
    found = [one for one in _readings(rows, book) if one.right >= max(1, MOST * one.known)]
    return max(found, key=lambda one: (one.right, one.dotted), default=None)


def closest_reading(rows: BoundaryRows, book: Gazetteer) -> Reading | None:
    """Give the reading with most known codes, wherever they lie, to say what is wrong with it."""
    return max(_readings(rows, book), key=lambda one: (one.known, one.right), default=None)


def _readings(rows: BoundaryRows, book: Gazetteer) -> Iterator[Reading]:
    points = _points(book.regions)
    for column, cells in rows.cells.items():
        texts = [unwrap(cell) if isinstance(cell, str | int | float) else "" for cell in cells]
        dotted = sum(map(is_dotted, texts)) * 2 > sum(bool(text) for text in texts)
        systems: tuple[System, ...] = ("kemendagri",) if dotted else ("bps", "kemendagri")
        for system in systems:
            read = as_bps if system == "bps" else as_kemendagri
            known = book.by_bps if system == "bps" else book.by_kemendagri
            regions = np.array([known.get(read(text) or "", "") for text in texts], dtype=object)
            if (regions != "").any():
                yield Reading(column, system, dotted, regions, _fits(rows.shapes, regions, points))


def _points(regions: gpd.GeoDataFrame) -> dict[str, shapely.Point]:
    return {str(code): point for code, point in regions.geometry.items()}


def _fits(shapes: np.ndarray, regions: np.ndarray, points: dict[str, shapely.Point]) -> np.ndarray:
    own = np.array([points.get(code) for code in regions], dtype=object)
    away = shapely.distance(shapes, own)
    return np.nan_to_num(away, nan=np.inf) <= NEAR_DEGREES
