"""Repairs: the least that the rules must give way, in natural units, so that a plan exists.

Ranking: fewest rules touched, then least relative change (of every piece that gives way: the amount divided by its
bound; a dropped demand counts one), summed over the pieces and counted in millionths. The first repairs differ in
the rules they touch; where there are not enough of those, further ones differ in the groups or applicants.
"""

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from locales import Label, Message, message
from optimizer.allocate import allocate, refuse_misfits
from optimizer.elastic import Elastic
from optimizer.objectives import Maximise, Objective
from optimizer.plan import Plan
from optimizer.progress import step
from optimizer.rules import Rule, named_rules
from optimizer.settings import Settings
from optimizer.slack import MILLION, Move, Slack
from optimizer.solution import SolverError, Status
from optimizer.tables import Tables, prepare


@dataclass(frozen=True, eq=False)
class Repair:
    """One way out, confirmed by solving again with the relaxed rules.

    moves: what gives way, by how much. said: each in a sentence. rules: all rules as they then stand, ready for
    `allocate` or a scenario. plan: the best plan under them. least: it is proven that these pieces cannot do with
    less.
    """

    moves: tuple[Move, ...]
    said: tuple[Message, ...]
    rules: tuple[Rule, ...]
    plan: Plan
    least: bool

    @property
    def touched(self) -> tuple[str, ...]:
        """The rules that give way, by id."""
        return tuple(dict.fromkeys(move.piece.rule for move in self.moves))

    @property
    def change(self) -> float:
        """The sum of relative changes: 0.05 is one bound moved by a twentieth."""
        return sum(move.change for move in self.moves) / MILLION

    @property
    def order(self) -> tuple[int, int]:
        """Fewest rules first, then the least change."""
        return len(self.touched), sum(move.change for move in self.moves)


@dataclass(frozen=True)
class Repairs:
    """Repairs in their ranking.

    complete: there is no other (differing in rules or pieces). in_time: False when the time allowance ended the
    search. firm: rules that may not move, by id.
    """

    found: tuple[Repair, ...]
    complete: bool
    in_time: bool
    firm: tuple[str, ...]

    def __iter__(self) -> Iterator[Repair]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


def repairs(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective] = (Maximise(measure="value"),),
    settings: Settings | None = None,
    *,
    most: int = 3,
    firm: Collection[str] = (),
) -> Repairs:
    """Find up to `most` repairs of rules that contradict each other; none when they do not.

    firm: ids of rules that may not move now, beside those that say so themselves. settings.seconds is the allowance
    for everything together.
    """
    used = settings or Settings()
    deadline = time.monotonic() + used.seconds
    tables, named = prepare(applicants, options), named_rules(rules)
    refuse_misfits(tables, named, objectives)
    slacks = {r.id: r.slack(tables) for r in named if r.id not in firm}
    stay = tuple(rule.id for rule in named if not slacks.get(rule.id))
    search = _Search(tables, named, [s for own in slacks.values() for s in own], objectives, used, deadline)
    exhausted = search.by_rules(most)
    if exhausted and len(search.found) < most and search.found:
        exhausted = search.by_pieces(most)
    ranked = sorted(search.found, key=lambda repair: repair.order)
    return Repairs(tuple(ranked), exhausted and search.in_time, search.in_time, stay)


class _Search:
    """Looks for one repair after another, each the best that is not forbidden yet."""

    def __init__(
        self,
        tables: Tables,
        rules: tuple[Rule, ...],
        slacks: Sequence[Slack],
        objectives: Sequence[Objective],
        settings: Settings,
        deadline: float,
    ) -> None:
        self.tables, self.rules, self.slacks = tables, rules, slacks
        self.objectives, self.settings, self.deadline = objectives, settings, deadline
        self.found: list[Repair] = []
        self.in_time = True

    def by_rules(self, most: int) -> bool:
        """Repairs that differ in the rules they touch; whether there are no others."""
        blocks: list[tuple[str, ...]] = []
        while len(self.found) < most:
            step(len(self.found), most)
            elastic = self._elastic()
            for block in blocks:
                elastic.forbid_rules(block)
            repair = self._next(elastic)
            if repair is None:
                return self.in_time
            if not repair.moves:
                return True
            blocks.append(repair.touched)
            self.found.append(repair)
        return False

    def by_pieces(self, most: int) -> bool:
        """Further repairs that differ in the pieces they touch; whether there are no others."""
        while len(self.found) < most:
            step(len(self.found), most)
            elastic = self._elastic()
            for repair in self.found:
                elastic.forbid_pieces([move.piece for move in repair.moves])
            found = self._next(elastic)
            if found is None:
                return self.in_time
            self.found.append(found)
        return False

    def _elastic(self) -> Elastic:
        return Elastic(self.tables, self.rules, self.slacks, self.settings, self.deadline)

    def _next(self, elastic: Elastic) -> Repair | None:
        fewest = elastic.fewest_rules()
        if fewest.moves is None:
            self.in_time = self.in_time and fewest.status is Status.INFEASIBLE
            return None
        if not fewest.moves:
            return self._confirmed(fewest.moves, least=True)
        elastic.at_most(len({move.piece.rule for move in fewest.moves}))
        least = elastic.least_change()
        if least.moves is None:
            self.in_time = False
            return None
        proven = fewest.status is Status.OPTIMAL and least.status is Status.OPTIMAL
        return self._confirmed(least.moves, least=proven)

    def _confirmed(self, moves: tuple[Move, ...], *, least: bool) -> Repair | None:
        rules = _relaxed(self.tables, self.rules, moves)
        by_id = {rule.id: rule for rule in self.rules}
        left = max(self.deadline - time.monotonic(), 0.01)
        settings = self.settings.model_copy(update={"seconds": left})
        plan = allocate(self.tables.applicants, self.tables.options, rules, self.objectives, settings)
        if plan.status is Status.INFEASIBLE:
            raise SolverError("the solver contradicts itself: rules relaxed as it says still allow no plan")
        if not plan.has_awards:
            self.in_time = False
            return None
        said = tuple(by_id[move.piece.rule].said(move) for move in moves)
        return Repair(moves, said, rules, plan, least)


def relaxed(
    applicants: pd.DataFrame, options: pd.DataFrame, rules: Sequence[Rule], moves: Sequence[Move]
) -> tuple[Rule, ...]:
    """The rules after some moves; those that gave way say so in their label."""
    return _relaxed(prepare(applicants, options), named_rules(rules), moves)


def slacks_of(rule: Rule, applicants: pd.DataFrame, options: pd.DataFrame) -> tuple[Slack, ...]:
    """How one rule may give way, piece by piece; nothing for a rule that may not."""
    return rule.slack(prepare(applicants, options))


def _relaxed(tables: Tables, rules: Sequence[Rule], moves: Sequence[Move]) -> tuple[Rule, ...]:
    result: list[Rule] = []
    for rule in rules:
        own = [move for move in moves if move.piece.rule == rule.id]
        changed = rule.relaxed(tables, own) if own else rule
        if changed is not None:
            result.append(changed.model_copy(update={"label": _label(rule)}) if own and rule.label else changed)
    return tuple(result)


def _label(rule: Rule) -> Label:
    said = message("{rule} (relaxed)", rule=rule.name)
    return Label(id=said.text("id"), en=said.text("en"))
