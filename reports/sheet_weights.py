"""Sheet Weights: what every member answered, to which question, and what weights that comes to."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from intake import Answer, Criteria, Judged, Members, Round, Severity, called, judge_all
from locales import Date, Text, message
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from scoring import (
    Node,
    WeightSet,
    answer_in_words,
    method_in_words,
    node_share,
    question,
    tree,
    weight_set,
)


def weights(round_: Round) -> Sheet:
    """Make the sheet of a round's committee: weights of every member, then how they were asked and what they said.

    It needs no plan and no scenario. A round without members.csv gives a sheet that says so.
    """
    committee = round_.members or Members(())
    group = weight_set(round_.criteria, committee)
    judged = judge_all(round_.criteria, committee)
    facts: list[tuple[Text, Value, Mark]] = [
        (message("Members whose answers count"), len(group.members), Mark.NONE),
    ]
    if group.aside:
        names = tuple(name for _, name in group.aside)
        facts.append((message("Members who are not counted"), names, Mark.WARNING))
    notes = (
        message(
            "A weight says what it is worth to raise a criterion from its worst to its best, beside everything else. "
            "It belongs to the range that stands beside the answer: another range would need another answer."
        ),
        message("The middle is the mean of the members' weights, every member counting the same."),
        message("The group's set of weights is everything between its members: every mixture of their weights."),
    )
    grids = [_shares(round_.criteria, group)] if group.members else []
    grids += [_consistency(round_.criteria, group, judged), _answers(round_.criteria, judged)]
    return Sheet(message("Weights"), tuple(grids), tuple(facts), notes, frozen=1)


def _shares(criteria: Criteria, group: WeightSet) -> Grid:
    columns = [
        Column(message("Group or criterion"), width=34),
        Column(message("Criteria file"), Kind.PERCENT, 12),
        *(Column(member.name, Kind.PERCENT, 14) for member in group.members),
        Column(message("Middle"), Kind.PERCENT, 12),
        Column(message("Lowest"), Kind.PERCENT, 12),
        Column(message("Highest"), Kind.PERCENT, 12),
        Column(message("Apart"), Kind.PERCENT, 12),
    ]
    central, nodes = group.central(), tree(criteria)
    rows = tuple(_share_row(criteria, group, node, central) for node in nodes)
    return Grid(tuple(columns), rows, title=message("Share of each group and criterion in the whole"))


def _share_row(criteria: Criteria, group: WeightSet, node: Node, central: Mapping[str, Fraction]) -> Row:
    shares = [node_share(criteria, node.id, member.effective) for member in group.members]
    middle = node_share(criteria, node.id, central)
    name: Text = message("– {criterion}", criterion=node.label) if node.depth else node.label
    spread = (min(shares), max(shares), max(shares) - min(shares))
    cells = (name, node.effective, *shares, middle, *spread)
    return Row(cells, Mark.NONE if node.is_criterion else Mark.TOTAL)


def _consistency(criteria: Criteria, group: WeightSet, judged: Sequence[Judged]) -> Grid:
    columns = (
        Column(message("Member"), width=28),
        Column(message("About"), width=24),
        Column(message("Method"), width=36),
        Column(message("Answered on"), width=16),
        Column(message("Agreement of the answers with each other"), width=40),
        Column(message("Where they contradict each other most"), width=70),
    )
    rows: list[Row] = []
    for one in judged:
        member = group.member(one.member.id)
        if member is None:
            said = tuple(finding.problem for finding in one.findings if finding.severity is not Severity.NOTE)
            rows.append(Row((one.member.name, None, message("not counted"), None, said or None, None), Mark.WARNING))
            continue
        rows += [
            Row(
                (
                    member.name,
                    called(criteria, each.parent),
                    method_in_words(each.method),
                    Date(each.date) if each.date else None,
                    each.consistency,
                    each.contradiction,
                ),
                Mark.WARNING if each.doubtful else Mark.NONE,
            )
            for each in member.judgements
            if len(each.weights) > 1
        ]
    return Grid(columns, tuple(rows), title=message("How each member was asked, and how consistent the answers are"))


def _answers(criteria: Criteria, judged: Sequence[Judged]) -> Grid:
    columns = (
        Column(message("Member"), width=28),
        Column(message("Answered on"), width=16),
        Column(message("Question, with the range"), width=90),
        Column(message("Answer"), width=16),
        Column(message("Range shown"), width=40),
        Column(message("Row of members.csv"), Kind.WHOLE, 10),
    )
    known = {node.id for node in tree(criteria)}
    rows = tuple(_answer(criteria, one, answer, known) for one in judged for answer in one.member.answers)
    return Grid(columns, rows, title=message("Every answer, with the question and the range shown beside it"))


def _answer(criteria: Criteria, one: Judged, answer: Answer, known: set[str]) -> Row:
    sound = answer.node in known and (answer.against in known if answer.method.in_pairs else not answer.against)
    asked: Text = question(criteria, answer.method, answer.node, answer.against) if sound else answer.node
    stale = any(finding.code == "member-stale" and finding.row == answer.row for finding in one.findings)
    shown: Text = message("{range} (changed since)", range=answer.shown) if stale else answer.shown
    cells = (one.member.name, Date(answer.date), asked, answer_in_words(answer), shown, answer.row)
    return Row(cells, Mark.WARNING if stale else Mark.NONE)
