# ruff: noqa: ANN401, PTH123, SIM115, T201
"""Replays a public draw with the standard library alone: python -I draw_checker.py DRAW.json [SEED]"""

import sys
from fractions import Fraction
from hashlib import sha256
from json import dumps, loads
from typing import Any


def _need(fact: bool, problem: str) -> None:
    if not fact:
        raise ValueError(problem)


def digest(publication: Any) -> str:
    """SHA-256 of what was published, written as JSON with sorted keys, in ASCII, without spaces."""
    return sha256(dumps(publication, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def ticket(publication: Any, seed: str) -> int:
    """The ticket that a seed draws: SHA-256 of digest, line break and seed, as a number, modulo the sum of weights."""
    # With weights 3, 2, ... the numbers 0, 1 and 2 draw ticket 1, the numbers 3 and 4 ticket 2, and so on.
    weights = [each["weight"] for each in publication["tickets"]]
    number = int(sha256(f"{digest(publication)}\n{seed}".encode()).hexdigest(), 16) % sum(weights)  # bias below 2^-200
    return next(n for n in range(1, len(weights) + 1) if number < sum(weights[:n]))


def chances(publication: Any) -> dict[str, Fraction]:
    """Everyone's chance: the weights of the tickets that fund it, over all weights."""
    tickets = publication["tickets"]
    total = sum(each["weight"] for each in tickets)
    everyone = sorted({a for each in tickets for a in each["awards"]})
    return {a: Fraction(sum(t["weight"] for t in tickets if a in t["awards"]), total) for a in everyone}


def check(record: Any) -> Any:
    """Raise ValueError unless everything fits together; give one sentence for each thing found."""
    publication, tickets = record["publication"], record["publication"]["tickets"]
    _need(digest(publication) == record["digest"], "altered since it was published")
    _need(all(type(each["weight"]) is int and each["weight"] > 0 for each in tickets), "a weight is not a whole number")
    _need(0 < sum(each["weight"] for each in tickets) < 2**56, "the weights do not add up to a number below 2^56")
    order = [sorted(each["awards"].items()) for each in tickets]
    _need(order == sorted(order) and len({tuple(sorted(t["awards"])) for t in tickets}) == len(order), "ticket order")
    right = chances(publication)
    _need({a: str(share) for a, share in right.items()} == publication["chances"], "the chances are others")
    _need(str(min(right.values(), default=1)) == publication["smallest_chance"], "the smallest chance is another")
    yield f"{len(tickets)} tickets, digest {record['digest']}"
    if "seed" in record:
        _need(ticket(publication, record["seed"]) == record["ticket"], "the seed draws another ticket")
        yield f"the seed {record['seed']!r} draws ticket {record['ticket']}"


if __name__ == "__main__":
    try:
        given = loads(open(sys.argv[1], encoding="utf-8").read())
        seeds = [{"seed": seed, "ticket": ticket(given["publication"], seed)} for seed in sys.argv[2:3]]
        print(*check(given), *(t for s in seeds for t in check({**given, **s})), sep="\n")
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as wrong:
        sys.exit(f"the draw does not hold: {wrong}")
