"""Robustness: how sure each applicant's funding is, over everything that the scenario leaves open together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from locales import Text, message
from optimizer import Funded, Status
from scenarios.agreement import Agreement, Asking
from scenarios.allocations import Question, allocations
from scenarios.cases import Case, Change, case_of
from scenarios.member_plans import change_to, planned
from scenarios.outcome import Outcome
from scenarios.robust_answers import AnyAnswer, any_answers, blanks
from scenarios.robust_calls import Call, Found, calls, phoned
from scenarios.robust_draws import Doubts, Source, doubts, members_of
from scenarios.robust_measures import Contribution, Group, Rows, contributions, group
from scenarios.robust_settings import Robust
from scenarios.robust_without import Without, left_out, without
from scenarios.standing import refuse_without_plan
from scenarios.sweep import Spread

FIRST, SECOND = 0, 1
"""The two independent designs of draws; the first is the one that probabilities are counted over."""


@dataclass(frozen=True)
class Draw:
    """One drawn state and who it funds; `answer` says whether that is proven."""

    number: int
    change: Change
    answer: Funded


@dataclass(frozen=True)
class OwnPlan:
    """The plan of one corner of the weight set, such as one member's weights, everything else as in the scenario."""

    id: str
    answer: Funded


@dataclass(frozen=True)
class Chance:
    """One applicant over all draws.

    funded: of `of` draws; unknown: draws without an answer. by: the corners whose own plan funds it; core: their
    share, None without corners or while one has no answer. alone: the share of draws that fund it when one source
    alone is open.
    """

    applicant: str
    in_plan: bool
    funded: int
    unknown: int
    of: int
    group: Group
    by: tuple[str, ...]
    core: Fraction | None
    alone: Mapping[Source, Fraction]

    @property
    def share(self) -> Fraction | None:
        """The share of the draws with an answer that fund it."""
        known = self.of - self.unknown
        return Fraction(self.funded, known) if known else None


@dataclass(frozen=True)
class SourceShare:
    """What one source does alone, the others as in the scenario, and what it contributes among all.

    places: how many places of the plan go to others, on average over the draws with an answer (None: there are
    none). contribution: its share of the variance of the funded set; None where that was not asked or nothing varies.
    """

    source: Source
    draws: int
    places: Fraction | None
    contribution: Contribution | None


@dataclass(frozen=True, eq=False)
class Robustness:
    """Everything about the doubts of one scenario.

    chances: of all who are funded in any draw or in the plan, most doubtful first; everyone else is clear out.
    answers: of all who left something blank. agreement: of the members, with the weight to discuss; None where
    there are none. in_time: every allocation that was asked for is proven.
    """

    settings: Robust
    plan: frozenset[str]
    sources: tuple[Source, ...]
    draws: tuple[Draw, ...]
    own: tuple[OwnPlan, ...]
    chances: tuple[Chance, ...]
    shares: tuple[SourceShare, ...]
    without: tuple[Without, ...]
    calls: tuple[Call, ...]
    answers: tuple[AnyAnswer, ...]
    agreement: Agreement | None
    in_time: bool

    def named(self, wanted: Group) -> tuple[str, ...]:
        """The applicants of one group, of those who are in any plan."""
        return tuple(each.applicant for each in self.chances if each.group == wanted)

    def counted(self, status: Status) -> int:
        """How many draws ended so."""
        return sum(each.answer.status == status for each in self.draws)


