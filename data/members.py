"""Writes members.csv of a sample round from build_members.toml: each answer with the range of its criterion."""

import csv
import io
import tomllib
from pathlib import Path
from typing import Any

from intake import Criteria, range_shown

HERE = Path(__file__).resolve().parent
COLUMNS = ("member", "name", "method", "date", "criterion", "against", "answer", "range", "note")


def rounds_with_members() -> list[str]:
    """Give the folders of the rounds that have a made-up committee."""
    return sorted({str(one["round"]) for one in _members()})


def members_csv(folder: str, note: str) -> bytes:
    """Write members.csv of one round: one row an answer, in the order of build_members.toml, each with a note."""
    text = (HERE / "rounds" / folder / "criteria.toml").read_text(encoding="utf-8")
    criteria = Criteria.model_validate(tomllib.loads(text))
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in _members():
        if one["round"] == folder:
            writer.writerows([*row, note] for row in _rows(criteria, one))
    return lines.getvalue().encode("utf-8")


def _members() -> list[dict[str, Any]]:
    said = tomllib.loads((HERE / "build_members.toml").read_text(encoding="utf-8"))
    members: list[dict[str, Any]] = said["members"]
    return members


def _rows(criteria: Criteria, one: dict[str, Any]) -> list[list[str]]:
    rows = []
    for part in one["parts"]:
        for about, answer in part["answers"].items():
            nodes = about.split(" / ")
            against = nodes[1] if len(nodes) > 1 else ""
            row = [one["code"], one["name"], part["method"], f"{one['date']:%Y-%m-%d}", nodes[0], against]
            rows.append([*row, str(answer), range_shown(criteria, *nodes)])
    return rows
