"""Maps and charts: sound Vega-Lite, the right figures in spec, words and table, in both languages."""

import json
import math
import re
from functools import cache
from pathlib import Path
from typing import Any

import altair
import numpy as np
import pandas as pd
import pytest
from jsonschema import Draft7Validator

from locales import Label, Text, render
from views import charts, signs
from views.linked import Link, clicked
from views.map_spec import Scale
from views.maps import boundary_map, point_map, tile_map
from views.picture import Picture, Say
from views.tiles import CORNER, rings, spots, spread, tiles

LANGUAGES = ("id", "en")
POINTS = charts.Measure(Label(id="nilai (poin)", en="score (points)"), 2)
TITLE = Label(id="Judul", en="Title")
STATES = (signs.FUNDED, signs.NOT_FUNDED, signs.LOCKED_IN)
NAMES = ["Perpustakaan A", "Taman <b>B</b>", "Desa C"]


def speaker(language: str) -> Say:
    def say(text: Text) -> str:
        return render(text, language)

    return say


@cache
def validator() -> Draft7Validator:
    schema = Path(altair.__file__).parent / "vegalite" / "v6" / "schema" / "vega-lite-schema.json"
    return Draft7Validator(json.loads(schema.read_text(encoding="utf-8")))


def places() -> pd.DataFrame:
    """A district with one library, one with three, one of which lies elsewhere, and a city."""
    return pd.DataFrame(
        {
            "region": ["1101", "3171", "3171", "3171", "9471"],
            "name": ["Satu", "Dua", "Tiga", "Empat", "<script>Lima</script>"],
            "lat": [math.nan, math.nan, math.nan, -6.5, math.nan],
            "lon": [math.nan, math.nan, math.nan, 106.0, math.nan],
            "state": ["funded", "not_funded", "funded", "locked_in", "funded"],
            "value": [1.5, 2500.25, math.nan, 7.0, 3.0],
            "Hibah": ["Rp 1.000", "Rp 2.000", "–", "Rp 4.000", "Rp 5.000"],
        },
        index=["D-1", "D-2", "V-3", "V-4", "D-5"],
    )


def maps(language: str, kinds: Any = STATES) -> list[Picture]:
    say, frame = speaker(language), places()
    return [
        tile_map(frame, kinds, say, language, ["D-1"]),
        boundary_map(frame, kinds, say, language, "app/static/b.json", ["D-1"]),
        point_map(frame, kinds, say, language, ["D-1"]),
    ]


def drawings(language: str) -> list[Picture]:
    say = speaker(language)
    line = charts.Line(53.5, Label(id="garis", en="line"))
    parts = pd.DataFrame({"name": ["A", "A", "B"], "part": ["p", "q", "p"], "value": [10.0, 1234.5, 3.0]})
    steps = pd.DataFrame({"name": NAMES, "value": [1500.0, -2.25, 0.001]})
    curve = pd.DataFrame({"x": [2.0, 1.0], "value": [5.0, 4.0], "low": [5.0, math.nan], "high": [6.0, math.nan]})
    spans = pd.DataFrame({"name": NAMES, "value": [60.0, 50, 40], "low": [50.0, 45, 40], "high": [61.0, 55, 40]})
    search = pd.DataFrame({"seconds": [0.0, 1, 2], "value": [math.nan, 10, 11], "bound": [20.0, 15, 11.5]})
    states = spans.assign(state=["funded", "not_funded", "locked_in"])
    return [
        charts.stacked_bars(parts, POINTS, TITLE, say, language, line),
        charts.waterfall(steps, POINTS, TITLE, say, language, line),
        charts.signed_bars(steps, POINTS, TITLE, say, language),
        charts.band_line(curve, POINTS, POINTS, TITLE, TITLE, say, language),
        charts.intervals(spans, POINTS, TITLE, say, language, line=line),
        charts.intervals(states, POINTS, TITLE, say, language, STATES),
        charts.histogram([1.0, 2, 2, math.nan, 9], POINTS, TITLE, TITLE, say, language, 4, line),
        charts.progress_line(search, POINTS, TITLE, say, language),
    ]


