# ruff: noqa: ANN401, PTH123, SIM115, T201
"""Re-proves a plan's certificate with the standard library alone: python -I checker.py CERTIFICATE.json"""

import sys
from fractions import Fraction
from hashlib import sha256
from json import dumps, loads
from typing import Any


def _need(fact: bool, problem: str) -> None:
    if not fact:
        raise ValueError(problem)


def total(row: Any, plan: Any, barred: Any) -> Any:
    """Sum a row's numbers times the plan's decisions, after a look at both."""
    _need(all(type(n) is int for n in (*row["columns"], *row["numbers"], row["bound"])), "a number is not whole")
    _need(all(0 <= j < len(plan) and j not in barred for j in row["columns"]), "a row over a column it must not count")
    return sum(a * plan[j] for j, a in zip(row["columns"], row["numbers"], strict=True))


def best(given: Any, rows: Any, goal: Any, node: Any) -> Any:
    """What no plan can be above: at a leaf, sum of y r + sum of u max(0, c - yA); a split takes its larger half."""
    if "split" in node:  # a sum of whole numbers is at most v, or at least v + 1
        cut, _ = node["split"], total(node["split"], given["plan"], given["amounts"])
        halves = {"below": {**cut, "sense": "<="}, "above": {**cut, "sense": ">=", "bound": cut["bound"] + 1}}
        return max(best(given, [*rows, half], goal, node[side]) for side, half in halves.items())
    bound, left = Fraction(0), dict[int, Fraction]()
    taken = [(Fraction(*map(int, written.split("/"))), rows[i]) for i, written in node["multipliers"]]
    for y, row in ((Fraction(-1), goal), *taken):
        _need({"<=": y >= 0, ">=": y <= 0, "==": True}[row["sense"]], "a multiplier has the wrong sign")
        bound += y * row["bound"]
        for j, a in zip(row["columns"], row["numbers"], strict=True):
            left[j] = left.get(j, 0) - y * a
    return bound + sum(given["upper"][j] * rest for j, rest in left.items() if rest > 0)


def check(given: Any) -> Any:
    """Raise ValueError unless everything fits together; give one sentence for each objective."""
    plan, rest = given["plan"], {name: part for name, part in given.items() if name != "digests"}
    seals = {name: sha256(dumps(part, sort_keys=True).encode()).hexdigest() for name, part in rest.items()}
    _need(seals == given["digests"], "altered since it was written")
    _need(all(type(z) is type(u) is int and 0 <= z <= u for z, u in zip(plan, given["upper"], strict=True)), "plan")
    for stage in given["stages"]:
        rows, sign = [*given["rows"], *stage["kept"]], {"maximise": 1, "minimise": -1}[stage["sense"]]
        for row, spare in ((row, row["bound"] - total(row, plan, ())) for row in rows):
            _need({"<=": spare >= 0, ">=": spare <= 0, "==": spare == 0}[row["sense"]], f"it breaks {row['rule']}")
        goal = {**stage["goal"], "numbers": [sign * c for c in stage["goal"]["numbers"]], "sense": "==", "bound": 0}
        value, bound = total(goal, plan, given["amounts"]), best(given, rows, goal, stage["tree"]) // 1
        _need([sign * value, sign * bound] == [stage["value"], stage["bound"]], "the value or the bound is another")
        share = f"{-((value - bound) * 10**6 // abs(value)) / 10**4:.4f} %" if value else f"{bound} units"
        yield f"no plan under these rules is better by more than {share}"


if __name__ == "__main__":
    try:
        print(*check(loads(open(sys.argv[1], encoding="utf-8").read())), sep="\n")
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as wrong:
        sys.exit(f"the certificate does not hold: {wrong}")
