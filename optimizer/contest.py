"""Contest: whether the best plan has one applicant, by the best plan with it against the best plan without it.

With V_in the best value of the first objective over all plans that award the applicant and V_out the best over all
that do not:   V_in > V_out   every best plan has it;   V_in < V_out   none has;   V_in = V_out   the later
objectives and the stated order of ties decide, which only a complete allocation tells.
What an option adds to the objective is left out of the best that can be had beside it, so that one search serves
every value the option could have. A search is asked once; changes that leave its rows as they are share its answer.
"""

import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from functools import cached_property
from math import inf

import pandas as pd

from optimizer.allocate import refuse_misfits
from optimizer.contest_side import Side, Span, signature
from optimizer.core_search import Question, best
from optimizer.objectives import Objective
from optimizer.probe import OutOfTimeError
from optimizer.program import Program, awarded_options, made_pairs, program
from optimizer.rules import Rule, named_rules
from optimizer.settings import Settings
from optimizer.settled import Core
from optimizer.solution import Status
from optimizer.tables import prepare

REMEMBERED = 8
"""Plans kept to begin with: so many of the first and so many of the last."""


class Verdict(Enum):
    """What two values say about the applicant."""

    IN = "in"
    OUT = "out"
    TIED = "tied"
    NO_PLAN = "no plan"


def verdict(inside: Span, outside: Span) -> Verdict | None:
    """What follows from both values; None while they are not proven far enough."""
    if inside.most == outside.most == -inf:
        return Verdict.NO_PLAN
    if outside.least > -inf and inside.most < outside.least:
        return Verdict.OUT
    if inside.least > -inf and outside.most < inside.least:
        return Verdict.IN
    return Verdict.TIED if inside.exact and outside.exact else None


def highest(spans: Iterable[Span]) -> Span:
    """The largest of several values."""
    found = Span(-inf, -inf)
    for span in spans:
        found = Span(max(found.least, span.least), max(found.most, span.most))
    return found


def decides(objectives: Sequence[Objective], settings: Settings) -> bool:
    """Whether a contest can decide: the first objective is to be proven best, and later ones may give nothing up."""
    return bool(objectives) and not objectives[0].tolerance and not settings.gap and settings.solver == "highs"


@dataclass(frozen=True, eq=False)
class Case:
    """One allocation that is asked about: its program, and the columns of the applicant's options."""

    program: Program
    applicant: str

    @cached_property
    def own(self) -> dict[str, int]:
        """The columns of the applicant's options by the option's name."""
        columns = self.program.options.get(self.applicant, ())
        return {self.program.columns[j].key[2]: j for j in columns}

    def adds(self, option: str) -> Fraction:
        """What an option alone adds to the first objective, turned round to be maximised."""
        goal = self.program.goals[0]
        return Fraction(goal.sign * goal.numbers.get(self.own[option], 0)) / goal.units

    @cached_property
    def outside(self) -> Program:
        """All plans without the applicant."""
        return self._beside(dict.fromkeys(self.own.values(), 0))

    def beside(self, option: str) -> Program:
        """All that can be had beside one option of the applicant; what the option itself adds is left out."""
        return self._beside({j: int(name == option) for name, j in self.own.items()})

    @cached_property
    def inside(self) -> Program:
        """All plans with the applicant, whatever it is given; only for one that has an option."""
        row = self.program.choice_row[self.applicant]
        rows = (replace(each, sense="==") if i == row else each for i, each in enumerate(self.program.rows))
        return replace(self.program, rows=tuple(rows))

    def _beside(self, fixed: Mapping[int, int]) -> Program:
        core, goal = Core(self.program, fixed), self.program.goals[0]
        numbers = {core.place[j]: n for j, n in goal.numbers.items() if j in core.place}
        return replace(core.program, goals=(replace(goal, numbers=numbers),))


