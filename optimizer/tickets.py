"""Tickets: the lists of names among which a draw decides, and the weights that give the unluckiest the best chance.

A draw is a set of weights w_k >= 0 on lists k of equally good plans, sum 1. An applicant's chance is p_i = sum of w_k
over the lists with it. The weights maximise the smallest chance, then the next smallest, and so on (leximin), among
the applicants that some lists have and others have not (Flanigan, Goelz, Gupta, Hennig and Procaccia, "Fair
algorithms for selecting citizens' assemblies", 2021). The linear programs are solved in whole numbers.

Where there are too many lists to write down, those that matter are asked for one by one: with y_i >= 0 the prices of
the applicants, no list may weigh more than sum y_i p_i, or it is added; and whatever the prices, no draw gives
everyone more than (heaviest list) / sum y_i. So the smallest chance is proven, over all lists.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, inf, lcm

from optimizer.exact_lp import maximise
from optimizer.near_search import NearSearch
from optimizer.program import Row
from optimizer.settled import Core
from optimizer.solution import Status
from optimizer.tie_count import other_names
from optimizer.ties import BLOCK

FINEST = 10**6
"""Prices are rounded to so many parts for the search; the bound holds for the rounded ones."""
LARGEST_TOTAL = 10**12
"""Weights with a larger sum are rounded: chances then differ from the fairest by less than a thousand-millionth."""


@dataclass(frozen=True, eq=False)
class Lists:
    """Lists of names, each with one vector that has it.

    all_listed: there are no others. known: of everyone it is settled whether other lists decide otherwise. bound: no
    draw over all lists gives everyone contested a larger chance (None: not proven).
    """

    vectors: Mapping[frozenset[str], tuple[int, ...]]
    all_listed: bool
    known: bool
    bound: Fraction | None


def listed(core: Core, vector: tuple[int, ...], deadline: float, most: int) -> Lists:
    """Find all lists, if there are at most `most`; otherwise enough of them for the largest smallest chance."""
    search = NearSearch(core, deadline)
    found = {_names(core, vector): vector}
    while len(found) <= most:
        answer = search.find([other_names(core.whole, each) for each in found.values()], {})
        if answer.vector is None:
            if answer.status is Status.INFEASIBLE:
                alone = len(found) == 1
                return Lists(found, True, True, Fraction(1) if alone else _smallest(sorted(found, key=sorted), {})[0])
            return Lists(found, False, False, None)
        found[_names(core, answer.vector)] = answer.vector
    if not _contested_found(search, found):
        return Lists(found, False, False, None)
    return Lists(found, False, True, _priced(search, found))


def _names(core: Core, vector: Sequence[int]) -> frozenset[str]:
    return frozenset(core.whole.awards(vector))


def _contested_found(search: NearSearch, found: dict[frozenset[str], tuple[int, ...]]) -> bool:
    """Add lists until everyone who is in some and not in others is so among these; False when time ran out."""
    own = search.core.whole.options
    while True:
        always, ever = frozenset.intersection(*found), frozenset.union(*found)
        weights = {
            j: -1 if name in always else 1 for name in own if name in always or name not in ever for j in own[name]
        }
        answer = search.find([], weights)
        if answer.vector is None or (answer.weight == -len(always) and answer.status is not Status.OPTIMAL):
            return False
        if answer.weight == -len(always):
            return True
        found[_names(search.core, answer.vector)] = answer.vector


def _priced(search: NearSearch, found: dict[frozenset[str], tuple[int, ...]]) -> Fraction | None:
    """Add lists while the prices of the applicants ask for one; gives what no draw can do better than."""
    bound: Fraction | None = None
    while True:
        smallest, prices = _smallest(sorted(found, key=sorted), {})
        unit = lcm(*(price.denominator for price in prices.values()))
        whole = {name: int(price * min(unit, FINEST)) for name, price in prices.items()}
        total = sum(whole.values())
        own = search.core.whole.options
        answer = search.find([], {j: price for name, price in whole.items() if price for j in own[name]})
        if answer.bound is not None and total:
            above = Fraction(answer.bound, total)
            bound = above if bound is None else min(bound, above)
        if answer.vector is None or answer.weight <= smallest * total or (bound is not None and bound <= smallest):
            return bound
        names = _names(search.core, answer.vector)
        if names in found or time.monotonic() >= search.deadline:
            return bound
        found[names] = answer.vector


def cheapest(core: Core, names: frozenset[str], deadline: float) -> tuple[int, ...] | None:
    """The vector with exactly these names that the stated order of ties chooses, where there are no pairs.

    Applicant by applicant the cheaper option, then the option's name. None when time ran out.
    """
    whole, options = core.whole, core.whole.tables.options
    price = options["cost"].tolist() if "cost" in options else [0] * len(options)
    cost: dict[tuple[str, ...], int | float] = {
        (a, o): each for a, o, each in zip(options["applicant"], options["option"], price, strict=True)
    }
    others = {j: 0 for name, own in whole.options.items() if name not in names for j in own}
    rows = [Row("", name, tuple(own), (1,) * len(own), "==", 1) for name, own in whole.options.items() if name in names]
    search = NearSearch(Core(whole.with_rows(rows), {**core.fixed, **others}), deadline)
    wishes = [
        j
        for name in sorted(names)
        for j in sorted(whole.options[name], key=lambda j: (cost[whole.columns[j].key[1:]], whole.columns[j].key[2]))
        if j not in core.fixed
    ]
    demands: list[Row] = []
    vector: tuple[int, ...] | None = None
    for start in range(0, max(len(wishes), 1), BLOCK):
        block = wishes[start : start + BLOCK]
        answer = search.find(demands, {j: 1 << (BLOCK - 1 - k) for k, j in enumerate(block)})
        if answer.vector is None or answer.status is not Status.OPTIMAL:
            return None
        vector = answer.vector
        demands += [Row("", "", (j,), (1,), "==", vector[j]) for j in block]
    return vector


@dataclass(frozen=True)
class Fairest:
    """The weights of some lists, in their order, and everyone's chance who is on any."""

    weights: tuple[Fraction, ...]
    chances: Mapping[str, Fraction]

    @property
    def smallest(self) -> Fraction:
        """The chance of the unluckiest."""
        return min(self.chances.values(), default=Fraction(1))


