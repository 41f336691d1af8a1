"""A round for which the library of every district applies: figures real, answers made up as those of the samples."""

import shutil
from dataclasses import replace
from pathlib import Path

import intake
from data import build_rounds

LIKE = "expansion-2015"
"""The sample round whose criteria, catalogue, money and scenarios the national round takes over."""


def national_round(folder: Path) -> intake.Round:
    """Write the round into an empty or missing folder, and read it; the same bytes on every machine.

    514 applicants; as many of them, for their number, have a flaw in their answers as in the sample round.
    """
    shutil.copytree(build_rounds.HERE / "rounds" / LIKE, folder, dirs_exist_ok=True)
    regions = build_rounds.read_regions()
    sample = next(each for each in build_rounds.recipes() if each.folder == LIKE)
    times = len(regions) / sum(sample.by_island.values())
    faults = [replace(fault, count=round(fault.count * times)) for fault in sample.faults]
    recipe = replace(sample, districts=list(regions), by_island={}, never=[], never_provinces=[], faults=faults)
    (folder / "applicants.csv").write_bytes(build_rounds.applicants_csv(recipe, regions))
    return intake.read_round(folder)
