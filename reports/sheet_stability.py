"""Sheet Weights that hold: how far each weight may move before anything changes, and what brings whom in."""

from collections.abc import Sequence

from locales import Decimals, Message, Percent, Text, message
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from scenarios import Bound, Entry, Outcome, Stability, Turn, WeightStability


def sheet(outcome: Outcome, found: Stability, entries: Sequence[Entry]) -> Sheet:
    """Make the sheet: ends of the funded set, ends of the ranking, entries, and every change of the ranking."""
    grids = []
    if found.straight and any(each.funded for each in found.weights):
        grids.append(_funded(found))
        if any(each.fundings for each in found.weights):
            grids.append(_fundings(outcome, found))
    grids += [_ranked(found), _entries(outcome, entries), _turns(found)]
    facts: tuple[tuple[Text, Value, Mark], ...] = (
        (message("Highest ranks that are followed"), found.line, Mark.NONE),
        (message("Plans that were solved"), found.solves, Mark.NONE),
    )
    return Sheet(message("Weights that hold"), tuple(grids), facts, _notes(found), frozen=1)


def _notes(found: Stability) -> tuple[Message, ...]:
    notes = [
        message(
            "One weight's share of the whole is moved, all others keep their proportions to each other. Shares are "
            "exact, and shown to a hundredth of a per cent."
        ),
        message(
            "By rank: the applicants with the highest scores, as many as the plan funds, without budgets and rules. "
            "Scores count unrounded here; very near an end two applicants may have the same points to four decimals."
        ),
    ]
    if not found.straight:
        notes.append(
            message(
                "The whole allocation was not followed: this scenario's first objective is not value alone, or a rule "
                "reads scores or ranks, and then one better plan need not be better all the way."
            )
        )
    elif any(each.funded for each in found.weights):
        notes.append(
            message(
                "By the whole allocation: from one share to the other no lawful plan that funds others is worth more, "
                "to a millionth of a point a library; beyond, one is, or someone in the plan falls below a minimum "
                "score. “Confirmed within”: so far on either side of the end the scenario was solved as a whole, with "
                "everything that it rounds, and funds the same libraries on this side and others on that."
            )
        )
    return tuple(notes)


def _funded(found: Stability) -> Grid:
    columns = (
        Column(message("Group or criterion"), width=34),
        Column(message("Share now"), Kind.PERCENT, 10),
        Column(message("The same libraries from"), Kind.PERCENT, 12),
        Column(message("to"), Kind.PERCENT, 12),
        Column(message("What happens below"), width=40),
        Column(message("What happens above"), width=40),
        Column(message("Confirmed within, below"), width=12, spare=True),
        Column(message("Confirmed within, above"), width=12, spare=True),
    )
    rows = []
    for each in found.weights:
        if each.funded is not None:
            below, above = each.funded
            ends = (below.share, above.share, _happens(below), _happens(above), _within(below), _within(above))
            rows.append(Row((each.label, each.now, *ends), Mark.NONE if each.is_criterion else Mark.TOTAL))
    return Grid(columns, tuple(rows), title=message("Where the whole allocation changes"))


def _happens(bound: Bound) -> Text:
    if bound.changes is None:
        return message("not known beyond")
    if not bound.changes:
        return message("nothing, to the very end")
    said = message("in: {enters}; out: {leaves}", enters=_some(bound.enters), leaves=_some(bound.leaves))
    if bound.below:
        return message("{applicants} below the minimum score; {change}", applicants=bound.below, change=said)
    return said


def _within(bound: Bound) -> Text:
    if not bound.changes:
        return None
    if bound.confirmed is None:
        return message("not confirmed")
    return message("{number} %", number=Decimals(float(100 * bound.confirmed), 4))


def _some(names: Sequence[str]) -> Text:
    return tuple(names) or message("nobody")


