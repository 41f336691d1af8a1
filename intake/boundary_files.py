"""Boundary files as rows and shapes: GeoJSON and GeoPackage, read without anything that could look elsewhere.

Both are taken apart here, not by a general reader of map formats: such a reader fetches what a file's reference
system links to, opens other files that it names, and runs the views of a database.
"""

import json
import sqlite3
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from locales import Message, message

MAX_BYTES = 100 * 1024 * 1024
MAX_SHAPES = 5_000
MAX_VERTICES = 5_000_000
MAX_COLUMNS = 300
MAX_SECONDS = 60.0
WGS84 = "EPSG:4326"
SQLITE = b"SQLite format 3\x00"
GEOPACKAGE = (b"GPKG", b"GP10", b"GP11")
ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
AREAS = (3, 6)
"""Type numbers of polygons and of heaps of polygons in shapely."""


class BoundaryError(Exception):
    """A boundary file that cannot be read; `problem` says why."""

    def __init__(self, problem: Message) -> None:
        super().__init__(problem.text("en"))
        self.problem = problem


@dataclass(frozen=True, eq=False)
class BoundaryRows:
    """The rows of a boundary file: cells by column, and an array of polygons in degrees (WGS 84)."""

    cells: dict[str, list[object]]
    shapes: np.ndarray


def read_boundary_rows(content: bytes) -> BoundaryRows:
    """Read a GeoJSON or GeoPackage file of polygons; raises BoundaryError with the reason where it cannot be used."""
    if len(content) > MAX_BYTES:
        raise BoundaryError(message("the file is larger than {limit} MB", limit=MAX_BYTES // 1024 // 1024))
    if content.startswith(SQLITE):
        return _geopackage(content)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _geojson(content)
    raise BoundaryError(message("this is neither GeoJSON nor a GeoPackage"))


def _geojson(content: bytes) -> BoundaryRows:
    try:
        read = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError, MemoryError):
        raise BoundaryError(message("this is not sound GeoJSON")) from None
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise BoundaryError(message("this is not a GeoJSON collection of features"))
    _few_enough(len(features))
    shapes = []
    for one in features:
        try:
            shapes.append(shapely.from_geojson(json.dumps(one.get("geometry"))) if one.get("geometry") else None)
        except (shapely.errors.GEOSException, ValueError, TypeError, RecursionError):
            raise BoundaryError(message("a shape of the file cannot be read")) from None
    rows = [one["properties"] if isinstance(one.get("properties"), dict) else {} for one in features]
    names = list(dict.fromkeys(str(name) for row in rows for name in row))
    if len(names) > MAX_COLUMNS:
        raise BoundaryError(message("the file has more than {limit} columns", limit=MAX_COLUMNS))
    cells = {name: [row.get(name) for row in rows] for name in names}
    return BoundaryRows(cells, _in_degrees(shapes, _named_system(read.get("crs"))))


def _named_system(said: object) -> str:
    """Take a reference system by its name only; a link would have to be followed."""
    if said is None:
        return WGS84
    properties = said.get("properties") if isinstance(said, dict) and said.get("type") == "name" else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str) or len(name) > 100 or "/" in name or not name.lower().startswith(("urn:", "epsg:")):
        raise BoundaryError(message("the file's reference system is not known"))
    return name


def _geopackage(content: bytes) -> BoundaryRows:
    if content[68:72] not in GEOPACKAGE:
        raise BoundaryError(message("this is a database, but no GeoPackage"))
    database = sqlite3.connect(":memory:")
    until = time.monotonic() + MAX_SECONDS
    try:
        database.deserialize(content)
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA query_only = ON")
        database.set_progress_handler(lambda: time.monotonic() > until, 100_000)
        return _from_tables(database)
    except (sqlite3.Error, struct.error, UnicodeDecodeError, MemoryError):
        raise BoundaryError(message("this is not a sound GeoPackage")) from None
    finally:
        database.close()


