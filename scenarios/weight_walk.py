"""Weight walks: along one weight, from plan to plan, each proven best from one share to the next.

Between two weights every plan's worth is a straight line, so the best plan's is their upper edge, and a plan that is
best at two shares is best between them. Where one is best no longer is found as Newton finds a zero: solve ahead,
see where the plan found there overtakes the present one, solve at that share, until nothing better is found. A
minimum score changes who may be funded on the way: a stretch is then solved with everyone admitted anywhere in it,
and what such a plan promises only counts where all of it is admitted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from optimizer import Status, best_plan, stopping
from scenarios.weight_line import Straight, WeightLine

Span: TypeAlias = tuple[Fraction, Fraction]
STRIDE = Fraction(1, 50)
"""How far ahead is solved first; doubled as long as the plan stands."""


class OutOfSolvesError(Exception):
    """No more plans may be solved, or one was not proven best."""


@dataclass(frozen=True)
class Leg:
    """The plan `awards` is best from the share before to `end`; after it is another, unless `end` is the very end.

    below: who is in the plan and falls below a minimum score beyond `end`; none where a better plan ends it.
    """

    end: Fraction
    awards: Mapping[str, str]
    below: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Who is funded."""
        return frozenset(self.awards)


@dataclass(eq=False)
class Pool:
    """Plans already met, and how many more may be solved; shared by all lines of an outcome.

    in_time: no walk ended because time did.
    """

    left: int
    solved: int = 0
    in_time: bool = True
    plans: list[Mapping[str, str]] = field(default_factory=list)

    def spend(self) -> None:
        """Count one plan to be solved; raises OutOfSolvesError when there are none left."""
        if stopping():
            self.in_time = False
            raise OutOfSolvesError
        if self.left <= 0:
            raise OutOfSolvesError
        self.left -= 1
        self.solved += 1

    def add(self, awards: Mapping[str, str]) -> None:
        """Remember a plan."""
        if awards not in self.plans:
            self.plans.append(awards)


