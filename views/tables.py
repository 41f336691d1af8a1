"""Tables: figures written in the reader's language and sorted as numbers; long ones by pages with a search."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeAlias

import pandas as pd
import streamlit as st

from locales import Decimals, Money, Percent, Text, message
from views.literal import literal, together
from views.visit import Visit

Kind: TypeAlias = Literal["money", "count", "number", "points", "share", "text"]
WHOLE = 10_000
"""Rows up to which a table is sent whole; beyond, it is read by pages."""
PAGE = 500
READ, SENTENCE = 60, 60
"""Rows and letters of a cell: what is longer is a sentence, and of so many rows a person reads every one."""
FEW, ROOM, BESIDE, MOST = 20, 800, 4, 7
"""Rows that fit a screen in several lines each; the pixels of a page on a small projector; columns that there is room
for beside a sentence, and at most."""
SEEN, EVEN = 10, 1.6
"""Rows by which Streamlit judges how wide a column is; how much longer than others a text may be to count there."""
MARGIN, LETTER, WIDEST = 24, 7.7, 420
"""Pixels beside a text, of a letter, and of the widest column."""
SHORT = 20
WRITTEN: Mapping[str, Callable[[Any], Text]] = {
    "money": lambda cell: Money(int(cell)),
    "count": int,
    "number": float,
    "points": lambda cell: Decimals(float(cell), 2),
    "share": lambda cell: Percent(float(cell)),
}


def table(
    visit: Visit,
    rows: pd.DataFrame,
    *,
    alt: Text,
    kinds: Mapping[str, Kind] | None = None,
    key: str | None = None,
    select: Literal["single-row", "multi-row"] | None = None,
    selected: list[int] | None = None,
    height: int | Literal["auto"] = "auto",
    whole: int = WHOLE,
    search: bool = True,
    finish: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
    columns: Mapping[str, Any] | None = None,
) -> list[int]:
    """Draw a table; gives the places in `rows` of the rows chosen.

    rows: one column a heading that is said already, its index is not shown. kinds: how a column's figures are
    written, by heading; text unless told. alt: what it shows, for whoever cannot see it. selected: rows marked from
    the first; the page that holds the first of them is opened. A table of more than `whole` rows is drawn by pages of
    500, with a search over its text unless the page has its own; what is chosen is chosen on the page that is seen.
    finish: adds to the rows that are seen what is too much for all. columns: how Streamlit draws some columns.
    """
    shown, places = rows.reset_index(drop=True), None
    if len(shown) > whole:
        shown, places = _page(visit, shown, key or "table", search, selected or [])
    if select is None and finish is None and columns is None and readable(shown):
        to_read(visit, shown, alt, kinds)
        return []
    shown = shown if finish is None else finish(shown)
    written = _written(visit, shown, kinds or {})
    more: dict[str, Any] = {"hide_index": True, "width": "stretch", "height": height, "key": key, "alt": visit.say(alt)}
    more["column_config"] = {**_widths(visit, shown, kinds or {}), **(columns or {})}
    more["placeholder"] = "–"
    if select is None:
        st.dataframe(written, **more)
        return []
    if selected is not None:
        here = selected if places is None else [places.index(row) for row in selected if row in places]
        more["selection_default"] = {"selection": {"rows": here}}
    state: Any = st.dataframe(written, on_select="rerun", selection_mode=select, **more)
    chosen = [row for row in state.selection.rows if row < len(shown)]
    return chosen if places is None else [places[row] for row in chosen]


def readable(rows: pd.DataFrame) -> bool:
    """Whether a table holds sentences, which are cut in cells of one line, and few enough rows to be read as text."""
    if not 0 < len(rows) <= READ or len(rows.columns) > MOST:
        return False
    texts = [rows[column] for column in rows.columns if rows[column].dtype.kind not in "biufc"]
    lengths = [each.fillna("").astype(str).str.len() for each in texts]
    longest = [int(each.max()) for each in lengths]
    # Many columns beside a sentence in every row would make rows so tall that no two are seen at once.
    if len(rows.columns) > BESIDE and any(float(each.mean()) > SENTENCE for each in lengths):
        return False
    if any(each > SENTENCE for each in longest):
        return True
    # A few rows of words alone, wider than the page, are better read in several lines than pushed to and fro.
    needed = sum(MARGIN + LETTER * max(each, len(str(text.name))) for each, text in zip(longest, texts, strict=True))
    return len(rows) <= FEW and len(texts) == len(rows.columns) and needed > ROOM


def to_read(visit: Visit, rows: pd.DataFrame, alt: Text, kinds: Mapping[str, Kind] | None = None) -> None:
    """Draw a table of sentences, every cell as many lines as it needs."""
    said = {
        literal(str(column)): [
            literal(_writer(visit, (kinds or {})[column])(cell) if column in (kinds or {}) else _plain(cell))
            for cell in rows[column]
        ]
        for column in rows.columns
    }
    st.table(pd.DataFrame(said), hide_index=True, alt=visit.say(alt))


def _plain(cell: Any) -> str:  # noqa: ANN401
    """Write a cell so that neither a few words are parted nor an amount from its unit."""
    if cell is None or cell is pd.NA or cell != cell:
        return "–"
    said = str(cell)
    return said.replace(" ", "\u00a0") if len(said) <= SHORT else together(said)


def _widths(visit: Visit, rows: pd.DataFrame, kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """Room for columns whose longest text Streamlit would overlook: it looks at the first rows, and not at outliers."""
    found: dict[str, Any] = {}
    for column in rows.columns:
        kind = kinds.get(column, "text")
        if kind == "text":
            cells = rows[column].dropna().astype(str)
        else:
            write = _writer(visit, kind)
            cells = pd.Series(
                [*(write(cell) for cell in rows[column].head(SEEN)), write(pd.to_numeric(rows[column], "coerce").max())]
            )
        lengths = cells.str.len() if len(cells) else pd.Series([0])
        longest = int(lengths.max())
        if longest > EVEN * max(1.0, float(lengths.head(SEEN).mean())) or longest > int(lengths.head(SEEN).max()):
            room = MARGIN + LETTER * max(longest, len(str(column)))
            found[column] = st.column_config.Column(width=int(min(room, WIDEST)))
    return found


def _written(visit: Visit, rows: pd.DataFrame, kinds: Mapping[str, Kind]) -> Any:  # noqa: ANN401
    """Figures stay numbers, by which the table is sorted, and are shown as the reader's language writes them."""
    formats: dict[Any, Any] = {
        column: _writer(visit, kinds[column]) for column in rows.columns if kinds.get(column, "text") != "text"
    }
    return rows.style.format(formats, na_rep="–") if formats else rows


