"""Small tables made by hand for tests that are about one thing."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from optimizer import Holdings, Plan, Rule, allocate, holdings, read_rule

PEOPLE = pd.DataFrame(
    {
        "kind": ["district", "district", "village", "village", "village"],
        "province": ["Aceh", "Bali", "Aceh", "Aceh", "Bali"],
        "remote": [False, True, True, False, False],
        "score": [70.0, 60.0, 55.5, 80.0, None],
        "lat": [-2.0, -2.5, -2.0, -2.1, -2.5],
        "lon": [110.0, 110.0, 110.05, 110.0, 110.05],
        "room": [1.0, 2.0, None, None, None],
    },
    index=["D1", "D2", "V1", "V2", "V3"],
)


def offers(**values: float) -> pd.DataFrame:
    """Two options for everyone: `small` at 100 million rupiah and `large` at twice the value and cost."""
    rows: list[dict[str, Any]] = []
    for applicant, value in (values or {"D1": 10.0, "D2": 8.0, "V1": 5.0, "V2": 4.0, "V3": 3.0}).items():
        for name, times in (("small", 1), ("large", 2)):
            rows.append(
                {
                    "applicant": applicant,
                    "option": name,
                    "value": value * times,
                    "cost": 100_000_000 * times,
                    "computers": 4 * times,
                }
            )
    return pd.DataFrame(rows)


def plan_with(rules: Sequence[Rule] = (), **tables: pd.DataFrame) -> Plan:
    """The best plan on these tables."""
    return allocate(tables.get("applicants", PEOPLE), tables.get("options", offers()), rules)


def held(awards: Mapping[str, str], pairs: Sequence[tuple[str, str, str, float]] = ()) -> Holdings:
    """A plan put together by hand: option by applicant, and pairs (rule, village, mentor, km)."""
    options = offers()
    chosen = [options[(options["applicant"] == a) & (options["option"] == o)] for a, o in awards.items()]
    table = pd.concat(chosen) if chosen else options.iloc[:0]
    frame = pd.DataFrame(list(pairs), columns=["rule", "village", "mentor", "km"])
    return holdings(table.set_index("applicant").sort_index(), frame, PEOPLE, options)


def rule(kind: str, **settings: Any) -> Rule:
    """A rule called r."""
    return read_rule({"rule": kind, "id": "r", **settings})


MENTORING: dict[str, Any] = {
    "villages": {"kind": "village"},
    "mentors": {"kind": "district"},
    "reach_km": 15,
    "at_most": 2,
}