class Walk:
    """One line walked one way: upwards from the share in the scenario, or down."""

    def __init__(self, line: WeightLine, pool: Pool, *, down: bool) -> None:
        self.line, self.pool, self.down = line, pool, down
        ways = {name: self._span(span) for name, span in line.admitted.items()}
        self._admitted = {name: span for name, span in ways.items() if span[1] >= self._way(line.now)}
        self._worths: dict[frozenset[tuple[str, str]], Straight] = {}

    def legs(self) -> Iterator[Leg]:
        """Give one leg after another until the very end; raises OutOfSolvesError where it cannot go on."""
        way, awards, stride = self._way(self.line.now), self._present(), STRIDE
        while True:
            limit = min((self._admitted[name][1] for name in awards), default=Fraction(1))
            trial = min(limit, way + stride)
            found = self._overtaken(way, trial, awards)
            if found is None and trial == 1:
                yield Leg(self._way(Fraction(1)), awards)
                return
            if found is None and trial < limit:
                way, stride = trial, 2 * stride
            elif found is None:
                below = tuple(sorted(name for name in awards if self._admitted[name][1] == limit))
                yield Leg(self._way(limit), awards, below)
                way, awards = limit, self._best(limit, (limit, limit), beyond=True)
            else:
                yield Leg(self._way(found[0]), awards)
                way, other = found
                # Who is admitted only there may lift several plans above the present one: the best of them follows.
                jumps = self._worth(other).over(self._worth(awards), way) > 0
                awards = self._best(way, (way, way)) if jumps else other

    def _present(self) -> Mapping[str, str]:
        plan = self.line.outcome.plan.awards["option"]
        return {str(name): str(option) for name, option in plan.items()}

    def _way(self, share: Fraction) -> Fraction:
        """Shares as ways gone, and back: downwards, share u is 1 - u."""
        return 1 - share if self.down else share

    def _span(self, span: Span) -> Span:
        return (1 - span[1], 1 - span[0]) if self.down else span

    def _worth(self, awards: Mapping[str, str]) -> Straight:
        key = frozenset(awards.items())
        if key not in self._worths:
            self.pool.add(awards)
            worth = self.line.worth(awards)
            self._worths[key] = Straight(worth.one, worth.zero) if self.down else worth
        return self._worths[key]

    def _overtaken(
        self, start: Fraction, end: Fraction, awards: Mapping[str, str], *, short: bool = False
    ) -> tuple[Fraction, Mapping[str, str]] | None:
        """Where on a stretch a better plan first is lawful, and that plan; None where none is.

        short: whoever is admitted only from the very end on does not count.
        """
        if start > end or (start == end and short):
            return None
        other = self._better(start, end, awards, short=short)
        if other is None:
            return None
        first, last = self._lead(start, end, awards, other)
        admitted_from = max((self._admitted[name][0] for name in other), default=Fraction(0))
        if first <= last and (first < last or self._worth(other).over(self._worth(awards), first) > 0):
            sooner = self._overtaken(start, first, awards, short=admitted_from == first) if start < first else None
            return sooner or (first, other)
        # It would be better only where not all of it is admitted: look at both sides of where that begins.
        return self._overtaken(start, last, awards) or self._overtaken(last, end, awards, short=short)

    def _lead(self, start: Fraction, end: Fraction, awards: Mapping[str, str], other: Mapping[str, str]) -> Span:
        """From where to where a plan that is better at the end is better and lawful; nowhere if the first is beyond."""
        one, two = self._worth(awards), self._worth(other)
        meets = two.meets(one)
        first = start if meets is None or not start <= meets <= end else meets
        first = max(first, *(self._admitted[name][0] for name in other), start)
        return first, min(end, *(self._admitted[name][1] for name in other), end)

    def _better(
        self, start: Fraction, end: Fraction, awards: Mapping[str, str], *, short: bool
    ) -> Mapping[str, str] | None:
        """A plan worth more at the end of a stretch, of those whose applicants are admitted somewhere in it."""
        own = self._worth(awards)
        held = [each for each in self.pool.plans if self._possible(each, start, end, short=short)]
        known = max(held, key=lambda each: self._worth(each).at(end), default=awards)
        if self._worth(known).over(own, end) > 0:
            return known
        best = self._best(end, (start, end), short=short)
        return best if self._worth(best).over(own, end) > 0 else None

    def _possible(self, awards: Mapping[str, str], start: Fraction, end: Fraction, *, short: bool) -> bool:
        return all(self._somewhere(name, start, end, short=short) for name in awards)

    def _somewhere(self, name: str, start: Fraction, end: Fraction, *, short: bool, beyond: bool = False) -> bool:
        """Whether an applicant is admitted somewhere on a stretch: after its start, and before its end where short."""
        if name not in self._admitted:
            return False
        first, last = self._admitted[name]
        after = last > start or (start == end and not beyond and last == start)
        return after and (first < end or (first == end and not short))

    def _best(self, way: Fraction, stretch: Span, *, short: bool = False, beyond: bool = False) -> Mapping[str, str]:
        """Solve at one share, with everyone admitted somewhere on a stretch."""
        self.pool.spend()
        outcome, offered = self.line.outcome, self.line.options(self._way(way))
        open_ = {name for name in self.line.names if self._somewhere(name, *stretch, short=short, beyond=beyond)}
        table = outcome.table.assign(score=[100.0 if str(name) in open_ else -1.0 for name in outcome.table.index])
        objective, settings = outcome.scenario.objectives[0], outcome.scenario.solver
        found = best_plan(table, offered, outcome.rules, objective, settings, known=self._present())
        if found.status not in (Status.OPTIMAL, Status.INFEASIBLE):
            self.pool.in_time = False
            raise OutOfSolvesError
        self.pool.add(found.awards)
        return next(each for each in self.pool.plans if each == found.awards)
