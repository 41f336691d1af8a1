"""Map layers of a written plan: its awards as points with their attributes, for any program that shows maps."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
from shapely import Point
from shapely.geometry import mapping

from reports import awards_csv
from reports.awards_csv import safe
from reports.canonical import Cell
from reports.schema import Document

GEOJSON, GEOPACKAGE = "awards.geojson", "awards.gpkg"
LAYER, WGS84 = "awards", "EPSG:4326"
CLOCK, WRITTEN = "OGR_CURRENT_DATE", "1980-01-01T00:00:00.000Z"
"""The time that a GeoPackage says it was written at: always the same, so that its bytes are."""


def layers(document: Document) -> dict[str, bytes]:
    """Write the awards of a plan as GeoJSON (RFC 7946) and as GeoPackage, with the columns of awards.csv.

    Points are WGS 84: the applicant's own, or one inside its district. Numbers stay numbers, and a text that a
    spreadsheet would take for a formula begins with an apostrophe. The same plan always gives the same bytes.
    """
    names = awards_csv.columns(document)
    cells = awards_csv.cells(document)
    places = {str(row["applicant"]): (row.get("lon"), row.get("lat")) for row in document.applicants.rows}
    points = [_point(*places[str(row["applicant"])]) for row in cells]
    rows = [{name: _plain(row[name]) for name in names} for row in cells]
    return {GEOJSON: _geojson(rows, points), GEOPACKAGE: _geopackage(names, rows, points)}


def _plain(value: Cell) -> Cell:
    return safe(value) if isinstance(value, str) else value


def _point(lon: Cell, lat: Cell) -> Point | None:
    return Point(lon, lat) if isinstance(lon, int | float) and isinstance(lat, int | float) else None


def _geojson(rows: Sequence[Mapping[str, Cell]], points: Sequence[Point | None]) -> bytes:
    features = [
        {"type": "Feature", "id": row["applicant"], "geometry": point and mapping(point), "properties": row}
        for row, point in zip(rows, points, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return (json.dumps(collection, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _geopackage(names: Sequence[str], rows: Sequence[Mapping[str, Cell]], points: Sequence[Point | None]) -> bytes:
    columns = {name: _column([row[name] for row in rows]) for name in names}
    table = gpd.GeoDataFrame(columns, geometry=list(points), crs=WGS84)
    before = pyogrio.get_gdal_config_option(CLOCK)
    pyogrio.set_gdal_config_options({CLOCK: WRITTEN})
    try:
        with tempfile.TemporaryDirectory(prefix="pilih-") as folder:
            path = Path(folder) / GEOPACKAGE
            pyogrio.write_dataframe(table, path, layer=LAYER, driver="GPKG", geometry_type="Point")
            return path.read_bytes()
    finally:
        pyogrio.set_gdal_config_options({CLOCK: before})


def _column(cells: list[Cell]) -> Any:  # noqa: ANN401
    """Whole numbers, numbers or text: what all cells of a column are."""
    there = [cell for cell in cells if cell is not None]
    if there and all(isinstance(cell, int) for cell in there):
        return pd.array([None if cell is None else int(cell) for cell in cells], dtype="Int64")
    if there and all(isinstance(cell, int | float) for cell in there):
        return np.array([np.nan if cell is None else float(cell) for cell in cells])
    return np.array([None if cell is None else str(cell) for cell in cells], dtype=object)
