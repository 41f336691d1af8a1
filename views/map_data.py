"""The data of a map: where each place's mark stands, how large it is and what its tooltip says.

A frame of places has one row a place, its index the applicant's id (text), and the columns `region` (BPS code),
`name`, and `state` (the key of a `State`) or `value` (float, NaN for none); `lat` and `lon` in degrees may be there
and are otherwise the district's. Every further column is a text for the tooltip and the table, its name the header.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from views.tiles import spots, spread, tiles

COLUMNS = ("region", "name", "state", "value", "lat", "lon")
INDONESIA = (94.6, -11.3, 141.4, 6.3)
MARK_DEGREES = 0.17
"""Radius of a mark on the map of the whole country."""

Frame = tuple[float, float, float, float]
"""West, south, east, north of what is shown, in the map's own units."""


def extras(places: pd.DataFrame) -> list[str]:
    """Name the columns that are texts for the tooltip."""
    return [str(column) for column in places.columns if column not in COLUMNS]


def tiled(places: pd.DataFrame, selected: Collection[str]) -> pd.DataFrame:
    """Give the marks of the tile map: one place fills its district's hexagon, several share it."""
    at = tiles().loc[places["region"]]
    order = places.groupby("region").cumcount().to_numpy()
    counts = _counts(places)
    offset, radius = np.zeros((len(places), 2)), np.zeros(len(places))
    for count in np.unique(counts):
        moved, size = spots(int(count))
        rows = counts == count
        offset[rows], radius[rows] = moved[order[rows]], size
    data = _marks(places, selected)
    data["x"], data["y"] = at["x"].to_numpy() + offset[:, 0], at["y"].to_numpy() + offset[:, 1]
    data["area"] = (2 * radius) ** 2
    return data


def on_earth(places: pd.DataFrame, selected: Collection[str], frame: Frame) -> pd.DataFrame:
    """Give the marks of a map in degrees, those within `frame` only; places of one district stand side by side.

    `alone` is the region's code where it has this one place, and empty where it has several.
    """
    data = _marks(places, selected)
    home = tiles().loc[places["region"]]
    region, own = places["region"].to_numpy(dtype=object), {}
    for axis in ("lon", "lat"):
        given = places[axis].to_numpy(dtype=float) if axis in places else np.full(len(places), np.nan)
        own[axis] = np.where(np.isfinite(given), given, home[axis].to_numpy())
    # A part of the country is drawn larger, its marks not, so less of a step in degrees is enough.
    share = max(
        (frame[2] - frame[0]) / (INDONESIA[2] - INDONESIA[0]), (frame[3] - frame[1]) / (INDONESIA[3] - INDONESIA[1])
    )
    data["x"], data["y"] = spread(own["lon"], own["lat"], region, 2 * MARK_DEGREES * min(1.0, share))
    data["alone"] = np.where(_counts(places) == 1, region, "")
    data["area"] = 1.0
    return within(data, frame)


def within(data: pd.DataFrame, frame: Frame) -> pd.DataFrame:
    """Keep the rows whose x and y lie within a frame."""
    inside = data["x"].between(frame[0], frame[2]) & data["y"].between(frame[1], frame[3])
    return data[inside].reset_index(drop=True)


def _marks(places: pd.DataFrame, selected: Collection[str]) -> pd.DataFrame:
    home = tiles()
    unknown = sorted(set(places["region"]) - set(home.index))
    if unknown:
        raise KeyError(f"no such district: {', '.join(unknown)}")
    if not places.index.is_unique:
        raise ValueError("an applicant is there twice")
    data = pd.DataFrame({"applicant": places.index.astype(str), "name": places["name"].astype(str).to_numpy()})
    for column in ("state", "value"):
        if column in places:
            data[column] = places[column].to_numpy()
    district = home.loc[places["region"]]
    data["district"], data["province"] = district["district"].to_numpy(), district["province"].to_numpy()
    for number, header in enumerate(extras(places)):
        data[f"text{number}"] = places[header].astype(str).to_numpy()
    data["selected"] = data["applicant"].isin(list(selected))
    return data


def _counts(places: pd.DataFrame) -> np.ndarray:
    return places.groupby("region")["name"].transform("size").to_numpy()
