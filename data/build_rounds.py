"""Makes up the applicants and committees of the sample rounds: `python -m data.build_rounds`; `--check` compares only.

Regions and their figures are real (data/regions.csv); every answer is drawn from the seeds of build_rounds.toml,
so the same files come out byte for byte on every machine. Only `random.Random.random` is used, whose sequence
Python promises to keep. Each applicant has a generator of its own, so adding one changes no other.
"""

import csv
import datetime
import io
import math
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from data.answers import BIG, Draw, Library, Region, answers
from data.members import members_csv, rounds_with_members

HERE = Path(__file__).resolve().parent
MADE_UP = "made up for the sample"
FIXED = ("applicant", "name", "kind", "bps_code", "kemendagri_code", "region_name", "lat", "lon")


@dataclass(frozen=True)
class Fault:
    """A made-up flaw: `count` applicants of these kinds get `value` in all `columns` ("" is a blank).

    It falls on those with the fewest flaws so far, or with `again` on those with the most.
    """

    columns: list[str]
    count: int
    value: object = ""
    kinds: tuple[str, ...] = (*BIG, "village", "reading_garden")
    again: bool = False


@dataclass(frozen=True)
class Recipe:
    """One round of build_rounds.toml: who applies, until when, and with which flaws.

    districts: BPS codes that apply. by_island: how many districts apply in all from an island group, the rest
    drawn from those that may. provincial: BPS codes of the cities where provincial libraries stand. villages and
    reading_gardens: how many by BPS code. spared: partners that public pages name, to whom no flaw is given.
    """

    folder: str
    seed: int
    closes: datetime.date
    faults: list[Fault]
    districts: list[str]
    spared: list[str]
    provincial: list[str] = field(default_factory=list)
    by_island: dict[str, int] = field(default_factory=dict)
    villages: dict[str, int] = field(default_factory=dict)
    reading_gardens: dict[str, int] = field(default_factory=dict)
    never: list[str] = field(default_factory=list)
    never_provinces: list[str] = field(default_factory=list)


def region_name(region: Region) -> str:
    """Give the name with Kabupaten or Kota before it."""
    return f"{region['kind'].capitalize()} {region['name']}"


def library(recipe: Recipe, applicant: str, name: str, kind: str, region: Region, people: int | None = None) -> Library:
    """Draw what lies behind the answers: capacity follows human development, commitment does not."""
    draw = Draw(f"{recipe.seed}/{applicant}")
    developed = min(1.0, max(0.0, (float(region["hdi_2015"]) - 54) / 26))
    capacity = min(1.0, max(0.05, 0.55 * developed + draw.bell(0.24, 0.22)))
    commitment = min(1.0, max(0.05, draw.bell(0.52, 0.26)))
    served = people if people is not None else int(region["population_2015"])
    return Library(applicant, name, kind, region, draw, capacity, commitment, served)


def district_library(recipe: Recipe, region: Region) -> Library:
    """Make the public library of one district."""
    applicant = f"D-{region['bps_code']}"
    return library(recipe, applicant, f"Perpustakaan Umum {region_name(region)}", "district", region)


def provincial_library(recipe: Recipe, regions: dict[str, Region], code: str) -> Library:
    """Make the library of the province in which the city `code` lies; it serves everybody there."""
    region = regions[code]
    province = [other for other in regions.values() if other["province"] == region["province"]]
    people = sum(int(other["population_2015"]) for other in province)
    name = f"Perpustakaan Provinsi {region['province']}"
    return library(recipe, f"P-{region['province_bps_code']}", name, "provincial", region, people)


def small_library(recipe: Recipe, region: Region, number: int, serial: int, kind: str) -> Library:
    """Make a village library or reading garden, with a name that nobody takes for a real one."""
    garden = kind == "reading_garden"
    applicant = f"{'T' if garden else 'V'}-{region['bps_code']}-{number:02d}"
    unit = "Taman Bacaan" if garden else f"Perpustakaan {'Kelurahan' if region['kind'] == 'kota' else 'Desa'}"
    people = 800 + math.floor(Draw(f"{recipe.seed}/people/{applicant}").unit() ** 2 * 7000)
    name = f"{unit} Contoh {serial:03d}, {region_name(region)}"
    return library(recipe, applicant, name, kind, region, people)


def spread(recipe: Recipe, fault: Fault, libraries: Iterable[Library], taken: dict[str, int]) -> list[str]:
    """Choose who gets a flaw: those with the fewest, or the most, so far; among equals by draw."""
    fit = [one for one in libraries if one.kind in fault.kinds]
    spared = {f"D-{code}" for code in recipe.spared}
    names = [one.applicant for one in fit if one.applicant not in spared]
    key = {name: Draw(f"{recipe.seed}/{fault.columns}/{fault.value}/{name}").unit() for name in names}
    turn = -1 if fault.again else 1
    return sorted(names, key=lambda name: (turn * taken.get(name, 0), key[name]))[: fault.count]


