"""Small rounds for the tests of reports: hostile names, missing answers, two budget lines, a mentor and villages."""

import datetime
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
from shapely import Point

import scenarios
from intake import Call, Catalogue, Criteria, Finding, Findings, Round, Severity, round_fingerprint
from locales import message

HOSTILE = ('=HYPERLINK("http://x","y")', "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", 'a;b,c\n"d"', "& & <f>1</f>")
NAN = float("nan")


def both(text: str) -> dict[str, str]:
    return {"id": text + " (id)", "en": text}


def call(made_up: bool = True, hardware: int = 150_000_000) -> Call:
    note = {"id": "Data dibuat-buat & untuk uji.", "en": "Made-up data & for tests."}
    return Call.model_validate(
        {
            "schema": 1,
            "id": "small",
            "title": both("Small & hostile round"),
            "phase": both("Test"),
            "made_up": note if made_up else None,
            "price_year": 2016,
            "opens": datetime.date(2016, 1, 1),
            "closes": datetime.date(2016, 2, 1),
            "decides": datetime.date(2016, 3, 1),
            "library_kinds": [
                {"code": "district", "label": both("District library")},
                {"code": "village", "label": both("Village library")},
            ],
            "budget_lines": [
                {
                    "id": name,
                    "label": both(name.capitalize()),
                    "funder": "=Fund",
                    "amount": amount,
                    "pledged": amount // 2,
                    "source": "made up for this test",
                }
                for name, amount in (("hardware", hardware), ("connection", 60_000_000))
            ],
        }
    )


def catalogue() -> Catalogue:
    source = {"source": "made up for this test", "assumption": True}
    items = [
        ("pc", 7_500_001, "hardware", ""),
        ("freight", 4_000_000, "hardware", "far"),
        ("line", 500_003, "connection", ""),
    ]
    return Catalogue.model_validate(
        {
            "schema": 1,
            "price_year": 2016,
            "bandwidth": {"kbps_per_user": 512, "users_per_computer": 1.3, **source},
            "factors": [
                {
                    "id": "far",
                    "label": both("Freight"),
                    "column": "island_group",
                    "default": 1.5,
                    "values": {"Jawa": 1.0, "Sumatera": 1.1},
                    **source,
                }
            ],
            "items": [
                {
                    "id": name,
                    "label": both(name),
                    "unit": both("piece"),
                    "price": price,
                    "line": line,
                    "factor": factor,
                    **source,
                }
                for name, price, line, factor in items
            ],
            "packages": [
                _package("standard", "district", 3, 1.0, {}, source),
                _package("plus", "district", 5, 1.25, {"hardware": 0.3}, source),
                _package("village", "village", 2, 0.9, {}, source),
            ],
            "tiers": [
                {
                    "id": name,
                    "label": both(f"Connection {name}"),
                    "mbps": mbps,
                    "items": [{"item": "line", "units": months}],
                    **source,
                }
                for name, mbps, months in (("slow", 2.5, 6), ("fast", 10, 12))
            ],
        }
    )


def _package(
    name: str, kind: str, computers: int, effect: float, local: dict[str, float], source: dict[str, Any]
) -> dict[str, Any]:
    return {
        "id": name,
        "label": both(f"Package {name}"),
        "kinds": [kind],
        "computers": computers,
        "effect": effect,
        "items": [{"item": "pc", "units": computers}, {"item": "freight", "units": 1}],
        "tiers": ["slow", "fast"],
        "local_share": local,
        **source,
    }


def criteria() -> Criteria:
    source = {"source": "made up for this test", "assumption": False}
    return Criteria.model_validate(
        {
            "schema": 1,
            "questions": [
                {
                    "column": "room",
                    "label": both("Room"),
                    "ask": both("How large?"),
                    "type": "number",
                    "unit": both("m2"),
                },
                {
                    "column": "letter",
                    "label": both("Letter"),
                    "ask": both("Is it signed?"),
                    "type": "choice",
                    "choices": [{"code": c, "label": both(c)} for c in ("signed", "none")],
                },
                {"column": "since", "label": both("Since"), "ask": both("Since when?"), "type": "date"},
            ],
            "gates": [
                {
                    "id": "signed",
                    "label": both("Signed"),
                    "conditions": [{"column": "letter", "among": ["signed"]}],
                    **source,
                },
                {
                    "id": "young",
                    "label": both("Young"),
                    "conditions": [{"column": "since", "at_least": datetime.date(2000, 1, 1)}],
                    **source,
                },
            ],
            "groups": [{"id": "all", "label": both("All"), "weight": 1}],
            "criteria": [
                _linear("space", "room", 0, 60, 2, source),
                _linear("need", "poverty_pct", 0, 30, 1, source),
            ],
        }
    )


