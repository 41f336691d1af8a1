"""Sheet Single answers: which one better answer would bring an applicant's points up to the line."""

import pandas as pd

from locales import message
from reports.grid import Column, Grid, Kind, Row, Sheet, Value
from reports.words import Names
from scenarios import Outcome, lifts_to_line, line
from scoring import Lift


def sheet(outcome: Outcome) -> Sheet:
    """Make the sheet: whoever is below the line, the nearest first; one column for each answer that it gives itself."""
    names, found, at = Names(outcome), lifts_to_line(outcome), line(outcome)
    asked = [each for each in outcome.round.criteria.criteria if each.id in found.answers]
    columns = (
        Column(message("Rank"), Kind.WHOLE),
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("Province"), width=18),
        Column(message("Score"), Kind.POINTS),
        Column(message("Points short of the line"), Kind.POINTS),
        Column(message("Answers that would do"), Kind.WHOLE),
        *(Column(each.label, width=20) for each in asked),
    )
    scored = outcome.scores.table
    order = scored.loc[found.answers.index, "score"].sort_index().sort_values(ascending=False, kind="stable").index
    told = found.said(outcome.round)
    goal = 0.0 if at.lowest_funded is None else float(scored["score"][at.lowest_funded])

    def row(applicant: str) -> Row:
        rank, score = scored["rank"][applicant], float(scored["score"][applicant])
        said = {each.criterion: _said(each) for each in told[applicant]}
        first: tuple[Value, ...] = (
            None if pd.isna(rank) else int(rank),
            applicant,
            names.person(applicant),
            str(outcome.table["province"][applicant]),
            score,
            round(goal - score, 6),
            len(said),
        )
        return Row((*first, *(said.get(each.id) for each in asked)))

    notes = (
        message(
            "By points alone, nothing solved: each cell is one answer, all others as they are, that would reach the "
            "lowest score funded, with the present answer in brackets. Whether the library would then be funded also "
            "depends on money and rules; `pilih explain ROUND ID --what-it-takes` proves it."
        ),
        message("Empty: no answer within the scale and the limits of the question would do, or it would fail a gate."),
    )
    rows = tuple(row(str(each)) for each in order)
    return Sheet(message("Single answers"), (Grid(columns, rows),), (), notes, frozen=3)


def _said(each: Lift) -> Value:
    return message("{after} (now {before})", after=each.after, before=each.before)
