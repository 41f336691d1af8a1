"""The tile map's hexagons: where each district's stands, and the places of a district within it."""

import math
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from intake import read_regions

TILES_FILE = Path(__file__).parent.parent / "data" / "tiles.csv"
ROW = math.sqrt(3) / 2
"""How far a row lies below the one before, in widths of a hexagon."""
CORNER = 1 / math.sqrt(3)
"""From the middle of a hexagon to its corner, in widths."""
GAP = 0.95
NAMES_AT = {
    "Sumatera": (4.0, -13.9),
    "Jawa": (21.0, -18.6),
    "Kalimantan": (26.0, -4.1),
    "Sulawesi": (36.0, -3.6),
    "Bali-Nusa Tenggara": (42.5, -21.2),
    "Maluku": (45.2, -7.2),
    "Papua": (52.6, -10.6),
}
"""Free room beside each island group, found by eye."""


@cache
def _tiles() -> pd.DataFrame:
    table = pd.read_csv(TILES_FILE, dtype={"bps_code": str}).set_index("bps_code")
    regions = read_regions()
    titles = [f"{kind.capitalize()} {name}" for kind, name in zip(regions["kind"], regions["name"], strict=True)]
    return pd.DataFrame(
        {
            "x": table["column"] + table["row"] % 2 / 2,
            "y": -ROW * table["row"],
            "district": pd.Series(titles, index=regions.index),
            "province": regions["province"],
            "island_group": regions["island_group"],
            "lon": regions["lon"],
            "lat": regions["lat"],
        }
    ).sort_index()


def tiles() -> pd.DataFrame:
    """Give the 514 hexagons: index BPS code; x, y in widths of a hexagon (north up), district, province, lon, lat."""
    return _tiles().copy()


def rings(count: int) -> int:
    """Give how many rings around a middle one hold so many small hexagons: 1, 7, 19, 37 ..."""
    return math.ceil((math.sqrt(12 * count - 3) - 3) / 6)


def spots(count: int) -> tuple[np.ndarray, float]:
    """Give places for `count` small hexagons within a hexagon of width 1: offsets (count, 2), and their corner radius.

    One fills the hexagon. More stand in rings around its middle, so that the heap has the hexagon's own form.
    """
    if count == 1:
        return np.zeros((1, 2)), CORNER * GAP
    around = rings(count)
    radius = 0.5 / (1.5 * around + 1)
    axial = [(q, r) for q in range(-around, around + 1) for r in range(-around, around + 1) if abs(q + r) <= around]
    at = np.array([(1.5 * q, -math.sqrt(3) * (r + q / 2)) for q, r in axial]) * radius
    # From the middle outward, and within a ring from the top clockwise.
    ring = [max(abs(q), abs(r), abs(q + r)) for q, r in axial]
    turn = np.round(np.mod(np.arctan2(at[:, 0], at[:, 1]), 2 * math.pi), 9)
    # Their corners point up, like the large one's, where their heap leaves room for flat tops only.
    return at[np.lexsort((turn, ring))][:count], radius * GAP * ROW


def spread(lon: np.ndarray, lat: np.ndarray, step: float) -> tuple[np.ndarray, np.ndarray]:
    """Move points that share one place, within a hundredth of a degree, apart: a spiral with `step` between turns."""
    same = pd.DataFrame({"lon": np.round(lon, 2), "lat": np.round(lat, 2)}).groupby(["lon", "lat"]).cumcount()
    number = same.to_numpy(dtype=float)
    turn, far = number * math.pi * (3 - math.sqrt(5)), step * np.sqrt(number)
    return lon + far * np.sin(turn), lat + far * np.cos(turn)
