"""The Vega-Lite charts of maps: what lies below, the places, their signs, and those that are selected."""

from collections.abc import Sequence
from dataclasses import dataclass

from locales import Text, message
from views.chart_parts import setting
from views.map_data import INDONESIA, MARK_DEGREES, Frame
from views.picture import Say, Spec
from views.signs import DARK, PALE, TIMES, WHITE, State

HEIGHT = 520
SELECTION = "place"
POINTED = "M0,-1L0.866,-0.5L0.866,0.5L0,1L-0.866,0.5L-0.866,-0.5Z"
MARK_AREA = f"pow(2*clamp({MARK_DEGREES}*u,3,11),2)"
SMALLER: Spec = {"expr": "width < 420 ? 12 : 15"}
"""Names of islands run into each other on a map that has little room."""
SYMBOL, LETTER = 48, 8
"""Pixels of a legend's sign with what parts it from the next, and of a letter of its words at most."""
NO_FIGURE = "!isValid(datum.value) || isNaN(datum.value)"

LEGEND: Spec = {"orient": "bottom", "direction": "horizontal", "offset": 4}
SIGNS_LEGEND: Spec = {
    **LEGEND,
    "title": None,
    "rowPadding": 3,
    "symbolStrokeColor": DARK,
    "symbolStrokeWidth": 0.5,
}
"""Below the map, so that it hides no district. Vega-Lite makes one legend of colours and signs described alike."""


@dataclass(frozen=True)
class Scale:
    """How the figures of a map are coloured: their title, and how many decimals the legend and the table show."""

    title: Text
    places: int = 1

    @property
    def format(self) -> str:
        """The same in the signs that Vega knows."""
        return f",.{self.places}f"


Kinds = Sequence[State] | Scale


def map_spec(
    below: Sequence[Spec], frame: Frame, kinds: Kinds, texts: Sequence[str], say: Say, language: str, *, hexagons: bool
) -> Spec:
    """Put a map together: `below` are the layers under the places; `texts` the headers of the tooltip's columns."""
    outline = POINTED if hexagons else "circle"
    where = {**at(frame), "size": _size("u*u" if hexagons else MARK_AREA, 1.0)}
    mark: Spec = {"type": "point", "filled": True, "opacity": 1, "cursor": "pointer"}
    places: Spec = {
        "data": {"name": "places"},
        "mark": {**mark, "stroke": WHITE, "strokeWidth": 0.6, "shape": outline},
        "encoding": {**where, "fill": fill(kinds, say), **_tells(kinds, texts, say)},
        "params": [{"name": SELECTION, "select": {"type": "point", "fields": ["applicant"], "toggle": False}}],
    }
    chosen: Spec = {
        "data": {"name": "places"},
        "transform": [{"filter": {"or": ["datum.selected", {"param": SELECTION, "empty": False}]}}],
        "mark": {
            **mark,
            "aria": False,
            "fill": None,
            "stroke": "#000000",
            "strokeWidth": 4,
            "shape": outline,
        },
        "encoding": where,
    }
    return {
        "params": [{"name": "u", "expr": f"min(width/{frame[2] - frame[0]:.6g}, height/{frame[3] - frame[1]:.6g})"}],
        "layer": [*below, places, _signs(kinds, frame, texts, say, hexagons=hexagons), chosen],
        "resolve": {"scale": {"size": "independent"}},
        **setting(HEIGHT, language),
    }


def at(frame: Frame) -> Spec:
    """Give the two axes of a map that keeps its proportions, whatever room it has; `u` is the pixels of one unit."""
    west, south, east, north = frame
    return {
        "x": _axis("x", west, east, f"width/2-u*{(east - west) / 2:.6g}", f"width/2+u*{(east - west) / 2:.6g}"),
        "y": _axis("y", south, north, f"height/2+u*{(north - south) / 2:.6g}", f"height/2-u*{(north - south) / 2:.6g}"),
    }


def _axis(field: str, low: float, high: float, first: str, last: str) -> Spec:
    scale = {"domain": [low, high], "range": [{"expr": first}, {"expr": last}], "nice": False, "zero": False}
    return {"field": field, "type": "quantitative", "axis": None, "scale": scale}


def _size(area: str, share: float) -> Spec:
    scale = {"type": "linear", "domain": [0, 1], "range": [0, {"expr": f"{share}*{area}"}]}
    return {"field": "area", "type": "quantitative", "scale": scale, "legend": None}


def fill(kinds: Kinds, say: Say) -> Spec:
    """Give the colours: one a state, or cividis for figures, which every colour vision reads in one order."""
    if isinstance(kinds, Scale):
        shown = {**LEGEND, "title": say(kinds.title), "format": kinds.format, "gradientLength": 170}
        coloured = {"field": "value", "type": "quantitative", "scale": {"scheme": "cividis"}, "legend": shown}
        return {"condition": {"test": NO_FIGURE, "value": PALE}, **coloured}
    domain, colours = [say(one.label) for one in kinds], [one.colour for one in kinds]
    scale = {"domain": domain, "range": colours}
    return {"field": "label", "type": "nominal", "scale": scale, "legend": _legend(domain)}


