"""A round of very many applicants with forty columns: every village's, and questions more that nothing counts."""

import csv
import io
from pathlib import Path

import numpy as np

from tests.e2e.villages import APPLICANTS, every_village

COLUMNS = 40
MORE = (
    ("population", "number"),
    ("schools", "number"),
    ("distance_km", "number"),
    ("road", "choice"),
    ("signal", "choice"),
    ("building", "choice"),
    ("head", "text"),
)
"""Questions beside those of the sample round, so that the list has forty columns, all of them read."""
CHOICES = {"road": ("asphalt", "gravel", "none"), "signal": ("4g", "3g", "2g", "none"), "building": ("own", "rented")}


def wide_round(folder: Path, applicants: int = APPLICANTS) -> Path:
    """Write the round into a missing folder; the same bytes on every machine."""
    every_village(folder, applicants)
    path = folder / "applicants.csv"
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    asked = MORE[: COLUMNS - len(rows[0])]
    random = np.random.default_rng(7)
    more = {name: _answers(name, kind, len(rows) - 1, random) for name, kind in asked}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*rows[0], *more])
        writer.writerows([*row, *added] for row, added in zip(rows[1:], zip(*more.values(), strict=True), strict=True))
    with (folder / "criteria.toml").open("a", encoding="utf-8") as file:
        file.writelines(_question(name, kind) for name, kind in asked)
    return folder


def _answers(name: str, kind: str, count: int, random: np.random.Generator) -> list[str]:
    if kind == "number":
        return [str(value) for value in random.integers(1, 900, count)]
    if kind == "choice":
        return [str(value) for value in random.choice(CHOICES[name], count)]
    return [f"{name} {value}" for value in random.integers(0, 10 * count, count)]


def _question(name: str, kind: str) -> str:
    label = f'{{ id = "{name}", en = "{name}" }}'
    lines = ["", "[[questions]]", f'column = "{name}"', f"label = {label}", f"ask = {label}", f'type = "{kind}"']
    if kind == "choice":
        lines += [
            "choices = [",
            *(f'  {{ code = "{each}", label = {{ id = "{each}", en = "{each}" }} }},' for each in CHOICES[name]),
            "]",
        ]
    return "\n".join([*lines, ""])
