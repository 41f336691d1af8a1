"""Boundary files: joined by the system that puts districts where they are, small, and safe from hostile content."""

import json
import sqlite3
import struct
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from intake import read_regions
from intake.boundaries import Boundaries, boundaries_of, boundary_file, keep_boundaries, regions_in
from intake.boundary_files import BoundaryError, read_boundary_rows
from intake.boundary_shapes import BUDGET

REGIONS = read_regions()
BOX = shapely.box(94, -12, 142, 7)


@pytest.fixture(scope="module")
def coverage() -> gpd.GeoDataFrame:
    """A made-up coverage: the cells of all points nearer to one district's point than to any other's."""
    points = shapely.MultiPoint(REGIONS.geometry.to_numpy())
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=BOX, ordered=True))
    table = REGIONS[["kemendagri_code", "name"]].reset_index()
    return gpd.GeoDataFrame(table, geometry=shapely.intersection(cells, BOX), crs="EPSG:4326")


def geojson(table: gpd.GeoDataFrame, **change: Any) -> bytes:
    return json.dumps({**json.loads(table.to_json()), **change}).encode()


def codes(findings: Any) -> set[str]:
    return {finding.code for finding in findings}


def drawn(made: Boundaries) -> dict[str, shapely.Geometry]:
    """Undo the TopoJSON, by its own specification."""
    read = json.loads(made.topojson)
    scale, move = read["transform"]["scale"], read["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + move for arc in read["arcs"]]
    return {
        one["properties"]["region"]: shapely.MultiPolygon(
            [shapely.Polygon(arcs[rings[0][0]], [arcs[hole[0]] for hole in rings[1:]]) for rings in one["arcs"]]
        )
        for one in read["objects"]["districts"]["geometries"]
    }


@pytest.mark.parametrize(("column", "system"), [("bps_code", "bps"), ("kemendagri_code", "kemendagri")])
@pytest.mark.parametrize("header", ["kode", "KODE_BPS"])
def test_the_system_is_found_whatever_the_column_is_called(
    coverage: gpd.GeoDataFrame, column: str, system: str, header: str
) -> None:
    table = coverage[[column, "geometry"]].rename(columns={column: header})
    made, findings = boundaries_of("b.geojson", geojson(table))
    assert made is not None
    assert (made.system, made.missing, len(findings)) == (system, (), 0)
    assert made.regions == tuple(REGIONS.index)
    inside = shapely.contains(np.array(list(drawn(made).values())), REGIONS.geometry.to_numpy())
    assert inside.mean() > 0.99


def test_undotted_kemendagri_codes_are_not_taken_for_bps_codes(coverage: gpd.GeoDataFrame) -> None:
    table = coverage.assign(code=coverage["kemendagri_code"].str.replace(".", ""))[["code", "geometry"]]
    made, _ = boundaries_of("b.geojson", geojson(table))
    assert made is not None
    assert (made.system, len(made.regions)) == ("kemendagri", 514)


def test_a_code_read_as_a_number_keeps_its_last_zero(coverage: gpd.GeoDataFrame) -> None:
    table = coverage.assign(code=coverage["kemendagri_code"].astype(float))[["code", "geometry"]]
    made, _ = boundaries_of("b.geojson", geojson(table))
    assert made is not None
    assert made.missing == ()


def test_swapped_codes_are_told_and_left_out(coverage: gpd.GeoDataFrame) -> None:
    table = coverage.copy()
    one, other = (int(np.flatnonzero(table["bps_code"] == code)[0]) for code in ("1801", "9471"))
    table.loc[[one, other], "bps_code"] = ["9471", "1801"]
    made, findings = boundaries_of("b.geojson", geojson(table[["bps_code", "geometry"]]))
    assert made is not None
    assert set(made.missing) == {"1801", "9471"}
    assert {f.row for f in findings if f.code == "boundary-elsewhere"} == {one + 2, other + 2}


def test_missing_unknown_and_divided_districts_are_told(coverage: gpd.GeoDataFrame) -> None:
    table = coverage[["bps_code", "geometry"]].copy()
    table.loc[3, "bps_code"] = "9999"
    west, east = shapely.box(94, -12, REGIONS["lon"].iloc[10], 7), shapely.box(REGIONS["lon"].iloc[10], -12, 142, 7)
    halves = [table.geometry.iloc[10].intersection(side) for side in (west, east)]
    divided = gpd.GeoDataFrame({"bps_code": [table["bps_code"].iloc[10]] * 2}, geometry=halves, crs=table.crs)
    rest = table.drop(index=[10])
    made, findings = boundaries_of("b", geojson(gpd.GeoDataFrame(np.vstack([rest, divided]), columns=table.columns)))
    assert made is not None
    assert made.missing == (coverage["bps_code"].iloc[3],)
    assert codes(findings) == {"boundary-unknown-code", "boundary-missing", "boundary-in-parts"}
    whole = drawn(made)[coverage["bps_code"].iloc[10]]
    assert shapely.area(whole) == pytest.approx(coverage.geometry.iloc[10].area, rel=0.05)


def test_what_is_written_is_small_and_neighbours_still_meet(coverage: gpd.GeoDataFrame) -> None:
    rng = np.random.default_rng(5)
    fine = shapely.segmentize(coverage.geometry.to_numpy(), 0.03)
    corners, where = np.unique(np.round(shapely.get_coordinates(fine), 9), axis=0, return_inverse=True)
    # The same corner moves alike in every shape, so the wavy shapes still meet.
    wavy = shapely.set_coordinates(fine, (corners + rng.normal(0, 0.002, corners.shape))[where.ravel()])
    content = geojson(gpd.GeoDataFrame({"bps_code": coverage["bps_code"]}, geometry=wavy, crs="EPSG:4326"))
    assert len(content) > 8 * BUDGET
    made, _ = boundaries_of("b", content)
    assert made is not None
    assert BUDGET / 20 < len(made.topojson) <= BUDGET
    shapes = np.array(list(drawn(made).values()))
    assert shapely.is_valid(shapes).mean() > 0.98
    sound = shapely.make_valid(shapes)
    together = shapely.union_all(sound)
    assert shapely.area(sound).sum() - together.area < 1e-3 * BOX.area
    assert together.area == pytest.approx(BOX.area, rel=1e-3)


def test_the_content_decides_the_kept_file(coverage: gpd.GeoDataFrame, tmp_path: Path) -> None:
    content = geojson(coverage[["bps_code", "geometry"]].head(40))
    made, _ = boundaries_of("b", content)
    assert made is not None
    path = keep_boundaries(made, content, tmp_path / "maps")
    assert path == boundary_file(content, tmp_path / "maps") != boundary_file(content + b" ", tmp_path / "maps")
    assert path.read_bytes() == made.topojson
    assert regions_in(path) == made.regions
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_a_geopackage_in_another_system_of_coordinates(coverage: gpd.GeoDataFrame, tmp_path: Path) -> None:
    path = tmp_path / "b.gpkg"
    coverage[["kemendagri_code", "geometry"]].to_crs("EPSG:3857").to_file(path, layer="kab kota", engine="pyogrio")
    made, _ = boundaries_of("b.gpkg", path.read_bytes())
    assert made is not None
    assert (made.system, len(made.regions)) == ("kemendagri", 514)


def hostile_views(path: Path) -> None:
    """Turn the layer's table into a view that never ends."""
    with sqlite3.connect(path) as database:
        database.execute("ALTER TABLE layer RENAME TO moved")
        database.execute("UPDATE gpkg_geometry_columns SET table_name = 'layer'")
        database.execute(
            "CREATE VIEW layer AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
            "SELECT x AS geom FROM n"
        )


def hostile_shapes(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("DROP TRIGGER IF EXISTS rtree_layer_geom_update1")
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE layer SET geom = ?", (b"GP\x00\x01" + struct.pack("<i", 4326) + b"\x01\xff\xff\xff",))


@pytest.mark.parametrize("spoil", [hostile_views, hostile_shapes])
def test_a_hostile_geopackage_is_refused(
    coverage: gpd.GeoDataFrame, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    path = tmp_path / "b.gpkg"
    coverage[["bps_code", "geometry"]].head(20).to_file(path, layer="layer", engine="pyogrio")
    assert len(read_boundary_rows(path.read_bytes()).shapes) == 20
    spoil(path)
    made, findings = boundaries_of("b.gpkg", path.read_bytes())
    assert made is None
    assert codes(findings) == {"boundaries-not-readable"}


def test_no_reference_system_is_fetched(coverage: gpd.GeoDataFrame) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/x"
        few = coverage[["bps_code", "geometry"]].head(5)
        for crs in (
            {"type": "link", "properties": {"href": address, "type": "ogcwkt"}},
            {"type": "name", "properties": {"name": address}},
            {"type": "name", "properties": {"name": f"urn:{address}"}},
        ):
            made, findings = boundaries_of("b", geojson(few, crs=crs))
            assert made is None
            assert codes(findings) == {"boundaries-not-readable"}
        server.shutdown()
    assert asked == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"{}",
        b'{"features": [1]}',
        b'{"features": []}',
        b"[" * 100_000,
        b'{"features":' + b"[" * 100_000,
        b"<OGRVRTDataSource><SrcDataSource>/vsicurl/http://host/x</SrcDataSource></OGRVRTDataSource>",
        b"/vsizip//etc/passwd",
        b"SQLite format 3\x00" + b"\x00" * 200,
        b"SQLite format 3\x00" + b"\x00" * 52 + b"GPKG" + b"\xff" * 4096,
        b'{"features": [{"geometry": {"type": "Polygon", "coordinates": "x"}}]}',
        b'{"features": [{"geometry": {"type": "Point", "coordinates": [1e999, 0]}}]}',
        b'{"features": [' + b",".join([b"{}"] * 6000) + b"]}",
    ],
)
def test_what_is_no_boundary_file_is_one_error(content: bytes) -> None:
    made, findings = boundaries_of("b", content)
    assert made is None
    assert len(findings.errors) == 1


def test_too_many_corners_are_refused(monkeypatch: pytest.MonkeyPatch, coverage: gpd.GeoDataFrame) -> None:
    monkeypatch.setattr("intake.boundary_files.MAX_VERTICES", 100)
    with pytest.raises(BoundaryError, match="corners"):
        read_boundary_rows(geojson(coverage[["bps_code", "geometry"]].head(30)))


def test_codes_in_the_wrong_place_are_an_error(coverage: gpd.GeoDataFrame) -> None:
    table = coverage.assign(bps_code=np.roll(coverage["bps_code"].to_numpy(), 40))[["bps_code", "geometry"]]
    made, findings = boundaries_of("b", geojson(table))
    assert made is None
    assert codes(findings) == {"boundaries-elsewhere"}
    nameless = coverage.assign(a=1)[["a", "geometry"]]
    assert codes(boundaries_of("b", geojson(nameless))[1]) == {"boundaries-without-codes"}
