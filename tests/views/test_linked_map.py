"""The map on a page: its spec, its words and its table arrive, in both languages."""

import json

import pytest
from streamlit.testing.v1 import AppTest


def page(language: str) -> None:
    import pandas as pd
    import streamlit as st

    from locales import Text, render
    from views import signs
    from views.linked import draw_linked
    from views.maps import tile_map
    from views.picture import Picture

    def say(text: Text) -> str:
        return render(text, language)

    frame = pd.DataFrame({"region": ["1101"], "name": ["Satu"], "state": ["funded"]}, index=["D-1"])

    def draw(selected: object) -> Picture:
        return tile_map(frame, [signs.FUNDED], say, language, list(selected))  # type: ignore[call-overload]

    chosen = draw_linked(draw, say, "map", st.session_state.get("chosen", ()))
    st.text(repr(chosen))


@pytest.mark.parametrize(("language", "note"), [("id", "Peta skematis"), ("en", "Schematic")])
def test_a_linked_map_is_drawn(language: str, note: str) -> None:
    app = AppTest.from_function(page, kwargs={"language": language}, default_timeout=60).run()
    assert not app.exception
    (chart,) = app.get("vega_lite_chart")
    proto = chart.proto
    assert proto.alt.startswith("Peta 1 tempat" if language == "id" else "Map of 1 place")
    assert list(proto.selection_mode) == ["place"]
    assert {data.name for data in proto.datasets} == {"ground", "names", "places"}
    assert "datasets" not in json.loads(proto.spec)
    assert app.caption[0].value.startswith(note)
    assert app.text[0].value == "None"
    assert list(app.dataframe[0].value.iloc[0])[:2] == ["Satu", "Kabupaten Simeulue"]
