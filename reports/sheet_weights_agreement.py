"""Sheet Agreement: where the members' weights lead to different libraries, and which weight is worth discussing."""

from fractions import Fraction

from locales import Decimals, Message, Percent, Text, message, plural
from optimizer import Status
from reports import words
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from scenarios import Agreement, Contested, Lever, MemberPlan, Outcome


def agreement(outcome: Outcome, result: Agreement) -> Sheet:
    """Make the sheet of how far the committee agrees about one scenario: sets, places, rankings, weights."""
    names = {each.id: each.name for each in result.plans}
    notes = (
        message("Each member's plan is what this scenario would fund if that member's weights alone counted."),
        message(
            "Overlap of two plans: libraries in both, as a share of libraries in either. Distance of two weightings: "
            "the share of all weight that they place differently."
        ),
        message(
            "Kendall's W compares whole rankings and is high even where members disagree at the line; the overlap of "
            "funded libraries is what counts."
        ),
        message(
            "What hangs on a weight: its share of the whole is set to the lowest and to the highest that any member "
            "gives it, all other weights keeping their proportions, and each time the whole plan is solved again. "
            "Libraries hang on it if they are not treated alike."
        ),
        *_caveats(result),
    )
    grids = (
        _contested(outcome, result, names),
        levers(outcome, result),
        _plans(result),
        _pairs(result, names),
    )
    return Sheet(message("Agreement"), grids, _facts(result), notes, frozen=2)


def _facts(result: Agreement) -> tuple[tuple[Text, Value, Mark], ...]:
    at_stake = result.places_at_stake
    return (
        (message("Libraries funded under every member's weights"), len(result.in_all), Mark.NONE),
        (message("Libraries that some members would fund and others not"), len(result.contested), Mark.NOTICE),
        (
            message("Places at stake: places of the middle plan whose library not every member would fund"),
            message("not known") if at_stake is None else at_stake,
            Mark.NOTICE,
        ),
        (message("Mean overlap of two members' plans"), _share(result.mean_overlap), Mark.NONE),
        (message("Kendall's W of the members' rankings"), _decimals(result.concordance), Mark.NONE),
        (message("Mean rank correlation (Spearman) of two members"), _decimals(result.correlation), Mark.NONE),
        (message("The weight to discuss first"), to_discuss(result), Mark.NOTICE),
    )


def to_discuss(result: Agreement) -> Text:
    """Say on which weight most libraries hang."""
    lever = result.to_discuss
    if lever is not None and lever.hanging is not None:
        return plural(
            "{criterion}: {count} library hangs on it",
            "{criterion}: {count} libraries hang on it",
            criterion=lever.label,
            count=len(lever.hanging),
        )
    if not result.levers or any(each.hanging is None for each in result.levers):
        return message("not known: it was not looked for, or time ran out")
    return message("none: no library hangs on any one weight")


def _caveats(result: Agreement) -> tuple[Message, ...]:
    said = []
    if not result.complete:
        said.append(
            message("Time did not allow everything: what is marked as such was not solved, or not proven to be best.")
        )
    if result.group.aside:
        aside = tuple(name for _, name in result.group.aside)
        said.append(message("Not counted, for their answers cannot be used: {names}.", names=aside))
    return tuple(said)


def _contested(outcome: Outcome, result: Agreement, names: dict[str, str]) -> Grid:
    columns = (
        Column(message("Applicant")),
        Column(message("Library"), width=34),
        Column(message("District"), width=24),
        Column(message("Province"), width=18),
        Column(message("Members who would fund it"), Kind.WHOLE, 12),
        Column(message("In the middle plan"), width=12),
        Column(message("Funded under the weights of"), width=60),
    )
    rows = tuple(_contested_row(outcome, each, names) for each in result.contested)
    return Grid(columns, rows, title=message("Libraries on which the members differ, the most divided first"))


def _contested_row(outcome: Outcome, one: Contested, names: dict[str, str]) -> Row:
    person = outcome.table.loc[one.applicant]
    place = (str(person["name"]), str(person["district"]), str(person["province"]))
    middle = message("in") if one.central else message("out")
    by = tuple(names[each] for each in one.by)
    return Row((one.applicant, *place, len(one.by), middle, by), Mark.GOOD if one.central else Mark.NONE)


def levers(outcome: Outcome, result: Agreement) -> Grid:
    """Make the table of the weights on which members differ."""
    columns = (
        Column(message("Group or criterion"), width=34),
        Column(message("Lowest share"), Kind.PERCENT, 12),
        Column(message("Middle"), Kind.PERCENT, 12),
        Column(message("Highest share"), Kind.PERCENT, 12),
        Column(message("Libraries that hang on it"), Kind.WHOLE, 14),
        Column(message("How it is known"), width=30),
        Column(message("Which"), width=70),
    )
    known = words.Names(outcome)
    rows = tuple(_lever_row(known, each) for each in result.levers)
    return Grid(columns, rows, title=message("Weights on which the members differ, the most decisive first"))


def _lever_row(known: words.Names, lever: Lever) -> Row:
    label: Text = lever.label if lever.is_criterion else message("{group} (whole group)", group=lever.label)
    who: Text = None
    if lever.hanging:
        who = tuple(f"{known.person(name)} ({name})" for name in lever.hanging)
    count = None if lever.hanging is None else len(lever.hanging)
    return Row((label, lever.low, lever.central, lever.high, count, _how(lever), who))


def _how(lever: Lever) -> Message:
    if lever.no_plan:
        return message("one of these shares leaves no plan")
    if lever.hanging is None:
        return message("not solved: time ran out")
    return message("solved to the end") if lever.certain else message("not proven: time ran out")


def _plans(result: Agreement) -> Grid:
    columns = (
        Column(message("Weights of"), width=30),
        Column(message("Libraries funded"), Kind.WHOLE, 14),
        Column(message("Overlap with the middle plan"), Kind.PERCENT, 16),
        Column(message("Distance from the middle weights"), Kind.PERCENT, 16),
        Column(message("What is known of the plan"), width=40),
    )
    rows = tuple(_plan_row(each) for each in (*result.plans, result.central))
    return Grid(columns, rows, title=message("The plan of each member's weights"))


def _plan_row(plan: MemberPlan) -> Row:
    name: Text = plan.name or message("all members: the middle")
    count = None if plan.funded is None else len(plan.funded)
    return Row((name, count, plan.overlap, plan.away, _known(plan)))


def _known(plan: MemberPlan) -> Message:
    if plan.status is None:
        return message("not solved: time ran out")
    if plan.status is Status.INFEASIBLE:
        return message("no plan exists under these weights")
    return message("proven best") if plan.certain else message("not proven: time ran out")


def _pairs(result: Agreement, names: dict[str, str]) -> Grid:
    columns = (
        Column(message("Member"), width=30),
        Column(message("and member"), width=30),
        Column(message("Overlap of their plans"), Kind.PERCENT, 16),
        Column(message("Distance of their weights"), Kind.PERCENT, 16),
    )
    ordered = sorted(result.pairs, key=lambda pair: (2 if pair.overlap is None else pair.overlap, pair.one, pair.other))
    rows = tuple(Row((names[each.one], names[each.other], each.overlap, each.distance)) for each in ordered)
    return Grid(columns, rows, title=message("Every two members, those furthest apart first"))


def _share(part: Fraction | None) -> Text:
    return message("not known") if part is None else Percent(part)


def _decimals(number: Fraction | None) -> Text:
    return message("not known") if number is None else Decimals(float(number), 3)