def _from_tables(database: sqlite3.Connection) -> BoundaryRows:
    """Read the layer of polygons with most rows; only true tables count, for a view is a program."""
    tables = {
        str(name)
        for name, sql in database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        if not str(sql).upper().lstrip().startswith("CREATE VIRTUAL")
    }
    said = database.execute("SELECT table_name, column_name, srs_id FROM gpkg_geometry_columns").fetchmany(200)
    layers = [(str(table), str(column), srs) for table, column, srs in said if table in tables]
    if not layers:
        raise BoundaryError(message("the GeoPackage has no layer of shapes"))
    counts = [database.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0] for table, _, _ in layers]  # noqa: S608
    # Of several layers the one for districts is the one whose number of rows is nearest to theirs.
    table, geometry, srs = layers[min(range(len(layers)), key=lambda n: (abs(counts[n] - 514), n))]
    _few_enough(database.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0])  # noqa: S608
    rows = database.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608
    names = [str(column[0]) for column in rows.description]
    if len(names) > MAX_COLUMNS or geometry not in names:
        raise BoundaryError(message("this is not a sound GeoPackage"))
    read = rows.fetchall()
    place = names.index(geometry)
    shapes = [_shape(row[place]) for row in read]
    cells = {name: [row[at] for row in read] for at, name in enumerate(names) if at != place}
    return BoundaryRows(cells, _in_degrees(shapes, _system_of(database, srs)))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _shape(blob: object) -> Any:  # noqa: ANN401 (a shapely geometry)
    """Take the well-known binary out of a GeoPackage's own wrapping (OGC 12-128r18, clause 2.1.3)."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        raise BoundaryError(message("a shape of the file cannot be read"))
    envelope = ENVELOPES.get(blob[3] >> 1 & 7)
    if envelope is None:
        raise BoundaryError(message("a shape of the file cannot be read"))
    try:
        return shapely.from_wkb(blob[8 + envelope :])
    except shapely.errors.GEOSException:
        raise BoundaryError(message("a shape of the file cannot be read")) from None


def _system_of(database: sqlite3.Connection, srs: object) -> str:
    found = database.execute(
        "SELECT organization, organization_coordsys_id FROM gpkg_spatial_ref_sys WHERE srs_id = ?", (srs,)
    ).fetchone()
    if found is None or str(found[0]).upper() != "EPSG":
        raise BoundaryError(message("the file's reference system is not known"))
    return f"EPSG:{int(found[1])}"


def _few_enough(count: int) -> None:
    if count > MAX_SHAPES:
        raise BoundaryError(
            message(
                "the file has {count} shapes; at most {limit} are read: one a district", count=count, limit=MAX_SHAPES
            )
        )


def _in_degrees(shapes: Sequence[Any], system: str) -> np.ndarray:
    """Give flat shapes in longitude and latitude; what is no polygon is left empty."""
    flat: np.ndarray = np.asarray(shapely.force_2d(np.array(shapes, dtype=object)), dtype=object)
    flat[~np.isin(shapely.get_type_id(flat), AREAS)] = None
    vertices = int(shapely.get_num_coordinates(flat).sum())
    if vertices > MAX_VERTICES:
        raise BoundaryError(
            message("the shapes have {count} corners; at most {limit} are read", count=vertices, limit=MAX_VERTICES)
        )
    try:
        move = Transformer.from_crs(CRS.from_user_input(system), WGS84, always_xy=True)
        moved: np.ndarray = shapely.transform(flat, lambda xy: np.column_stack(move.transform(xy[:, 0], xy[:, 1])))
    except (CRSError, ProjError, ValueError):
        raise BoundaryError(message("the file's reference system is not known")) from None
    corners = shapely.get_coordinates(moved)
    if not len(corners) or not np.isfinite(corners).all() or np.abs(corners).max() > 360:
        raise BoundaryError(message("the shapes do not lie on the earth"))
    return moved
