"""applicants.csv in canonical form: codes, plain numbers, ISO dates; reading it gives the same applicants."""

import csv
from collections.abc import Set
from decimal import Decimal
from io import StringIO
from typing import Any

import geopandas as gpd
import pandas as pd

from intake.applicants import Frame
from intake.collector import Collector, each
from intake.coordinates import degree
from intake.criteria import Criteria
from intake.identity import read_ids
from intake.numbers import Form, examine
from intake.synonyms import BPS, ID, KIND, LAT, LON, NAME, NOTES, REGION_NAME

FILE = "applicants.csv"


def canonical(
    people: pd.DataFrame, mapped: Set[str], own: Set[str], regions: gpd.GeoDataFrame, criteria: Criteria
) -> bytes:
    """Write checked applicants, in the order of their ids, with the columns that the upload had.

    own: the applicants whose coordinates are their own, and not their district's.
    """
    titles = regions["kind"].str.capitalize() + " " + regions["name"]
    columns: dict[str, list[str]] = {
        ID: [str(name) for name in people.index],
        NAME: people["name"].tolist(),
        KIND: people["kind"].tolist(),
        BPS: people["region"].tolist(),
        REGION_NAME: titles.reindex(people["region"]).tolist(),
    }
    if {LAT, LON} <= mapped:
        for column in (LAT, LON):
            points = people[column].where(people.index.isin(list(own)))
            columns[column] = [number_text(value) for value in points.tolist()]
    for question in criteria.questions:
        if question.column in mapped:
            columns[question.column] = _texts(people[question.column])
    if NOTES in mapped:
        columns[NOTES] = _texts(people[NOTES])
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return out.getvalue().encode("utf-8")


def own_points(frame: Frame) -> frozenset[str]:
    """Name the applicants whose own coordinates the file gives; the others take their district's point."""
    ids = read_ids(frame.cells(ID), ID, Collector(""))
    own = frame.cells(LAT).map(degree).notna() & frame.cells(LON).map(degree).notna()
    return frozenset(str(text) for text in ids[own.astype(bool)])


def number_text(value: float) -> str:
    """Write a number so that it can be read one way only: no thousands marks, a decimal point, never three decimals.

    For `1.500` can also be fifteen hundred: it is written `1.5`, and 1.125 as `1.1250`.
    """
    if value != value:
        return ""
    text = str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")
    return text + "0" if examine(text).form is Form.OPEN else text


def _texts(column: "pd.Series[Any]") -> list[str]:
    if pd.api.types.is_float_dtype(column.dtype):
        return [number_text(value) for value in column.tolist()]
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        return ["" if pd.isna(value) else value.date().isoformat() for _, value in each(column)]
    return ["" if value is None else str(value) for value in column.tolist()]