def _writer(visit: Visit, kind: Kind) -> Callable[[Any], str]:
    write = WRITTEN[kind]
    return lambda cell: "–" if pd.isna(cell) else visit.say(write(cell))


def _page(
    visit: Visit, rows: pd.DataFrame, key: str, search: bool, selected: list[int]
) -> tuple[pd.DataFrame, list[int]]:
    """The page of a long table that is looked at, and where its rows stand in the whole."""
    sought = ""
    if search:
        sought = st.text_input(visit.mark(message("Search")), key=f"{key} sought", live="400ms").strip().casefold()
    if sought:
        found = pd.Series(False, index=rows.index)
        for column in rows.columns:
            if rows[column].dtype.kind not in "biufc":
                found |= rows[column].astype(str).str.casefold().str.contains(sought, regex=False)
        rows = rows[found]
    pages = max(1, -(-len(rows) // PAGE))
    st.caption(visit.mark(message("{count} rows, {page} on each page", count=len(rows), page=PAGE)))
    first = int(rows.index.searchsorted(selected[0])) // PAGE + 1 if selected and selected[0] in rows.index else 1
    number = st.pagination(pages, default=first, key=f"{key} page of {pages}") if pages > 1 else 1
    part = rows.iloc[(number - 1) * PAGE : number * PAGE]
    return part.reset_index(drop=True), [int(place) for place in part.index]
