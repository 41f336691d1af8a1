"""A map in words and as a table, for those who do not see it or want to read it."""

from typing import Any

import pandas as pd

from locales import Decimals, Message, Text, message, plural
from views.map_data import extras
from views.map_spec import Kinds, Scale
from views.picture import Say
from views.tiles import tiles


def described(places: pd.DataFrame, kinds: Kinds, say: Say) -> "pd.Series[Any]":
    """Say each place in one line, as a screen reader reads a mark: its name, its district, its state or figure."""
    district = tiles().loc[places["region"], "district"].to_numpy()
    shown = _shown(places, kinds, say)
    lines = [f"{name}, {where}: {what}" for name, where, what in zip(places["name"], district, shown, strict=True)]
    return pd.Series(lines, index=places.index, dtype=object)


def labelled(places: pd.DataFrame, kinds: Kinds, say: Say) -> "pd.Series[Any]":
    """Give each place's state in words; a state that is not among the kinds is a mistake of the caller's."""
    words = {} if isinstance(kinds, Scale) else {one.key: say(one.label) for one in kinds}
    strange = sorted(set(places["state"]) - set(words))
    if strange:
        raise KeyError(f"no such state: {', '.join(map(str, strange))}")
    return places["state"].map(words)


def alternative(places: pd.DataFrame, kinds: Kinds, say: Say, note: Text) -> str:
    """Say what the map shows: how many of each state, in all and by island group, or the spread of the figures."""
    if not len(places):
        return say(message("Map without any place. {note}", note=note))
    group = pd.Series(tiles().loc[places["region"], "island_group"].to_numpy(), index=places.index)
    if isinstance(kinds, Scale):
        return say(
            message(
                "Map of {what}. {figures} {note}", what=kinds.title, figures=_figures(places, kinds, group), note=note
            )
        )
    parts: list[Text] = []
    for one in kinds:
        there = group[places["state"] == one.key]
        if len(there):
            by_group = tuple(f"{name} {say(int(count))}" for name, count in there.value_counts().sort_index().items())
            parts.append(message("{label}: {count} ({groups})", label=one.label, count=len(there), groups=by_group))
    head = plural("Map of {count} place.", "Map of {count} places.", count=len(places))
    return say(message("{head} {parts}. {note}", head=head, parts=_joined(parts), note=note))


def _joined(parts: list[Text]) -> Text:
    """Part the states by semicolons, for there are commas within them."""
    joined: Text = parts[0]
    for part in parts[1:]:
        joined = message("{before}; {after}", before=joined, after=part)
    return joined


def _figures(places: pd.DataFrame, scale: Scale, group: "pd.Series[Any]") -> Message:
    known = places["value"].dropna()
    missing = plural("{count} place has no figure.", "{count} places have no figure.", count=len(places) - len(known))
    if not len(known):
        return message("No place has a figure.")
    middle = known.groupby(group[known.index]).median().sort_index()
    by_group = tuple(
        message("{group} {middle}", group=str(name), middle=_written(value, scale)) for name, value in middle.items()
    )
    figures = message(
        "From {low} to {high}, half of them up to {middle}; half of them by island group: {groups}.",
        low=_written(known.min(), scale),
        high=_written(known.max(), scale),
        middle=_written(known.median(), scale),
        groups=by_group,
    )
    return figures if len(known) == len(places) else message("{figures} {missing}", figures=figures, missing=missing)


def _written(value: float, scale: Scale) -> Decimals:
    return Decimals(float(value), scale.places)


def _shown(places: pd.DataFrame, kinds: Kinds, say: Say) -> list[str]:
    if isinstance(kinds, Scale):
        return [say(None if pd.isna(value) else _written(value, kinds)) for value in places["value"]]
    return list(labelled(places, kinds, say))


def map_table(places: pd.DataFrame, kinds: Kinds, say: Say) -> pd.DataFrame:
    """Write every place of the map as a row, in the reader's language."""
    home = tiles().loc[places["region"]]
    what = say(kinds.title) if isinstance(kinds, Scale) else say(message("state"))
    table = {
        say(message("name")): places["name"].to_numpy(),
        say(message("district")): home["district"].to_numpy(),
        say(message("province")): home["province"].to_numpy(),
        what: _shown(places, kinds, say),
    }
    return pd.DataFrame({**table, **{header: places[header].astype(str).to_numpy() for header in extras(places)}})
