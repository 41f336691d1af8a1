"""Check of a written draw: it holds by itself, it is about this round and scenario, and its tickets are lawful."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from locales import message
from optimizer import Violation, check_draw
from reports.again import Again
from reports.reading import DRAW

LARGEST = 2**26
"""Bytes; no record of ours is larger."""


def draw(folder: Path, again: Again) -> Iterator[Violation]:
    """Work out chances, digest and ticket again, and verify every ticket as a plan that is exactly as good."""
    path = folder / DRAW
    if path.stat().st_size > LARGEST:
        yield Violation(DRAW, message("the file is too large for the record of a draw"))
        return
    document = again.document
    record: Any = document.draw
    if json.loads(path.read_text(encoding="utf-8")) != record:
        yield Violation(DRAW, message("the record of the draw is not the one in plan.json"))
    offered = again.stated_options()
    found = check_draw(record, again.table, offered, again.rules, again.objectives, again.plan)
    yield from (Violation(DRAW, problem) for problem in found)
    about = {
        "round": document.round.id,
        "round_fingerprint": document.round.fingerprint,
        "scenario": again.scenario.id,
        "scenario_fingerprint": document.scenario.fingerprint,
    }
    if not found and record["publication"]["about"] != about:
        yield Violation(DRAW, message("the draw was published for another round or scenario"))
