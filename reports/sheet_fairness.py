"""Sheet Fairness: what every group gets, against who applied and who lives there, and how even it is."""

from fractions import Fraction

from locales import Text, message
from optimizer import Fairness, Plan, Spread, WorstFirst, column_name, is_money, measure_name
from reports import words
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from scenarios import Country, FairnessReport, Outcome, View

FLAGS = {"0": message("no"), "1": message("yes"), "False": message("no"), "True": message("yes")}
HEADS = 1_000_000
"""Grants per head are shown for so many people, so that they can be read."""


def sheet(outcome: Outcome, report: FairnessReport, worst: WorstFirst | None = None) -> Sheet:
    """Make the sheet: first how even everything is, then every column group by group."""
    grids = [_evenness(report)]
    grids += [
        _groups(report, [v for v in report.views if v.per == per]) for per in dict.fromkeys(v.per for v in report.views)
    ]
    return Sheet(message("Fairness"), tuple(grids), tuple(_facts(outcome, report, worst)), _notes(report), frozen=1)


def _facts(outcome: Outcome, report: FairnessReport, worst: WorstFirst | None) -> list[tuple[Text, Value, Mark]]:
    facts: list[tuple[Text, Value, Mark]] = []
    if report.year:
        facts.append(
            (message("Population"), message("of the year {year}, region table", year=str(report.year)), Mark.NONE)
        )
    asked: tuple[Text, ...] = (*(r.name for r in report.rules), *(o.describe() for o in report.objectives))
    facts.append((message("What asks for fairness between regions"), asked or message("nothing"), Mark.NONE))
    if report.without is not None:
        facts.append((message("The plan without it"), words.status(report.without), Mark.NONE))
        facts.append((message("What the two plans differ in"), _difference(outcome, report.without), Mark.NONE))
    for view in report.views:
        absent = tuple(_named(g) for g in report.country[view.per] if g not in {e.group for e in view.plan.groups})
        if absent and view.measure == report.views[0].measure:
            facts.append((message("Nobody applied from: {column}", column=column_name(view.per)), absent, Mark.NOTICE))
    return [*facts, *(_worst_facts(worst) if worst else [])]


def _difference(outcome: Outcome, without: Plan) -> Value:
    mine, others = set(outcome.plan.awards.index), set(without.awards.index)
    if mine == others:
        return message("nothing: the same libraries are funded")
    return message(
        "{enter} libraries are funded because of it, {leave} are not",
        enter=len(mine - others),
        leave=len(others - mine),
    )


def _worst_facts(worst: WorstFirst) -> list[tuple[Text, Value, Mark]]:
    measure, per = worst.objective.measure, column_name(worst.objective.per)
    what = message("Most that the {per} with least can have: {measure}", per=per, measure=measure_name(measure))
    if worst.worst is None:
        return [(what, words.status(worst.plan), Mark.WARNING)]
    shown = words.measured(measure, worst.worst)
    if worst.bound is None:
        interval = message("at least {least}; how much more is possible is not known", least=shown)
    elif worst.bound == worst.worst:
        interval = message("{most}, proven", most=shown)
    else:
        interval = message("between {least} and {most}", least=shown, most=words.measured(measure, worst.bound))
    facts: list[tuple[Text, Value, Mark]] = [(what, interval, Mark.NONE)]
    if worst.before is not None:
        facts.append((message("In this plan it has"), words.measured(measure, worst.before), Mark.NONE))
    cost: Value = message("not proven")
    if worst.cost is not None:
        cost = words.measured(worst.plan.stages[1].objective.measure, worst.cost)
    facts.append((message("What that would cost the first objective"), cost, Mark.NONE))
    return facts


def _notes(report: FairnessReport) -> tuple[Text, ...]:
    notes: list[Text] = [
        message(
            "Gini: 0 when every group has the same, towards 1 when one group has everything. By group, each group "
            "counts once; per head, each group counts by its people."
        ),
        message(
            "How Gini per head is counted: the differences per head between all pairs of groups, weighted by both "
            "populations and added up, over twice the squared population times the mean."
        ),
        message(
            "Only groups that somebody applied from are counted. P90 / P10: the figure that nine tenths of the groups "
            "do not exceed, over the figure that one tenth does not exceed; none where the latter is nothing."
        ),
        message("Every figure here is added up from the awards exactly, without the solver."),
    ]
    if report.year:
        notes.append(message("Per head: over all people of all districts of the group, whether or not they applied."))
    if report.without is not None:
        notes.append(
            message(
                "Without: the best plan when the rules and objectives named above, and nothing else, are dropped. "
                "It shows what they change; the round does not say what libraries had before it."
            )
        )
    return tuple(notes)


