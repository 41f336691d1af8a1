"""Budget lines as Limits: every line of the round binds, whether the scenario repeats it or not."""

from fractions import Fraction

from intake import Call
from locales import Label
from optimizer import Limit, Rule
from scenarios.scenario import Scenario


def lines(call: Call, scenario: Scenario) -> dict[str, int]:
    """What each budget line may be used for, in whole rupiah, under a scenario."""
    budget = scenario.budget
    scale = Fraction(str(budget.scale))
    result: dict[str, int] = {}
    for line in call.budget_lines:
        figure = line.pledged if budget.basis == "pledged" else line.amount
        result[line.id] = int(budget.lines.get(line.id, figure) * scale)
    return result


def rules(call: Call, scenario: Scenario) -> tuple[Rule, ...]:
    """All rules of a scenario: one Limit a budget line, then its own."""
    names = {line.id: line.label for line in call.budget_lines}
    limits = tuple(
        Limit(
            id=f"budget_{line}",
            label=Label(id=f"Pos anggaran {names[line].id}", en=f"Budget line {names[line].en}"),
            measure=f"cost_{line}",
            at_most=amount,
        )
        for line, amount in lines(call, scenario).items()
    )
    return (*limits, *scenario.rules)
