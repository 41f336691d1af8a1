"""Agreement: what the members' weights would fund, where they differ, and which weight is worth discussing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from intake import Finding, Findings, InputError, Members, Severity
from locales import Label, message
from optimizer import Status
from scenarios.agreement_measures import concordance, mean_rank_correlation, overlap
from scenarios.member_plans import MemberPlans, Planned, Planner, Weighting
from scenarios.outcome import Outcome
from scoring import WeightSet, distance, middle, millionths, moved, node_share, score, tree, weight_set

CENTRAL = "members"


@dataclass(frozen=True)
class MemberPlan:
    """What one member's weights alone would fund; `id` is "members" for the central weights.

    status None: the time was over before. funded None: there is no plan. certain: proven best. overlap: with the
    plan of the central weights; away: the share of the weight placed differently from the central weights.
    """

    id: str
    name: str
    weights: Mapping[str, Fraction]
    status: Status | None
    funded: frozenset[str] | None
    certain: bool
    overlap: Fraction | None
    away: Fraction


@dataclass(frozen=True)
class Apart:
    """Two members: how far their weights and how far their funded sets are apart; None where one has no plan."""

    one: str
    other: str
    distance: Fraction
    overlap: Fraction | None


@dataclass(frozen=True)
class Contested:
    """An applicant that some members would fund and others not; `by` are the members who would."""

    applicant: str
    by: tuple[str, ...]
    central: bool


@dataclass(frozen=True)
class Lever:
    """One group or criterion, and what hangs on the weight that the members agree on for it.

    Its share of the whole is set to the lowest, then to the highest that any member gives it, the other central
    weights keeping their proportions inside it and outside. hanging: the applicants whose funding differs between
    the plans of lowest, central and highest share; None where not all three were solved in the time, or `no_plan`
    where one of them does not exist. certain: all three are proven best.
    """

    node: str
    label: Label
    is_criterion: bool
    low: Fraction
    central: Fraction
    high: Fraction
    hanging: tuple[str, ...] | None = None
    certain: bool = False
    no_plan: bool = False


@dataclass(frozen=True, eq=False)
class Agreement:
    """How far a committee agrees about one scenario.

    plans: one a member whose answers can be used; central: the plan of the middle weights. in_all: funded under
    every member's weights. contested: those funded by some only, the most divided first. concordance: Kendall's W
    of the members' rankings; correlation: the mean of Spearman's over pairs. levers: the most divisive first, those
    without an answer last.
    """

    group: WeightSet
    plans: tuple[MemberPlan, ...]
    central: MemberPlan
    pairs: tuple[Apart, ...]
    in_all: tuple[str, ...]
    contested: tuple[Contested, ...]
    concordance: Fraction | None
    correlation: Fraction | None
    levers: tuple[Lever, ...]

    @property
    def places_at_stake(self) -> int | None:
        """Places of the central plan that go to applicants whom not every member would fund."""
        if self.central.funded is None or not self.all_planned:
            return None
        return len(self.central.funded - set(self.in_all))

    @property
    def mean_overlap(self) -> Fraction | None:
        """The mean overlap of two members' funded sets; None without two plans."""
        known = [pair.overlap for pair in self.pairs if pair.overlap is not None]
        return sum(known, Fraction(0)) / len(known) if known else None

    @property
    def all_planned(self) -> bool:
        """Whether every member's weights, and the central ones, lead to a plan."""
        return all(each.funded is not None for each in (*self.plans, self.central))

    @property
    def complete(self) -> bool:
        """Whether everything was solved and proven in the time."""
        plans = all(each.status is not None and each.certain for each in (*self.plans, self.central))
        return plans and all(each.hanging is not None and each.certain for each in self.levers)

    @property
    def to_discuss(self) -> Lever | None:
        """The node on whose weight most applicants hang, among those solved; None when nobody hangs on any."""
        return next((each for each in self.levers if each.hanging), None)


def agreement(
    outcome: Outcome, *, seconds: float | None = None, levers: bool = True, planner: Planner | None = None
) -> Agreement:
    """Solve the scenario once under every member's weights and the central ones, then move one weight at a time.

    Everything but the weights is the outcome's own: gates, options, rules, objectives. seconds: for everything
    together, the scenario's time for each plan when not given. levers: whether to look for the weight that would
    settle most: two more plans for each group and criterion on which members differ, most divided first. What
    the time did not allow is None. planner: finds the plans, in place of one after another here. Raises InputError
    where no member's answers can be used.
    """
    asked = Asking.of(outcome, levers=levers)
    time = outcome.scenario.solver.seconds * len(asked.weightings) if seconds is None else seconds
    return asked.told((planner or MemberPlans(outcome, time)).all(asked.weightings))