def fairest(lists: Sequence[frozenset[str]], deadline: float = inf) -> Fairest:
    """The leximin weights over these lists; every weight is zero or more, and they add up to one.

    Raises TimeoutError when they are not worked out by the deadline: numbers grow long where lists have little in
    common.
    """
    everyone, always = frozenset.union(*lists), frozenset.intersection(*lists)
    settled: dict[str, Fraction] = {}
    weights = [Fraction(int(k == 0)) for k in range(len(lists))]
    kinds = _alike(lists, everyone - always)
    while len(settled) < len(kinds):
        if time.monotonic() >= deadline:
            raise TimeoutError
        free = [name for name in kinds if name not in settled]
        smallest, prices, weights = _solved(lists, free, settled)
        # What has a price is at the smallest in every solution; the prices of the free add up to one or more.
        settled |= {name: smallest for name in free if prices[name] > 0}
    weights[0] += 1 - sum(weights)
    return Fairest(tuple(weights), _chances(lists, weights))


def _chances(lists: Sequence[frozenset[str]], weights: Sequence[Fraction | int]) -> dict[str, Fraction]:
    total = Fraction(sum(weights))
    return {
        name: sum((w for own, w in zip(lists, weights, strict=True) if name in own), Fraction(0)) / total
        for name in sorted(frozenset.union(*lists))
    }


def _alike(lists: Sequence[frozenset[str]], contested: frozenset[str]) -> list[str]:
    """One name of all that are on the same lists: they have the same chance."""
    kinds: dict[tuple[bool, ...], str] = {}
    for name in sorted(contested):
        kinds.setdefault(tuple(name in each for each in lists), name)
    return sorted(kinds.values())


def _smallest(lists: Sequence[frozenset[str]], settled: Mapping[str, Fraction]) -> tuple[Fraction, dict[str, Fraction]]:
    kinds = _alike(lists, frozenset.union(*lists) - frozenset.intersection(*lists))
    smallest, prices, _ = _solved(lists, kinds, settled)
    return smallest, prices


def _solved(
    lists: Sequence[frozenset[str]], free: Sequence[str], settled: Mapping[str, Fraction]
) -> tuple[Fraction, dict[str, Fraction], list[Fraction]]:
    """Maximise t: t <= p_i for the free, p_i at least what is settled; gives t, the prices of the free, the weights."""
    one, none = Fraction(1), Fraction(0)
    rows = [[*(-one if name in each else none for each in lists), one] for name in free]
    rows += [[*(-one if name in each else none for each in lists), none] for name in settled]
    rows.append([*(one for _ in lists), none])
    bounds = [*(none for _ in free), *(-chance for chance in settled.values()), one]
    found = maximise([*(none for _ in lists), one], rows, bounds)
    return found.value, dict(zip(free, found.prices, strict=False)), list(found.columns[:-1])


def whole_weights(weights: Sequence[Fraction]) -> list[int]:
    """Weights as whole numbers without a common divisor; with too large a sum, the nearest ones that add up."""
    total = lcm(*(weight.denominator for weight in weights))
    if total <= LARGEST_TOTAL:
        whole = [int(weight * total) for weight in weights]
    else:
        parts = [weight * LARGEST_TOTAL for weight in weights]
        whole = [int(part) for part in parts]
        order = sorted(range(len(parts)), key=lambda k: (whole[k] - parts[k], k))
        for k in order[: LARGEST_TOTAL - sum(whole)]:
            whole[k] += 1
    common = gcd(*whole)
    return [weight // common for weight in whole]