class Contest:
    """Asks for one applicant, and remembers every value and the last plans found.

    take: asked for the seconds that a search may last, with whether it is to prove something; may raise.
    """

    def __init__(self, applicant: str, objectives: Sequence[Objective], take: Callable[[bool], float]) -> None:
        self.applicant = applicant
        self.objectives = objectives[:1]
        self.take = take
        self._sides: dict[Hashable, Side] = {}
        self._first: list[dict[tuple[str, ...], int]] = []
        self._plans: list[dict[tuple[str, ...], int]] = []

    def case(self, applicants: pd.DataFrame, options: pd.DataFrame, rules: Sequence[Rule]) -> Case:
        """Write an allocation down; raises InputError like `allocate`."""
        tables, named = prepare(applicants, options), named_rules(rules)
        refuse_misfits(tables, named, self.objectives)
        return Case(program(tables, named, self.objectives), self.applicant)

    def remember(self, case: Case, awards: pd.DataFrame, pairs: pd.DataFrame) -> None:
        """Keep a plan to begin with."""
        vector = case.program.vector(awarded_options(awards), made_pairs(pairs))
        numbers = zip(case.program.columns, vector, strict=True)
        self._first.append({column.key: number for column, number in numbers if number})

    def outside(self, case: Case) -> Side:
        """The best without the applicant."""
        return self._side(case.outside, None)

    def inside(self, case: Case) -> Side | None:
        """The best with the applicant; None when it has no option."""
        return self._side(case.inside, None) if case.own else None

    def beside(self, case: Case, option: str) -> Side:
        """The best beside one option of the applicant."""
        return self._side(case.beside(option), ("option", self.applicant, option))

    def decide(self, inside: Side, outside: Side, *, sure: bool = True) -> Verdict:
        """Say whether the best plan has the applicant; raises OutOfTimeError when that could not be proven.

        Without `sure`, one search is believed.
        """
        while True:
            found = verdict(inside.span(sure=sure), outside.span(sure=sure))
            if found is not None:
                return found
            ahead, behind = (inside, outside) if inside.least > outside.least else (outside, inside)
            if ahead.least == behind.least or isinstance(ahead.least, float):
                self.settle(next(side for side in (ahead, behind) if not side.span().exact))
            elif not ahead.glanced and ahead.least < ahead.seen:
                self.glance(ahead)
            elif behind.exceed(ahead.least, self.take(True), sure=sure):
                self._keep(behind)
            else:
                raise OutOfTimeError

    def decide_by_option(self, case: Case) -> Verdict:
        """The same from the best beside each option, which other values of the options leave as it is."""
        outside = self.outside(case)
        beside = {option: self.beside(case, option) for option in sorted(case.own)}
        while True:
            spans = {option: side.span().plus(case.adds(option)) for option, side in beside.items()}
            found = verdict(highest(spans.values()), outside.span())
            if found is not None:
                return found
            self.settle(self.next_open([(span, beside[option]) for option, span in spans.items()], outside))

    def next_open(self, beside: Sequence[tuple[Span, Side]], outside: Side) -> Side:
        """Which value to settle next: the most promising option's while it matters, else the one without any."""
        least = highest(span for span, _ in beside).least
        waiting = [(span.most, place) for place, (span, _) in enumerate(beside) if not span.exact and span.most > least]
        # A value is known best where a plan is in hand; without any, being out is the first thing to be sure of.
        if waiting and (outside.least > -inf or outside.span().exact):
            return beside[max(waiting, key=lambda each: (each[0], -each[1]))[1]][1]
        return outside

    def glance(self, side: Side) -> None:
        """Look for a good plan of one side, without proof."""
        side.glance(self.take(False))
        self._keep(side)

    def settle(self, side: Side) -> Span:
        """Search one best value to the end; raises OutOfTimeError when that did not succeed."""
        if side.span().exact:
            return side.span()
        deadline = time.monotonic() + self.take(True)
        answer = best(Question(side.program, side.data), side.outlook, deadline, side.known)
        if answer.vector is not None:
            side.found(answer.vector)
            self._keep(side)
        if answer.status is Status.INFEASIBLE:
            side.stays(-inf)
        elif answer.bound is not None:
            side.stays(side.worth(answer.bound))
        if not side.span().exact:
            raise OutOfTimeError
        return side.span()

    def _side(self, asked: Program, own: tuple[str, ...] | None) -> Side:
        key = signature(asked)
        if key not in self._sides:
            self._sides[key] = Side(asked, own)
            for plan in (*self._first, *self._plans):
                self._sides[key].try_plan(plan)
        return self._sides[key]

    def _keep(self, side: Side) -> None:
        if side.known is not None:
            plan = side.plan()
            if len(self._first) < REMEMBERED:
                # The first ones are of the round as it is, and lawful whenever rules give way.
                self._first += [plan] if plan not in self._first else []
                return
            self._plans = [plan, *(each for each in self._plans if each != plan)][:REMEMBERED]
