"""What it takes: the smallest change that would have funded an applicant, and how far a funded one is from losing.

Nothing is estimated: every change that is named was tried, and the next smaller one too. The first change that
turns the decision is looked for by growing fourfold and halving; where larger steps turn it back and forth, a smaller
one may be passed over.
"""

from collections.abc import Iterable, Sequence
from math import ceil

from intake import Finding, Findings, InputError, Severity
from locales import Label, Message, Money, Text, message
from optimizer import Exclude, Include, Limit, Move, Rule, Slack, relaxed, slacks_of
from scenarios import turning
from scenarios.hypothetical import Allowance, EnoughError, Hypothetical, first_step
from scenarios.outcome import Outcome
from scenarios.own_answers import Rung, meeting, rungs
from scenarios.turning import Change, WhatItTakes
from scoring import GateReason, explain

POINT_STEP = 0.01
MILLION = 1_000_000
SOLVES = 400
SECONDS = 180.0


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
        suffice = self._tried(message("its gates"), lambda: self.ask.funded(self.ask.with_answers(needed)[1]), barred)
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

    def _tried(self, what: Text, question, wanted: bool = True):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        """The answer to a question; None when it is not asked or the allowance is used up."""
        if not wanted:
            return None
        try:
            return question()
        except EnoughError:
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

        def turned(steps: int) -> bool:
            return self.ask.funded(self.ask.with_answers({**needed, column: rung.answer(steps)})[1])

        def least() -> int:
            guess = self._enough_points(rung, needed)
            # Where even the best answer earns too little, one solve with it says whether it helps in another way.
            if guess is None and not turned(rung.most):
                return 0
            return first_step(turned, rung.most, guess or 1) or 0

        steps = self._tried(label, least)
        if steps:
            self.changes.append(self._answered(rung, steps))
        elif steps == 0:
            self.not_by.append(label)

    def _enough_points(self, rung: Rung, needed: dict[str, object]) -> int | None:
        """The first step that earns the points that were found to be enough, by scoring alone; None if none does."""
        if self.enough is None:
            return 1

        def earns(steps: int) -> bool:
            scores = self.ask.score_again({**needed, rung.criterion.column: rung.answer(steps)})
            return scores is not None and float(scores.table["points"][self.applicant]) >= (self.enough or 0)

        return first_step(earns, rung.most) if earns(rung.most) else None

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

        def turned(steps: int) -> bool:
            plan = self.ask.with_points(round(now + sign * steps * POINT_STEP, 4))
            return self.ask.funded(plan) == (sign > 0)

        what = message("its score")
        steps = self._tried(what, lambda: first_step(turned, most, self._guess(sign)) or 0)
        if steps:
            self.enough = round(now + sign * steps * POINT_STEP, 4)
            by = steps * POINT_STEP
            more = message("{by} points more: {after} instead of {before}", **turning.points(by, now + by, now))
            less = message("{by} points less: {after} instead of {before}", **turning.points(by, now - by, now))
            self.changes.append(Change("points", "", round(sign * by, 2), more if sign > 0 else less))
        elif steps == 0:
            self.not_by.append(what)

    def _guess(self, sign: int) -> int:
        """Where to begin: the loss of the decision the other way round, in hundredths of a point of the score."""
        lock = Include if sign > 0 else Exclude
        reason = Label(id="pertanyaan", en="question")
        other = self.ask.with_rules(
            [*self.outcome.rules, lock(id="asked", applicants=(self.applicant,), reason=reason)]
        )
        awards = other.awards if sign > 0 else self.outcome.plan.awards
        points = float(self.outcome.scores.table["points"][self.applicant])
        if not other.has_awards or other.objective is None or not points:
            return 1
        effect = float(awards["value"].loc[self.applicant]) / points
        loss = abs(float(self.outcome.plan.objective or 0) - float(other.objective))
        return ceil(round(loss / effect / POINT_STEP, 6)) if effect else 1

    def _rule(self, rule: Rule) -> None:
        """The least relaxation of one rule, in what concerns the applicant, that turns the decision."""
        if isinstance(rule, Exclude) and self.applicant in rule.applicants:
            self.not_by.append(rule.name)
            return
        for slack in slacks_of(rule, self.outcome.table, self.outcome.options.table):
            if not self._concerned(rule, slack.piece.part):
                continue

            def moved(steps: int, slack=slack) -> Sequence[Rule]:  # type: ignore[no-untyped-def]  # noqa: ANN001
                return relaxed(self.outcome.table, self.outcome.options.table, self.outcome.rules, [Move(slack, steps)])

            def turned(steps: int, moved=moved) -> bool:  # type: ignore[no-untyped-def]  # noqa: ANN001
                return self.ask.funded(self.ask.with_rules(moved(steps)))

            def least(slack=slack, moved=moved, turned=turned) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001
                widest = self.ask.with_rules(moved(slack.most))
                if widest.objective == self.outcome.plan.objective and not self.ask.funded(widest):
                    return 0  # the rule costs nothing, so giving way changes nothing
                return first_step(turned, slack.most, self._use(rule, slack)) or 0

            steps = self._tried(rule.named_piece(slack.piece), least)
            if steps:
                move = Move(slack, steps)
                kind = "budget" if rule.id.startswith("budget_") else "rule"
                self.changes.append(Change(kind, rule.id, float(move.amount), rule.said(move)))
            elif steps == 0:
                self.not_by.append(rule.named_piece(slack.piece))

    def _use(self, rule: Rule, slack: Slack) -> int:
        """Where to begin with a limit: as many steps as the applicant's cheapest option uses of it."""
        options = self.outcome.options.table
        if not isinstance(rule, Limit) or rule.measure not in options:
            return 1
        own = options.loc[options["applicant"] == self.applicant, rule.measure]
        return max(1, ceil(float(own.min()) / float(slack.step))) if len(own) else 1

    def _concerned(self, rule: Rule, part: str) -> bool:
        """Whether a piece of a rule is about the applicant: its own group, itself, or everyone."""
        if not part or part == self.applicant:
            return True
        per = getattr(rule, "per", "")
        options = self.outcome.options.table
        held = {str(self.outcome.table.at[self.applicant, per])} if per in self.outcome.table else set()
        if per in options:
            held = set(options.loc[options["applicant"] == self.applicant, per].astype(str))
        return part in held

    def _cut(self, rule: Limit, amount: int) -> None:
        """The least cut of one budget line, in millions, at which a plan exists and the applicant is not in it."""

        def lost(steps: int) -> bool:
            less = rule.model_copy(update={"at_most": max(amount - steps * MILLION, 0)})
            plan = self.ask.with_rules([less if each.id == rule.id else each for each in self.outcome.rules])
            return plan.has_awards and not self.ask.funded(plan)

        steps = self._tried(rule.name, lambda: first_step(lost, -(-amount // MILLION)) or 0)
        if steps:
            cut = min(steps * MILLION, amount)
            said = message(
                "{line}: {cut} less, {after} instead of {before}",
                line=rule.name,
                cut=Money(cut),
                after=Money(amount - cut),
                before=Money(amount),
            )
            self.changes.append(Change("budget", rule.id, float(cut), said))
        elif steps == 0:
            self.not_by.append(rule.name)