def _legend(labels: Sequence[str]) -> Spec:
    """As many columns as have room beside each other."""
    room = SYMBOL + LETTER * max(map(len, labels), default=0)
    return {**SIGNS_LEGEND, "columns": {"expr": f"max(1, floor(width / {room}))"}}


def _signs(kinds: Kinds, frame: Frame, texts: Sequence[str], say: Say, *, hexagons: bool) -> Spec:
    area = "u*u" if hexagons else MARK_AREA
    share = 0.15 if hexagons else 0.24
    layer: Spec = {
        "data": {"name": "places"},
        "mark": {"type": "point", "filled": True, "opacity": 1, "aria": False, "cursor": "pointer"},
    }
    where = {**at(frame), "size": _size(area, share), **_tells(kinds, texts, say)}
    where.pop("description", None)
    if isinstance(kinds, Scale):
        mark = {**layer["mark"], "shape": TIMES, "fill": DARK}
        return {**layer, "mark": mark, "transform": [{"filter": NO_FIGURE}], "encoding": where}
    domain = [say(one.label) for one in kinds]
    shape = {"scale": {"domain": domain, "range": [one.sign for one in kinds]}, "legend": _legend(domain)}
    return {
        **layer,
        "encoding": {
            **where,
            "shape": {"field": "label", "type": "nominal", **shape},
            "color": {"field": "ink", "type": "nominal", "scale": None},
        },
    }


def _tells(kinds: Kinds, texts: Sequence[str], say: Say) -> Spec:
    """Give the tooltip, and what a screen reader says of a mark."""
    if isinstance(kinds, Scale):
        figure: Spec = {"field": "value", "type": "quantitative", "format": kinds.format, "title": say(kinds.title)}
    else:
        figure = {"field": "label", "title": say(message("state"))}
    rows = [
        {"field": "name", "title": say(message("name"))},
        {"field": "district", "title": say(message("district"))},
        {"field": "province", "title": say(message("province"))},
        figure,
        *({"field": f"text{number}", "title": header} for number, header in enumerate(texts)),
    ]
    return {"tooltip": rows, "description": {"field": "described"}}


def empty_tiles(frame: Frame, say: Say) -> Spec:
    """Give the layer of all districts' hexagons, empty ones too."""
    return {
        "data": {"name": "ground"},
        "mark": {
            "type": "point",
            "filled": True,
            "shape": POINTED,
            "fill": "#F7F7F7",
            "stroke": "#C4C4C4",
            "strokeWidth": 0.8,
            "opacity": 1,
            "aria": False,
        },
        "encoding": {
            **at(frame),
            "size": {"value": {"expr": "pow(2*0.548*u,2)"}},
            "tooltip": [
                {"field": "district", "title": say(message("district"))},
                {"field": "province", "title": say(message("province"))},
            ],
        },
    }


def island_names(frame: Frame) -> Spec:
    """Give the layer of the island groups' names."""
    return {
        "data": {"name": "names"},
        "mark": {"type": "text", "fontSize": SMALLER, "fontStyle": "italic", "color": "#555555", "aria": False},
        "encoding": {**at(frame), "text": {"field": "name"}},
    }


def dots(frame: Frame) -> Spec:
    """Give the layer of small dots that show where the districts are."""
    return {
        "data": {"name": "ground"},
        "mark": {"type": "point", "filled": True, "shape": "circle", "size": 14, "color": "#C8C8C8", "aria": False},
        "encoding": at(frame),
    }


def boundaries(url: str, frame: Frame, kinds: Kinds, texts: Sequence[str], say: Say) -> Spec:
    """Give the layer of boundaries; a district with one place takes that one's colour, tooltip and id."""
    fields = [
        "applicant",
        "name",
        "district",
        "province",
        "described",
        "value" if isinstance(kinds, Scale) else "label",
    ]
    fields += [f"text{number}" for number in range(len(texts))]
    coloured = fill(kinds, say)
    if not isinstance(kinds, Scale):
        coloured = {"condition": {"test": "!isValid(datum.label)", "value": "#F7F7F7"}, **coloured}
    else:
        coloured = {
            **coloured,
            "condition": [{"test": "!isValid(datum.applicant)", "value": "#F7F7F7"}, coloured["condition"]],
        }
    return {
        "data": {"url": url, "format": {"type": "topojson", "feature": "districts"}},
        "transform": [
            {"lookup": "properties.region", "from": {"data": {"name": "places"}, "key": "alone", "fields": fields}}
        ],
        "mark": {"type": "geoshape", "stroke": "#8A8A8A", "strokeWidth": 0.5, "aria": False, "clip": True},
        "projection": {
            "type": "identity",
            "reflectY": True,
            "scale": {"expr": "u"},
            "translate": {
                "expr": f"[width/2-u*{(frame[0] + frame[2]) / 2:.6g}, height/2+u*{(frame[1] + frame[3]) / 2:.6g}]"
            },
        },
        "encoding": {"fill": coloured, **_tells(kinds, texts, say)},
    }


__all__ = ["HEIGHT", "INDONESIA", "SELECTION", "Kinds", "Scale", "map_spec"]
