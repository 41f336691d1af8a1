"""Stability: between which shares of each weight the decision stands, exactly, and at which each applicant enters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from intake import Finding, Findings, InputError, Severity
from locales import Label, Message, message
from optimizer import Status, step
from scenarios.allocations import Question, allocations
from scenarios.cases import Change, case_of
from scenarios.outcome import Outcome
from scenarios.robust_draws import central_weights
from scenarios.standing import refuse_without_plan
from scenarios.sweep import Spread
from scenarios.weight_line import WeightLine, is_straight
from scenarios.weight_ranks import Ranked, ranked
from scenarios.weight_walk import Leg, OutOfSolvesError, Pool, Walk
from scoring import node_share, tree

MOST = 600
"""Plans solved at most, unless said."""
NEARNESS = tuple(Fraction(1, 10**digits) for digits in (6, 5, 4, 3, 2))
"""How far from an end the whole allocation is asked, until it confirms it: to one side no change, to the other one."""


@dataclass(frozen=True)
class Bound:
    """Where the funded set stops being best on one side of the weight in the scenario.

    share: there another plan becomes as good and beyond it better, by exact scores; 0 or 1 with `changes` False: it
    stands to the very end; changes None: not known beyond, for no more plans were to be solved. enters, leaves: by
    the plan beyond. below: who falls below a minimum score beyond, which ends it. confirmed: so far from the share,
    on either side, the whole allocation with its rounding says the same; None: at no distance that was tried.
    """

    share: Fraction
    changes: bool | None
    enters: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    confirmed: Fraction | None = None


@dataclass(frozen=True)
class Funding:
    """At which share of a weight the whole allocation first funds an applicant; None: nowhere on that side.

    known_below, known_above: whether the walk was followed as far as that takes.
    """

    applicant: str
    below: Fraction | None
    above: Fraction | None
    known_below: bool
    known_above: bool


@dataclass(frozen=True, eq=False)
class WeightStability:
    """One group or criterion, its share `now`, and what another share does to ranks and to the whole allocation.

    funded: the ends below and above, None where not asked. fundings: of the applicants asked about.
    """

    node: str
    label: Label
    is_criterion: bool
    now: Fraction
    ranked: Ranked
    funded: tuple[Bound, Bound] | None = None
    fundings: tuple[Funding, ...] = ()


@dataclass(frozen=True, eq=False)
class Stability:
    """Every weight of one scenario. line: how many are looked at as highest by rank; solves: plans solved.

    straight: plans are worth straight lines in the weights, so the whole allocation could be followed exactly. in_time:
    every plan that was solved is proven; what is not known then is not for want of time.
    """

    line: int
    straight: bool
    weights: tuple[WeightStability, ...]
    solves: int
    in_time: bool


def stability(
    outcome: Outcome,
    applicants: Sequence[str] = (),
    *,
    nodes: Sequence[str] = (),
    in_full: bool = True,
    most: int = MOST,
    scheduler: Spread | None = None,
    processes: int | None = None,
) -> Stability:
    """Move each weight alone, the others keeping their proportions, and find where ranks and funded set change.

    applicants: who is followed until the whole allocation funds them. nodes: only these weights. in_full: whether to
    allocate at all; most: plans solved at most. Raises InputError without a plan, or for an applicant or a node that
    is not in the round.
    """
    refuse_without_plan(outcome, 0)
    _refuse_unknown(outcome, applicants, nodes)
    central = central_weights(outcome)
    criteria, line = outcome.round.criteria, max(1, len(outcome.plan.awards))
    lines = []
    for node in tree(criteria):
        now = node_share(criteria, node.id, central)
        if 0 < now < 1 and (not nodes or node.id in nodes):
            lines.append(WeightLine(outcome, node.id, node.label, node.is_criterion, now, central))
    straight, pool = is_straight(outcome), Pool(most)
    found = []
    for place, each in enumerate(lines):
        step(place, len(lines), each.label)
        made = WeightStability(each.node, each.label, each.is_criterion, each.now, ranked(each, line))
        found.append(_walked(each, made, pool, applicants) if in_full and straight else made)
    if in_full and straight:
        found = _confirmed(outcome, lines, found, pool, scheduler, processes)
    return Stability(line, straight, tuple(found), pool.solved, pool.in_time)


def _refuse_unknown(outcome: Outcome, applicants: Sequence[str], nodes: Sequence[str]) -> None:
    people, known = {str(name) for name in outcome.table.index}, [node.id for node in tree(outcome.round.criteria)]
    found = [
        Finding(
            "stability.applicant",
            Severity.ERROR,
            message("there is no applicant {applicant} in this round", applicant=name),
            message("use an id of the applicants' file"),
            value=name,
        )
        for name in sorted(set(applicants) - people)
    ]
    found += [
        Finding(
            "stability.node",
            Severity.ERROR,
            message("there is no group or criterion {node}", node=name),
            message("use one of: {nodes}", nodes=tuple(known)),
            value=name,
        )
        for name in sorted(set(nodes) - set(known))
    ]
    if found:
        raise InputError(Findings.of(found))


def _walked(line: WeightLine, made: WeightStability, pool: Pool, applicants: Sequence[str]) -> WeightStability:
    """Walk both ways until the funded set changes, or further until everybody asked about is funded."""
    plan = frozenset(map(str, line.outcome.plan.awards.index))
    wanted = set(applicants) - plan
    ends, entered = [], []
    for down in (True, False):
        first, funded, whole = _followed(Walk(line, pool, down=down), line.now, plan, wanted)
        ends.append(first)
        entered.append((funded, whole))
    (below, whole_below), (above, whole_above) = entered
    fundings = tuple(
        Funding(name, below.get(name), above.get(name), name in below or whole_below, name in above or whole_above)
        for name in sorted(wanted)
    )
    return replace(made, funded=(ends[0], ends[1]), fundings=fundings)


def _followed(
    walk: Walk, now: Fraction, plan: frozenset[str], wanted: set[str]
) -> tuple[Bound, dict[str, Fraction], bool]:
    """The end of the plan's set, where each wanted is first funded, and whether that is known to the very end."""
    bound: Bound | None = None
    funded: dict[str, Fraction] = {}
    before: Leg | None = None
    reached = now
    try:
        for leg in walk.legs():
            if leg.end == reached:  # as good as another at one share alone, and nowhere beyond
                before = leg if before is None else replace(leg, below=before.below or leg.below)
                continue
            if before is not None and bound is None and leg.names != plan:
                bound = _bound(before, leg, plan)
            for name in (wanted & leg.names) - set(funded):
                funded[name] = reached
            if bound is not None and wanted <= set(funded):
                return bound, funded, True
            before, reached = leg, leg.end
    except OutOfSolvesError:
        return bound or Bound(reached, None), funded, False
    return bound or Bound(reached, changes=False), funded, True


