"""Distances: great circles between the columns lat and lon (degrees), by the haversine formula."""

from math import asin, cos, radians, sin, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the earth (International Union of Geodesy and Geophysics), for great-circle distances."""


def along(ones: pd.DataFrame, others: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Kilometres from every one to the other in the same row."""
    lat_1, lon_1, lat_2, lon_2 = (
        np.radians(each[c].to_numpy(dtype=float)) for each in (ones, others) for c in ("lat", "lon")
    )
    return _haversine(lat_1, lon_1, lat_2, lon_2)


def between(villages: pd.DataFrame, mentors: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Kilometres from every village (rows) to every mentor (columns)."""
    lat_1, lon_1 = (np.radians(villages[c].to_numpy(dtype=float))[:, None] for c in ("lat", "lon"))
    lat_2, lon_2 = (np.radians(mentors[c].to_numpy(dtype=float))[None, :] for c in ("lat", "lon"))
    return _haversine(lat_1, lon_1, lat_2, lon_2)


def _haversine(lat_1: Any, lon_1: Any, lat_2: Any, lon_2: Any) -> npt.NDArray[np.float64]:  # noqa: ANN401
    half = np.sin((lat_2 - lat_1) / 2) ** 2 + np.cos(lat_1) * np.cos(lat_2) * np.sin((lon_2 - lon_1) / 2) ** 2
    result: npt.NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))
    return result


def kilometres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points (lat, lon), to 0.1; apart from the array, so that each checks the other."""
    lat_1, lon_1, lat_2, lon_2 = (radians(float(v)) for v in (*one, *other))
    half = sin((lat_2 - lat_1) / 2) ** 2 + cos(lat_1) * cos(lat_2) * sin((lon_2 - lon_1) / 2) ** 2
    return round(2 * EARTH_RADIUS_KM * asin(sqrt(half)), 1)
