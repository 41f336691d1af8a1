"""Reserve: who takes the place of a winner that withdraws, while everyone else keeps exactly what was announced.

For each winner w the rest of the plan stands, w is given nothing, and whoever was left out may be given anything that
the rules allow beside it. The substitutes are those who then make the plan best by the same objectives in the same
order, equally good ones by the same stated order. Several small ones may take the place of a large one. A rule that
insists on w itself (an include) falls away with it; every other rule stands as it is.
"""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from fractions import Fraction

import pandas as pd
import pulp

from optimizer.allocate import refuse_misfits, solved
from optimizer.announced import Changes, changes
from optimizer.objectives import LeastChanges, Objective, Total
from optimizer.plan import Plan, holdings
from optimizer.rest import Frame, RestSearch, awarded, standing_in_the_way
from optimizer.rules import Include, Rule, named_rules
from optimizer.settings import Settings
from optimizer.solution import SolverError, Status
from optimizer.tables import Tables, prepare

Pairs = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, eq=False)
class Substitution:
    """What becomes of a plan when one winner cannot be awarded.

    option: what the winner had. status: optimal (no lawful plan is better: proven), feasible (a lawful one, not proven
    best), infeasible (no lawful plan leaves the others as they are: proven) or stopped (time ran out). changes: who
    enters, and, where anyone may move, who else leaves or is given another option; the winner itself is not among
    them. mentors: (village, mentor before, mentor after; "" is none) where it changes. loss: how much worse the first
    objective is (None without a proven plan before and after). barred: where nobody enters, for everyone who could be
    given something, the rules each of which forbids it beside the plan as it stands; () where no single rule does.
    lawful: where nobody enters, whether anyone lawfully could (None: not found out); then the plan would be worse.
    """

    winner: str
    option: str
    status: Status
    plan: Plan | None
    changes: Changes
    mentors: Pairs
    loss: Fraction | None
    barred: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lawful: bool | None = None

    @property
    def substitutes(self) -> tuple[str, ...]:
        """Who enters."""
        return self.changes.enters

    @property
    def in_time(self) -> bool:
        """Whether the answer is proven, to the last of equally good plans."""
        if self.status is Status.OPTIMAL:
            return self.plan is not None and self.plan.ties != "open"
        return self.status is Status.INFEASIBLE

    @property
    def orphans(self) -> tuple[str, ...]:
        """The villages whose mentor the winner was."""
        return tuple(village for village, before, _ in self.mentors if before == self.winner)