def robust(
    outcome: Outcome,
    settings: Robust | None = None,
    *,
    scheduler: Spread | None = None,
    processes: int | None = None,
    phone: bool = True,
    leave_out: bool = True,
    discuss: bool = True,
) -> Robustness:
    """Draw states of what is open, allocate in each in full, and count.

    settings: the scenario's own unless given. The same settings give the same answer whoever computes it; only
    where the scenario's time for a single plan ran out, which is said, can a machine matter. phone: ask which
    missing answers matter; leave_out: solve without each criterion; discuss: ask on whose weight most hangs. Raises
    InputError without a plan.
    """
    refuse_without_plan(outcome, 0)
    chosen = settings or outcome.scenario.robust
    asked = _Asked(outcome, doubts(outcome, chosen))
    called = calls(outcome) if phone else ()
    blank = blanks(outcome, called)
    removed = without(outcome) if leave_out else ()
    agreeing = Asking.of(outcome) if discuss and members_of(outcome).members else None
    weightings = agreeing.weightings if agreeing else ()
    changes = asked.changes() | {each.key: each.change for each in removed}
    for questions in (*(each.questions() for each in called), *(each.questions() for each in blank)):
        changes |= questions
    changes |= {("weights", k): (change_to(weights), said) for k, (said, weights) in enumerate(weightings)}
    plan = frozenset(map(str, outcome.plan.awards.index))
    sweep = _Sweep(case_of(outcome), scheduler, processes)
    found = sweep.solved(changes)
    for each in called:
        changes |= each.further(plan, found)
    found = sweep.solved(changes)
    return Robustness(
        settings=chosen,
        plan=plan,
        sources=asked.doubts.sources,
        draws=tuple(Draw(k, asked.change(FIRST, k), found["draw", k]) for k in range(chosen.draws)),
        own=tuple(OwnPlan(name, found["own", name]) for name, _ in asked.doubts.corners),
        chances=_chances(asked, plan, found),
        shares=_shares(asked, plan, found),
        without=left_out(removed, plan, found),
        calls=phoned(called, plan, found),
        answers=any_answers(blank, plan, found),
        agreement=agreeing.told([planned(found["weights", k]) for k in range(len(weightings))]) if agreeing else None,
        in_time=all(each.proven for each in found.values()),
    )


Key = tuple[object, ...]


class _Sweep:
    """Everything that was asked so far; what was solved once is not solved again."""

    def __init__(self, case: Case, scheduler: Spread | None, processes: int | None) -> None:
        self.case, self.scheduler, self.processes = case, scheduler, processes
        self.known: dict[Change, Funded] = {}

    def solved(self, changes: Mapping[Key, tuple[Change, Text]]) -> dict[Key, Funded]:
        """Answer every question."""
        fresh = {change: said for change, said in changes.values() if change not in self.known}
        questions = [Question(self.case, change, said) for change, said in fresh.items()]
        answers = allocations(questions, self.scheduler, processes=self.processes, before=len(self.known))
        self.known |= zip(fresh, answers, strict=True)
        return {key: self.known[change] for key, (change, _) in changes.items()}


@dataclass(frozen=True, eq=False)
class _Asked:
    """The questions about draws, by key."""

    outcome: Outcome
    doubts: Doubts

    @property
    def rows(self) -> int:
        """How many rows tell the sources apart: none where there is but one source."""
        return min(self.doubts.settings.shares, self.doubts.settings.draws)

    @property
    def mixing(self) -> bool:
        return len(self.doubts.sources) > 1

    def change(self, design: int, number: int) -> Change:
        return self.doubts.change(dict.fromkeys(self.doubts.sources, (design, number)))

    def mixed(self, source: Source, number: int) -> Change:
        """The first design's draw, with one source from the second."""
        draws = dict.fromkeys(self.doubts.sources, (FIRST, number))
        return self.doubts.change({**draws, source: (SECOND, number)})

    def alone(self, source: Source, number: int) -> Change:
        return self.doubts.change({source: (FIRST, number)})

    def changes(self) -> dict[Key, tuple[Change, Text]]:
        made: dict[Key, tuple[Change, Text]] = {}
        for name, weights in self.doubts.corners:
            made["own", name] = (change_to(dict(weights)), message("the weights of {name}", name=name))
        for k in range(self.doubts.settings.draws):
            made["draw", k] = (self.change(FIRST, k), message("draw {number}", number=k + 1))
        for k in range(self.rows):
            for source in self.doubts.sources:
                said = message("{source} alone", source=SOURCES[source])
                made["alone", source, k] = (self.alone(source, k), said)
            if self.mixing:
                said = message("telling sources apart")
                made["second", k] = (self.change(SECOND, k), said)
                for source in self.doubts.sources:
                    made["mixed", source, k] = (self.mixed(source, k), said)
        return made


