"""The region table: Indonesia's 514 districts with both codes, a point and official figures."""

from functools import cache
from io import BytesIO
from pathlib import Path

import geopandas as gpd
import pandas as pd

REGIONS_FILE = Path(__file__).parent.parent / "data" / "regions.csv"
TEXTS = (
    "bps_code",
    "kemendagri_code",
    "name",
    "kind",
    "province",
    "province_bps_code",
    "province_code",
    "island_group",
    "underdeveloped_2015_evidence",
    "underdeveloped_2020_evidence",
    "bps_code_2022",
    "kemendagri_code_2025",
    "province_2025",
    "name_2016",
)
WHOLE = ("population_", "n_", "underdeveloped_")


def parse_regions(content: bytes) -> gpd.GeoDataFrame:
    """Make the table of regions from the bytes of regions.csv; see `read_regions`."""
    raw = pd.read_csv(BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8")
    columns: dict[str, object] = {}
    for name in raw.columns:
        if name in TEXTS:
            columns[name] = raw[name].astype(object).where(raw[name] != "", None)
        elif name.startswith(WHOLE):
            columns[name] = raw[name].astype("int64")
        else:
            columns[name] = raw[name].where(raw[name] != "", None).astype("float64")
    table = pd.DataFrame(columns).set_index("bps_code").sort_index()
    if not table.index.is_unique or not table["kemendagri_code"].is_unique:
        raise ValueError("regions.csv: a district is there twice")
    points = gpd.points_from_xy(table["lon"], table["lat"], crs="EPSG:4326")
    return gpd.GeoDataFrame(table, geometry=points, crs="EPSG:4326")


@cache
def _regions() -> gpd.GeoDataFrame:
    return parse_regions(REGIONS_FILE.read_bytes())


def read_regions() -> gpd.GeoDataFrame:
    """Read the region table: index `bps_code` (text), one row a district, points in EPSG:4326 (degrees).

    Codes are text, counts and yes/no flags (0, 1) whole numbers, other figures float64 with NaN for none; the
    years stand in the column names, units and sources in data/regions.toml.
    """
    return _regions().copy()
