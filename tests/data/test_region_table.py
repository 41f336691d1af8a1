"""The region table: complete, described column by column, and true to what is known of Indonesia."""

import csv
import tomllib
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).resolve().parents[2] / "data"
ISLANDS = {"Sumatera", "Jawa", "Bali-Nusa Tenggara", "Kalimantan", "Sulawesi", "Maluku", "Papua"}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return tomllib.loads((DATA / "regions.toml").read_text(encoding="utf-8"))


def test_every_district_is_there_once(rows: list[dict[str, str]]) -> None:
    assert len(rows) == 514
    for code in ("bps_code", "kemendagri_code", "bps_code_2022", "kemendagri_code_2025"):
        assert len({row[code] for row in rows}) == 514
    assert len({(row["kind"], row["name"]) for row in rows}) == 514
    assert sum(row["kind"] == "kabupaten" for row in rows) == 416
    assert sum(row["kind"] == "kota" for row in rows) == 98


def test_codes_kept_their_shape(rows: list[dict[str, str]]) -> None:
    for row in rows:
        assert len(row["bps_code"]) == 4
        assert row["bps_code"].isdigit()
        province, dot, district = row["kemendagri_code"].partition(".")
        assert (len(province), dot, len(district)) == (2, ".", 2)
        assert province == row["province_code"]
        assert row["bps_code"][:2] == row["province_bps_code"]
    assert sum(row["bps_code"] != row["kemendagri_code"].replace(".", "") for row in rows) == 199


def test_the_two_code_systems_swap_regions(rows: list[dict[str, str]]) -> None:
    by_bps = {row["bps_code"]: row["name"] for row in rows}
    by_kemendagri = {row["kemendagri_code"]: row["name"] for row in rows}
    assert (by_bps["1801"], by_kemendagri["18.01"]) == ("Lampung Barat", "Lampung Selatan")
    assert (by_bps["1101"], by_kemendagri["11.01"]) == ("Simeulue", "Aceh Selatan")
    assert by_kemendagri["11.10"] == "Aceh Singkil"


def test_provinces_islands_and_points(rows: list[dict[str, str]]) -> None:
    assert len({row["province"] for row in rows}) == 34
    assert len({row["province_2025"] for row in rows}) == 38
    assert {row["island_group"] for row in rows} == ISLANDS
    assert len({(row["province"], row["island_group"]) for row in rows}) == 34
    for row in rows:
        assert -11.1 < float(row["lat"]) < 6.1
        assert 94.9 < float(row["lon"]) < 141.1


def test_figures_lie_where_they_can(rows: list[dict[str, str]]) -> None:
    bounds = {"hdi_2015": (20, 95), "poverty_pct_2017": (0, 60), "poverty_pct_2021": (0, 60)}
    bounds |= {"no_electricity_pct_2017": (0, 100), "population_2015": (10_000, 6_000_000)}
    for column, (low, high) in bounds.items():
        assert all(low <= float(row[column]) <= high for row in rows if row[column]), column
    blank = {row["name"] for row in rows if not row["poverty_pct_2017"]}
    assert blank == {"Muna Barat", "Buton Tengah", "Buton Selatan"}
    assert blank == {row["name"] for row in rows if not row["no_electricity_pct_2017"]}


def test_underdeveloped_districts_carry_their_evidence(rows: list[dict[str, str]]) -> None:
    for year, number, recalled in ((2015, 122, 27), (2020, 62, 5)):
        listed = [row for row in rows if row[f"underdeveloped_{year}"] == "1"]
        assert len(listed) == number
        assert all(row["kind"] == "kabupaten" for row in listed)
        evidence = [row[f"underdeveloped_{year}_evidence"] for row in listed]
        assert set(evidence) <= {"quoted", "implied by 2020 list", "recalled"}
        assert evidence.count("recalled") == recalled
        others = (row for row in rows if row[f"underdeveloped_{year}"] == "0")
        assert not any(row[f"underdeveloped_{year}_evidence"] for row in others)


def test_every_column_is_described(rows: list[dict[str, str]], described: dict[str, Any]) -> None:
    columns = described["columns"]
    assert [column["name"] for column in columns] == list(rows[0])
    for column in columns:
        assert column["label"]["id"]
        assert column["label"]["en"]
        assert column["source"]
        assert 2015 <= column["year"] <= 2025
        if column["type"] == "number":
            assert set(column["unit"]) == {"id", "en"}
            assert all(not row[column["name"]] or float(row[column["name"]]) is not None for row in rows)
        else:
            assert "unit" not in column
        year = column["name"].rpartition("_")[2]
        if year in {"2015", "2017", "2019", "2021"}:
            assert column["year"] == int(year)


def test_the_gaps_told_are_the_gaps_there(rows: list[dict[str, str]], described: dict[str, Any]) -> None:
    told = {(column, code) for gap in described["gaps"] for column in gap["columns"] for code in gap["bps_codes"]}
    figures = [c["name"] for c in described["columns"] if c["type"] == "number"]
    there = {(column, row["bps_code"]) for row in rows for column in figures if not row[column]}
    assert told == there
    assert "recalled" in next(c for c in described["columns"] if c["name"] == "underdeveloped_2015_evidence")["note"]