def districts(recipe: Recipe, regions: dict[str, Region]) -> list[str]:
    """Give the districts that apply: the named ones, then drawn ones up to each island's number."""
    chosen = list(recipe.districts)
    for island, number in recipe.by_island.items():
        there = [code for code, region in regions.items() if region["island_group"] == island]
        open_to = [c for c in there if c not in (*chosen, *recipe.never)]
        open_to = [c for c in open_to if regions[c]["province"] not in recipe.never_provinces]
        open_to.sort(key=lambda code: Draw(f"{recipe.seed}/applies/{code}").unit())
        chosen += open_to[: number - sum(code in there for code in chosen)]
    return chosen


def libraries(recipe: Recipe, regions: dict[str, Region]) -> list[Library]:
    """Make every applicant of a round, in order of its id."""
    found = [district_library(recipe, regions[code]) for code in districts(recipe, regions)]
    found += [provincial_library(recipe, regions, code) for code in recipe.provincial]
    for kind, places in (("village", recipe.villages), ("reading_garden", recipe.reading_gardens)):
        serial = 0
        for code, number in places.items():
            for one in range(1, number + 1):
                serial += 1
                found.append(small_library(recipe, regions[code], one, serial, kind))
    return sorted(found, key=lambda one: one.applicant)


def rows(recipe: Recipe, regions: dict[str, Region], columns: list[str]) -> list[dict[str, object]]:
    """Make every row of a round, flaws included."""
    all_of_them = libraries(recipe, regions)
    given = {one.applicant: answers(one, recipe.closes) for one in all_of_them}
    taken: dict[str, int] = {}
    for fault in recipe.faults:
        for name in spread(recipe, fault, all_of_them, taken):
            given[name] |= dict.fromkeys(fault.columns, fault.value)
            taken[name] = taken.get(name, 0) + 1
    for answer in given.values():
        hours, days = answer["hours_per_day"], answer["days_per_week"]
        answer["hours_per_week"] = "" if hours == "" else f"{float(str(hours)) * int(str(days)):g}"
    return [{**place(recipe, one), **{c: given[one.applicant][c] for c in columns}} for one in all_of_them]


def place(recipe: Recipe, one: Library) -> dict[str, object]:
    """Give the first columns; a village or garden lies near its district's point."""
    fixed: dict[str, object] = {"applicant": one.applicant, "name": one.name, "kind": one.kind}
    fixed |= {key: one.region[key] for key in ("bps_code", "kemendagri_code")}
    fixed |= {"region_name": region_name(one.region), "lat": "", "lon": "", "data_note": MADE_UP}
    if one.kind not in BIG:
        draw = Draw(f"{recipe.seed}/place/{one.applicant}")
        radius = min(20.0, 0.42 * math.sqrt(float(one.region["area_km2"]) / math.pi))
        way, turn = radius * math.sqrt(draw.unit()), 2 * math.pi * draw.unit()
        lat, lon = float(one.region["lat"]), float(one.region["lon"])
        fixed["lat"] = f"{lat + way * math.cos(turn) / 111.2:.4f}"
        fixed["lon"] = f"{lon + way * math.sin(turn) / (111.2 * math.cos(math.radians(lat))):.4f}"
    return fixed


def applicants_csv(recipe: Recipe, regions: dict[str, Region]) -> bytes:
    """Write applicants.csv of one round: the fixed columns, the questions of its criteria.toml, the note."""
    folder = HERE / "rounds" / recipe.folder
    criteria = tomllib.loads((folder / "criteria.toml").read_text(encoding="utf-8"))
    columns = [question["column"] for question in criteria["questions"]]
    text = io.StringIO()
    writer = csv.DictWriter(text, [*FIXED, *columns, "data_note"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(recipe, regions, columns))
    return text.getvalue().encode("utf-8")


def recipes() -> list[Recipe]:
    """Read build_rounds.toml."""
    said = tomllib.loads((HERE / "build_rounds.toml").read_text(encoding="utf-8"))
    return [Recipe(**{**one, "faults": [Fault(**flaw) for flaw in one["faults"]]}) for one in said["rounds"]]


def read_regions() -> dict[str, Region]:
    """Read the region table, every cell as text, by BPS code."""
    with (HERE / "regions.csv").open(encoding="utf-8", newline="") as file:
        return {row["bps_code"]: row for row in csv.DictReader(file)}


def files() -> dict[Path, bytes]:
    """Make every file that is made up: applicants.csv of all rounds, members.csv of those with a committee."""
    regions = read_regions()
    made = {HERE / "rounds" / one.folder / "applicants.csv": applicants_csv(one, regions) for one in recipes()}
    committees = rounds_with_members()
    return made | {HERE / "rounds" / folder / "members.csv": members_csv(folder, MADE_UP) for folder in committees}


def main(arguments: list[str]) -> int:
    """Write every made-up file, or with `--check` say which differ; exit code 1 when one does."""
    differ = 0
    for path, made in files().items():
        if arguments != ["--check"]:
            path.write_bytes(made)
        elif not path.exists() or path.read_bytes() != made:
            sys.stderr.write(f"{path}: not what build_rounds.py makes\n")
            differ = 1
    return differ


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
