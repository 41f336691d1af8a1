"""Where a library stands: the file's own coordinates, or a point inside its district."""

import math
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from intake.collector import Collector, each
from intake.findings import Severity
from intake.numbers import Form, Marks, examine
from locales import Decimals, Message, message

LATITUDES = (-11.5, 6.5)
LONGITUDES = (94.5, 141.5)
FAR_KM = 100.0
KM_PER_DEGREE = 111.2


def read_points(
    lats: "pd.Series[Any]",
    lons: "pd.Series[Any]",
    headers: tuple[str, str],
    region: "pd.Series[Any]",
    regions: gpd.GeoDataFrame,
    collector: Collector,
) -> pd.DataFrame:
    """Give lat and lon in degrees (WGS 84) by row number.

    Blank cells take the district's own point. One without the other, text, and points outside Indonesia
    (11.5 degrees south to 6.5 north, 94.5 to 141.5 east) are errors; a point far from its district is a warning.
    """
    lat = _degrees(lats, headers[0], LATITUDES, LONGITUDES, collector)
    lon = _degrees(lons, headers[1], LONGITUDES, LATITUDES, collector)
    for own, other, header in ((lat, lon, headers[0]), (lon, lat, headers[1])):
        rows = [row for row in own.index[own.isna() & other.notna()] if (row, header) not in collector.spoilt]
        collector.cells(
            "half-a-point",
            Severity.ERROR,
            header,
            rows,
            [None] * len(rows),
            lambda _: message("latitude and longitude must both be given, or neither"),
            lambda _: message("Fill in the other one, or clear both: then the district's own point is used."),
        )
    home = regions[["lat", "lon", "area_km2"]].reindex(region.to_numpy())
    home.index = region.index
    _tell_far(lat, lon, home, headers[0], collector)
    whole = lat.notna() & lon.notna()
    return pd.DataFrame({"lat": lat.where(whole, home["lat"]), "lon": lon.where(whole, home["lon"])})


def _degrees(
    cells: "pd.Series[Any]",
    header: str,
    limits: tuple[float, float],
    swapped: tuple[float, float],
    collector: Collector,
) -> "pd.Series[float]":
    values = np.full(len(cells), math.nan)
    for position, (row, cell) in enumerate(each(cells)):
        value = degree(cell)
        if value is None or (row, header) in collector.spoilt:
            continue
        if math.isfinite(value) and limits[0] <= value <= limits[1]:
            values[position] = value
            continue
        collector.cell(
            "bad-coordinate",
            Severity.ERROR,
            row,
            header,
            cell,
            lambda value=value: _problem(value, limits, swapped),  # type: ignore[misc]
            lambda: message(
                "Write degrees with decimals, such as -7.80; south of the equator is negative. Or clear the cell."
            ),
        )
    return pd.Series(values, index=cells.index, dtype="float64")


def degree(cell: object) -> float | None:
    """Read one coordinate; coordinates have no thousands, so either mark begins the decimals. NaN is no number."""
    if cell is None:
        return None
    if isinstance(cell, bool):
        return math.nan
    if isinstance(cell, int | float):
        return float(cell) if abs(cell) < 1e6 else math.nan
    if not isinstance(cell, str):
        return math.nan
    reading = examine(cell)
    if reading.form is Form.BLANK:
        return None
    if reading.percent or reading.form not in (Form.PLAIN, Form.OPEN, Form.INDONESIAN, Form.ENGLISH):
        return math.nan
    if reading.digits.count(".") + reading.digits.count(",") > 1:
        return math.nan
    return Marks.ENGLISH.read(reading.digits.replace(",", "."))


def _problem(value: float, limits: tuple[float, float], swapped: tuple[float, float]) -> Message:
    if math.isnan(value):
        return message("this is no coordinate in degrees")
    if swapped[0] <= value <= swapped[1] and not (swapped[0] <= 0 <= swapped[1] and limits[0] <= 0 <= limits[1]):
        return message("this lies outside Indonesia; latitude and longitude may have changed places")
    return message(
        "this lies outside Indonesia, which reaches from {low} to {high} degrees",
        low=Decimals(limits[0], 1),
        high=Decimals(limits[1], 1),
    )


def _tell_far(
    lat: "pd.Series[float]", lon: "pd.Series[float]", home: pd.DataFrame, header: str, collector: Collector
) -> None:
    """Warn of a point further from its district's point than the district can be wide (four radii and 100 km)."""
    north = (lat - home["lat"]) * KM_PER_DEGREE
    east = (lon - home["lon"]) * KM_PER_DEGREE * np.cos(np.radians(home["lat"]))
    away = np.sqrt(north**2 + east**2)
    far = away > FAR_KM + 4 * np.sqrt(home["area_km2"] / math.pi)
    rows = far.index[far.fillna(value=False)].tolist()
    collector.cells(
        "far-from-district",
        Severity.WARNING,
        header,
        rows,
        [float(away.loc[row]) for row in rows],
        lambda km: message("the point lies {km} km from its district's own point", km=Decimals(float(str(km)), 0)),
        lambda _: message("Look whether the coordinates or the district are wrong."),
    )
