"""Turns vectors of a program into plans that the rules themselves have checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from optimizer.model import PAIR_COLUMNS, build
from optimizer.plan import Plan, Stage, holdings, usages
from optimizer.program import Program
from optimizer.rules import Rule
from optimizer.solution import SolverError, Status
from optimizer.verify import verify


@dataclass(frozen=True, eq=False)
class VectorPlans:
    """Makes plans of one program; `rules` have their ids."""

    program: Program
    rules: tuple[Rule, ...]

    def plan(self, vector: Sequence[int], stages: Sequence[Stage], ties: str) -> Plan:
        """The plan of a vector with stages that its awards fill; SolverError when a rule's own check refuses it."""
        tables = self.program.tables
        awards, pairs = self.awards(vector), self.pairs(vector)
        held = holdings(awards, pairs, tables.applicants, tables.options)
        reached = tuple(Stage(s.objective, s.objective.value(held.awards, tables), s.bound, s.status) for s in stages)
        proven = all(stage.status is Status.OPTIMAL for stage in reached)
        status = Status.OPTIMAL if proven else Status.FEASIBLE
        made = Plan(status, awards, pairs, reached, usages(self.rules, held), ties)
        wrong = verify(made, tables.applicants, tables.options, self.rules)
        if wrong:
            raise SolverError("; ".join(violation.problem.text("en") for violation in wrong))
        return made

    def awards(self, vector: Sequence[int]) -> pd.DataFrame:
        """The options taken, one row an applicant."""
        options = self.program.tables.options
        taken = self.program.awards(vector)
        rows = [taken.get(a) == o for a, o in zip(options["applicant"], options["option"], strict=True)]
        return options.loc[pd.Series(rows, index=options.index, dtype=bool)].set_index("applicant").sort_index()

    def pairs(self, vector: Sequence[int]) -> pd.DataFrame:
        """The pairs made, one row a village."""
        keys = [self.program.columns[j].key for j, number in enumerate(vector) if number]
        rows = [(*key[1:], self._kilometres[key[1:]]) for key in keys if key[0] == "pair"]
        return pd.DataFrame(rows, columns=list(PAIR_COLUMNS)).sort_values(["rule", "village"], ignore_index=True)

    @cached_property
    def _kilometres(self) -> dict[tuple[str, ...], float]:
        links = build(self.program.tables, self.rules).links
        return {(link.rule, link.village, link.mentor): link.kilometres for link in links}
