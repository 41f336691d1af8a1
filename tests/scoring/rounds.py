"""Rounds built in memory, from the schema models, for the tests of scoring."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely import Point

from intake import Bandwidth, Call, Catalogue, Criteria, Findings, Item, Package, Round
from locales import Label


def label(text: str) -> Label:
    return Label(id=text + " (id)", en=text)


CALL = Call.model_validate(
    {
        "schema": 1,
        "id": "test-call",
        "title": label("Test call"),
        "phase": label("Test"),
        "price_year": 2016,
        "opens": datetime.date(2016, 1, 1),
        "closes": datetime.date(2016, 2, 1),
        "decides": datetime.date(2016, 3, 1),
        "library_kinds": [
            {"code": "district", "label": label("District library")},
            {"code": "village", "label": label("Village library")},
        ],
        "budget_lines": [
            {
                "id": "grant",
                "label": label("Grant"),
                "funder": "Fund",
                "amount": 1_000_000,
                "pledged": 1_000_000,
                "source": "made up for this test",
            }
        ],
    }
)
CATALOGUE = Catalogue.model_validate(
    {
        "schema": 1,
        "price_year": 2016,
        "bandwidth": Bandwidth(kbps_per_user=512, users_per_computer=1.3, source="test"),
        "items": [Item(id="pc", label=label("Computer"), unit=label("piece"), price=1, line="grant", source="test")],
        "packages": [
            Package(
                id="p",
                label=label("P"),
                kinds=("district",),
                computers=1,
                effect=1,
                items=(),
                source="test",
            )
        ],
    }
)
REGIONS = gpd.GeoDataFrame(
    {
        "name": ["Simeulue", "Aceh Singkil"],
        "kind": ["kabupaten", "kabupaten"],
        "province": ["Aceh", "Aceh"],
        "island_group": ["Sumatera", "Sumatera"],
        "population_2015": [89117, 114518],
        "poverty_pct_2017": [20.2, 22.11],
        "hdi_2015": [63.16, 66.06],
        "underdeveloped_2015": [0, 1],
        "lat": [2.6, 2.3],
        "lon": [96.1, 97.8],
    },
    index=pd.Index(["1101", "1102"], name="bps_code"),
    geometry=[Point(96.1, 2.6), Point(97.8, 2.3)],
    crs="EPSG:4326",
)


def question(column: str, kind: str = "number", unit: str = "", choices: Sequence[str] = ()) -> dict[str, Any]:
    return {
        "column": column,
        "label": label(f"Label of {column}"),
        "ask": label(f"What is {column}?"),
        "type": kind,
        "unit": label(unit) if unit else None,
        "choices": tuple({"code": code, "label": label(code.capitalize())} for code in choices),
    }


def group(name: str, weight: float = 1, parent: str = "") -> dict[str, Any]:
    return {"id": name, "label": label(f"Group {name}"), "weight": weight, "parent": parent}


def linear(name: str, zero: float, one: float, **more: Any) -> dict[str, Any]:
    """Make a criterion; its column bears its name unless `column` says otherwise."""
    return {
        "id": name,
        "label": label(f"Criterion {name}"),
        "group": "all",
        "column": name,
        "unit": label("unit"),
        "shape": "linear",
        "direction": "up" if one > zero else "down",
        "anchors": {
            "zero": {"at": zero, "means": label("nothing")},
            "one": {"at": one, "means": label("enough")},
        },
        "weight": 1,
        "missing": "floor",
        "source": "made up for this test",
        **more,
    }


def levels(name: str, worth: Mapping[str, float], **more: Any) -> dict[str, Any]:
    table = [{"code": code, "value": value} for code, value in worth.items()]
    return {**linear(name, 0, 1), "shape": "levels", "levels": table, **more}


def criteria(
    leaves: Sequence[Mapping[str, Any]],
    groups: Sequence[Mapping[str, Any]] = (),
    gates: Sequence[Mapping[str, Any]] = (),
    questions: Sequence[Mapping[str, Any]] = (),
) -> Criteria:
    return Criteria.model_validate(
        {
            "schema": 1,
            "questions": questions,
            "gates": gates,
            "groups": groups or [group("all")],
            "criteria": leaves,
        }
    )


def round_of(rules: Criteria, answers: Mapping[str, Sequence[Any]], ids: Sequence[str] = ()) -> Round:
    """Make a Round; `answers` are columns, and all are district libraries in Simeulue unless said."""
    rows = len(next(iter(answers.values())))
    index = pd.Index(list(ids) or [f"A{i:04d}" for i in range(rows)], name="applicant", dtype=object)
    fixed: dict[str, Any] = {
        "name": [f"Library {each}" for each in index],
        "kind": ["district"] * rows,
        "region": ["1101"] * rows,
        "lat": [2.0] * rows,
        "lon": [96.0] * rows,
    }
    columns = {name: _typed(cells) for name, cells in {**fixed, **answers}.items()}
    return round_with(rules, pd.DataFrame({name: series.to_numpy() for name, series in columns.items()}, index=index))


def round_with(rules: Criteria, applicants: pd.DataFrame) -> Round:
    return Round(
        folder=Path("test"),
        call=CALL,
        criteria=rules,
        catalogue=CATALOGUE,
        applicants=applicants,
        regions=REGIONS,
        matches=(),
        findings=Findings(),
        fingerprint="",
        files={},
    )


def _typed(cells: Sequence[Any]) -> "pd.Series[Any]":
    given = [cell for cell in cells if cell is not None]
    if given and isinstance(given[0], datetime.date):
        return pd.Series(pd.to_datetime(list(cells)))
    if any(isinstance(cell, str) for cell in given):
        return pd.Series(cells, dtype=object)
    return pd.Series(cells, dtype="float64")
