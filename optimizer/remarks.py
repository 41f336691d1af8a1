"""Remarks: what rules and objectives warn of when they meet the tables, though nothing is refused."""

from collections.abc import Sequence

import pandas as pd

from intake import Finding, Severity
from optimizer.objectives import Objective
from optimizer.rules import Rule, named_rules
from optimizer.scales import scale_remarks
from optimizer.tables import prepare


def remarks(
    applicants: pd.DataFrame, options: pd.DataFrame, rules: Sequence[Rule], objectives: Sequence[Objective]
) -> tuple[Finding, ...]:
    """Collect the warnings; raises InputError for tables that do not fit together."""
    tables, named = prepare(applicants, options), named_rules(rules)
    found = [
        *(finding for rule in named for finding in rule.problems(tables)),
        *(finding for objective in objectives for finding in objective.problems(tables)),
        *scale_remarks(tables, named, objectives),
    ]
    return tuple(finding for finding in found if finding.severity is not Severity.ERROR)
