"""A round for which every village applies, made once: districts and their figures real, every answer drawn."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

from data import build_rounds

LIKE, NAME = "village-cascade-2014", "every-village"
APPLICANTS = 84_000
PLANNED, FIRST = "one-province", "Jawa Tengah"
"""The scenario whose plan a worker finds in about a minute; those of the others take longer."""


def every_village(folder: Path, applicants: int = APPLICANTS) -> Path:
    """Write the round into a missing folder: all 514 district libraries, and villages up to `applicants` in all."""
    shutil.copytree(build_rounds.HERE / "rounds" / LIKE, folder)
    regions = build_rounds.read_regions()
    sample = next(each for each in build_rounds.recipes() if each.folder == LIKE)
    each, over = divmod(applicants - len(regions), len(regions))
    villages = {code: each + (place < over) for place, code in enumerate(regions)}
    everybody = replace(sample, districts=list(regions), by_island={}, villages=villages, reading_gardens={})
    (folder / "applicants.csv").write_bytes(build_rounds.applicants_csv(everybody, regions))
    call = folder / "round.toml"
    call.write_text(call.read_text(encoding="utf-8").replace(f'id = "{LIKE}"', f'id = "{NAME}"'), encoding="utf-8")
    scenarios_ = folder / "scenarios"
    (scenarios_ / f"{PLANNED}.toml").write_text(
        _planned(
            (scenarios_ / "base.toml").read_text(encoding="utf-8"), {each["province"] for each in regions.values()}
        ),
        encoding="utf-8",
    )
    return folder


def _planned(base: str, provinces: set[str]) -> str:
    """The base scenario without its rule on mentors, for one province alone and not proven best: soon worked out."""
    parts = base.replace('id = "base"', f'id = "{PLANNED}"').replace("gap = 0.0", "gap = 0.01").split("\n[[")
    parts[0] += f"""
[[rules]]
rule = "limit"
id = "one_province"
label = {{ id = "Tahun ini hanya {FIRST}", en = "This year {FIRST} alone" }}
measure = "libraries"
where = {{ province = {json.dumps(sorted(provinces - {FIRST}), ensure_ascii=False)} }}
at_most = 0
"""
    return "\n[[".join(part for part in parts if 'rule = "mentoring"' not in part)
