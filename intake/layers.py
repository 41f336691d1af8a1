"""Map layers (GeoJSON, GeoPackage) as tables."""

import json
import warnings

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import Transformer
from pyproj.exceptions import CRSError

from intake.collector import Collector
from intake.findings import Severity
from intake.parquet import refuse
from intake.tables import MAX_COLUMNS, MAX_ROWS, Cell, Table, build, choose_sheet, plain
from intake.too_large import tell_shape
from intake.words import key
from locales import message

WGS84 = "EPSG:4326"
SQLITE = b"SQLite format 3\x00"
LATITUDES = ("lat", "latitude", "lintang")


def read_layer(content: bytes, wanted: str, collector: Collector) -> Table | None:
    """Read a GeoJSON or GeoPackage layer; its geometry gives lat and lon in WGS 84.

    `wanted` is the layer of a GeoPackage; GeoJSON with one layer is read whatever that layer is called.
    Points are taken as they are, every other geometry by a point inside it. Rows are numbered from 2.
    """
    # The file's own first bytes decide: other formats that the library knows may point to further files.
    if not content.startswith(SQLITE) and not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return refuse(collector, message("this is not a sound map layer (GeoJSON or GeoPackage)"))
    if not content.startswith(SQLITE) and _links(content):
        return refuse(collector, message("this is not a sound map layer (GeoJSON or GeoPackage)"))
    try:
        with warnings.catch_warnings():
            # A file in memory has no name, and the library warns of the ending that it lacks.
            warnings.simplefilter("ignore", RuntimeWarning)
            return _read_layer(content, wanted, collector)
    except (
        DataSourceError,
        DataLayerError,
        CRSError,
        pa.ArrowException,
        shapely.errors.GEOSException,
        OSError,
        ValueError,
        KeyError,
        json.JSONDecodeError,
    ):
        return refuse(collector, message("this is not a sound map layer (GeoJSON or GeoPackage)"))


def _links(content: bytes) -> bool:
    """Tell whether GeoJSON says anywhere where its reference system is to be fetched; the library would do so."""
    found = False

    def look(pairs: list[tuple[str, object]]) -> dict[str, object]:
        nonlocal found
        for name, value in pairs:
            kind = value.get("type") if isinstance(value, dict) else None
            found = found or (name == "crs" and kind is not None and kind not in ("name", "EPSG"))
        # Of two members of one name the first is kept for its parent if it is the link, for readers differ in that.
        made = dict(pairs)
        kinds = [value for name, value in pairs if name == "type"]
        return {**made, "type": kinds[0]} if len(kinds) > 1 and kinds[0] not in ("name", "EPSG") else made

    try:
        json.loads(content.decode("utf-8-sig"), object_pairs_hook=look)
    except (UnicodeDecodeError, ValueError, RecursionError):
        return True
    return found


def layer_names(content: bytes, collector: Collector) -> list[str]:
    """Name the layers of a GeoPackage; "" for GeoJSON, whose one layer often has no name; none, with the finding.

    GeoJSON is not opened for it: `read_layer` looks first whether it is safe to.
    """
    if not content.startswith(SQLITE):
        return [""]
    try:
        names = [str(name) for name, _ in pyogrio.list_layers(content)]
    except (DataSourceError, DataLayerError, OSError, ValueError):
        names = []
    if not names:
        refuse(collector, message("this is not a sound map layer (GeoJSON or GeoPackage)"))
    return names


def _read_layer(content: bytes, wanted: str, collector: Collector) -> Table | None:
    layers = [str(name) for name, _ in pyogrio.list_layers(content)]
    layer: str | int | None = 0
    if len(layers) != 1 or content.startswith(SQLITE):
        layer = choose_sheet(layers, wanted, collector)
        if layer is None:
            return None
        if len(layers) > 1:
            collector.sheet = layer
    # Otherwise GeoJSON with its one layer, taken by place: where the file gives it no name, the library makes up
    # another one at every call, which neither finds the layer again nor means anything to a reader.
    found = pyogrio.read_info(content, layer=layer)
    if int(found["features"]) > MAX_ROWS or len(found["fields"]) > MAX_COLUMNS:
        return _too_large(collector, int(found["features"]), len(found["fields"]))
    meta, table = pyogrio.read_arrow(content, layer=layer)
    names = [str(name) for name in meta["fields"]]
    columns = [table.column(name).to_pylist() for name in names]
    geometry = str(meta.get("geometry_name") or "wkb_geometry")
    points = _points(table.column(geometry).to_pylist(), meta.get("crs")) if geometry in table.column_names else None
    if points is not None:
        _add_points(collector, names, columns, points)
    return _build(collector, names, columns)


def _points(wkb: list[bytes | None], crs: str | None) -> np.ndarray:
    shapes = shapely.from_wkb(np.array(wkb, dtype=object))
    inside = shapely.point_on_surface(shapes)
    xy = np.column_stack([shapely.get_x(inside), shapely.get_y(inside)])
    if crs and crs != WGS84:
        lon, lat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(xy[:, 0], xy[:, 1])
        xy = np.column_stack([lon, lat])
    return xy


def _add_points(collector: Collector, names: list[str], columns: list[list[object]], points: np.ndarray) -> None:
    if any(key(name) in LATITUDES for name in names):
        collector.add(
            "two-places",
            Severity.NOTE,
            message("the layer has columns for the place and a geometry; the columns count, not the geometry"),
            message("Delete the columns for latitude and longitude if the geometry is right."),
        )
        return
    for name, place in (("lat", 1), ("lon", 0)):
        names.append(name)
        columns.append([float(value) if np.isfinite(value) else None for value in points[:, place]])


def _build(collector: Collector, names: list[str], columns: list[list[object]]) -> Table | None:
    header: list[Cell] = [name or None for name in names]
    body = [(number, [plain(cell) for cell in row]) for number, row in enumerate(zip(*columns, strict=True), 2)]
    return build(collector, [(1, header), *body])


def _too_large(collector: Collector, rows: int, columns: int) -> Table | None:
    tell_shape(collector, rows, columns, MAX_ROWS, MAX_COLUMNS)
    return None
