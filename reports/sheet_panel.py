"""Sheet Panel: what reviewers' marks say, how far reviewers agree, and what the panel should talk about."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from locales import Decimals, Message, Text, message
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from reports.sheet_reading import groups
from reports.words import Names
from scenarios import Outcome
from scoring import NOTABLE, Apart, CriterionPanel, Crossing, Discussion, Panel

Fact = tuple[Text, Value, Mark]
GRADES = (
    ("single_one_way", message("one reviewer, other reviewers for every application: ICC(1,1)")),
    ("single_random", message("one reviewer, severity counts as disagreement: ICC(2,1)")),
    ("single_fixed", message("one reviewer, severity does not count: ICC(3,1)")),
    ("mean_one_way", message("mean of all, other reviewers for every application: ICC(1,k)")),
    ("mean_random", message("mean of all, severity counts as disagreement: ICC(2,k)")),
    ("mean_fixed", message("mean of all, severity does not count: ICC(3,k)")),
)


def sheet(outcome: Outcome, talk: Discussion | None) -> Sheet:
    """Make the sheet: what to talk about first, then every criterion's marks and reviewers.

    talk: what `scoring.discuss` found, or None to leave it out. Raises ValueError for a round without a panel.
    """
    panel = outcome.scores.panel
    if panel is None:
        raise ValueError("no criterion of this round is marked by a panel")
    grids = (
        *(_talk(outcome, panel, talk) if talk else ()),
        *(_applications(outcome, each) for each in panel.criteria),
        *(_reviewers(each) for each in panel.criteria),
        *(_islands(each) for each in panel.criteria if len(each.islands) > 1),
    )
    facts = tuple(fact for each in panel.criteria for fact in _facts(each))
    return Sheet(message("Panel"), grids, facts=facts, notes=_notes(talk), frozen=2)


def _notes(talk: Discussion | None) -> tuple[Text, ...]:
    notes: list[Text] = [
        message("The raw mark is the mean of the marks that count; a missing mark is left out, never taken as zero."),
        message(
            "The calibrated mark is the mean of each mark plus the severity of its reviewer, as stated below; severity "
            "is how much less a reviewer gives than this panel's mean, and is worked out from the applications that "
            "reviewers have in common (generalised least squares, applicants fixed, reviewers random)."
        ),
        message(
            "The standard error says how far a mark would typically move with other noise in the marks; of the raw "
            "mark, from the spread of all marks about their application."
        ),
        message(
            "Disagreement: the two marks furthest apart, severity taken out, in standard errors of the difference of "
            "two marks."
        ),
        message("Agreement of a reviewer: correlation of its marks with what the others gave the same applications."),
    ]
    if talk is not None and talk.line is not None and talk.crossing is None:
        notes.append(message("Nobody can be said to cross the funding line, for no criterion can be calibrated."))
    return tuple(notes)


def _facts(panel: CriterionPanel) -> Iterator[Fact]:
    label = panel.criterion.label

    def fact(name: Message, value: Value, mark: Mark = Mark.NONE) -> Fact:
        return message("{criterion}: {fact}", criterion=label, fact=name), value, mark

    scores = message("calibrated marks") if panel.basis == "calibrated" else message("raw marks")
    unheeded = panel.wanted == "calibrated" and panel.basis == "raw"
    yield fact(message("what scores"), scores, Mark.WARNING if unheeded else Mark.NONE)
    yield fact(message("marks that count"), len(panel.marks))
    yield fact(message("marks removed for a conflict of interest"), panel.conflicts)
    yield fact(message("marks not given yet"), panel.outstanding, Mark.WARNING if panel.outstanding else Mark.NONE)
    for each in panel.diagnostics:
        said = message("yes") if each.passed else message("no: {found}", found=each.found)
        yield fact(each.name, said, Mark.GOOD if each.passed else Mark.WARNING)
    if panel.calibration is None:
        yield fact(message("calibration"), message("refused: {why}", why=panel.refusal), Mark.WARNING)
    else:
        found = panel.calibration.variance
        yield fact(message("severity, standard deviation in marks"), Decimals(found.severity, 3))
        yield fact(message("noise of one mark, standard deviation in marks"), Decimals(found.noise, 3))
        yield fact(
            message("does severity matter"),
            message(
                "likelihood ratio {statistic}; chance alone would show as much with probability {chance}",
                statistic=Decimals(found.statistic, 2),
                chance=Decimals(found.p_value, 4),
            ),
        )
    for metric, name in (
        ("ordinal", message("Krippendorff's alpha, marks as an order")),
        ("interval", message("Krippendorff's alpha, marks as distances")),
    ):
        alpha = panel.alpha("ordinal" if metric == "ordinal" else "interval")
        yield fact(name, message("cannot be said") if alpha is None else Decimals(alpha, 3))
    for kind, words in GRADES if panel.intraclass else ():
        share = getattr(panel.intraclass, kind)
        yield fact(words, message("cannot be said") if share is None else Decimals(share, 3))


def _talk(outcome: Outcome, panel: Panel, talk: Discussion) -> Iterator[Grid]:
    names = Names(outcome)
    labels = {each.criterion.id: each.criterion.label for each in panel.criteria}
    columns = (
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("District"), width=22),
        Column(message("Criterion"), width=22),
        Column(message("Disagreement"), Kind.NUMBER),
        Column(message("Most generous")),
        Column(message("Mark of the most generous"), Kind.NUMBER),
        Column(message("Strictest")),
        Column(message("Mark of the strictest"), Kind.NUMBER),
    )
    title = message(
        "To discuss: {count} applications lie more than {size} standard errors apart", count=talk.notable, size=NOTABLE
    )
    yield Grid(columns, tuple(_apart(names, outcome, labels, each) for each in talk.apart), title=title)
    if talk.crossing is not None:
        yield _crossings(outcome, names, talk)


def _apart(names: Names, outcome: Outcome, labels: Mapping[str, Text], each: Apart) -> Row:
    mark = Mark.NOTICE if each.disagreement > NOTABLE else Mark.NONE
    cells: tuple[Value, ...] = (
        each.applicant,
        names.person(each.applicant),
        str(outcome.table.at[each.applicant, "district"]),
        labels[each.criterion],
        each.disagreement,
        each.generous,
        each.highest,
        each.strict,
        each.lowest,
    )
    return Row(cells, mark)


def _crossings(outcome: Outcome, names: Names, talk: Discussion) -> Grid:
    columns = (
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("District"), width=22),
        Column(message("Rank by raw marks"), Kind.WHOLE),
        Column(message("Rank by calibrated marks"), Kind.WHOLE),
        Column(message("Score by raw marks"), Kind.POINTS),
        Column(message("Score by calibrated marks"), Kind.POINTS),
        Column(message("What severity decides"), width=34),
    )

    def row(each: Crossing) -> Row:
        said = message("in by raw marks only") if each.raw_in else message("in by calibrated marks only")
        place = str(outcome.table.at[each.applicant, "district"])
        return Row(
            (
                each.applicant,
                names.person(each.applicant),
                place,
                each.raw_rank,
                each.calibrated_rank,
                each.raw_score,
                each.calibrated_score,
                said,
            )
        )

    title = message("Severity decides: on either side of place {line}, by rank", line=talk.line)
    return Grid(columns, tuple(row(each) for each in talk.crossing or ()), title=title)


def _applications(outcome: Outcome, panel: CriterionPanel) -> Grid:
    names = Names(outcome)
    columns = (
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("Province"), width=18),
        Column(message("Marks"), Kind.WHOLE),
        Column(message("Raw mark"), Kind.POINTS),
        Column(message("Standard error of the raw mark"), Kind.POINTS),
        Column(message("Calibrated mark"), Kind.POINTS),
        Column(message("Standard error of the calibrated mark"), Kind.POINTS),
        Column(message("Spread"), Kind.POINTS),
        Column(message("Disagreement"), Kind.NUMBER),
    )
    table = panel.applicants.join(outcome.table[["name", "province"]])
    table = table.assign(scores=panel.figures).sort_index().sort_values("scores", ascending=False, kind="stable")
    rows = tuple(
        Row(
            (
                str(applicant),
                names.person(str(applicant)),
                str(row["province"]),
                int(row["marks"]),
                *(_number(row[name]) for name in ("mean", "mean_error", "calibrated", "calibrated_error", "spread")),
                _number(row["disagreement"]),
            )
        )
        for applicant, row in table.iterrows()
    )
    return Grid(columns, rows, title=message("{criterion}: applications", criterion=panel.criterion.label))


def _reviewers(panel: CriterionPanel) -> Grid:
    columns = (
        Column(message("Reviewer")),
        Column(message("Read"), Kind.WHOLE),
        Column(message("Mean of the marks given"), Kind.POINTS),
        Column(message("Severity of the reviewer"), Kind.POINTS),
        Column(message("Standard error of the severity"), Kind.POINTS),
        Column(message("Agreement"), Kind.NUMBER),
    )
    table = panel.reviewers.sort_index().sort_values("severity", ascending=False, kind="stable")
    rows = tuple(
        Row(
            (
                str(reviewer),
                int(row["read"]),
                *(_number(row[name]) for name in ("mean", "severity", "severity_error", "agreement")),
            )
        )
        for reviewer, row in table.iterrows()
    )
    return Grid(
        columns, rows, title=message("{criterion}: reviewers, strictest first", criterion=panel.criterion.label)
    )


def _islands(panel: CriterionPanel) -> Grid:
    title = message("{criterion}: groups that no application links", criterion=panel.criterion.label)
    return groups(panel.islands, title)


def _number(cell: Any) -> float | None:  # noqa: ANN401
    return None if pd.isna(cell) else float(cell)