def every(language: str) -> list[Picture]:
    return [*maps(language), *maps(language, Scale(TITLE, 0)), *drawings(language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_spec_is_sound_vega_lite(language: str) -> None:
    for picture in every(language):
        errors = [error.message[:200] for error in validator().iter_errors(picture.spec)]
        assert errors == []
        assert json.loads(json.dumps(picture.spec)) == picture.spec


def test_the_schema_would_refuse_an_unsound_spec() -> None:
    spec = {**drawings("id")[2].spec, "layer": [{"mark": "hexagon"}]}
    assert not validator().is_valid(spec)


def fields(spec: Any) -> set[str]:
    if isinstance(spec, dict):
        own = {spec["field"]} if isinstance(spec.get("field"), str) else set()
        return own.union(*map(fields, spec.values()))
    return set().union(*map(fields, spec)) if isinstance(spec, list) else set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_ask_only_for_data_that_is_there(language: str) -> None:
    for picture in every(language):
        there = set().union(*(set(data.columns) for data in picture.data.values())) | {"at", "label"}
        assert fields(picture.spec) <= there
        named = set(re.findall(r'"data": \{"name": "(\w+)"\}', json.dumps(picture.spec)))
        assert named == set(picture.data)


@pytest.mark.parametrize(("language", "number"), [("id", "2.500"), ("en", "2,500")])
def test_figures_are_written_in_the_reader_s_language(language: str, number: str) -> None:
    for picture in every(language):
        marks = picture.spec["config"]["locale"]["number"]
        assert (marks["decimal"], marks["thousands"]) == ((",", ".") if language == "id" else (".", ","))
    for picture in maps(language, Scale(TITLE, 0)):
        assert number in picture.alt
        assert number in set(picture.table.iloc[:, 3])
    sums = drawings(language)[0]
    assert ("1.244,50" if language == "id" else "1,244.50") in sums.alt
    assert list(sums.table.iloc[:, -1]) == (["1.244,50", "3,00"] if language == "id" else ["1,244.50", "3.00"])


def test_no_english_is_left_in_indonesian() -> None:
    english = {word for picture in every("en") for word in re.findall(r"[A-Za-z]{4,}", picture.alt)}
    shared = {"Title", "Judul"}
    for one, other in zip(every("id"), every("en"), strict=True):
        assert one.alt != other.alt
        left = set(re.findall(r"[A-Za-z]{4,}", one.alt)) & english - shared
        assert not left & {"district", "funded", "with", "from", "half", "bars", "nothing", "after", "seconds"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_map_says_its_counts(language: str) -> None:
    for picture in maps(language):
        funded = speaker(language)(signs.FUNDED.label)
        assert f"{funded}: 3 (Jawa 1, Papua 1, Sumatera 1)" in picture.alt
        assert list(picture.table.iloc[:, 0]) == list(places()["name"])
        assert list(picture.table["Hibah"]) == list(places()["Hibah"])
        assert list(picture.table.iloc[:, 3]).count(funded) == 3


def test_libraries_of_one_district_stand_apart_within_its_hexagon() -> None:
    data = maps("id")[0].data["places"].set_index("applicant")
    at = tiles().loc["3171", ["x", "y"]].to_numpy(dtype=float)
    for ids, count in ((["D-2", "V-3", "V-4"], 3), (["D-1"], 1)):
        assert len(data.loc[ids]) == count
    three = data.loc[["D-2", "V-3", "V-4"], ["x", "y"]].to_numpy(dtype=float)
    away = np.linalg.norm(three[:, None] - three[None], axis=2)[np.triu_indices(3, 1)]
    radius = math.sqrt(data["area"]["D-2"]) / 2
    assert away.min() >= 2 * radius * math.sqrt(3) / 2
    assert np.linalg.norm(three - at, axis=1).max() + radius <= CORNER
    assert math.sqrt(data["area"]["D-1"]) / 2 == pytest.approx(0.95 * CORNER)
    assert list(data.index[data["selected"]]) == ["D-1"]


@pytest.mark.parametrize("count", [1, 2, 7, 8, 19, 20, 61, 163])
def test_small_hexagons_lie_within_the_large_one_and_apart(count: int) -> None:
    at, radius = spots(count)
    assert len(np.unique(np.round(at, 9), axis=0)) == count
    around = rings(count)
    assert 3 * around * (around - 1) + 1 < count <= 3 * around * (around + 1) + 1 or count == 1
    corners = np.array([[math.sin(k * math.pi / 3), math.cos(k * math.pi / 3)] for k in range(6)]) * radius
    every_corner = (at[:, None] + corners).reshape(-1, 2)
    for turn in range(3):
        way = np.array([math.cos(turn * math.pi / 3), math.sin(turn * math.pi / 3)])
        assert np.abs(every_corner @ way).max() <= 0.5 + 1e-9
    if count > 1:
        far = np.linalg.norm(at[:, None] - at[None], axis=2)
        assert far[np.triu_indices(count, 1)].min() >= 2 * radius * math.cos(math.pi / 6)


@pytest.mark.parametrize("count", [2, 5, 40, 250])
def test_points_of_one_district_are_moved_apart_and_others_stay(count: int) -> None:
    rng = np.random.default_rng(count)
    lon, lat = 110 + rng.normal(0, 0.05, count + 1), -7 + rng.normal(0, 0.05, count + 1)
    lon[1], lat[1] = lon[0], lat[0]
    region = np.array(["a"] * count + ["b"], dtype=object)
    x, y = spread(lon, lat, region, 0.3)
    far = np.hypot(x[:count, None] - x[None, :count], y[:count, None] - y[None, :count])
    assert far[np.triu_indices(count, 1)].min() >= 0.29
    assert (x[-1], y[-1]) == (lon[-1], lat[-1])


def test_far_points_are_not_moved() -> None:
    lon, lat, region = np.array([100.0, 101.0]), np.array([0.0, 1.0]), np.array(["a", "a"], dtype=object)
    x, y = spread(lon, lat, region, 0.3)
    assert list(x) == list(lon)
    assert list(y) == list(lat)


def test_own_points_are_used_and_alone_means_alone() -> None:
    data = maps("id")[1].data["places"].set_index("applicant")
    assert dict(data["alone"]) == {"D-1": "1101", "D-2": "", "V-3": "", "V-4": "", "D-5": "9471"}
    assert (data["x"]["V-4"], data["y"]["V-4"]) == pytest.approx((106.0, -6.5), abs=1e-5)
    near = np.hypot(data["x"]["D-2"] - data["x"]["V-3"], data["y"]["D-2"] - data["y"]["V-3"])
    assert near >= 0.3
    say = speaker("id")
    part = point_map(places(), STATES, say, "id", frame=(94.0, 0.0, 100.0, 6.0))
    assert list(part.data["places"]["applicant"]) == ["D-1"]
    assert len(part.table) == 5


def test_mistakes_of_the_caller_are_refused() -> None:
    say = speaker("id")
    with pytest.raises(KeyError, match="1199"):
        tile_map(places().replace({"region": {"1101": "1199"}}), STATES, say, "id")
    with pytest.raises(KeyError, match="locked_in"):
        tile_map(places(), STATES[:2], say, "id")
    with pytest.raises(ValueError, match="negative"):
        charts.stacked_bars(pd.DataFrame({"name": ["A"], "part": ["p"], "value": [-1.0]}), POINTS, TITLE, say, "id")


def test_states_differ_in_sign_and_the_colours_of_one_map_in_lightness_or_sign() -> None:
    states = [state for state in vars(signs).values() if isinstance(state, signs.State)]
    assert len({state.key for state in states}) == len(states) == 15
    for together in (
        (signs.FUNDED, signs.NOT_FUNDED, signs.CONTESTED, signs.LOCKED_IN, signs.LOCKED_OUT),
        (signs.ONLY_A, signs.ONLY_B, signs.BOTH, signs.NEITHER),
        (signs.FUNDED, signs.NOT_FUNDED, signs.ENTERED, signs.LEFT),
        (signs.CLEAR_IN, signs.CONTESTED, signs.CLEAR_OUT),
        (signs.FREE, signs.LOCKED_IN, signs.LOCKED_OUT),
    ):
        assert len({state.sign for state in together}) == len({state.colour for state in together}) == len(together)
    for state in states:
        assert contrast(state.ink, state.colour) >= 3.0


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, relative luminance)."""

    def light(colour: str) -> float:
        shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_a_click_is_news_once_and_a_selection_made_elsewhere_gives_a_new_chart() -> None:
    link, news = Link().after(("a",), [])
    assert (link, news) == (Link(0, ("a",)), ("a",))
    assert link.after(("a",), ["a"]) == (link, None)
    assert link.after(("a",), ["b"]) == (Link(1), None)
    assert Link(1).after((), ["b"]) == (Link(1), None)
    assert link.after((), ["a"]) == (Link(0), ())


def test_clicks_are_read_from_what_streamlit_tells() -> None:
    assert clicked(None) == clicked({"selection": {"place": {}}}) == ()
    assert clicked({"selection": {"place": [{"applicant": "D-1"}]}}) == ("D-1",)
    assert clicked({"selection": {"place": {"applicant": ["D-1"]}}}) == ("D-1",)
    assert clicked({"selection": {"place": [{"applicant": None}, {}]}}) == ()


def test_a_waterfall_ends_at_its_sum_and_says_the_gap() -> None:
    bars = drawings("id")[1].data["bars"]
    assert list(bars["start"].iloc[1:-1]) == list(bars["end"].iloc[:-2])
    assert bars["end"].iloc[-1] == pytest.approx(1497.751)
    assert "selisih: +1.444,25" in drawings("id")[1].alt
    assert list(drawings("id")[2].table.iloc[:, 1]) == ["+1.500,00", "−2,25", "0,00"]


def test_a_histogram_counts_every_known_figure() -> None:
    bins = drawings("id")[6].data["bins"]
    assert list(bins["count"]) == [3, 0, 0, 1]
    assert bins["count"].sum() == len(drawings("id")[6].data["each"])


def test_nothing_to_show_is_said() -> None:
    say = speaker("id")
    none = pd.DataFrame({"seconds": [], "value": [], "bound": []})
    assert "belum ada" in charts.progress_line(none, POINTS, TITLE, say, "id").alt
    assert "belum ada" in charts.histogram([], POINTS, TITLE, TITLE, say, "id").alt
    assert tile_map(places().head(0), STATES, say, "id").alt.startswith("Peta tanpa")
