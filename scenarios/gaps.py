"""Gaps: who takes the place of each winner, as questions of a sweep."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from optimizer import Best, Changes, Settings, Status, Substitution, rescued, rules_without, substitutes
from scenarios import plan_data
from scenarios.answering import Answering, answering, give_back
from scenarios.cases import Case, Change, case_of
from scenarios.outcome import Outcome
from scenarios.sweep import Spread, sweep


@dataclass(frozen=True)
class Gap:
    """Who takes the place of one winner of a plan, in a time of its own."""

    case: Case
    plan: Best
    winner: str
    anyone_may_move: bool
    settings: Settings

    @property
    def what(self) -> str:
        """The winner."""
        return self.winner

    def answer(self, at: Answering) -> Substitution:
        """Find the best lawful plan without it."""
        given = at.tables(Change())
        plan, move = rescued(self.plan, *given), self.anyone_may_move
        return substitutes(*given, plan, self.settings, winners=(self.winner,), anyone_may_move=move)[0]

    def asks(self) -> tuple[object, ...]:
        """Plan and winner, and how it is solved."""
        return "gap", self.plan, self.winner, self.anyone_may_move, self.settings

    def written(self, answer: Substitution) -> dict[str, object] | None:
        """Everything that is found; nothing of what time cut short."""
        cut_short = not answer.in_time or (answer.plan is not None and not answer.substitutes and answer.lawful is None)
        if cut_short:
            return None
        changes = answer.changes
        return {
            "option": answer.option,
            "status": answer.status.value,
            "plan": None if answer.plan is None else plan_data.written(answer.plan),
            "changes": [list(changes.leaves), list(changes.enters), list(changes.packages)],
            "mentors": [list(each) for each in answer.mentors],
            "loss": None if answer.loss is None else str(answer.loss),
            "barred": {name: list(rules) for name, rules in answer.barred.items()},
            "lawful": answer.lawful,
        }

    def read(self, data: Mapping[str, Any]) -> Substitution:
        """What was written; its plan is made again, and checked exactly."""
        plan = None
        if data["plan"] is not None:
            at = answering(self.case)
            people, offered, rules, objectives = at.tables(Change())
            kept = tuple(rules_without(rules, {self.winner}))
            plan = rescued(plan_data.read(data["plan"]), people, offered, kept, objectives)
            give_back(self.case, at)
        leaves, enters, packages = (tuple(map(str, each)) for each in data["changes"])
        return Substitution(
            self.winner,
            str(data["option"]),
            Status(data["status"]),
            plan,
            Changes(leaves, enters, packages),
            tuple((str(village), str(before), str(after)) for village, before, after in data["mentors"]),
            None if data["loss"] is None else Fraction(data["loss"]),
            {str(name): tuple(map(str, rules)) for name, rules in data["barred"].items()},
            data["lawful"],
        )


def gaps_asker(
    outcome: Outcome, settings: Settings, anyone_may_move: bool, scheduler: Spread | None, processes: int | None
) -> Callable[[Sequence[str]], list[Substitution]]:
    """Whoever finds the substitutes of winners by a sweep; what was not reached is stopped."""
    case, plan = case_of(outcome), plan_data.best_of(outcome.plan)
    nobody = Changes((), (), ())

    def asked(winners: Sequence[str]) -> list[Substitution]:
        questions = [Gap(case, plan, winner, anyone_may_move, settings) for winner in winners]
        answers = sweep(questions, scheduler, processes=processes)
        held = outcome.plan.awards["option"].astype(str)
        return [
            Substitution(winner, held[winner], Status.STOPPED, None, nobody, (), None) if found is None else found
            for winner, found in zip(winners, answers, strict=True)
        ]

    return asked