SOURCES: Mapping[Source, Text] = {
    Source.WEIGHTS: message("weights"),
    Source.ANSWERS: message("missing answers"),
    Source.MARKS: message("panel marks"),
    Source.PRICES: message("prices"),
    Source.BUDGET: message("budget"),
}


def _chances(asked: _Asked, plan: frozenset[str], found: Found) -> tuple[Chance, ...]:
    settings = asked.doubts.settings
    draws = [found["draw", k] for k in range(settings.draws)]
    own = {name: found["own", name] for name, _ in asked.doubts.corners}
    alone = {
        source: [each for k in range(asked.rows) if _known(each := found["alone", source, k])]
        for source in asked.doubts.sources
    }
    unknown = sum(not _known(each) for each in draws)
    names = plan.union(*(each.names for each in (*draws, *own.values())))
    made = []
    for name in sorted(names):
        funded = sum(name in each.names for each in draws)
        by = tuple(who for who, each in own.items() if name in each.names)
        whole = bool(own) and all(_known(each) for each in own.values())
        made.append(
            Chance(
                applicant=name,
                in_plan=name in plan,
                funded=funded,
                unknown=unknown,
                of=len(draws),
                group=group(funded, unknown, len(draws), settings.clear_in, settings.clear_out),
                by=by,
                core=Fraction(len(by), len(own)) if whole else None,
                alone={
                    source: Fraction(sum(name in each.names for each in known), len(known))
                    for source, known in alone.items()
                    if known
                },
            )
        )
    return tuple(sorted(made, key=_doubtful_first))


def _doubtful_first(one: Chance) -> tuple[int, int, str]:
    order = (Group.CONTESTED, Group.CLEAR_IN, Group.CLEAR_OUT)
    return order.index(one.group), abs(2 * one.funded - one.of), one.applicant


def _known(answer: Funded) -> bool:
    return answer.status is not Status.STOPPED


def _shares(asked: _Asked, plan: frozenset[str], found: Found) -> tuple[SourceShare, ...]:
    sources, rows = asked.doubts.sources, range(asked.rows)
    told: dict[str, Contribution] | None = None
    if asked.mixing:
        keys: list[list[Key]] = [[("draw", k) for k in rows], [("second", k) for k in rows]]
        keys += [[("mixed", source, k) for k in rows] for source in sources]
        whole = [k for k in rows if all(_known(found[each[k]]) for each in keys)]
        names = sorted(frozenset().union(*(found[each[k]].names for each in keys for k in whole)))
        one, other, *mixed = ([found[each[k]].names for k in whole] for each in keys)
        told = contributions(
            _flags(one, names),
            _flags(other, names),
            {source: _flags(each, names) for source, each in zip(sources, mixed, strict=True)},
        )
    made = []
    for source in sources:
        known = [each for k in rows if _known(each := found["alone", source, k])]
        moved = [places(plan, each.names) for each in known]
        mean = Fraction(sum(moved), len(moved)) if moved else None
        made.append(SourceShare(source, len(known), mean, told[source] if told else None))
    return tuple(made)


def places(plan: frozenset[str], other: frozenset[str]) -> int:
    """How many places differ between two lists: those only in one, or only in the other, whichever are more."""
    return max(len(plan - other), len(other - plan))


def _flags(sets: Sequence[frozenset[str]], names: Sequence[str]) -> Rows:
    flags = np.array([[name in each for name in names] for each in sets], dtype=np.float64)
    return flags.reshape(len(sets), len(names))
