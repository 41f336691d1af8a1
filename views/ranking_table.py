"""The ranking as a table: what a person looks for first, with the parts of the points as a stacked bar."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, TypeAlias
from urllib.parse import quote

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from intake import Criteria
from locales import Message, Text, message, plural
from scenarios import RANKING_PARTS, Decision
from views.tables import table
from views.visit import Visit

DECISIONS: Mapping[Decision, Message] = {
    Decision.FUNDED: message("● funded"),
    Decision.LEFT_OUT: message("○ not funded"),
    Decision.OPEN: message("? an answer is missing"),
    Decision.NOT_ELIGIBLE: message("✕ not eligible"),
    Decision.NOT_DECIDED: message("– not decided"),
}
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
"""Okabe and Ito's; the parts keep their order too, from left to right."""
FLAGS: Mapping[str, Callable[[int], Message]] = {
    "failed": lambda count: plural("{count} gate failed", "{count} gates failed", count=count),
    "unknown": lambda count: plural("{count} gate open", "{count} gates open", count=count),
    "missing": lambda count: plural("{count} answer missing", "{count} answers missing", count=count),
}
WIDTH, TALL = 150, 16
SENT_WHOLE = 1_000
SEEN = 20
"""Letters of a name that the first column has room for."""
REGENCY = "Kabupaten "
"""Left out before the name of a regency, as official tables do; cities keep their word."""
LIBRARY = "Perpustakaan "
"""Left out before the name of a library that stands behind its district, or below a heading that says it."""
Floats: TypeAlias = NDArray[np.float64]


def ranking_table(
    visit: Visit,
    shown: pd.DataFrame,
    criteria: Criteria,
    key: str,
    chosen: str | None,
    height: int,
    *,
    by_district: bool,
) -> str | None:
    """Draw a ranking (as `scenarios.ranking` gives it); gives the applicant that is chosen in it.

    by_district: rows are told apart by their districts, which then stand first, with the name where a district is
    there more than once; else by their names.
    """
    say = visit.say
    parts = {RANKING_PARTS + group.id: group.label for group in criteria.groups if not group.parent}
    first, second = message("library"), message("district")
    named = shown["name"]
    if by_district:
        first, second = second, first
        named = _by_district(shown)
    bar, points, most = say(message("parts")), say(message("points")), say(message("at most"))
    rows = pd.DataFrame(
        {
            say(message("rank")): shown["rank"].astype("Int64"),
            say(first): named,
            points: shown["score"],
            say(message("decision")): shown["decision"].map(
                {each.value: say(said) for each, said in DECISIONS.items()}
            ),
            bar: "",
            most: shown["score_high"],
            say(message("to be noted")): _flags(visit, shown),
            say(second): shown["name" if by_district else "district"],
            say(message("province")): shown["province"],
            **{say(label): shown[part] for part, label in parts.items()},
            say(message("number")): shown.index,
        }
    )
    labels = [say(label) for label in parts.values()]

    def with_bars(seen: pd.DataFrame) -> pd.DataFrame:
        return seen.assign(**{bar: _bars(seen[labels])})

    config = {
        say(message("rank")): st.column_config.Column(width=84, pinned=True),
        say(first): st.column_config.Column(width=178, pinned=True),
        points: st.column_config.Column(width=62),
        bar: st.column_config.ImageColumn(width=160, help=visit.mark(_legend(tuple(parts.values())))),
        say(message("decision")): st.column_config.Column(width=128),
    }
    places = np.flatnonzero(shown.index == chosen).tolist()
    picked = table(
        visit,
        rows,
        alt=message("The ranking: {count} libraries, best points first", count=len(rows)),
        kinds={points: "points", most: "points", **dict.fromkeys(labels, "points")},
        key=key,
        select="single-row",
        selected=places,
        height=height,
        whole=SENT_WHOLE,
        search=False,
        finish=with_bars,
        columns=config,
    )
    return str(shown.index[picked[0]]) if picked else None


