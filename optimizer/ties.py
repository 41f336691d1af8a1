"""Ties: which of several equally good plans is the plan.

The stated order: the plan that awards the applicant with the most valuable option wins, then the one that awards
the next, and so on; equal values go by applicant id. Then, applicant by applicant, the cheaper option, then the
option's name; then, village by village, the nearer mentor, then the mentor's id. The choice therefore depends on
the data alone, not on the solver, its version or the machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pulp

from optimizer import progress
from optimizer.model import Model, Terms
from optimizer.search import Picks, Search
from optimizer.solution import Status

BLOCK = 16
"""Preferences settled in one solve: weights 1, 2, 4, ... must stay far from the solver's tolerance."""
CONFIRMED = 500
"""Up to so many options "no other plan" is proven twice; beyond, the second proof takes minutes."""


Taken: TypeAlias = tuple[frozenset[int], frozenset[int]]
"""The options and links of a plan."""


@dataclass(frozen=True)
class Preference:
    """One yes that is preferred to any later one; of those with one owner at most one can be yes."""

    owner: str
    terms: Terms
    options: frozenset[int]
    links: frozenset[int]

    def holds(self, taken: Taken) -> bool:
        """Whether a plan says yes."""
        options, links = taken
        return not (self.options.isdisjoint(options) and self.links.isdisjoint(links))


def settle(search: Search, picks: Picks) -> tuple[Picks, str]:
    """Choose among all plans as good as this one; returns the plan and unique, settled or open."""
    many = len(search.model.tables.options)
    if not many:
        return picks, "unique"
    progress.doing(progress.Doing.COMPARING)
    release = search.forbid(picks, until_released=True)
    # A wrong "no other plan" would leave a lawful best plan standing, but not the one of the stated order.
    other = search.any(confirm=many <= CONFIRMED)
    if other.status is Status.INFEASIBLE:
        return picks, "unique"
    if other.status is Status.STOPPED or release is None:
        return picks, "open"
    progress.doing(progress.Doing.TIES)
    search.model.limit(release, 1)
    for preferences in (_applicants, _options, _links):
        ordered = preferences(search.model, picks)
        settled = _walk(search, picks, ordered)
        if settled is None:
            return picks, "open"
        picks = settled
    return picks, "settled"


def _walk(search: Search, picks: Picks, ordered: Sequence[Preference]) -> Picks | None:
    served: set[str] = set()
    for start in range(0, len(ordered), BLOCK):
        block = ordered[start : start + BLOCK]
        taken = _taken(picks)
        if not _ideal(block, taken, served):
            weighted = [(v, n << (BLOCK - 1 - k)) for k, wish in enumerate(block) for v, n in wish.terms]
            found = search.best(weighted, pulp.LpMaximize)
            if found.status is not Status.OPTIMAL or found.picks is None:
                return None
            picks = found.picks
            taken = _taken(picks)
        for wish in block:
            if wish.holds(taken):
                search.model.require(wish.terms, "==", 1)
                served.add(wish.owner)
                continue
            for variable, _ in wish.terms:
                search.model.limit(variable, 0)
    return picks


def _taken(picks: Picks) -> Taken:
    return frozenset(picks.options), frozenset(picks.links)


def _ideal(block: Sequence[Preference], taken: Taken, served: set[str]) -> bool:
    """Whether no plan could be better on this block: every owner not served before has its first wish."""
    seen = set(served)
    for wish in block:
        if wish.holds(taken) != (wish.owner not in seen):
            return False
        seen.add(wish.owner)
    return True


def _applicants(model: Model, picks: Picks) -> list[Preference]:
    del picks
    tables = model.tables
    owners = np.arange(len(tables.applicants))
    first, last = np.searchsorted(tables.owner, owners), np.searchsorted(tables.owner, owners, side="right")
    offered = np.flatnonzero(first < last)
    best = np.maximum.reduceat(tables.options["value"].to_numpy(), first[offered])
    # The applicants lie in the order of their ids, which decides between equal values.
    ranked = offered[np.argsort(-best, kind="stable")]
    names = tables.applicants.index
    return [
        Preference(str(names[at]), model.awarded(str(names[at])), frozenset(range(first[at], last[at])), frozenset())
        for at in ranked.tolist()
    ]


def _options(model: Model, picks: Picks) -> list[Preference]:
    options = model.tables.options
    chosen = np.isin(model.tables.owner, model.tables.owner[list(picks.options)])
    held = options.loc[chosen, ["applicant", "option"]].assign(
        cost=options.loc[chosen, "cost"] if "cost" in options else 0
    )
    ranked = held.sort_values(["applicant", "cost", "option"], kind="stable").index
    names = options["applicant"].to_numpy()
    return [Preference(str(names[k]), [(model.option(k), 1)], frozenset({k}), frozenset()) for k in ranked.tolist()]


def _links(model: Model, picks: Picks) -> list[Preference]:
    linked = model.linked()
    chosen = model.tables.options["applicant"].iloc[list(picks.options)]
    ranked = linked[linked["village"].isin(chosen)].sort_values(["rule", "village", "km", "mentor"], kind="stable")
    return [
        Preference(f"{rule} {village}", [(model.link(k), 1)], frozenset(), frozenset({k}))
        for k, rule, village in zip(ranked.index.tolist(), ranked["rule"], ranked["village"], strict=True)
    ]
