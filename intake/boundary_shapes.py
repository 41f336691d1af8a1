"""Shapes made small enough to be drawn: sound, simplified together, in whole steps, as TopoJSON."""

import json
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

BUDGET = 250_000
"""Bytes of the file that is written."""
TOLERANCES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1)
"""In degrees; the finest that keeps within the budget is taken, and the coarsest where none does."""
LEAST_BYTES = 6
"""Of a corner as written, such as `[1,0],`."""
ROUNDED = 1.5
"""Some corners fall together when they are rounded."""
STEPS = 3
"""So many steps of the written grid make up one tolerance."""
ISLAND = 4.0
"""Islands smaller than a square of so many tolerances a side are left out, but never a district's largest."""


def polygons(shapes: np.ndarray) -> np.ndarray:
    """Mend shapes that cross themselves, keeping what has an area; None where nothing is left."""
    mended = shapely.make_valid(shapes)
    parts, owner = shapely.get_parts(mended, return_index=True)
    inner, of = shapely.get_parts(parts, return_index=True)
    areas = np.isin(shapely.get_type_id(inner), (3,))
    made = np.full(len(shapes), None, dtype=object)
    for place in np.unique(owner[of][areas]):
        own = inner[(owner[of] == place) & areas]
        made[place] = own[0] if len(own) == 1 else shapely.multipolygons(own)
    return made


def small(shapes: dict[str, Any]) -> tuple[bytes, float]:
    """Write shapes by region as TopoJSON within `BUDGET` bytes; give it and the tolerance in degrees.

    Neighbours are simplified together (`simplify_coverage`), so that no gap opens and nothing overlaps.
    """
    regions = list(shapes)
    series = gpd.GeoSeries([shapes[region] for region in regions])
    for tolerance in TOLERANCES:
        thinned = _without_islets(series, (ISLAND * tolerance) ** 2).simplify_coverage(tolerance).to_numpy()
        # No corner is written in less, so this saves writing what could not be kept.
        too_many = shapely.get_num_coordinates(thinned).sum() * LEAST_BYTES > BUDGET * ROUNDED
        if too_many and tolerance < TOLERANCES[-1]:
            continue
        written = topojson(regions, thinned, tolerance / STEPS)
        if len(written) <= BUDGET:
            break
    return written, tolerance


def _without_islets(series: gpd.GeoSeries, least: float) -> gpd.GeoSeries:
    parts, owner = shapely.get_parts(series.to_numpy(), return_index=True)
    area = shapely.area(parts)
    largest = np.zeros(len(series))
    np.maximum.at(largest, owner, area)
    keep = (area >= least) | (area == largest[owner])
    return gpd.GeoSeries([shapely.multipolygons(parts[keep & (owner == place)]) for place in range(len(series))])


def topojson(regions: list[str], shapes: np.ndarray, step: float) -> bytes:
    """Write heaps of polygons as TopoJSON: each ring an arc of its own, in whole steps of `step` degrees."""
    west, south, _, _ = shapely.total_bounds(shapes)
    arcs: list[list[list[int]]] = []
    geometries = []
    for region, shape in zip(regions, shapes, strict=True):
        heap = []
        for polygon in shapely.get_parts(shape):
            rings = [_steps(ring, west, south, step) for ring in shapely.get_rings(polygon)]
            if not rings or len(rings[0]) < 4:
                continue
            kept = [ring for ring in rings if len(ring) >= 4]
            heap.append([[len(arcs) + number] for number in range(len(kept))])
            arcs += kept
        geometries.append({"type": "MultiPolygon", "arcs": heap, "properties": {"region": region}})
    document = {
        "type": "Topology",
        "transform": {"scale": [step, step], "translate": [round(float(west), 6), round(float(south), 6)]},
        "objects": {"districts": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": arcs,
    }
    return json.dumps(document, separators=(",", ":")).encode("ascii")


def _steps(ring: Any, west: float, south: float, step: float) -> list[list[int]]:  # noqa: ANN401 (a shapely ring)
    """Write a ring as its first point and the way from each to the next, in whole steps; what stands still is left."""
    at = np.round((shapely.get_coordinates(ring) - (round(west, 6), round(south, 6))) / step).astype(int)
    way = np.diff(at, axis=0)
    way = way[(way != 0).any(axis=1)]
    return [at[0].tolist(), *way.tolist()]