def _linear(name: str, column: str, zero: float, one: float, weight: float, source: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": name,
        "label": both(name),
        "group": "all",
        "column": column,
        "unit": both("unit"),
        "shape": "linear",
        "direction": "up",
        "anchors": {"zero": {"at": zero, "means": both("nothing")}, "one": {"at": one, "means": both("enough")}},
        "weight": weight,
        "missing": "ask",
        **source,
    }


def regions() -> gpd.GeoDataFrame:
    table = pd.DataFrame(
        {
            "kemendagri_code": ["11.09", "32.01", "=91.01"],
            "name": ["Simeulue", "Bogor", "Merauke"],
            "kind": ["kabupaten", "kota", "kabupaten"],
            "province": ["Aceh", "Jawa Barat", "=Papua"],
            "island_group": ["Sumatera", "Jawa", "Papua"],
            "lat": [2.6, -6.5, -8.5],
            "lon": [96.1, 106.8, 140.4],
            "population_2015": [89117, 1000000, 220000],
            "poverty_pct": [20.2, 8.96, NAN],
        },
        index=pd.Index(["1101", "3271", "9401"], name="bps_code", dtype=object),
    )
    return gpd.GeoDataFrame(
        table, geometry=[Point(x, y) for x, y in zip(table["lon"], table["lat"], strict=True)], crs="EPSG:4326"
    )


def applicants() -> pd.DataFrame:
    rooms = [55.5, 48, 40, 36.25, 33, 30, 27, NAN, 50, 45, 20, 19]
    count = len(rooms)
    names = [*HOSTILE, "Mentor One", "Mentor Two", "Village A", "Village B"]
    return pd.DataFrame(
        {
            "name": pd.Series(names, dtype=object),
            "kind": pd.Series(["district"] * 10 + ["village"] * 2, dtype=object),
            "region": pd.Series(["1101", "3271", "9401"] * 4, dtype=object),
            "lat": np.linspace(-6, -5.5, count),
            "lon": np.linspace(106, 106.5, count),
            "room": pd.Series(rooms, dtype="float64"),
            "letter": pd.Series(["signed"] * 5 + ["none", None] + ["signed"] * 5, dtype=object),
            "since": pd.to_datetime(pd.Series(["2010-05-06", None] + ["2012-01-01"] * 10)),
        }
    ).set_index(pd.Index([f"{'=' if n == 0 else ''}A-{n:02d}" for n in range(count)], name="applicant", dtype=object))


def round_(made_up: bool = True, hardware: int = 150_000_000, shuffle: int = 0) -> Round:
    """The small round; `shuffle` puts the applicants in another order."""
    people = applicants()
    if shuffle:
        people = people.sample(frac=1, random_state=shuffle)
    warning = Finding(
        "test",
        Severity.WARNING,
        message("the cell holds {value}", value="=1+1"),
        message("take it out"),
        file="applicants.csv",
        row=2,
        column="=room",
        value="=1+1",
    )
    files = {"applicants.csv": hashlib.sha256(f"{made_up}{hardware}".encode()).hexdigest()}
    return Round(
        folder=Path("small"),
        call=call(made_up, hardware),
        criteria=criteria(),
        catalogue=catalogue(),
        applicants=people,
        regions=regions(),
        matches=(),
        findings=Findings.of([warning]),
        fingerprint=round_fingerprint(files),
        files=files,
    )


def scenario(**changes: Any) -> scenarios.Scenario:
    rules = [
        {"rule": "limit", "id": "count", "measure": "libraries", "at_most": 5},
        {
            "rule": "limit",
            "id": "spread",
            "label": both("=Spread"),
            "measure": "libraries",
            "per": "province",
            "at_most": {"share": 0.6, "of": "libraries"},
        },
        {"rule": "minimum_score", "id": "floor", "at_least": 20},
        {"rule": "include", "id": "wish", "applicants": ["A-10"], "reason": both("=asked for")},
        {
            "rule": "mentoring",
            "id": "mentors",
            "villages": {"kind": "village"},
            "mentors": {"kind": "district"},
            "reach_km": 60.0,
            "at_most": 2,
        },
    ]
    return scenarios.Scenario.model_validate(
        {
            "id": "test",
            "title": both("Test scenario"),
            "rules": rules,
            "objectives": [{"maximise": "value"}, {"minimise": "cost", "tolerance": 0.0}],
            **changes,
        }
    )


@cache
def outcome() -> scenarios.Outcome:
    return scenarios.run(round_(), scenario())


@cache
def infeasible() -> scenarios.Outcome:
    clash = [
        {"rule": "limit", "id": "few", "label": both("=few"), "measure": "libraries", "at_most": 1},
        {"rule": "limit", "id": "many", "measure": "libraries", "at_least": 3},
    ]
    return scenarios.run(round_(), scenario(rules=clash))
