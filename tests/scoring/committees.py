"""Made-up members for any criteria tree, answering by any method about today's ranges."""

import datetime
import random
from collections.abc import Mapping, Sequence
from fractions import Fraction

from intake import Answer, Criteria, Member, Members, Method, range_shown, siblings

DAY = datetime.date(2016, 1, 20)


def answer(
    criteria: Criteria, method: Method, node: str, number: Fraction | int, against: str = "", shown: str | None = None
) -> Answer:
    """One answer with the range of now, unless another is given."""
    now = range_shown(criteria, *([node, against] if against else [node]))
    return Answer(method, DAY, node, Fraction(number), now if shown is None else shown, against)


def swinging(criteria: Criteria, code: str, points: Mapping[str, int]) -> Member:
    """A member who answers swings; the highest of every set of siblings must be 100."""
    return Member(code, code.upper(), tuple(answer(criteria, Method.SWING, n, p) for n, p in points.items()))


def drawn(criteria: Criteria, code: str, rng: random.Random, methods: Sequence[Method] = tuple(Method)) -> Member:
    """A member who answers about everything, each set of siblings by a method of its own."""
    answers: list[Answer] = []
    for nodes in siblings(criteria).values():
        answers += _about(criteria, list(nodes), rng.choice(methods), rng)
    rng.shuffle(answers)
    return Member(code, code.upper(), tuple(answers))


def committee(criteria: Criteria, rng: random.Random, size: int, methods: Sequence[Method] = tuple(Method)) -> Members:
    """So many members."""
    return Members(tuple(drawn(criteria, f"m{k}", rng, methods) for k in range(size)))


def _about(criteria: Criteria, nodes: list[str], method: Method, rng: random.Random) -> list[Answer]:
    order = rng.sample(nodes, len(nodes))
    if method is Method.SWING:
        numbers = [100, *(rng.randint(0, 100) for _ in order[1:])]
        return [answer(criteria, method, n, p) for n, p in zip(order, numbers, strict=True)]
    if method is Method.DIRECT:
        parts = [rng.randint(1, 9) for _ in order]
        return [answer(criteria, method, n, Fraction(100 * p, sum(parts))) for n, p in zip(order, parts, strict=True)]
    if method is Method.RANK:
        return [answer(criteria, method, n, place) for place, n in enumerate(order, 1)]
    if method is Method.AHP:
        scale = [Fraction(k) for k in range(1, 10)] + [Fraction(1, k) for k in range(2, 10)]
        pairs = [(a, b) for i, a in enumerate(order) for b in order[i + 1 :]]
        return [answer(criteria, method, a, rng.choice(scale), b) for a, b in pairs]
    pairs = [(order[0], n) for n in order[1:]] + [(n, order[-1]) for n in order[1:-1]]
    return [answer(criteria, method, a, rng.randint(1, 9), b) for a, b in pairs]
