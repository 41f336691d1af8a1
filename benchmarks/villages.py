"""A made-up programme for every village of Indonesia: real numbers of villages by district, everything else drawn."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd

from optimizer import Limit, Mentoring, Rule, Share
from optimizer.measures import Scalar

REGIONS = Path(__file__).parent.parent / "data" / "regions.csv"
KILOMETRES_A_DEGREE = 111.2
PACKAGES = ((0, 0.45), (2, 0.8), (3, 1.0), (5, 1.2))
"""Computers of a village's package (none: books alone) and what it is worth as a share of the village's score."""
TIERS = ((0, 0.0), (10, 0.25), (20, 0.35))
"""Megabits a second and what they add to that share."""


def villages(share: float = 1.0, seed: int = 1, *, tiers: bool = False) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Applicants (villages and the 514 districts as their mentors) and options; the same for the same seed.

    share: of every district's villages. tiers: every package with every speed (12 options a village), else 4 options.
    """
    with REGIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    random = np.random.default_rng(seed)
    real = [int(row["n_desa_2019"] or 0) + int(row["n_kelurahan_2019"] or 0) for row in rows]
    many = np.array([max(round(number * share), 1) for number in real])
    at = np.repeat(np.arange(len(rows)), many)
    number = np.arange(len(at)) - np.repeat(np.cumsum(many) - many, many)
    code = np.array([row["kemendagri_code"] for row in rows])
    area = np.array([float(row["area_km2"] or 1_000) for row in rows])
    lat, lon = (np.array([float(row[name]) for row in rows]) for name in ("lat", "lon"))
    away = np.sqrt(area[at] / np.pi) / KILOMETRES_A_DEGREE * np.sqrt(random.random(len(at)))
    turn = random.random(len(at)) * 2 * np.pi
    people = pd.DataFrame(
        {
            "kind": np.concatenate((np.full(len(at), "village"), np.full(len(rows), "district"))),
            "district": np.concatenate((code[at], code)),
            "lat": np.concatenate((np.round(lat[at] + away * np.sin(turn), 4), lat)),
            "lon": np.concatenate((np.round(lon[at] + away * np.cos(turn), 4), lon)),
        },
        index=[*(f"{code[d]}.{n:04d}" for d, n in zip(at, number, strict=True)), *code],
    )
    where = np.concatenate((at, np.arange(len(rows))))
    for column in ("province", "island_group"):
        people[column] = np.array([row[column] for row in rows])[where]
    people["underdeveloped"] = np.array([row["underdeveloped_2015"] == "1" for row in rows])[where]
    return people, _options(people, where, len(at), random, tiers=tiers)


def _options(
    people: pd.DataFrame, where: "np.ndarray", villages_: int, random: np.random.Generator, *, tiers: bool
) -> pd.DataFrame:
    score = random.normal(60, 12, len(people)).clip(10, 95)
    far = 1 + random.random(where.max() + 1)[where]
    names = people.index.to_numpy()
    parts = [_district(names[villages_:], score[villages_:], far[villages_:])]
    for computers, worth in PACKAGES:
        for speed, more in TIERS if tiers else TIERS[1:2]:
            parts.append(
                _village(names[:villages_], score[:villages_], far[:villages_], computers, speed, worth + more)
            )
    return pd.concat(parts, ignore_index=True)


def _village(
    names: "np.ndarray", score: "np.ndarray", far: "np.ndarray", computers: int, speed: int, worth: float
) -> pd.DataFrame:
    hardware = np.round((computers * 7_500_000 + 5_000_000 + 25_000_000 * (computers == 0)) * far).astype(np.int64)
    connectivity = np.round(speed * 400_000 * far).astype(np.int64)
    training = np.round(4_500_000 * far).astype(np.int64)
    return pd.DataFrame(
        {
            "applicant": names,
            "option": f"p{computers}t{speed}",
            "value": np.round(score * worth, 3),
            "computers": computers,
            "cost": hardware + connectivity + training,
            "cost_hardware": hardware,
            "cost_connectivity": connectivity,
            "cost_training": training,
        }
    )


def _district(names: "np.ndarray", score: "np.ndarray", far: "np.ndarray") -> pd.DataFrame:
    training = np.round(25_000_000 * far).astype(np.int64)
    return pd.DataFrame(
        {
            "applicant": names,
            "option": "mentor",
            "value": np.round(score * 0.2, 3),
            "computers": 0,
            "cost": training,
            "cost_hardware": 0,
            "cost_connectivity": 0,
            "cost_training": training,
        }
    )


def programme(share: float = 1.0, *, nearest: int | None = None) -> list[Rule]:
    """Money, stock, shares by province and need, mentors with room; sized for 5 villages in 100.

    nearest: any of the nearest so many districts may mentor a village, else its own.
    """
    funded = 4_200 * share
    where: dict[str, Scalar | tuple[Scalar, ...]] = {"kind": "village"}
    return [
        Limit(id="hardware", measure="cost_hardware", at_most=round(funded * 45_000_000)),
        Limit(id="connectivity", measure="cost_connectivity", at_most=round(funded * 7_000_000)),
        Limit(id="training", measure="cost_training", at_most=round(funded * 13_000_000)),
        Limit(id="stock", measure="computers", at_most=round(funded * 2.4)),
        Limit(
            id="most",
            measure="libraries",
            where=where,
            per="province",
            at_most=Share(share=0.09, of="libraries", plus=1),
        ),
        Limit(
            id="least",
            measure="libraries",
            where=where,
            per="island_group",
            at_least=Share(share=0.03, of="libraries", plus=-1),
        ),
        Limit(
            id="need", measure="libraries", where={"underdeveloped": True}, at_least=Share(share=0.25, of="libraries")
        ),
        Mentoring(
            id="mentors",
            villages=where,
            mentors={"kind": "district"},
            reach_km=20_000,
            at_most=12,
            at_least=3,
            within=("district",) if nearest is None else (),
            nearest=nearest,
        ),
    ]
