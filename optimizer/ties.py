"""Ties: which of several equally good plans is the plan.

The stated order: the plan that awards the applicant with the most valuable option wins, then the one that awards
the next, and so on; equal values go by applicant id. Then, applicant by applicant, the cheaper option, then the
option's name; then, village by village, the nearer mentor, then the mentor's id. The choice therefore depends on
the data alone, not on the solver, its version or the machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import pulp

from optimizer import progress
from optimizer.model import Model, Terms
from optimizer.search import Picks, Search
from optimizer.solution import Status

BLOCK = 16
"""Preferences settled in one solve: weights 1, 2, 4, ... must stay far from the solver's tolerance."""
CONFIRMED = 500
"""Up to so many options "no other plan" is proven twice; beyond, the second proof takes minutes."""


@dataclass(frozen=True)
class Preference:
    """One yes that is preferred to any later one; of those with one owner at most one can be yes."""

    owner: str
    terms: Terms
    options: frozenset[int]
    links: frozenset[int]

    def holds(self, picks: Picks) -> bool:
        """Whether a plan says yes."""
        return bool(self.options & set(picks.options)) or bool(self.links & set(picks.links))


def settle(search: Search, picks: Picks) -> tuple[Picks, str]:
    """Choose among all plans as good as this one; returns the plan and unique, settled or open."""
    if not search.model.x:
        return picks, "unique"
    progress.doing(progress.Doing.COMPARING)
    release = search.forbid(picks, until_released=True)
    # A wrong "no other plan" would leave a lawful best plan standing, but not the one of the stated order.
    other = search.any(confirm=len(search.model.x) <= CONFIRMED)
    if other.status is Status.INFEASIBLE:
        return picks, "unique"
    if other.status is Status.STOPPED or release is None:
        return picks, "open"
    progress.doing(progress.Doing.TIES)
    release.upBound = 1
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
        if not _ideal(block, picks, served):
            weighted = [(v, n << (BLOCK - 1 - k)) for k, wish in enumerate(block) for v, n in wish.terms]
            found = search.best(weighted, pulp.LpMaximize)
            if found.status is not Status.OPTIMAL or found.picks is None:
                return None
            picks = found.picks
        for wish in block:
            yes = wish.holds(picks)
            if yes:
                search.model.require(wish.terms, "==", 1)
                served.add(wish.owner)
                continue
            for variable, _ in wish.terms:
                variable.upBound = 0
    return picks


def _ideal(block: Sequence[Preference], picks: Picks, served: set[str]) -> bool:
    """Whether no plan could be better on this block: every owner not served before has its first wish."""
    seen = set(served)
    for wish in block:
        if wish.holds(picks) != (wish.owner not in seen):
            return False
        seen.add(wish.owner)
    return True


def _applicants(model: Model, picks: Picks) -> list[Preference]:
    del picks
    options = model.tables.options
    best = options.groupby("applicant", sort=True)["value"].max()
    order = sorted(best.index, key=lambda applicant: (-best[applicant], applicant))
    position = model.tables.applicants.index.get_indexer(pd.Index(order))
    return [
        Preference(name, model.awarded(name), frozenset(model.by_applicant[at]), frozenset())
        for name, at in zip(order, position, strict=True)
    ]


def _options(model: Model, picks: Picks) -> list[Preference]:
    options = model.tables.options
    cost = options["cost"] if "cost" in options else options["value"] * 0
    chosen = set(options["applicant"].iloc[list(picks.options)])
    ranked = sorted(
        (k for k in range(len(options)) if options["applicant"].iat[k] in chosen),
        key=lambda k: (options["applicant"].iat[k], cost.iat[k], options["option"].iat[k]),
    )
    return [
        Preference(str(options["applicant"].iat[k]), [(model.x[k], 1)], frozenset({k}), frozenset()) for k in ranked
    ]


def _links(model: Model, picks: Picks) -> list[Preference]:
    chosen = set(model.tables.options["applicant"].iloc[list(picks.options)])
    ranked = sorted(
        (k for k, link in enumerate(model.links) if link.village in chosen),
        key=lambda k: (
            model.links[k].rule,
            model.links[k].village,
            model.links[k].kilometres,
            model.links[k].mentor,
        ),
    )
    return [
        Preference(
            f"{model.links[k].rule} {model.links[k].village}",
            [(model.links[k].variable, 1)],
            frozenset(),
            frozenset({k}),
        )
        for k in ranked
    ]
