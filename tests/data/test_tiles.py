"""The tile map: one hexagon a district, laid out at least cost, islands apart and in their real order."""

import csv
import math
from functools import cache

import numpy as np
import pytest

from data.build_tiles import GROUPS, TILES, Cell, Point, away, grid, main, neighbours, read_regions, stretched
from data.build_tiles import territories as share_out

REGIONS = {row["bps_code"]: row for row in read_regions()}


def kept() -> dict[str, Cell]:
    with TILES.open(encoding="utf-8", newline="") as file:
        return {row["bps_code"]: (int(row["row"]), int(row["column"])) for row in csv.DictReader(file)}


CELLS = kept()
CODE_AT = {cell: code for code, cell in CELLS.items()}
TOUCHING = [(code, CODE_AT[other]) for code, cell in CELLS.items() for other in neighbours(cell) if other in CODE_AT]


def middle(code: str) -> Point:
    row, column = CELLS[code]
    return column + row % 2 / 2, -row * math.sqrt(3) / 2


def test_the_script_makes_the_kept_bytes_again() -> None:
    assert main(["--check"]) == 0


def test_each_district_has_a_hexagon_of_its_own() -> None:
    assert list(CELLS) == sorted(REGIONS)
    assert len(set(CELLS.values())) == len(CELLS) == 514
    assert min(row for row, _ in CELLS.values()) in (0, 1)
    assert min(column for _, column in CELLS.values()) == 0


def test_neighbours_are_the_six_cells_at_one_width() -> None:
    for cell in ((4, 7), (5, 7)):
        here = np.array([cell[1] + cell[0] % 2 / 2, -cell[0] * math.sqrt(3) / 2])
        there = np.array([[c + r % 2 / 2, -r * math.sqrt(3) / 2] for r, c in neighbours(cell)])
        assert np.linalg.norm(there - here, axis=1) == pytest.approx([1.0] * 6)
        assert len(set(neighbours(cell))) == 6


@pytest.mark.parametrize("group", GROUPS)
def test_no_exchange_of_hexagons_would_lower_the_total(group: str) -> None:
    """An assignment is the cheapest exactly when no ring of moves, through free cells too, has a cost below none."""
    points, cells, shared, (rows, columns) = laid_out()
    own, codes = shared[group], list(points[group])
    mine = [(CELLS[code][0] + rows, CELLS[code][1] + columns) for code in codes]
    assert set(mine) <= set(own)
    free = [cell for cell in own if cell not in set(mine)]
    cost = np.array([[away(points[group][code], cells[cell]) for cell in mine] for code in codes], dtype=np.int64)
    spare = np.array([min(away(points[group][code], cells[cell]) for cell in free) for code in codes], dtype=np.int64)
    size = len(codes)
    move = np.zeros((size + 1, size + 1), dtype=np.int64)
    move[:size, :size] = cost - np.diag(cost)[:, None]
    move[:size, size] = spare - np.diag(cost)
    for through in range(size + 1):
        move = np.minimum(move, move[:, [through]] + move[[through], :])
    assert np.diag(move).min() == 0


@cache
def laid_out() -> tuple[dict[str, dict[str, Point]], dict[Cell, Point], dict[str, list[Cell]], Cell]:
    """The stretched points, the grid, each group's cells, and how far the file's corner is from the grid's.

    That is the shift, by an even number of rows, under which all districts lie in their group's cells and nearest.
    """
    points = stretched(read_regions())
    cells = grid(points)
    shared = share_out(cells, points)
    every = [(group, code, point) for group, own in points.items() for code, point in own.items()]

    def shifted(code: str, rows: int, columns: int) -> Cell:
        return CELLS[code][0] + rows, CELLS[code][1] + columns

    inside = {group: set(own) for group, own in shared.items()}
    far = {
        (rows, columns): sum(away(point, cells[shifted(code, rows, columns)]) for _, code, point in every)
        for rows in range(0, 12, 2)
        for columns in range(12)
        if all(shifted(code, rows, columns) in inside[group] for group, code, _ in every)
    }
    return points, cells, shared, min(far, key=lambda shift: far[shift])


def test_hexagons_of_different_island_groups_never_touch() -> None:
    assert len(TOUCHING) // 2 == 1078
    assert all(REGIONS[one]["island_group"] == REGIONS[other]["island_group"] for one, other in TOUCHING)


@pytest.mark.parametrize(("axis", "column", "held"), [(0, "lon", 0.98), (1, "lat", 0.95)])
def test_east_stays_east_and_north_stays_north(axis: int, column: str, held: float) -> None:
    """Of two districts of a group that lie a quarter degree apart or more, the further one stays further."""
    true = []
    for group in GROUPS:
        codes = [code for code, row in REGIONS.items() if row["island_group"] == group]
        real = np.array([float(REGIONS[code][column]) for code in codes])
        drawn = np.array([middle(code)[axis] for code in codes])
        pairs = np.triu_indices(len(codes), 1)
        gap, shown = (real[:, None] - real)[pairs], (drawn[:, None] - drawn)[pairs]
        true += list((gap * shown > 0)[np.abs(gap) >= 0.25])
    assert len(true) > 20_000
    assert np.mean(true) >= held


def test_near_districts_stay_near() -> None:
    """The three nearest districts of the island group lie within two hexagons, for 96 of 100."""
    near = []
    for code, row in REGIONS.items():
        here = (float(row["lon"]), float(row["lat"]))
        others = [c for c, r in REGIONS.items() if r["island_group"] == row["island_group"] and c != code]
        others.sort(key=lambda c: math.dist(here, (float(REGIONS[c]["lon"]), float(REGIONS[c]["lat"]))))
        near += [math.dist(middle(code), middle(other)) < 2.3 for other in others[:3]]
    assert np.mean(near) >= 0.96


def test_districts_touch_their_own_province() -> None:
    """97 of 100 have a neighbour of their province; the others are islands on the map, as most are in the sea."""
    touch = {one for one, other in TOUCHING if REGIONS[one]["province"] == REGIONS[other]["province"]}
    assert len(touch) / len(CELLS) >= 0.965
