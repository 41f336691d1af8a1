"""Sitting: one baseline, and one quick question after another about it."""

import time
from collections.abc import Iterator

import pandas as pd

from intake import Findings
from optimizer import KnownPlan, Options, Plan, Rule, options, quick
from scenarios import budget
from scenarios.forecast import refuse_unknown_names
from scenarios.memory import Memory
from scenarios.outcome import Outcome
from scenarios.reasons import LaterReasons
from scenarios.run import admitted, attributes, fingerprint
from scenarios.scenario import Scenario
from scenarios.what_if import WhatIf, against
from scoring import Scores, score

SECONDS = 0.8
"""How long the search of one question may take."""
ANSWERS, TABLES = 256, 16
"""Answers, and scores and options, that a sitting remembers; an answer holds little more than its plan."""
HEAVIEST = 64 * 2**20
"""Bytes that the answers, the scores, their tables, and the options may take, each of the four."""
OTHERS = 4
"""Answers with nearly as much money whose plans are looked at where the time was too short."""


class Sitting:
    """Answers what-ifs about one baseline; what two questions share is worked out once. Safe for many threads.

    Every key is made of content: a scoring policy for scores, that and the catalogue's part for options, the whole
    scenario for answers.
    """

    def __init__(self, baseline: Outcome) -> None:
        self.baseline = baseline
        self._known = KnownPlan.of(baseline.plan)
        self._scores = Memory[Scores](TABLES, HEAVIEST)
        self._tables = Memory[pd.DataFrame](TABLES, HEAVIEST)
        self._options = Memory[Options](TABLES, HEAVIEST)
        self._answers = Memory[WhatIf](ANSWERS, HEAVIEST)
        self.learn(baseline)

    def ask(self, scenario: Scenario, seconds: float | None = None) -> WhatIf:
        """Say what a scenario does to the baseline, by a search that ends after so many seconds (None: SECONDS).

        The plan keeps every rule by the exact check. Where the time was too short for a proof the answer says how
        near it is; a plan that was the answer to another question is then given where it is better than what was
        found. Where others are as good, the baseline's plan stands if it is one of them. Raises what `run` raises.
        """
        known = self.known(scenario)
        return known or self.answered(self._answer(scenario, SECONDS if seconds is None else seconds))

    def known(self, scenario: Scenario) -> WhatIf | None:
        """The answer that is remembered, if there is one."""
        return self._answers.get(scenario.fingerprint())

    def learn(self, outcome: Outcome) -> WhatIf:
        """Take over the outcome of a full run, which is remembered in place of a quick answer."""
        return self.answered(against(self.baseline, outcome))

    def answered(self, answer: WhatIf) -> WhatIf:
        """Remember an answer, wherever it was worked out; one that is as sure already stays."""
        key = answer.scenario.fingerprint()
        before = self._answers.get(key)
        return before if before is not None and before.final else self._answers.put(key, answer)

    def outcome(self, answer: WhatIf) -> Outcome:
        """The outcome of an answer, for whoever shows or writes more of it; its reasons are found when looked at.

        Its fingerprint is of no full run: it says so by the plan in it, never by the scenario alone.
        """
        return self._outcome(answer.scenario, answer.plan)

    def _answer(self, scenario: Scenario, seconds: float) -> WhatIf:
        began = time.monotonic()
        refuse_unknown_names(self.baseline.round, scenario)
        table, offered = self._table(scenario), self._offered(scenario)
        left = max(seconds - (time.monotonic() - began), 0.0)
        found = quick(
            table,
            offered.table,
            self._rules(scenario),
            scenario.objectives,
            seconds=left,
            known=self._known,
            others=self._others(scenario),
        )
        return against(self.baseline, self._outcome(scenario, found.plan), alone=found.alone)

    def _others(self, scenario: Scenario) -> Iterator[KnownPlan]:
        """The plans of remembered answers, those with nearly as much money first: less of it rather than more."""
        money = self._money(scenario)
        apart = [(self._money(each.scenario) - money, each.plan) for _, each in self._answers.items() if each.has_plan]
        for _, plan in sorted(apart, key=lambda one: (one[0] > 0, abs(one[0])))[:OTHERS]:
            yield KnownPlan.of(plan)

    def _money(self, scenario: Scenario) -> int:
        return sum(budget.lines(self.baseline.round.call, scenario).values())

    def _outcome(self, scenario: Scenario, plan: Plan) -> Outcome:
        round_, scores, table = self.baseline.round, self._scored(scenario), self._table(scenario)
        offered, rules = self._offered(scenario), self._rules(scenario)
        taken = [[str(name), str(option)] for name, option in plan.awards["option"].items()]
        return Outcome(
            round=round_,
            scenario=scenario,
            scores=scores,
            table=table,
            options=offered,
            rules=rules,
            plan=plan,
            reasons=LaterReasons(round_, scores, table, offered, rules, plan),
            conflict=(),
            findings=Findings.of([*round_.findings, *scores.findings]),
            versions=self.baseline.versions,
            fingerprint=fingerprint(round_.fingerprint, f"{scenario.fingerprint()} {taken}", self.baseline.versions),
        )

    def _scored(self, scenario: Scenario) -> Scores:
        policy = scenario.scoring
        return self._scores.made(policy.model_dump_json(), lambda: score(self.baseline.round, policy))

    def _table(self, scenario: Scenario) -> pd.DataFrame:
        key = scenario.scoring.model_dump_json()
        return self._tables.made(key, lambda: attributes(self.baseline.round, self._scored(scenario)))

    def _offered(self, scenario: Scenario) -> Options:
        key = (scenario.scoring.model_dump_json(), scenario.catalogue.model_dump_json())
        return self._options.made(
            key, lambda: options(self.baseline.round, admitted(self._scored(scenario)), scenario.catalogue)
        )

    def _rules(self, scenario: Scenario) -> tuple[Rule, ...]:
        return budget.rules(self.baseline.round.call, self.baseline.round.catalogue, scenario)
