"""Maps of places: the tile map, the user's boundaries, or points; `views.map_data` says what a frame of places is."""

from collections.abc import Collection

import pandas as pd

from locales import Text, message
from views import map_spec
from views.map_data import INDONESIA, Frame, extras, on_earth, tiled, within
from views.map_spec import SELECTION, Kinds, Scale
from views.map_words import alternative, described, labelled, map_table
from views.picture import Picture, Say, Spec
from views.tiles import NAMES_AT, tiles


def tile_map(places: pd.DataFrame, kinds: Kinds, say: Say, language: str, selected: Collection[str] = ()) -> Picture:
    """Draw each district as a hexagon of one size, near its real place; several places share theirs.

    `kinds` are the states, in the order of the legend, or the scale of the values; `selected` are applicant ids.
    """
    ground = tiles()[["x", "y", "district", "province"]].reset_index(drop=True)
    names = pd.DataFrame([{"name": name, "x": x, "y": y} for name, (x, y) in NAMES_AT.items()])
    frame = (-0.8, float(ground["y"].min()) - 0.8, float(ground["x"].max()) + 0.8, 0.8)
    below = [map_spec.empty_tiles(frame, say), map_spec.island_names(frame)]
    spec = map_spec.map_spec(below, frame, kinds, extras(places), say, language, hexagons=True)
    data = {"ground": ground, "names": names, "places": _worded(tiled(places, selected), places, kinds, say)}
    note = message("Schematic: every district is one hexagon of the same size, near its real place.")
    return _picture(spec, data, places, kinds, say, note)


def boundary_map(
    places: pd.DataFrame,
    kinds: Kinds,
    say: Say,
    language: str,
    url: str,
    selected: Collection[str] = (),
    frame: Frame = INDONESIA,
) -> Picture:
    """Draw the districts' boundaries from a file that `intake.boundaries` made, and each place's sign on them.

    A district with one place is filled with its colour. `frame` is the part shown: west, south, east, north.
    """
    texts = extras(places)
    below = [map_spec.boundaries(url, frame, kinds, texts, say)]
    spec = map_spec.map_spec(below, frame, kinds, texts, say, language, hexagons=False)
    data = {"places": _worded(on_earth(places, selected, frame), places, kinds, say)}
    return _picture(spec, data, places, kinds, say, message("The boundaries are those of the file that was given."))


def point_map(
    places: pd.DataFrame,
    kinds: Kinds,
    say: Say,
    language: str,
    selected: Collection[str] = (),
    frame: Frame = INDONESIA,
) -> Picture:
    """Draw each place at its point, over small dots for the 514 districts; those at one point stand side by side."""
    ground = tiles()[["lon", "lat"]].rename(columns={"lon": "x", "lat": "y"})
    spec = map_spec.map_spec([map_spec.dots(frame)], frame, kinds, extras(places), say, language, hexagons=False)
    data = {
        "ground": within(ground, frame),
        "places": _worded(on_earth(places, selected, frame), places, kinds, say),
    }
    note = message("Each mark is the applicant's own point, or one inside its district.")
    return _picture(spec, data, places, kinds, say, note)


def _worded(data: pd.DataFrame, places: pd.DataFrame, kinds: Kinds, say: Say) -> pd.DataFrame:
    words = data.set_index("applicant").index
    data["described"] = described(places, kinds, say).set_axis(places.index.astype(str)).loc[words].to_numpy()
    if not isinstance(kinds, Scale):
        data["label"] = labelled(places, kinds, say).set_axis(places.index.astype(str)).loc[words].to_numpy()
        data["ink"] = data["state"].map({one.key: one.ink for one in kinds})
        data = data.drop(columns="state")
    return data


def _picture(
    spec: Spec, data: dict[str, pd.DataFrame], places: pd.DataFrame, kinds: Kinds, say: Say, note: Text
) -> Picture:
    return Picture(spec, data, alternative(places, kinds, say, note), map_table(places, kinds, say), note)


__all__ = ["SELECTION", "boundary_map", "point_map", "tile_map"]
