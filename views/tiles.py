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
PUSHES, CROWD = 80, 200
NAMES_AT = {
    "Sumatera": (4.0, -13.9),
    "Jawa": (21.0, -18.6),
    "Kalimantan": (24.8, -4.1),
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
    return at[np.lexsort((turn, np.array(ring)))][:count], radius * GAP * ROW


def spread(lon: np.ndarray, lat: np.ndarray, region: np.ndarray, step: float) -> tuple[np.ndarray, np.ndarray]:
    """Move the places of one region apart where two are nearer than `step` degrees, as little as that takes.

    Those of different regions stay where they are, for their districts are seen.
    """
    at = np.column_stack([lon, lat]).astype(float)
    for places in pd.Series(range(len(region))).groupby(region).indices.values():
        if len(places) > 1:
            at[places] = _apart(at[places], step)
    return at[:, 0], at[:, 1]


def _apart(at: np.ndarray, step: float) -> np.ndarray:
    """Push points away from those too near, each half of what is wanting; a spiral where that finds no room."""
    number = np.arange(len(at))
    turn = number * math.pi * (3 - math.sqrt(5))
    spiral = np.column_stack([np.sin(turn), np.cos(turn)]) * np.sqrt(number)[:, None]
    moved = at + spiral * 1e-6 * step  # points at one place need a way to part
    for _ in range(PUSHES if len(at) <= CROWD else 0):
        between = moved[:, None] - moved[None]
        far = np.linalg.norm(between, axis=2)
        np.fill_diagonal(far, np.inf)
        if far.min() >= 0.98 * step:
            return at if np.abs(moved - at).max() < 1e-3 * step else moved
        push = np.clip(step - far, 0, None) / far
        moved = moved + 0.5 * (between * push[:, :, None]).sum(axis=1)
    around: np.ndarray = at.mean(axis=0) + spiral * step
    return around
