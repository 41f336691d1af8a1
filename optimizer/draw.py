"""Draw: a public draw between plans that are exactly equally good.

It decides who is funded; what each then gets follows from the stated order of ties. First the publication: the
tickets, each a lawful plan, with whole-number weights, and everyone's exact chance; sealed by its SHA-256 digest.
Then the committee gives a seed, and the seed draws one ticket, as `draw_checker` says; anyone can replay it.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from json import dumps
from typing import Any

import pandas as pd

from intake import Finding, Findings, InputError, Severity
from locales import Message, message
from optimizer import draw_checker
from optimizer.allocate import allocate
from optimizer.objective_limit import free_id, holding
from optimizer.objectives import Objective
from optimizer.plan import Plan
from optimizer.program import Program, awarded_options, made_pairs, program
from optimizer.rules import Exclude, Include, Rule, named_rules
from optimizer.settings import Settings
from optimizer.settled import Core, Floor, core
from optimizer.solution import SolverError, Status
from optimizer.tables import prepare
from optimizer.tickets import Lists, cheapest, fairest, listed, whole_weights
from optimizer.vector_plan import VectorPlans

MOST = 60
DRAWN = "drawn"
SETTLING = 0.4
"""The share of the time that is kept for the packages of the tickets, after the lists of names are found."""


@dataclass(frozen=True, eq=False)
class Draw:
    """A draw that is ready to be published. plans: those of the tickets, in their order.

    publication: plain data for JSON. about (whatever the caller says it is about), tickets (weight; awards as option
    by applicant; pairs of rule, village and mentor), chances (of everyone on a ticket, as fractions), smallest_chance,
    no_draw_above (no draw gives everyone contested more; empty: not proven), all_listed (whether the tickets were
    weighed against every equally good list of names).
    """

    publication: Mapping[str, Any]
    plans: tuple[Plan, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the publication; part of what draws the ticket, so that nothing can be changed afterwards."""
        return draw_checker.digest(self.publication)

    @property
    def chances(self) -> dict[str, Fraction]:
        """The exact chance of everyone who is on any ticket."""
        return draw_checker.chances(self.publication)

    @property
    def weights(self) -> tuple[int, ...]:
        """The weight of every ticket."""
        return tuple(each["weight"] for each in self.publication["tickets"])

    @property
    def contested(self) -> tuple[str, ...]:
        """Those for whom the draw decides."""
        return tuple(name for name, chance in self.chances.items() if chance < 1)

    @property
    def fairest(self) -> bool:
        """Whether it is proven that no draw gives the unluckiest a larger chance."""
        return bool(self.publication["no_draw_above"] == self.publication["smallest_chance"])

    def record(self, seed: str | None = None) -> dict[str, Any]:
        """The publication with its digest, and with the seed and its ticket once they are known; plain data."""
        written: dict[str, Any] = {"publication": dict(self.publication), "digest": self.digest}
        return written if seed is None else {**written, "seed": seed, "ticket": self.ticket(seed)}

    def published(self, seed: str | None = None) -> str:
        """The record as the text of a JSON file, which `draw_checker` reads."""
        return dumps(self.record(seed), indent=1, sort_keys=True, ensure_ascii=False) + "\n"

    def ticket(self, seed: str) -> int:
        """The number of the ticket that a seed draws, from 1; InputError for a seed that could be misread."""
        if not seed or seed != seed.strip() or not seed.isprintable():
            raise InputError(_finding("draw.seed", message("the seed is empty, or has spaces around it"), _SEED, seed))
        return draw_checker.ticket(self.publication, seed)

    def drawn(self, seed: str) -> Plan:
        """The plan that a seed draws."""
        plan = self.plans[self.ticket(seed) - 1]
        return plan if len(self.plans) == 1 else replace(plan, ties=DRAWN)


_SEED = message("write it exactly as it was announced, on one line, without spaces before and after")


def draw(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    plan: Plan,
    settings: Settings | None = None,
    *,
    most: int = MOST,
    about: Mapping[str, str] | None = None,
) -> Draw:
    """Prepare a draw between all plans that reach exactly what `plan` reaches on every objective.

    most: up to so many lists of names, all are written down and the whole of everyone's chances is the fairest there
    is; beyond, the smallest chance is (as far as it is proven), and the others are the fairest over the lists that
    were found. settings.seconds is for everything together. Raises InputError when the plan is not proven best, or
    when time runs out before it is known who is contested.
    """
    if plan.status is not Status.OPTIMAL:
        raise InputError(_finding("draw.unproven", message("the plan is not proven best, so a better one may exist")))
    seconds = (settings or Settings()).seconds
    deadline = time.monotonic() + seconds
    named = named_rules(rules)
    made = program(prepare(applicants, options), named, objectives)
    floors = [
        Floor(place, int(goal.sign * stage.value * goal.units))
        for place, (goal, stage) in enumerate(zip(made.goals, plan.stages, strict=True))
    ]
    left = core(made, floors)
    vector = tuple(made.vector(awarded_options(plan.awards), made_pairs(plan.pairs)))
    if plan.ties == "unique":
        lists = Lists({frozenset(plan.awards.index): vector}, True, True, Fraction(1))
    else:
        lists = listed(left, vector, deadline - seconds * SETTLING, most)
    if not lists.known:
        raise InputError(_finding("draw.time", message("time ran out before it was known between whom to draw")))
    ordered = sorted(lists.vectors, key=sorted)
    try:
        shares = dict(zip(ordered, fairest(ordered, deadline).weights, strict=True))
    except TimeoutError as error:
        late = message("time ran out before everyone's chance was worked out")
        raise InputError(_finding("draw.time", late)) from error
    case = _Case(made, left, named, plan, deadline)
    plans = {names: case.plan(names, lists.vectors[names]) for names, share in shares.items() if share}
    ordered = sorted(plans, key=lambda names: sorted(awarded_options(plans[names].awards).items()))
    weights = whole_weights([shares[names] for names in ordered])
    kept = [(weight, plans[names]) for weight, names in zip(weights, ordered, strict=True) if weight]
    return Draw(_publication(kept, lists.bound, lists.all_listed, about or {}), tuple(each for _, each in kept))