def by_district(everybody: pd.DataFrame) -> bool:
    """Whether what is seen of a district tells more rows apart than what is seen of a name."""
    districts, names = (everybody[column].str[:SEEN].nunique() for column in ("district", "name"))
    return bool(districts > names)


def _by_district(shown: pd.DataFrame) -> "pd.Series[str]":
    """The district of every row; where it is there more than once, what else the name says, as far as there is room."""
    again = shown["district"].duplicated(keep=False)
    named = shown["district"].str.removeprefix(REGENCY)
    pairs = zip(shown.loc[again, "district"], shown.loc[again, "name"], strict=True)  # few, where districts tell apart
    rests = pd.Series([_rest(*each) for each in pairs], index=shown.index[again], dtype="object")
    return named.where(~again, named + " – " + rests)


def _rest(district: str, name: str) -> str:
    """What a name says beside its district and what every library is called."""
    rest = name.removeprefix(LIBRARY).removesuffix(district).rstrip(" ,")
    return rest or name


def legend(visit: Visit, criteria: Criteria) -> None:
    """Draw which part of a bar is which."""
    labels = [visit.say(group.label) for group in criteria.groups if not group.parent]
    marks, left = "", 4
    for label, colour in zip(labels, COLOURS, strict=False):
        marks += f'<rect x="{left}" y="3" width="14" height="14" fill="{colour}"/>'
        marks += f'<text x="{left + 19}" y="15" font-family="sans-serif" font-size="14">{escape(label)}</text>'
        left += 40 + 8 * len(label)
    size = f'width="{left}" height="20"'
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {left} 20">{marks}</svg>'
    st.image(drawn, width=left, alt=visit.say(_legend(tuple(labels))))


def _legend(parts: tuple[Text, ...]) -> Message:
    return message("Parts of the bar, from left to right: {parts}; the whole cell is 100 points.", parts=parts)


def _bars(parts: pd.DataFrame) -> "pd.Series[str]":
    """One picture a row: its parts side by side, the whole width being 100 points."""
    wide = parts.to_numpy(dtype=np.float64) * WIDTH / 100
    starts = np.hstack([np.zeros((len(wide), 1)), np.cumsum(wide, axis=1)])
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{TALL}">'
    head += f'<rect width="{WIDTH}" height="{TALL}" fill="#E8E8E8"/>'
    text = pd.Series(quote(head), index=parts.index, dtype="object")
    for place in range(wide.shape[1]):
        colour = COLOURS[place % len(COLOURS)]
        left, width = _written(starts[:, place], parts.index), _written(wide[:, place], parts.index)
        begin, middle = quote('<rect x="'), quote('" width="')
        text = text + begin + left + middle + width + quote(f'" height="{TALL}" fill="{colour}"/>')
    return "data:image/svg+xml," + text + quote("</svg>")


def _written(numbers: Floats, index: "pd.Index[Any]") -> "pd.Series[str]":
    return pd.Series(np.round(numbers, 1), index=index).map(str)


def _flags(visit: Visit, shown: pd.DataFrame) -> "pd.Series[str]":
    """What stands out about each row, in words; counts and words are put together by column, never by row."""
    found = pd.Series("", index=shown.index, dtype="object")
    for column, said in FLAGS.items():
        counts = shown[column]
        words = {int(each): visit.say(said(int(each))) for each in counts.unique() if each}
        found = _added(found, counts.map(words))
    found = _added(found, shown["tied"].map({True: visit.say(message("tied"))}))
    locked = {"in": visit.say(message("locked in")), "out": visit.say(message("locked out"))}
    return _added(found, shown["locked"].map(locked))


def _added(found: "pd.Series[str]", words: "pd.Series[str]") -> "pd.Series[str]":
    there = words.notna()
    between = pd.Series(np.where((found != "") & there, ", ", ""), index=found.index, dtype="object")
    return found + between + words.where(there, "").astype("object")
