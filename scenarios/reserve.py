"""Reserve: who takes the place of each winner that withdraws or fails the readiness check, and in which order."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from intake import Finding, Findings, InputError, Severity
from locales import Message, message
from optimizer import (
    Plan,
    ReserveList,
    Settings,
    Status,
    Substitution,
    holdings,
    reserve_list,
    substitutes,
    withdrawals,
)
from scenarios.gaps import gaps_asker
from scenarios.order import best_first
from scenarios.outcome import Outcome
from scenarios.sweep import Spread

SHOWN = 4
"""Rules named for one gap; a person reads no more."""


@dataclass(frozen=True, eq=False)
class Vacancy:
    """One winner that cannot be awarded: what the optimizer found, the money, and why nobody enters where nobody does.

    freed: what the winner's grant leaves free on every budget line, in rupiah; taken: what the substitutes (and those
    who move) take of it more than before. packages: the option of everyone who enters or is given another one.
    """

    substitution: Substitution
    freed: Mapping[str, int]
    taken: Mapping[str, int]
    packages: Mapping[str, str]
    why: tuple[Message, ...]

    @property
    def winner(self) -> str:
        """Who cannot be awarded."""
        return self.substitution.winner

    def said(self, *, anyone_may_move: bool = False) -> Message:
        """Say what becomes of the place, in one sentence."""
        found = self.substitution
        if found.substitutes:
            proof = "" if found.in_time else message(" (not proven best: time ran out)")
            return message("{substitutes}{proof}", substitutes=found.substitutes, proof=proof)
        if found.status is Status.STOPPED:
            return message("not worked out: time ran out")
        if found.status is Status.INFEASIBLE and anyone_may_move:
            return message("no plan keeps the rules without it")
        if found.status is Status.INFEASIBLE:
            return message("no lawful plan leaves everyone else as announced")
        if found.lawful:
            return message("nobody: those who could lawfully enter make the plan worse")
        return message("nobody can lawfully enter")


@dataclass(frozen=True, eq=False)
class Reserve:
    """The vacancies, best rank first; the ordered list, or None where it was not asked for.

    anyone_may_move: whether the others had to keep what was announced for them. in_time: every answer is proven.
    """

    vacancies: tuple[Vacancy, ...]
    listed: ReserveList | None
    anyone_may_move: bool
    in_time: bool


def reserve(
    outcome: Outcome,
    *,
    places: int = 10,
    winners: Sequence[str] | None = None,
    anyone_may_move: bool = False,
    settings: Settings | None = None,
    scheduler: Spread | None = None,
    processes: int | None = None,
) -> Reserve:
    """Find the best lawful substitutes of every winner, and the order in which to call those who were left out.

    winners: only for these; then there is no order. anyone_may_move: the others need not keep what was announced for
    them; then there is no order either, for each answer is a plan of its own. settings.seconds is the allowance for
    everything together. scheduler, processes: where one is given, every winner is asked by itself, as `sweep` has it,
    and each has the whole time, as the order has. Raises InputError for an outcome without a plan or for one who is not
    funded.
    """
    _refuse(outcome, winners or ())
    given = (outcome.table, outcome.options.table, outcome.rules, outcome.scenario.objectives, outcome.plan)
    used = settings or outcome.scenario.solver
    listed = asker = None
    if scheduler is not None or processes is not None:
        asker = gaps_asker(outcome, used, anyone_may_move, scheduler, processes)
    if winners is None and not anyone_may_move:
        listed = reserve_list(*given, used, places=places, asker=asker)
        found = listed.substitutions
    elif asker is not None:
        found = tuple(asker(sorted(map(str, outcome.plan.awards.index)) if winners is None else winners))
    else:
        found = substitutes(*given, used, winners=winners, anyone_may_move=anyone_may_move)
    rank = {str(name): place for place, name in enumerate(best_first(outcome.funded).index)}
    ordered = sorted(found, key=lambda each: rank[each.winner])
    in_time = all(each.in_time for each in found) and (listed is None or listed.in_time)
    return Reserve(tuple(_vacancy(outcome, each, outcome.plan) for each in ordered), listed, anyone_may_move, in_time)


def withdrawn(outcome: Outcome, names: Sequence[str], *, settings: Settings | None = None) -> tuple[Vacancy, ...]:
    """Fill one vacancy after another: each withdrawal is from the plan that the one before left.

    names: winners, or substitutes of an earlier withdrawal, in their order. Raises InputError for an outcome without
    a plan, and ValueError for one who is not in the plan by then.
    """
    _refuse(outcome, ())
    given = (outcome.table, outcome.options.table, outcome.rules, outcome.scenario.objectives, outcome.plan)
    found = withdrawals(*given, names, settings or outcome.scenario.solver)
    before = outcome.plan
    vacancies: list[Vacancy] = []
    for each in found:
        vacancies.append(_vacancy(outcome, each, before))
        before = each.plan or before
    return tuple(vacancies)


def _refuse(outcome: Outcome, winners: Sequence[str]) -> None:
    problems = []
    if not outcome.plan.has_awards:
        problems.append((message("there is no plan, so nobody can be replaced"), message("repair the scenario first")))
    else:
        problems += [
            (
                message("{applicant} is not funded by this plan", applicant=name),
                message("name a library of the awards list"),
            )
            for name in winners
            if name not in outcome.plan.awards.index
        ]
    if problems:
        file = outcome.round.call.applicants
        raise InputError(Findings.of(Finding("reserve", Severity.ERROR, *each, file=file) for each in problems))


def _vacancy(outcome: Outcome, found: Substitution, before: Plan) -> Vacancy:
    """`before` is the plan that the winner was still in."""
    lines = [line.id for line in outcome.round.call.budget_lines if f"cost_{line.id}" in outcome.plan.awards]
    after = {} if found.plan is None else {str(n): str(o) for n, o in found.plan.awards["option"].items()}
    packages = {name: after[name] for name in (*found.changes.enters, *found.changes.packages)}
    left = before.awards.drop(index=found.winner)
    freed: dict[str, int] = {}
    taken: dict[str, int] = {}
    for line in lines:
        cost = f"cost_{line}"
        without = outcome.total_of(left, cost)
        freed[line] = int(outcome.total_of(before.awards, cost) - without)
        taken[line] = 0 if found.plan is None else int(outcome.total_of(found.plan.awards, cost) - without)
    return Vacancy(found, freed, taken, packages, () if found.substitutes else tuple(_why(outcome, found)))


def _why(outcome: Outcome, found: Substitution) -> list[Message]:
    """The facts behind a place that stays empty."""
    if found.status is Status.INFEASIBLE:
        return _broken(outcome, found)
    if found.plan is None or found.lawful is not False:
        return []
    tally = Counter(found.barred.values())
    by_rule = Counter(rule for blamed in found.barred.values() for rule in blamed)
    names = {rule.id: rule.name for rule in outcome.rules}
    said = [
        message("{rule} forbids {count} of the {all} left out", rule=names[rule], count=count, all=len(found.barred))
        for rule, count in sorted(by_rule.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]
    ]
    together = tally.get((), 0)
    if together:
        said.append(
            message(
                "several rules together forbid {count} of the {all} left out", count=together, all=len(found.barred)
            )
        )
    if not found.barred:
        said.append(message("everyone who could be given anything is in the plan"))
    return said


def _broken(outcome: Outcome, found: Substitution) -> list[Message]:
    """What the plan breaks when the winner simply leaves."""
    plan = outcome.plan
    left = plan.awards.drop(index=found.winner, errors="ignore")
    pairs = plan.pairs[~plan.pairs["village"].isin([found.winner]) & ~plan.pairs["mentor"].isin([found.winner])]
    held = holdings(left, pairs, outcome.table, outcome.options.table)
    orphans = [message("{village} loses its mentor", village=village) for village in found.orphans]
    broken = [violation.problem for rule in outcome.rules for violation in rule.check(held)]
    return [*orphans, *broken][: 2 * SHOWN]
