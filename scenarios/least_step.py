"""Least step: the first step of a growing change that turns a decision.

A change that only ever gives way (or only ever tightens) moves both best values one way: the best plan with the
applicant and the best without it. What is proven at one step therefore bounds all steps on one side of it, and
whole stretches in which nothing turns are passed over without asking each of their steps.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from optimizer import Contest, OutOfTimeError, Side, SolverError, Verdict

STRIDE = 4
CLOSING = 12
"""Stretches that are looked at to prove that no smaller step turns the decision."""


@dataclass(frozen=True)
class Found:
    """A first step (None: there is none), and whether it is proven that no smaller one, and no other, holds."""

    step: int | None
    least: bool


def first_step(holds: Callable[[int], bool], most: int, guess: int = 1) -> int | None:
    """The first of the steps 1 to `most` at which something holds, found around a guess by growing and halving.

    Both the step returned and the one before it were asked. Where it holds, fails and holds again as steps grow, a
    smaller step may have been passed over between two that were asked. None when it held nowhere that was asked.
    """
    if most < 1:
        return None
    low, high, stride = 0, min(max(guess, 1), most), 1
    if holds(high):
        if high == 1 or not holds(high - 1):
            return high
        high -= 1
    else:
        while True:
            if high >= most:
                return None
            low, high, stride = high, min(high + stride, most), stride * STRIDE
            if holds(high):
                break
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


class Along:
    """The two best values along the steps of one change, and the first step at which the decision is as wanted.

    sides: the best with the applicant (None without an option) and without it, after so many steps. wanted: IN for
    a change that gives way, with which both values only rise; OUT for one that tightens, with which both only fall.
    tied: settles a step at which both values are equal.
    """

    def __init__(
        self,
        contest: Contest,
        sides: Callable[[int], tuple[Side | None, Side]],
        wanted: Verdict,
        tied: Callable[[int], bool],
    ) -> None:
        self.contest, self.sides, self.wanted, self.tied = contest, sides, wanted, tied
        self.rising = wanted is Verdict.IN
        self._asked: dict[int, tuple[Side | None, Side]] = {}
        self._left = CLOSING

    def first(self, most: int, guess: int = 1) -> Found:
        """The first of the steps 1 to `most` at which the decision is as wanted, found by growing and halving.

        That it is so there, and not so one step before, is proven twice. Raises OutOfTimeError.
        """
        if most < 1 or self._never(1, most, search=True):
            return Found(None, least=True)
        step = self._grown(most, guess, sure=False)
        if step is None:
            if self._holds(most, sure=True):
                raise SolverError("the solver contradicts itself about the applicant")
            return Found(None, least=self._closed(1, most))
        if not self._holds(step, sure=True) or (step > 1 and self._holds(step - 1, sure=True)):
            raise SolverError("the solver contradicts itself about the applicant")
        return Found(step, least=self._closed(1, step - 1))

    def _grown(self, most: int, guess: int, *, sure: bool) -> int | None:
        ended = [False]

        def holds(step: int) -> bool:
            # Beyond a stretch without end in which it never holds there is nothing to ask.
            ended[0] = ended[0] or (step < most and self._never(step, most, search=False))
            return not ended[0] and self._holds(step, sure=sure)

        return first_step(holds, most, guess)

    def _closed(self, low: int, high: int) -> bool:
        """Whether it is proven, within so many looks, that the decision is as wanted at no step of a stretch."""
        if high < low or self._never(low, high, search=False):
            return True
        if self._left <= 0:
            return False
        self._left -= 1
        try:
            if self._never(low, high, search=True):
                return True
        except OutOfTimeError:
            return False
        middle = (low + high) // 2
        return low < high and self._closed(low, middle) and self._closed(middle + 1, high)

    def _never(self, low: int, high: int, *, search: bool) -> bool:
        """Whether the decision is as wanted at no step of a stretch, as one search says it.

        Nowhere in it is what is wanted better than at its one end, and the other side worse than at its other end.
        """
        best, worst = (high, low) if self.rising else (low, high)
        ours, theirs = self._side(best, self.rising), self._side(worst, not self.rising)
        if ours is None:
            return True
        if theirs is None:
            return False
        if search and ours.least < theirs.least <= ours.seen and not isinstance(theirs.least, float):
            ours.exceed(theirs.least, self.contest.take(True), sure=False)
        return ours.seen < theirs.least or ours.seen == -inf

    def _holds(self, step: int, *, sure: bool) -> bool:
        inside, outside = self._side(step, True), self._side(step, False)
        if inside is None:
            return not self.rising and outside is not None and self._plan_without(outside)
        assert outside is not None
        found = self.contest.decide(inside, outside, sure=sure)
        return self.tied(step) if found is Verdict.TIED else found is self.wanted

    def _plan_without(self, outside: Side) -> bool:
        return outside.least > -inf or self.contest.settle(outside).least > -inf

    def _side(self, step: int, inside: bool) -> Side | None:
        """One side at a step, with what the steps before and after it prove about it."""
        if step not in self._asked:
            self._asked[step] = self.sides(step)
        place = 0 if inside else 1
        side = self._asked[step][place]
        if side is None:
            return None
        for other, sides in self._asked.items():
            known = sides[place]
            ahead = other - step if self.rising else step - other
            if known is not None and ahead < 0:
                side.reaches(known.least)
            if known is not None and ahead > 0:
                side.stays(known.most)
                side.stays(known.seen, sure=False)
        return side