def _bound(before: Leg, after: Leg, plan: frozenset[str]) -> Bound:
    enters, leaves = tuple(sorted(after.names - plan)), tuple(sorted(plan - after.names))
    return Bound(before.end, True, enters, leaves, before.below)


def _confirmed(
    outcome: Outcome,
    lines: Sequence[WeightLine],
    found: list[WeightStability],
    pool: Pool,
    scheduler: Spread | None,
    processes: int | None,
) -> list[WeightStability]:
    """Ask the whole allocation, with everything that it rounds, on either side of every end."""
    case, plan = case_of(outcome), frozenset(map(str, outcome.plan.awards.index))
    ends = {(k, side): bound for k, made in enumerate(found) for side, bound in enumerate(made.funded or ())}
    open_ = [place for place, bound in ends.items() if bound.changes]
    for near in NEARNESS:
        asked = [(place, share) for place in open_ for share in _around(lines[place[0]], ends[place], near)]
        answers = allocations(
            [
                Question(case, Change(tuple(lines[place[0]].weights(share).items())), _said(near))
                for place, share in asked
            ],
            scheduler,
            processes=processes,
        )
        pool.in_time &= all(each.proven for each in answers)
        told = [each.names == plan if each.status is not Status.STOPPED else None for each in answers]
        right = {place: (told[2 * k], told[2 * k + 1]) == (True, False) for k, place in enumerate(open_)}
        ends |= {place: replace(ends[place], confirmed=near) for place in open_ if right[place]}
        open_ = [place for place in open_ if not right[place]]
    return [replace(made, funded=(ends[k, 0], ends[k, 1])) if made.funded else made for k, made in enumerate(found)]


def _around(line: WeightLine, bound: Bound, near: Fraction) -> Iterator[Fraction]:
    """A share on the scenario's side of an end, and one beyond it."""
    away = near if bound.share >= line.now else -near
    inner = bound.share - away
    yield inner if (inner - line.now) * away > 0 else line.now
    yield min(max(bound.share + away, Fraction(0)), Fraction(1))


def _said(near: Fraction) -> Message:
    return message("{share} from where the plan changes", share=str(float(near)))
