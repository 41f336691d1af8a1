"""Check of a written draw: it holds by itself, it is about this round and scenario, and its tickets are lawful."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from locales import message
from optimizer import Violation, check_draw
from reports import inputs
from reports.reading import DRAW
from reports.schema import Document
from scenarios import attributes
from scoring import score

LARGEST = 2**26
"""Bytes; no record of ours is larger."""


def draw(folder: Path, document: Document) -> Iterator[Violation]:
    """Work out chances, digest and ticket again, and verify every ticket as a plan that is exactly as good."""
    path = folder / DRAW
    if path.stat().st_size > LARGEST:
        yield Violation(DRAW, message("the file is too large for the record of a draw"))
        return
    record: Any = document.draw
    if json.loads(path.read_text(encoding="utf-8")) != record:
        yield Violation(DRAW, message("the record of the draw is not the one in plan.json"))
    scenario, round_ = inputs.scenario_of(document), inputs.round_of(document)
    table = attributes(round_, score(round_, scenario.scoring))
    rules, objectives = inputs.rules_of(document), inputs.objectives_of(document)
    found = check_draw(record, table, inputs.options_of(document), rules, objectives, inputs.plan_of(document))
    yield from (Violation(DRAW, problem) for problem in found)
    about = {
        "round": document.round.id,
        "round_fingerprint": document.round.fingerprint,
        "scenario": scenario.id,
        "scenario_fingerprint": document.scenario.fingerprint,
    }
    if not found and record["publication"]["about"] != about:
        yield Violation(DRAW, message("the draw was published for another round or scenario"))
