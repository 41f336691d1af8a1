"""Least step: the first step of a growing change that turns a decision.

A change that only ever gives way (or only ever tightens) moves both best values one way: the best plan with the
applicant and the best without it. What is proven at one step therefore bounds all steps on one side of it, and
whole stretches in which nothing turns are passed over without asking each of their steps.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from optimizer import Contest, Side, SolverError, Verdict, verdict

STRIDE = 4
LOOKS = 4
"""Steps that are asked between those that growing and halving passed over."""


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
        self.sure = False
        self._asked: dict[int, tuple[Side | None, Side]] = {}

    def first(self, most: int, guess: int = 1) -> Found:
        """The first of the steps 1 to `most` at which the decision is as wanted, found by growing and halving.

        Single searches lead the way; that it is so there, and not so one step before (or nowhere up to `most`), is
        proven twice. Where that refutes the way, it is gone again with every step proven twice. Raises OutOfTimeError,
        and SolverError when even that contradicts itself.
        """
        if most < 1:
            return Found(None, least=True)
        for sure in (False, True):
            self.sure = sure
            found = self._way(most, guess)
            if self._confirmed(found.step, most):
                return found
        raise SolverError("the solver contradicts itself about the applicant")

    def _way(self, most: int, guess: int) -> Found:
        """One way from the guess to the step."""
        if self._never(1, most, search=True):
            return Found(None, least=True)
        return Found(*self._lowered(self._grown(most, guess), most))

    def _confirmed(self, step: int | None, most: int) -> bool:
        """Whether proofs made twice agree with the end of a way: it is so there, and not so one step before."""
        if step is None:
            return not self._holds(most, sure=True)
        return self._holds(step, sure=True) and (step == 1 or not self._holds(step - 1, sure=True))

    def _grown(self, most: int, guess: int) -> int | None:
        """The step by growing and halving; None where it was found nowhere."""
        low, high, stride = 0, min(max(guess, 1), most), 1
        while not self._holds(high, sure=self.sure):
            if high >= most or self._never(high, most, search=False):
                return None
            low, high, stride = high, min(high + stride, most), stride * STRIDE
        return self._halved(low, high)

    def _halved(self, low: int, high: int) -> int:
        """The first step that holds between one that does not and one that does."""
        while high - low > 1:
            high = self._known_from(low, high)
            if high - low == 1 or not self._holds(high - 1, sure=self.sure):
                return high
            high -= 1
            middle = (low + high) // 2
            if middle > low:
                low, high = (low, middle) if self._holds(middle, sure=self.sure) else (middle, high)
        return high

    def _lowered(self, step: int | None, most: int) -> tuple[int | None, bool]:
        """Look for a smaller step where there is most room for one; whether it is proven that there is none."""
        room = [(1, most if step is None else step - 1)]
        for _ in range(LOOKS):
            room = [each for each in room if each[0] <= each[1] and not self._never(*each, search=False)]
            if not room:
                return step, True
            low, high = max(room, key=lambda each: (each[1] - each[0], -each[0]))
            room.remove((low, high))
            middle = (low + high) // 2
            if self._holds(middle, sure=self.sure):
                known = low == 1 or not self._holds(low - 1, sure=self.sure)
                step = self._halved(low - 1, middle) if known else low - 1
                room = [(first, min(last, step - 1)) for first, last in [*room, (low, step - 1)]]
            else:
                room += [(low, middle - 1), (middle + 1, high)]
        room = [each for each in room if each[0] <= each[1] and not self._never(*each, search=False)]
        return step, not room

    def _known_from(self, low: int, high: int) -> int:
        """The first step above `low` from which what is already proven says that it holds, by halving."""
        while high - low > 1:
            middle = (low + high) // 2
            inside, outside = self._side(middle, True), self._side(middle, False)
            known = None
            if inside is not None and outside is not None:
                known = verdict(inside.span(sure=self.sure), outside.span(sure=self.sure))
            low, high = (low, middle) if known is self.wanted else (middle, high)
        return high

    def _never(self, low: int, high: int, *, search: bool) -> bool:
        """Whether the decision is as wanted at no step of a stretch, as one search says it (or two, where `sure`).

        Nowhere in it is what is wanted better than at its one end, and the other side worse than at its other end.
        """
        best, worst = (high, low) if self.rising else (low, high)
        ours, theirs = self._side(best, self.rising), self._side(worst, not self.rising)
        if ours is None:
            return True
        if theirs is None:
            return False
        if search and not ours.glanced and self._open(ours, theirs):
            self.contest.glance(ours)
        if search and self._open(ours, theirs) and not isinstance(theirs.least, float):
            ours.exceed(theirs.least, self.contest.take(True), sure=self.sure)
        most = ours.span(sure=self.sure).most
        return most < theirs.least or most == -inf

    def _open(self, ours: Side, theirs: Side) -> bool:
        """Whether ours may still turn out as good as a plan of theirs that is in hand."""
        return ours.least < theirs.least <= ours.span(sure=self.sure).most

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
