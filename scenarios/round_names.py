"""Names of a round: what its codes are called, where a sentence would name them as its files do."""

from intake import Round
from locales import Text
from optimizer import labels


def round_names(round_: Round) -> dict[str, Text]:
    """Give what the round calls its kinds of library, budget lines, funders, gates, packages, connections and items."""
    call = round_.call
    named: dict[str, Text] = {gate.id: gate.label for gate in round_.criteria.gates}
    named |= labels(round_.catalogue)
    named |= {each.id: each.label for each in (*call.funders, *call.budget_lines)}
    return named | {kind.code: kind.label for kind in call.library_kinds}
