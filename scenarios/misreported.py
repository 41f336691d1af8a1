"""Misreported: applicants with other answers, scored and offered to side by side.

With fixed anchors a score depends on the applicant's own answers alone, so thousands of copies of applicants, each
with one answer bent, are scored in one go.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from optimizer import options
from scenarios.looked_up import ALWAYS, seen
from scenarios.misreports import Sweep
from scenarios.outcome import Outcome
from scenarios.run import admitted, attributes
from scoring import score

HONEST = "as it is"
MINIMUM = "minimum "
"""How `seen` names what it says about a minimum."""


@dataclass(frozen=True, eq=False)
class Copies:
    """Copies of applicants, one row each.

    table: of (applicant id), kind, column, cell (several answers: no column, and (column, cell) pairs); points, score,
    low (the lower end of the score's interval), ranked, seen (what rules and objectives could look at in it, but
    minimums), passed (bits: which minimums it passes), look (all that and its options without their value: equal where
    an allocation can tell copies apart by nothing but values). offered: columns of (the row), option (all of it but
    the value, as one text) and value.
    """

    table: pd.DataFrame
    offered: pd.DataFrame


def copies(outcome: Outcome, bent: Sequence[Sweep]) -> Copies:
    """Score everyone as they are, then every misreport."""
    people = outcome.round.applicants
    everyone = np.arange(len(people))
    rows = [everyone, *(np.flatnonzero(each.open) for each in bent)]
    parts = [people, *(_given(people, each) for each in bent)]
    table = pd.DataFrame(
        {
            "of": people.index.to_numpy(dtype=object)[np.concatenate(rows)],
            "kind": np.repeat([HONEST, *(each.kind.value for each in bent)], [len(each) for each in rows]),
            "column": np.repeat(["", *(each.column for each in bent)], [len(each) for each in rows]),
            "cell": np.concatenate([np.full(len(people), None, dtype=object), *(e.cells[e.open] for e in bent)]),
        }
    )
    names = pd.Index([f"{place:09d}" for place in range(len(table))], name=people.index.name)
    table.index = names
    given = pd.concat(parts).astype(people.dtypes.to_dict()).set_axis(names, axis="index")
    return _judged(outcome, table, given)


def together(outcome: Outcome, answers: Mapping[str, Sequence[tuple[str, Any]]], kind: str) -> Copies:
    """Score one copy of each of these applicants, with several answers bent; `cell` holds them all."""
    names = sorted(answers)
    index = pd.Index([f"{kind} {name}" for name in names], name=outcome.round.applicants.index.name)
    given = outcome.round.applicants.loc[names].set_axis(index, axis="index")
    for row, name in zip(index, names, strict=True):
        for column, cell in answers[name]:
            given.loc[row, column] = cell
    table = pd.DataFrame({"of": names, "kind": kind, "column": ""}, index=index)
    table["cell"] = pd.Series([tuple(answers[name]) for name in names], index=index, dtype=object)
    return _judged(outcome, table, given)


def beside(one: Copies, other: Copies) -> Copies:
    """Both together."""
    return Copies(pd.concat([one.table, other.table]), pd.concat([one.offered, other.offered], ignore_index=True))


def _given(people: pd.DataFrame, sweep: Sweep) -> pd.DataFrame:
    other = people.loc[sweep.open].copy()
    other[sweep.column] = pd.Series(sweep.cells[sweep.open], index=other.index).astype(people[sweep.column].dtype)
    return other


def _judged(outcome: Outcome, table: pd.DataFrame, given: pd.DataFrame) -> Copies:
    round_ = replace(outcome.round, applicants=given)
    marked = None
    if outcome.scores.panel is not None:
        marked = outcome.scores.panel.figures.reindex(table["of"].to_numpy()).set_axis(table.index, axis="index")
    scores = score(round_, outcome.scenario.scoring, figures=marked)
    offered = options(round_, admitted(scores), outcome.scenario.catalogue).table
    own = scores.table.loc[table.index]
    held = attributes(round_, scores).loc[table.index]
    rows = _text(offered.drop(columns=["applicant", "value"]))
    told = pd.DataFrame({"of": offered["applicant"], "option": rows, "value": offered["value"]})
    options_of = rows.groupby(offered["applicant"]).agg("\n".join).reindex(table.index).fillna("")
    looked = seen(held, outcome.rules, outcome.scenario.objectives)
    minimums = [column for column in looked.columns if str(column).startswith(MINIMUM)]
    passed = pd.Series(0, index=table.index)
    for number, column in enumerate(minimums):
        passed += looked[column].astype(np.int64) * 2**number
    # Only a rule that pairs libraries looks at where they stand.
    placed = [] if any(rule.makes_pairs for rule in outcome.rules) else [each for each in ALWAYS if each in looked]
    told_apart = _text(looked.drop(columns=[*minimums, *placed]))
    judged = table.assign(
        points=own["points"],
        score=own["score"],
        low=own["score_low"],
        ranked=own["rank"].notna().to_numpy(dtype=np.bool_),
        seen=told_apart,
        passed=passed,
    )
    return Copies(judged.assign(look=told_apart + "\n" + judged["passed"].astype(str) + "\n" + options_of), told)


def _text(rows: pd.DataFrame) -> "pd.Series[str]":
    """Each row as one text."""
    said = ["|".join(map(str, row)) for row in rows.itertuples(index=False, name=None)] if len(rows.columns) else ""
    return pd.Series(said, index=rows.index, dtype=object)