@dataclass(frozen=True, eq=False)
class _Case:
    made: Program
    left: Core
    rules: tuple[Rule, ...]
    given: Plan
    deadline: float

    def plan(self, names: frozenset[str], vector: Sequence[int]) -> Plan:
        """The plan with exactly these names that the stated order of ties chooses, checked by every rule."""
        stated = VectorPlans(self.made, self.rules)
        if any(column.key[0] == "pair" for column in self.made.columns):
            found = self._settled(names)
            vector = self.made.vector(awarded_options(found.awards), made_pairs(found.pairs))
        elif any(len(self.made.options[name]) > 1 for name in names):
            settled = cheapest(self.left, names, self.deadline)
            if settled is None:
                raise InputError(_finding("draw.time", message("time ran out before every ticket was settled")))
            vector = settled
        return stated.plan(vector, self.given.stages, self.given.ties)

    def _settled(self, names: frozenset[str]) -> Plan:
        tables, rules = self.made.tables, list(self.rules)
        for stage in self.given.stages:
            rules += holding(stage.objective, stage.value, tables, free_id(rules, "kept"))
        others = tuple(sorted(set(self.made.options) - names))
        rules += [Include(id=free_id(rules, "in"), applicants=tuple(sorted(names)))] if names else []
        rules += [Exclude(id=free_id(rules, "out"), applicants=others)] if others else []
        left = Settings(seconds=max(self.deadline - time.monotonic(), 0.01))
        found = allocate(tables.applicants, tables.options, rules, (), left)
        if not found.has_awards or found.ties == "open":
            raise InputError(_finding("draw.time", message("time ran out before every ticket was settled")))
        return found


def _publication(
    kept: Sequence[tuple[int, Plan]], bound: Fraction | None, all_listed: bool, about: Mapping[str, str]
) -> dict[str, Any]:
    tickets = [
        {"weight": weight, "awards": awarded_options(plan.awards), "pairs": [list(p) for p in made_pairs(plan.pairs)]}
        for weight, plan in kept
    ]
    chances = draw_checker.chances({"tickets": tickets})
    return {
        "about": dict(about),
        "tickets": tickets,
        "chances": {name: str(chance) for name, chance in chances.items()},
        "smallest_chance": str(min(chances.values(), default=Fraction(1))),
        "no_draw_above": "" if bound is None else str(bound),
        "all_listed": all_listed,
    }


def _finding(code: str, problem: Message, remedy: Message | None = None, value: str = "") -> Findings:
    mend = remedy or message("give the scenario more seconds, so that the plan and everyone who is tied can be proven")
    return Findings.of([Finding(code, Severity.ERROR, problem, mend, file="scenario", value=value)])


def check_draw(
    record: Mapping[str, Any],
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    plan: Plan,
) -> tuple[Message, ...]:
    """Check a written draw against the tables, without a solver; () when nothing is wrong with it.

    Digest, chances and ticket are worked out again; every ticket must be a lawful plan that reaches exactly what
    `plan` reaches; and a plan that says it was drawn must be that of the ticket.
    """
    try:
        list(draw_checker.check(record))
        tickets = record["publication"]["tickets"]
        named = named_rules(rules)
        made = program(prepare(applicants, options), named, objectives)
        stated = VectorPlans(made, named)
        found = [_wrong_ticket(made, stated, plan, number, each) for number, each in enumerate(tickets, start=1)]
        wrong = [each for each in found if each is not None]
        if plan.ties == DRAWN and "seed" not in record:
            wrong.append(message("the plan says it was drawn, and no seed is recorded"))
        if "seed" in record:
            mine = tickets[record["ticket"] - 1]
            pairs = sorted(map(tuple, mine["pairs"]))
            if mine["awards"] != awarded_options(plan.awards) or pairs != sorted(made_pairs(plan.pairs)):
                wrong.append(message("the plan is not that of ticket {number}", number=record["ticket"]))
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        return (message("the draw does not hold: {problem}", problem=str(error)),)
    return tuple(wrong)


def _wrong_ticket(
    made: Program, stated: VectorPlans, plan: Plan, number: int, ticket: Mapping[str, Any]
) -> Message | None:
    try:
        vector = made.vector(ticket["awards"], [(rule, village, mentor) for rule, village, mentor in ticket["pairs"]])
        mine = stated.plan(vector, plan.stages, plan.ties)
    except KeyError as error:
        return message("ticket {number} has what was never offered: {what}", number=number, what=str(error))
    except SolverError as error:
        return message("ticket {number} is not a lawful plan: {problem}", number=number, problem=str(error))
    if [stage.value for stage in mine.stages] != [stage.value for stage in plan.stages]:
        return message("ticket {number} is not as good as the plan", number=number)
    return None
