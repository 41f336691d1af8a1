"""Again: what follows from the inputs in a document, worked out once for all checks that compare something with it."""

from functools import cached_property

import pandas as pd

from intake import Findings, Round
from optimizer import Objective, Options, Plan, Rule, options
from reports import document as written
from reports import inputs, tables
from reports.schema import Document, TablePart
from scenarios import Outcome, Scenario, admitted, all_rules, attributes
from scoring import Scores, score


class Again:
    """Inputs, scores, options, rules and plan of a document; each raises ValueError when it cannot be read from it.

    round_: the round that is worked out from; by default the one in the document.
    """

    def __init__(self, document: Document, round_: Round | None = None) -> None:
        self.document, self._given = document, round_

    @cached_property
    def round(self) -> Round:
        """The round."""
        return inputs.round_of(self.document) if self._given is None else self._given

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario that the document states."""
        return inputs.scenario_of(self.document)

    @cached_property
    def plan(self) -> Plan:
        """The plan exactly as the document states it."""
        return inputs.plan_of(self.document)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that the document states."""
        return inputs.rules_of(self.document)

    @cached_property
    def objectives(self) -> tuple[Objective, ...]:
        """The objectives that the document states."""
        return inputs.objectives_of(self.document)

    @cached_property
    def demanded(self) -> tuple[Rule, ...]:
        """The rules of round and scenario."""
        return all_rules(self.round.call, self.round.catalogue, self.scenario)

    @cached_property
    def scores(self) -> Scores:
        """What every applicant earns."""
        return score(self.round, self.scenario.scoring)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The attributes of every applicant."""
        return attributes(self.round, self.scores)

    @cached_property
    def options(self) -> Options:
        """All that could be given."""
        return options(self.round, admitted(self.scores), self.scenario.catalogue)

    def stated_options(self) -> pd.DataFrame:
        """The options that the document states."""
        return inputs.options_of(self.document)

    @property
    def outcome(self) -> Outcome:
        """The outcome, without reasons and findings."""
        return Outcome(
            round=self.round,
            scenario=self.scenario,
            scores=self.scores,
            table=self.table,
            options=self.options,
            rules=self.demanded,
            plan=self.plan,
            reasons=(),
            conflict=(),
            findings=Findings(),
            versions=self.document.versions,
            fingerprint=self.document.fingerprint,
        )

    def hold_once(self) -> None:
        """Let go of the document's rows that were found to be what follows from its inputs, of which the same is held.

        And of the reasons, which nothing is compared with any more.
        """
        self.document = self.document.model_copy(
            update={
                "applicants": _rows(self.document.applicants, self.round.applicants, "applicant"),
                "options": _rows(self.document.options, self.options.table, ""),
                "scores": self.document.scores.model_copy(
                    update={part: written.scores_part(self.scores, part) for part in written.SCORES}
                ),
                "not_funded": [],
            }
        )


def _rows(part: TablePart, same: pd.DataFrame, index: str) -> TablePart:
    return part.model_copy(update={"rows": tables.WrittenRows(same, index)})