class Stand:
    """A plan, and the question who fills a gap in it; what every question needs is worked out once."""

    def __init__(
        self,
        applicants: pd.DataFrame,
        options: pd.DataFrame,
        rules: Sequence[Rule],
        objectives: Sequence[Objective],
        plan: Plan,
        settings: Settings | None = None,
    ) -> None:
        if not plan.has_awards:
            raise ValueError("a reserve list needs a plan, and there is none")
        self.tables: Tables = prepare(applicants, options)
        self.rules = named_rules(rules)
        self.objectives = tuple(objectives)
        self.plan = plan
        self.settings = settings or Settings()
        self.deadline = time.monotonic() + self.settings.seconds
        refuse_misfits(self.tables, self.rules, self.objectives)
        self._frames: dict[frozenset[str], Frame] = {}
        self._known: dict[object, tuple[str, ...]] = {}

    @property
    def steady(self) -> bool:
        """Whether an answer stays the same when someone who is not in it is no longer there."""
        return not any(objective.tolerance for objective in self.objectives)

    @property
    def alike(self) -> bool:
        """Whether gaps that leave the same rows have the same answer: where objectives are sums without tolerance."""
        return self.steady and all(isinstance(objective, Total | LeastChanges) for objective in self.objectives)

    def called(self, winner: str, gone: Collection[str]) -> tuple[str, ...] | None:
        """Who enters for a winner when these are gone too; None when that is not proven in time.

        A gap that leaves the very same question as one before is not solved again.
        """
        held = awarded(self.plan.awards)
        away = frozenset({winner, *gone})
        frame = self._frame(away)
        left = frame.left({name: option for name, option in held.items() if name not in away}, away)
        # Two frames differ in what an include demands; the rows of one are not those of the other.
        key = (id(frame), left.key)
        if not self.alike or key not in self._known:
            answer = self.without(winner, gone=gone)
            if not answer.in_time:
                return None
            self._known[key] = answer.substitutes
        return self._known[key]

    def without(
        self, winner: str, *, gone: Collection[str] = (), among: Set[str] | None = None, anyone_may_move: bool = False
    ) -> Substitution:
        """Find the best lawful plan without one winner.

        gone: others who cannot be awarded either. among: only these may enter. Raises ValueError for one who is not
        a winner.
        """
        held = awarded(self.plan.awards)
        if winner not in held:
            raise ValueError(f"{winner} is not in the plan")
        return self._filled(winner, held, frozenset({winner, *gone}), among, anyone_may_move)

    def _filled(
        self, winner: str, held: dict[str, str], gone: frozenset[str], among: Set[str] | None, anyone_may_move: bool
    ) -> Substitution:
        stands = {} if anyone_may_move else {name: option for name, option in held.items() if name not in gone}
        strangers = set(self.tables.applicants.index) - set(held) if among is not None else set()
        out = gone | (strangers - set(among or ()))
        nobody = Changes((), (), ())
        left = self.deadline - time.monotonic()
        if left <= 0:
            return Substitution(winner, held[winner], Status.STOPPED, None, nobody, (), None)
        frame = self._frame(gone)
        found = self._solved(frame, stands, out, self.objectives)
        if not found.has_awards:
            barred = standing_in_the_way(frame, stands, out) if found.status is Status.INFEASIBLE else {}
            return Substitution(
                winner, held[winner], found.status, None, nobody, self._mentors(None, winner), None, barred
            )
        before = {name: option for name, option in held.items() if name not in gone}
        moved = changes(before, awarded(found.awards))
        barred, lawful = {}, None
        if not moved.enters:
            barred = standing_in_the_way(frame, stands, out)
            lawful = self._anyone(frame, stands, out, held)
        mentors = self._mentors(found, winner)
        return Substitution(
            winner, held[winner], found.status, found, moved, mentors, self._loss(found), barred, lawful
        )

    def _frame(self, gone: frozenset[str]) -> Frame:
        """The rows of all rules, of an include without those who are gone."""
        touched = frozenset(
            name for rule in self.rules if isinstance(rule, Include) for name in rule.applicants if name in gone
        )
        if touched not in self._frames:
            self._frames[touched] = Frame.of(self.tables, tuple(rules_without(self.rules, touched)))
        return self._frames[touched]

    def _solved(self, frame: Frame, stands: Mapping[str, str], out: Set[str], objectives: Sequence[Objective]) -> Plan:
        left = max(self.deadline - time.monotonic(), 0.01)
        settings = self.settings.model_copy(update={"seconds": left})
        found = solved(RestSearch(frame, frame.rest(stands, out), settings), objectives)
        if found.has_awards:
            held = holdings(found.awards, found.pairs, self.tables.applicants, self.tables.options)
            wrong = [violation for rule in frame.rules for violation in rule.check(held)]
            if wrong:
                raise SolverError("; ".join(violation.problem.text("en") for violation in wrong))
        return found

    def _anyone(self, frame: Frame, stands: Mapping[str, str], out: Set[str], held: Mapping[str, str]) -> bool | None:
        """Whether there is any lawful plan in which someone enters."""
        model = frame.rest(stands, out)
        new = [
            (variable, 1)
            for variable, name in zip(model.x, self.tables.options["applicant"], strict=True)
            if str(name) not in held
        ]
        model.require(new, ">=", 1)
        left = max(self.deadline - time.monotonic(), 0.01)
        search = RestSearch(frame, model, self.settings.model_copy(update={"seconds": left}))
        found = search.best([], pulp.LpMaximize)
        if found.picks is not None:
            return True
        return False if found.status is Status.INFEASIBLE else None

    def _loss(self, found: Plan) -> Fraction | None:
        if not self.plan.stages or Status.FEASIBLE in (self.plan.status, found.status):
            return None
        first, again = self.plan.stages[0], found.stages[0]
        worse = first.value - again.value
        return worse if first.objective.sense == pulp.LpMaximize else -worse

    def _mentors(self, found: Plan | None, winner: str) -> Pairs:
        """Whose mentor changes; without a plan, whose mentor is gone."""
        before, after = _mentors(self.plan), _mentors(found)
        if found is None:
            return tuple((village, mentor, "") for (_, village), mentor in sorted(before.items()) if mentor == winner)
        pairs = {key for key in before if key[1] != winner} | set(after)
        return tuple(
            (village, before.get((rule, village), ""), after.get((rule, village), ""))
            for rule, village in sorted(pairs)
            if before.get((rule, village), "") != after.get((rule, village), "")
        )


def substitutes(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    plan: Plan,
    settings: Settings | None = None,
    *,
    winners: Sequence[str] | None = None,
    gone: Collection[str] = (),
    anyone_may_move: bool = False,
) -> tuple[Substitution, ...]:
    """For each winner (all of them by default, by id), find the best lawful plan without it.

    gone: others who cannot be awarded either. anyone_may_move: the others need not keep what they have.
    settings.seconds is the allowance for everything together; what it did not reach is "stopped". Raises ValueError
    for a plan without awards or for one who is not a winner.
    """
    stand = Stand(applicants, options, rules, objectives, plan, settings)
    asked = sorted(awarded(plan.awards)) if winners is None else list(winners)
    return tuple(stand.without(each, gone=gone, anyone_may_move=anyone_may_move) for each in asked)


def withdrawals(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    plan: Plan,
    withdrawn: Sequence[str],
    settings: Settings | None = None,
) -> tuple[Substitution, ...]:
    """Fill one gap after another: each withdrawal is from the plan that the one before left.

    withdrawn: winners, or substitutes of an earlier withdrawal, in their order; nobody who withdrew comes back. Ends
    early where no lawful plan is left or time ran out. Raises ValueError for one who is not in the plan by then.
    """
    deadline = time.monotonic() + (settings or Settings()).seconds
    found: list[Substitution] = []
    at = plan
    for place, winner in enumerate(withdrawn):
        left = (settings or Settings()).model_copy(update={"seconds": max(deadline - time.monotonic(), 0.01)})
        stand = Stand(applicants, options, rules, objectives, at, left)
        found.append(stand.without(winner, gone=withdrawn[:place]))
        if found[-1].plan is None:
            break
        at = found[-1].plan
    return tuple(found)


def rules_without(rules: Sequence[Rule], gone: Set[str]) -> Iterator[Rule]:
    """The rules, of an include what is left of it without those who are gone."""
    for rule in rules:
        if not isinstance(rule, Include) or not gone & set(rule.applicants):
            yield rule
            continue
        left = tuple(name for name in rule.applicants if name not in gone)
        if left:
            yield rule.model_copy(update={"applicants": left})


def _mentors(plan: Plan | None) -> dict[tuple[str, str], str]:
    if plan is None:
        return {}
    columns = (plan.pairs[name].astype(str).tolist() for name in ("rule", "village", "mentor"))
    return {(rule, village): mentor for rule, village, mentor in zip(*columns, strict=True)}