def _fundings(outcome: Outcome, found: Stability) -> Grid:
    columns = (
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("Group or criterion"), width=34),
        Column(message("Share now"), Kind.PERCENT, 10),
        Column(message("Funded from this share down"), width=16),
        Column(message("Funded from this share up"), width=16),
    )
    rows = tuple(
        Row(
            (
                funding.applicant,
                str(outcome.table.loc[funding.applicant, "name"]),
                each.label,
                each.now,
                Percent(funding.below) if funding.below is not None else _nowhere(funding.known_below),
                Percent(funding.above) if funding.above is not None else _nowhere(funding.known_above),
            )
        )
        for each in found.weights
        for funding in each.fundings
    )
    return Grid(columns, rows, title=message("Where the whole allocation first funds whom"))


def _nowhere(known: bool) -> Message:
    return message("nowhere") if known else message("not known")


def _ranked(found: Stability) -> Grid:
    columns = (
        Column(message("Group or criterion"), width=34),
        Column(message("Share now"), Kind.PERCENT, 10),
        Column(message("The same highest ranks from"), Kind.PERCENT, 12),
        Column(message("to"), Kind.PERCENT, 12),
        Column(message("What happens below"), width=40),
        Column(message("What happens above"), width=40),
        Column(message("Places changed at share 0"), Kind.WHOLE, 12),
        Column(message("Places changed at share 100 %"), Kind.WHOLE, 12),
    )
    return Grid(columns, tuple(map(_ranked_row, found.weights)), title=message("Where the ranking changes"))


def _ranked_row(each: WeightStability) -> Row:
    below, above = each.ranked.turns_below, each.ranked.turns_above
    ends = (
        each.ranked.lower,
        each.ranked.upper,
        _turning(below),
        _turning(above),
        _in_the_end(below),
        _in_the_end(above),
    )
    return Row((each.label, each.now, *ends), Mark.NONE if each.is_criterion else Mark.TOTAL)


def _turning(turns: Sequence[Turn]) -> Text:
    if not turns:
        return message("nothing, to the very end")
    return message("in: {enters}; out: {leaves}", enters=_some(turns[0].enters), leaves=_some(turns[0].leaves))


def _in_the_end(turns: Sequence[Turn]) -> int:
    return turns[-1].places if turns else 0


def _entries(outcome: Outcome, entries: Sequence[Entry]) -> Grid:
    columns = (
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("Rank"), Kind.WHOLE),
        Column(message("Weight that must change least"), width=34),
        Column(message("Share now"), Kind.PERCENT, 10),
        Column(message("Share needed"), Kind.PERCENT, 10),
        Column(message("Weight placed differently"), Kind.PERCENT, 12),
        Column(message("All weights together: at least"), Kind.PERCENT, 14),
    )
    rank = outcome.scores.table["rank"]
    rows = tuple(
        Row(
            (
                each.applicant,
                str(outcome.table.loc[each.applicant, "name"]),
                int(rank.loc[each.applicant]),
                each.label if each.label is not None else message("no weight alone"),
                each.now,
                each.share,
                each.change,
                each.least if each.least is not None or not each.asked else message("no weights at all"),
            )
        )
        for each in entries
    )
    return Grid(columns, rows, title=message("What brings whom up to the line, by rank"))


def _turns(found: Stability) -> Grid:
    """The turnover curve: places changed by share, for charts."""
    columns = (
        Column(message("Group or criterion"), width=34),
        Column(message("Share"), Kind.PERCENT, 10),
        Column(message("Places changed"), Kind.WHOLE, 12),
        Column(message("In"), width=30),
        Column(message("Out"), width=30),
    )
    rows = []
    for each in found.weights:
        before = [
            Row((each.label, turn.share, turn.places, turn.enters, turn.leaves)) for turn in each.ranked.turns_below
        ]
        after = [
            Row((each.label, turn.share, turn.places, turn.enters, turn.leaves)) for turn in each.ranked.turns_above
        ]
        rows += [*before[::-1], Row((each.label, each.now, 0, (), ())), *after]
    return Grid(columns, tuple(rows), title=message("Every change of the ranking, share by share"))
