"""The sample rounds, solved once a process."""

from functools import cache
from pathlib import Path

import intake
import scenarios

ROOT = Path(__file__).parent.parent
ROUNDS = sorted(path.parent for path in (ROOT / "data" / "rounds").glob("*/round.toml"))


@cache
def sample(round_name: str) -> intake.Round:
    """One sample round."""
    return intake.read_round(ROOT / "data" / "rounds" / round_name)


@cache
def outcome(round_name: str, scenario: str) -> scenarios.Outcome:
    """One sample round under one of its scenarios."""
    round_ = sample(round_name)
    return scenarios.run(round_, scenarios.read(scenarios.find(round_.folder, scenario)))


def scenario_names(folder: Path) -> list[str]:
    """The names of a round's scenarios."""
    return sorted(path.stem for path in (folder / "scenarios").glob("*.toml"))