@dataclass(frozen=True, eq=False)
class Asking:
    """What is to be solved for an agreement: the middle, every member, and both ends of every lever."""

    outcome: Outcome
    group: WeightSet
    central: Mapping[str, Fraction]
    levers: tuple[Lever, ...]

    @classmethod
    def of(cls, outcome: Outcome, *, levers: bool = True) -> "Asking":
        """Prepare; raises InputError where no member's answers can be used."""
        group = weight_set(outcome.round.criteria, outcome.round.members or Members(()))
        if not group.members:
            raise InputError(Findings.of([*group.findings, _nobody()]))
        central = middle(group, outcome.scenario.scoring)
        return cls(outcome, group, central, tuple(_open_levers(outcome, group, central)) if levers else ())

    @cached_property
    def weightings(self) -> tuple[Weighting, ...]:
        """The weights to solve for, in the order in which `told` takes the answers."""
        asked: list[Weighting] = [(message("the middle"), self.central)]
        asked += [(member.name, member.effective) for member in self.group.members]
        for lever in self.levers:
            for share in (lever.low, lever.high):
                weights = moved(self.outcome.round.criteria, lever.node, share, self.central)
                asked.append((lever.label, weights))
        return tuple(asked)

    def told(self, answers: Sequence[Planned | None]) -> Agreement:
        """Put the answers together."""
        count = len(self.group.members)
        centre, theirs, ends = answers[0], answers[1 : 1 + count], answers[1 + count :]
        plans = tuple(
            _member_plan(each.id, each.name, each.effective, planned, centre, self.central)
            for each, planned in zip(self.group.members, theirs, strict=True)
        )
        moves = [_settled(lever, (ends[2 * k], centre, ends[2 * k + 1])) for k, lever in enumerate(self.levers)]
        rankings = [self._points(each.effective) for each in self.group.members] if None not in theirs else None
        return Agreement(
            group=self.group,
            plans=plans,
            central=_member_plan(CENTRAL, "", self.central, centre, centre, self.central),
            pairs=_pairs(plans),
            in_all=_in_all(plans),
            contested=_contested(plans, centre),
            concordance=None if rankings is None else concordance(rankings),
            correlation=None if rankings is None else mean_rank_correlation(rankings),
            levers=tuple(sorted(moves, key=_most_first)),
        )

    def _points(self, weights: Mapping[str, Fraction]) -> dict[str, int]:
        """Millionths of the points that ranks are made of, of everyone with a rank."""
        table = score(self.outcome.round, self.outcome.scenario.scoring, weights=weights).table
        ranked = table.loc[table["rank"].notna(), "points"]
        return {str(name): millionths(float(number)) for name, number in ranked.items()}


def _nobody() -> Finding:
    problem = message("No member's answers about the weights can be used.")
    remedy = message("Add members.csv to the round, or mend what the findings about it say.")
    return Finding("agreement.nobody", Severity.ERROR, problem, remedy, file="members.csv")


def _member_plan(
    code: str,
    name: str,
    weights: Mapping[str, Fraction],
    planned: Planned | None,
    centre: Planned | None,
    central: Mapping[str, Fraction],
) -> MemberPlan:
    funded = planned.funded if planned else None
    shared = None
    if funded is not None and centre is not None and centre.funded is not None:
        shared = overlap(funded, centre.funded)
    return MemberPlan(
        id=code,
        name=name,
        weights=weights,
        status=planned.status if planned else None,
        funded=funded,
        certain=planned.certain if planned else False,
        overlap=shared,
        away=distance(weights, central),
    )


def _pairs(plans: tuple[MemberPlan, ...]) -> tuple[Apart, ...]:
    return tuple(
        Apart(
            one.id,
            other.id,
            distance(one.weights, other.weights),
            None if one.funded is None or other.funded is None else overlap(one.funded, other.funded),
        )
        for one, other in combinations(plans, 2)
    )


def _in_all(plans: tuple[MemberPlan, ...]) -> tuple[str, ...]:
    sets = [each.funded for each in plans if each.funded is not None]
    return tuple(sorted(frozenset.intersection(*sets))) if sets else ()


def _contested(plans: tuple[MemberPlan, ...], centre: Planned | None) -> tuple[Contested, ...]:
    known = [each for each in plans if each.funded is not None]
    in_all = set(_in_all(plans))
    names = {name for each in known for name in each.funded or ()} - in_all
    central = (centre.funded if centre else None) or frozenset()
    found = [
        Contested(name, tuple(each.id for each in known if name in (each.funded or ())), name in central)
        for name in names
    ]
    return tuple(sorted(found, key=lambda one: (abs(2 * len(one.by) - len(known)), one.applicant)))


def _open_levers(outcome: Outcome, group: WeightSet, central: Mapping[str, Fraction]) -> list[Lever]:
    """Give every node on which members differ, before anything is solved, most divided first."""
    criteria, found = outcome.round.criteria, []
    for node in tree(criteria):
        shares = [node_share(criteria, node.id, member.effective) for member in group.members]
        if min(shares) < max(shares):
            now = node_share(criteria, node.id, central)
            found.append(Lever(node.id, node.label, node.is_criterion, min(shares), now, max(shares)))
    return sorted(found, key=lambda one: (one.low - one.high, one.node))


def _settled(lever: Lever, answers: tuple[Planned | None, ...]) -> Lever:
    """Say who hangs on a lever, from the plans of its lowest, central and highest share."""
    plans = [each for each in answers if each is not None]
    sets = [each.funded for each in plans if each.funded is not None]
    if len(sets) < len(answers):
        return replace(lever, no_plan=len(plans) == len(answers))
    hanging = tuple(sorted(frozenset.union(*sets) - frozenset.intersection(*sets)))
    return replace(lever, hanging=hanging, certain=all(each.certain for each in plans))


def _most_first(lever: Lever) -> tuple[int, Fraction, str]:
    solved = -1 if lever.hanging is None else len(lever.hanging)
    return -solved, lever.low - lever.high, lever.node