def _evenness(report: FairnessReport) -> Grid:
    columns = (
        Column(message("Groups"), width=30),
        Column(message("Measure")),
        Column(message("Plan")),
        Column(message("Gini by group"), Kind.POINTS),
        Column(message("Gini per head"), Kind.POINTS),
        Column(message("P90 / P10 by group"), Kind.POINTS),
        Column(message("P90 / P10 per head"), Kind.POINTS),
        Column(message("Least"), Kind.NUMBER, 18),
        Column(message("Largest gap"), Kind.NUMBER, 18),
        Column(message("Groups with least"), width=40),
        Column(message("Group with least per head"), width=30),
    )
    rows = []
    for view in report.views:
        rows.append(_even(view, view.plan, message("this plan")))
        if view.without is not None:
            rows.append(_even(view, view.without, message("without")))
    return Grid(columns, tuple(rows), title=message("How even it is"))


def _even(view: View, counted: Fairness, which: Text) -> Row:
    group, head = counted.by_group, counted.per_head
    kind = _kind(view.measure)
    return Row(
        (
            column_name(view.per),
            measure_name(view.measure),
            which,
            _rounded(group.gini if group else None),
            _rounded(head.gini if head else None),
            _rounded(group.ratio if group else None),
            _rounded(head.ratio if head else None),
            _exact(group.least if group else None),
            _exact(group.gap if group else None),
            _worst(group),
            _worst(head),
        ),
        kinds=((7, kind), (8, kind)),
    )


def _worst(spread: Spread | None) -> Value:
    return tuple(_named(group) for group in spread.worst) if spread else None


def _groups(report: FairnessReport, views: list[View]) -> Grid:
    """One row a group, for all measures of one column; shares first, then what each measure gives."""
    per, country = views[0].per, report.country[views[0].per]
    columns = [
        Column(column_name(per), width=28),
        Column(message("Districts in the country"), Kind.WHOLE),
        Column(message("Share of the country's people"), Kind.PERCENT),
        Column(message("Applicants"), Kind.WHOLE),
        Column(message("Share of applicants"), Kind.PERCENT),
        Column(message("Applicants with a package open to them"), Kind.WHOLE),
    ]
    for view in views:
        name, kind = measure_name(view.measure), _kind(view.measure)
        columns += [
            Column(message("{measure}", measure=name), kind, 18),
            Column(message("{measure}: share", measure=name), Kind.PERCENT),
            Column(
                message("{measure} per {heads} people", measure=name, heads=HEADS),
                Kind.MONEY if kind is Kind.MONEY else Kind.POINTS,
            ),
        ]
        if view.without is not None:
            columns.append(Column(message("{measure}: without", measure=name), kind, 18))
    people = sum(each.population or 0 for each in country.values())
    applied = sum(each.applicants for each in views[0].plan.groups)
    rows = []
    for place, group in enumerate(views[0].plan.groups):
        own = country.get(group.group)
        cells: list[Value] = [
            _named(group.group),
            own.districts if own else None,
            _share(own, people),
            group.applicants,
            group.applicants / applied if applied else None,
            group.open,
        ]
        for view in views:
            mine = view.plan.groups[place]
            cells += [_exact(mine.amount), _part(mine.amount, view.plan.total), _heads(mine.per_head, view.measure)]
            if view.without is not None:
                cells.append(_exact(view.without.groups[place].amount))
        rows.append(Row(tuple(cells)))
    return Grid(tuple(columns), tuple(rows), title=message("By {column}", column=column_name(per)))


def _named(group: str) -> Text:
    return FLAGS.get(group, group)


def _share(own: Country | None, people: int) -> float | None:
    return own.population / people if own and own.population and people else None


def _part(amount: Fraction, whole: Fraction) -> float | None:
    return float(amount / whole) if whole else None


def _heads(figure: Fraction | None, measure: str) -> Value:
    if figure is None:
        return None
    return round(figure * HEADS) if is_money(measure) else round(float(figure * HEADS), 4)


def _rounded(figure: Fraction | None) -> float | None:
    return None if figure is None else round(float(figure), 4)


def _exact(figure: Fraction | None) -> Value:
    if figure is None:
        return None
    return int(figure) if figure.denominator == 1 else float(figure)


def _kind(measure: str) -> Kind:
    if is_money(measure):
        return Kind.MONEY
    return Kind.POINTS if measure in ("value", "score") else Kind.NUMBER
