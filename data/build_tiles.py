"""Lays out the tile map, one hexagon a district: `python -m data.build_tiles`; `--check` compares only.

Every island group is stretched until its districts find room and moved until it keeps clear of the others; then
each district takes a cell of its own, so that the squared distances to the stretched points are least in total
(an assignment problem, solved by HiGHS). Cells belong to the group whose nearest point is nearest, less a strip
between groups, so no hexagon stands among those of another group.
"""

import csv
import io
import math
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pulp

HERE = Path(__file__).resolve().parent
TILES = HERE / "tiles.csv"
WIDTH = 0.8
"""Width of a hexagon in degrees, from flat side to flat side; a row lies half the square root of 3 lower."""
NEAREST = 140
"""So many of the nearest cells are open to a district."""
FINE = 1_000_000
"""Squared degrees are counted in whole millionths, so that no machine's last digit decides."""

Cell = tuple[int, int]
"""Row, counted from the north, and column, from the west; odd rows lie half a hexagon further east."""
Point = tuple[float, float]
"""Degrees east and degrees north."""


@dataclass(frozen=True)
class Stretch:
    """How an island group is grown about its middle, and then moved in degrees."""

    grow_east: float
    grow_north: float
    move_east: float
    move_north: float


GROUPS = {
    "Sumatera": Stretch(1.25, 1.25, 0.0, 1.2),
    "Jawa": Stretch(1.72, 2.5, 1.6, -2.6),
    "Kalimantan": Stretch(0.85, 0.85, -0.3, 2.4),
    "Sulawesi": Stretch(1.35, 1.4, -0.7, 1.6),
    "Bali-Nusa Tenggara": Stretch(1.3, 1.7, 5.4, -2.0),
    "Maluku": Stretch(0.8, 0.9, -0.3, 0.4),
    "Papua": Stretch(0.8, 0.85, -1.8, 0.0),
}
"""Chosen by eye: Java's 119 districts need six times its room, Papua's 42 less than it has."""


def stretched(regions: list[dict[str, str]]) -> dict[str, dict[str, Point]]:
    """Give each district's stretched point by island group and BPS code."""
    found: dict[str, dict[str, Point]] = {}
    for group, stretch in GROUPS.items():
        points = {
            region["bps_code"]: (float(region["lon"]), float(region["lat"]))
            for region in regions
            if region["island_group"] == group
        }
        east = math.fsum(x for x, _ in points.values()) / len(points)
        north = math.fsum(y for _, y in points.values()) / len(points)
        found[group] = {
            code: (
                (x - east) * stretch.grow_east + east + stretch.move_east,
                (y - north) * stretch.grow_north + north + stretch.move_north,
            )
            for code, (x, y) in points.items()
        }
    return found


def neighbours(cell: Cell) -> list[Cell]:
    """Give the six cells around one."""
    row, column = cell
    left = column - 1 + row % 2
    return [
        (row, column - 1),
        (row, column + 1),
        (row - 1, left),
        (row - 1, left + 1),
        (row + 1, left),
        (row + 1, left + 1),
    ]


def grid(points: dict[str, dict[str, Point]]) -> dict[Cell, Point]:
    """Give the middle of every cell of a grid that reaches three hexagons beyond all points."""
    east = [x for group in points.values() for x, _ in group.values()]
    north = [y for group in points.values() for _, y in group.values()]
    height = WIDTH * math.sqrt(3) / 2
    left, top = min(east) - 3 * WIDTH, max(north) + 3 * height
    rows = int((top - min(north)) / height) + 4
    columns = int((max(east) - left) / WIDTH) + 4
    return {
        (row, column): (left + (column + row % 2 / 2) * WIDTH, top - row * height)
        for row in range(rows)
        for column in range(columns)
    }


def away(one: Point, other: Point) -> int:
    """Give the squared distance of two points in millionths of a squared degree."""
    return round(FINE * ((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2))


def territories(cells: dict[Cell, Point], points: dict[str, dict[str, Point]]) -> dict[str, list[Cell]]:
    """Share the cells out among the groups, leaving a strip one hexagon wide free between any two."""
    names = list(points)
    owner = {
        cell: min(range(len(names)), key=lambda n: (min(away(middle, p) for p in points[names[n]].values()), n))
        for cell, middle in cells.items()
    }
    return {
        name: [
            cell
            for cell, own in owner.items()
            if own == number and all(owner.get(other, own) >= own for other in neighbours(cell))
        ]
        for number, name in enumerate(names)
    }


def assign(points: dict[str, Point], cells: dict[Cell, Point]) -> dict[str, Cell]:
    """Give each district a cell of its own, with the least total of squared distances.

    The problem is a linear program whose corners are whole, so no variable needs to be declared so.
    """
    costs = {
        code: sorted((away(point, middle), cell) for cell, middle in cells.items())[:NEAREST]
        for code, point in points.items()
    }
    problem = pulp.LpProblem("tiles", pulp.LpMinimize)
    takes = {
        (code, cell): pulp.LpVariable(f"{code}_{cell[0]}_{cell[1]}", lowBound=0)
        for code, near in costs.items()
        for _, cell in near
    }
    problem += pulp.lpSum(cost * takes[code, cell] for code, near in costs.items() for cost, cell in near)
    takers = defaultdict(list)
    for (_, cell), take in takes.items():
        takers[cell].append(take)
    for code, near in costs.items():
        problem += pulp.lpSum(takes[code, cell] for _, cell in near) == 1
    for all_takers in takers.values():
        problem += pulp.lpSum(all_takers) <= 1
    problem.solve(pulp.HiGHS(msg=False))
    if problem.sol_status != pulp.LpSolutionOptimal:
        raise ArithmeticError(f"the tiles could not be laid out: {pulp.LpSolution[problem.sol_status]}")
    return {code: cell for (code, cell), take in takes.items() if take.value() > 0.5}


def read_regions() -> list[dict[str, str]]:
    """Read the region table, every cell as text."""
    with (HERE / "regions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lay_out(regions: list[dict[str, str]]) -> dict[str, Cell]:
    """Give the cell of every district by BPS code; columns begin at 0, rows at 0 or 1: odd rows stay odd."""
    points = stretched(regions)
    cells = grid(points)
    taken: dict[str, Cell] = {}
    for group, own in territories(cells, points).items():
        taken |= assign(points[group], {cell: cells[cell] for cell in own})
    top = min(row for row, _ in taken.values()) // 2 * 2
    left = min(column for _, column in taken.values())
    return {code: (row - top, column - left) for code, (row, column) in sorted(taken.items())}


def tiles_csv() -> bytes:
    """Write tiles.csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["bps_code", "row", "column"])
    writer.writerows([code, *cell] for code, cell in lay_out(read_regions()).items())
    return text.getvalue().encode("utf-8")


def main(arguments: list[str]) -> int:
    """Write tiles.csv, or with `--check` say whether it differs; exit code 1 when it does."""
    made = tiles_csv()
    if arguments != ["--check"]:
        TILES.write_bytes(made)
    elif not TILES.exists() or TILES.read_bytes() != made:
        sys.stderr.write(f"{TILES}: not what build_tiles.py makes\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
