"""What it takes: the smallest change that would have funded an applicant, and how far a funded one is from losing.

Nothing is estimated: that a change turns the decision, and that the next smaller one does not, is proven by the best
plan with the applicant against the best plan without it. Changes of its own answers and of its score are looked
through step by step, so that none smaller turns it. Changes of rules are found by growing and halving; it is told
where a smaller one could not be ruled out.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from math import ceil
from typing import TypeVar

import numpy as np

from intake import Finding, Findings, InputError, Severity
from locales import Message, Money, Text, message
from optimizer import Exclude, Limit, Move, OutOfTimeError, PurseRule, Rule, Slack, Verdict, relaxed, slacks_of
from scenarios import turning
from scenarios.hypothetical import Allowance, EnoughError, Hypothetical, World
from scenarios.least_step import Found
from scenarios.outcome import Outcome
from scenarios.own_answers import Rung, meeting, rungs
from scenarios.turning import Change, WhatItTakes
from scenarios.turning_points import along, among
from scenarios.variants import Variants, of_answers, of_points
from scoring import GateReason, explain

T = TypeVar("T")
POINT_STEP = 0.01
MILLION = 1_000_000
SOLVES = 400
SECONDS = 300.0


def what_it_takes(outcome: Outcome, applicant: str, *, solves: int = SOLVES, seconds: float = SECONDS) -> WhatItTakes:
    """Find what would have funded an applicant, or what would drop it; stops at so many solves or seconds.

    Raises InputError when the round has no such applicant or the outcome has no plan.
    """
    if applicant not in outcome.table.index:
        raise _refused(
            outcome,
            message("there is no applicant {name} in this round", name=applicant),
            message("applicants are named by the first column of the applicants' file"),
            applicant,
        )
    if not outcome.plan.has_awards:
        raise _refused(
            outcome,
            message("there is no plan, so nobody is funded or left out"),
            message("repair the scenario first"),
            applicant,
        )
    asked = _Asked(Hypothetical(outcome, applicant, Allowance(solves, seconds)))
    return asked.to_stay() if applicant in outcome.plan.awards.index else asked.to_enter()


def _refused(outcome: Outcome, problem: Message, remedy: Message, value: str) -> InputError:
    file = outcome.round.call.applicants
    return InputError(Findings.of([Finding("what-it-takes", Severity.ERROR, problem, remedy, file=file, value=value)]))


class _Asked:
    """Collects answers until the allowance is used up."""

    def __init__(self, ask: Hypothetical) -> None:
        self.ask = ask
        self.outcome, self.applicant = ask.outcome, ask.applicant
        self.changes: list[Change] = []
        self.not_by: list[Text] = []
        self.unanswered: list[Text] = []
        self.enough: float | None = None

    def to_enter(self) -> WhatItTakes:
        """For one who is not funded: gates, own answers, budget lines and rules."""
        scored = explain(self.outcome.round, self.outcome.scores, self.applicant)
        failed = tuple(gate for gate in scored.gates if gate.status in ("fail", "unknown"))
        barred = self.outcome.scores.table["rank"].isna()[self.applicant]
        needed = self._gate_answers(failed) if barred else {}
        suffice = self._tried(message("its gates"), lambda: self._in(self.ask.with_answers(needed)), barred)
        if not barred:
            self._points(+1)
        if not suffice:
            for rung in rungs(self.outcome.round, self.outcome.table, self.applicant):
                self._answer(rung, needed)
        if not barred:
            for rule in self.outcome.rules:
                self._rule(rule)
        return self._result(funded=False, gates=failed, suffice=suffice)

    def to_stay(self) -> WhatItTakes:
        """For one who is funded: how far its score, and every budget line, may fall."""
        self._points(-1)
        for rule in self.outcome.rules:
            if isinstance(rule, Limit) and rule.id.startswith("budget_") and isinstance(rule.at_most, int):
                self._cut(rule, rule.at_most)
        return self._result(funded=True, gates=(), suffice=None)

    def _in(self, world: World | None) -> bool:
        return self.ask.verdict(world) is Verdict.IN

    def _result(self, *, funded: bool, gates: tuple[GateReason, ...], suffice: bool | None) -> WhatItTakes:
        return WhatItTakes(
            self.applicant,
            funded,
            gates,
            suffice,
            tuple(self.changes),
            tuple(self.not_by),
            tuple(self.unanswered),
            self.ask.allowance.spent,
        )

    def _tried(self, what: Text, question: Callable[[], T], wanted: bool = True) -> T | None:
        """The answer to a question; None when it is not asked or the allowance is used up."""
        if not wanted:
            return None
        try:
            return question()
        except (EnoughError, OutOfTimeError):
            self.unanswered.append(what)
            return None

    def _gate_answers(self, failed: Iterable[GateReason]) -> dict[str, object]:
        """Answers with which the gates are passed, as far as the applicant gives them itself."""
        names = {gate.gate for gate in failed}
        row = self.outcome.table.loc[self.applicant]
        own = set(self.outcome.round.applicants.columns)
        found: dict[str, object] = {}
        for gate in self.outcome.round.criteria.gates:
            for condition in gate.conditions if gate.id in names else ():
                holds = condition.holds(self.outcome.table.loc[[self.applicant]]).fillna(False).iloc[0]
                if condition.column in own and not bool(holds):
                    found[condition.column] = meeting(condition, row[condition.column])
        return found

    def _answer(self, rung: Rung, needed: dict[str, object]) -> None:
        """The least better answer to one question that turns the decision."""
        label, column = rung.criterion.label, rung.criterion.column

        def world(steps: int) -> World | None:
            return self.ask.with_answers({**needed, column: rung.answer(steps)})

        def copies(first: int, last: int) -> Variants | None:
            count = last - first + 1
            answers = {name: [cell] * count for name, cell in needed.items()}
            answers[column] = [rung.answer(steps) for steps in range(first, last + 1)]
            return of_answers(self.outcome, self.applicant, answers, count)

        found = self._tried(label, lambda: among(self.ask, copies, world, rung.most, Verdict.IN, self.enough))
        self._told(label, found, lambda step: self._answered(rung, step))

    def _told(self, what: Text, found: Found | None, change: Callable[[int], Change]) -> None:
        """Keep an answer: the change, or that there is none."""
        if found is not None and found.step:
            self.changes.append(replace(change(found.step), least=found.least))
        elif found is not None:
            self.not_by.append(what)

    def _answered(self, rung: Rung, steps: int) -> Change:
        row = self.outcome.table.loc[self.applicant]
        before, after = row[rung.criterion.column], rung.answer(steps)
        shown: dict[str, Text] = {choice.code: choice.label for choice in rung.question.choices}
        said = message(
            "{question}: {after} instead of {before}",
            question=rung.question.label,
            after=turning.cell(after, shown),
            before=turning.cell(before, shown),
        )
        return Change("answer", rung.criterion.id, float(steps), said)

    def _points(self, sign: int) -> None:
        """The least change of the score that turns the decision, in hundredths of a point."""
        now = float(self.outcome.scores.table["points"][self.applicant])
        most = int(((100 - now) if sign > 0 else now) / POINT_STEP)

        def points(steps: int) -> float:
            return round(now + sign * steps * POINT_STEP, 4)

        def copies(first: int, last: int) -> Variants | None:
            return of_points(self.outcome, self.applicant, np.array([points(n) for n in range(first, last + 1)]))

        def change(steps: int) -> Change:
            by = steps * POINT_STEP
            more = message("{by} points more: {after} instead of {before}", **turning.points(by, now + by, now))
            less = message("{by} points less: {after} instead of {before}", **turning.points(by, now - by, now))
            return Change("points", "", round(sign * by, 2), more if sign > 0 else less)

        wanted = Verdict.IN if sign > 0 else Verdict.OUT
        what = message("its score")
        found = self._tried(
            what, lambda: among(self.ask, copies, lambda n: self.ask.with_points(points(n)), most, wanted)
        )
        if found is not None and found.step:
            self.enough = points(found.step)
        self._told(what, found, change)

    def _rule(self, rule: Rule) -> None:
        """The least relaxation of one rule, in what concerns the applicant, that turns the decision."""
        if isinstance(rule, Exclude) and self.applicant in rule.applicants:
            self.not_by.append(rule.name)
            return
        for slack in slacks_of(rule, self.outcome.table, self.outcome.options.table):
            if not self._concerned(rule, slack.piece.part):
                continue

            self._give_way(rule, slack)

    def _give_way(self, rule: Rule, slack: Slack) -> None:
        table, offered, rules = self.outcome.table, self.outcome.options.table, self.outcome.rules

        def world(steps: int) -> World:
            return self.ask.with_rules(relaxed(table, offered, rules, [Move(slack, steps)]))

        def change(steps: int) -> Change:
            move = Move(slack, steps)
            kind = "budget" if rule.id.startswith("budget_") else "rule"
            return Change(kind, rule.id, float(move.amount), rule.said(move))

        name = rule.named_piece(slack.piece)
        use = self._use(rule, slack)
        found = self._tried(name, lambda: along(self.ask, world, slack.most, use, Verdict.IN))
        self._told(name, found, change)

    def _use(self, rule: Rule, slack: Slack) -> int:
        """Where to begin with a limit: as many steps as the applicant's cheapest option uses of it."""
        options = self.outcome.options.table
        if not isinstance(rule, Limit) or rule.measure not in options:
            return 1
        own = options.loc[options["applicant"] == self.applicant, rule.measure]
        return max(1, ceil(float(own.min()) / float(slack.step))) if len(own) else 1

    def _concerned(self, rule: Rule, part: str) -> bool:
        """Whether a piece of a rule is about the applicant: its own group, itself, or everyone."""
        if not part or part == self.applicant or isinstance(rule, PurseRule):
            return True
        per = getattr(rule, "per", "")
        options = self.outcome.options.table
        held = {str(self.outcome.table.at[self.applicant, per])} if per in self.outcome.table else set()
        if per in options:
            held = set(options.loc[options["applicant"] == self.applicant, per].astype(str))
        return part in held

    def _cut(self, rule: Limit, amount: int) -> None:
        """The least cut of one budget line, in millions, at which a plan exists and the applicant is not in it."""

        def world(steps: int) -> World:
            less = rule.model_copy(update={"at_most": max(amount - steps * MILLION, 0)})
            return self.ask.with_rules([less if each.id == rule.id else each for each in self.outcome.rules])

        def change(steps: int) -> Change:
            cut = min(steps * MILLION, amount)
            said = message(
                "{line}: {cut} less, {after} instead of {before}",
                line=rule.name,
                cut=Money(cut),
                after=Money(amount - cut),
                before=Money(amount),
            )
            return Change("budget", rule.id, float(cut), said)

        found = self._tried(rule.name, lambda: along(self.ask, world, -(-amount // MILLION), 1, Verdict.OUT))
        self._told(rule.name, found, change)
