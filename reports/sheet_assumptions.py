"""Sheet Assumptions and sources: every price, factor, anchor, weight and condition, with where it comes from."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from intake import Catalogue, Condition, Criteria, Criterion, Package, Purse, Question, Round, Tier
from locales import Date, Message, Text, message
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from scenarios import Outcome, budget_lines, funders, total_of


def sheet(outcome: Outcome) -> Sheet:
    """Make the sheet."""
    columns = (
        Column(message("What"), width=22),
        Column(message("Name"), width=46),
        Column(message("Value"), Kind.NUMBER, 20),
        Column(message("Unit or meaning"), width=46),
        Column(message("Assumption or source")),
        Column(message("Source"), width=90),
    )
    rows = (
        *_budget(outcome),
        *_prices(outcome),
        *_catalogue(outcome.round.catalogue),
        *_offers(outcome.round),
        *_criteria(outcome.round.criteria, outcome),
        *_rules(outcome),
    )
    return Sheet(message("Assumptions and sources"), (Grid(columns, rows),), frozen=2)


def _row(
    what: Message, name: Text, value: Value, means: Text, source: str, assumed: bool | None, kind: Kind = Kind.NUMBER
) -> Row:
    said = None if assumed is None else message("ASSUMPTION") if assumed else message("source")
    marks = ((4, Mark.WARNING),) if assumed else ()
    return Row((what, name, value, means, said, source or None), marks=marks, kinds=((2, kind),))


def _budget(outcome: Outcome) -> Iterator[Row]:
    counted_on = budget_lines(outcome.round.call, outcome.scenario)
    for line in outcome.round.call.budget_lines:
        for label, rupiah in (
            (message("planned"), line.amount),
            (message("pledged"), line.pledged),
            (message("counted on"), counted_on[line.id]),
        ):
            name = message("{line}, {what}", line=line.label, what=label)
            payer = line.funder or None
            yield _row(message("Budget line"), name, rupiah, payer, line.source, line.assumption, Kind.MONEY)
        yield from _by_year(message("Budget line"), line)
    yield from _funders(outcome)


def _by_year(what: Message, purse: Purse) -> Iterator[Row]:
    """The money of every year, and what may be carried over."""
    pledged = purse.yearly("pledged")
    for year, rupiah in purse.yearly("amount").items():
        for label, money in ((message("planned"), rupiah), (message("pledged"), pledged[year])):
            name = message("{line}, {year}, {what}", line=purse.label, year=year, what=label)
            yield _row(what, name, money, None, purse.source, purse.assumption, Kind.MONEY)
    if purse.by_year:
        name = message("{line}, carried over to the next year", line=purse.label)
        carried = {"none": message("nothing"), "all": message("all that is left")}.get(str(purse.carry_over))
        most = None if carried else int(purse.carry_over)
        yield _row(what, name, most, carried or message("at most"), purse.source, purse.assumption, Kind.MONEY)


def _funders(outcome: Outcome) -> Iterator[Row]:
    items = {item.id: item.label for item in outcome.round.catalogue.items}
    lines = {line.id: line.label for line in outcome.round.call.budget_lines}
    counted_on = funders(outcome.round.call, outcome.scenario)
    for funder in outcome.round.call.funders:
        pays = (*(lines[line] for line in funder.lines), *(items.get(item, item) for item in funder.items))
        for label, rupiah in (
            (message("planned"), funder.amount),
            (message("pledged"), funder.pledged),
            (message("counted on"), total_of(counted_on[funder.id])),
        ):
            name = message("{line}, {what}", line=funder.label, what=label)
            means = message("may pay for: {pays}", pays=pays)
            yield _row(message("Funder"), name, rupiah, means, funder.source, funder.assumption, Kind.MONEY)
        yield from _by_year(message("Funder"), funder)


def _prices(outcome: Outcome) -> Iterator[Row]:
    changed = outcome.scenario.catalogue.prices
    for item in outcome.round.catalogue.items:
        each = message("rupiah for one {unit}", unit=item.unit)
        if item.id in changed:
            what = message("Price, changed by the scenario")
            yield _row(what, item.label, changed[item.id], each, f"{outcome.scenario.id}", True, Kind.MONEY)
        else:
            yield _row(message("Price"), item.label, item.price, each, item.source, item.assumption, Kind.MONEY)
        if item.growth:
            name = message("{item}: growth of the price", item=item.label)
            means = message("a year, after {year}", year=str(outcome.round.catalogue.price_year))
            growth = item.growth
            yield _row(message("Price"), name, growth.rate, means, growth.source, growth.assumption, Kind.PERCENT)


def _catalogue(catalogue: Catalogue) -> Iterator[Row]:
    bandwidth = catalogue.bandwidth
    for name, value in (
        (message("kilobits per second for one user"), bandwidth.kbps_per_user),
        (message("users for one computer"), bandwidth.users_per_computer),
    ):
        yield _row(message("Connection needed"), name, value, None, bandwidth.source, bandwidth.assumption)
    for factor in catalogue.factors:
        for place, value in sorted(factor.values.items()):
            name = message("{factor}: {place}", factor=factor.label, place=place)
            yield _row(
                message("Price factor"), name, value, message("times the price"), factor.source, factor.assumption
            )
        name = message("{factor}: everywhere else", factor=factor.label)
        yield _row(
            message("Price factor"), name, factor.default, message("times the price"), factor.source, factor.assumption
        )
    for package in catalogue.packages:
        means = message("computers")
        yield _row(message("Package"), package.label, package.computers, means, package.source, package.assumption)
        effect = message("{package}: effect", package=package.label)
        means = message("times the score is the value")
        yield _row(message("Package"), effect, package.effect, means, package.source, package.assumption)
        for line, share in sorted(package.local_share.items()):
            name = message("{package}: share that local government pays of {line}", package=package.label, line=line)
            yield _row(message("Local match"), name, share, None, package.source, package.assumption, Kind.PERCENT)
        yield from _match(package)
    for tier in catalogue.tiers:
        means = message("megabits per second")
        yield _row(message("Connection"), tier.label, tier.mbps, means, tier.source, tier.assumption)


def _match(package: Package) -> Iterator[Row]:
    """The levels of a match: those to be pledged, and those that follow from a column."""
    match = package.match
    if match is None:
        return
    for level in match.levels:
        name = message("{package}: level that may be pledged ({column})", package=package.label, column=match.pledged)
        means = message("of {lines}", lines=match.lines)
        yield _row(message("Local match"), name, level, means, match.source, match.assumption, Kind.PERCENT)
    for value, share in sorted(match.prescribed.shares.items()) if match.prescribed else ():
        column = match.prescribed.column if match.prescribed else ""
        name = message("{package}: level where {column} is {value}", package=package.label, column=column, value=value)
        means = message("of {lines}", lines=match.lines)
        yield _row(message("Local match"), name, share, means, match.source, match.assumption, Kind.PERCENT)


def _offers(round_: Round) -> Iterator[Row]:
    """What every package and connection consists of, and to whom it is open."""
    titles = {question.column: question for question in round_.criteria.questions}
    items = {item.id: item for item in round_.catalogue.items}
    kinds: tuple[tuple[Message, Message, tuple[Package | Tier, ...]], ...] = (
        (message("Item of a package"), message("Condition of a package"), round_.catalogue.packages),
        (message("Item of a connection"), message("Condition of a connection"), round_.catalogue.tiers),
    )
    for part, demand, offers in kinds:
        for offer in offers:
            for each in offer.items:
                name = message("{offer}: {item}", offer=offer.label, item=items[each.item].label)
                yield _row(part, name, each.units, items[each.item].unit, offer.source, offer.assumption)
            for each in offer.running:
                name = message("{offer}: {item}, in every later year", offer=offer.label, item=items[each.item].label)
                yield _row(part, name, each.units, items[each.item].unit, offer.source, offer.assumption)
            if offer.conditions:
                conditions = tuple(_condition(each, titles) for each in offer.conditions)
                yield _row(demand, offer.label, None, conditions, offer.source, offer.assumption)


def _criteria(criteria: Criteria, outcome: Outcome) -> Iterator[Row]:
    titles = {question.column: question for question in criteria.questions}
    for gate in criteria.gates:
        conditions = tuple(_condition(each, titles) for each in gate.conditions)
        off = gate.id in outcome.scenario.scoring.gates_off
        what = message("Gate, switched off by the scenario") if off else message("Gate")
        yield _row(what, gate.label, None, conditions, gate.source, gate.assumption)
    for criterion in criteria.criteria:
        weight = float(outcome.scores.weights[criterion.id])
        yield from _criterion(criterion, weight, titles.get(criterion.column))


def _criterion(criterion: Criterion, weight: float, question: Question | None) -> Iterator[Row]:
    source, assumed = criterion.source, criterion.assumption
    means = message("share of the score, effective in this scenario")
    yield _row(message("Weight"), criterion.label, weight, means, source, assumed, Kind.PERCENT)
    for level in criterion.levels:
        name = message("{criterion}: answer {code}", criterion=criterion.label, code=_answer(question, level.code))
        yield _row(message("Level"), name, level.value, message("value, 0 to 1"), source, assumed)
    for name, anchor in (
        (message("{criterion}: value 0 at", criterion=criterion.label), criterion.anchors.zero),
        (message("{criterion}: value 1 at", criterion=criterion.label), criterion.anchors.one),
    ):
        means = message("{unit}; {meaning}", unit=criterion.unit, meaning=anchor.means)
        yield _row(message("Anchor"), name, anchor.at, means, source, assumed)
    for at, value in criterion.points:
        name = message("{criterion}: value at {at}", criterion=criterion.label, at=at)
        yield _row(message("Curve"), name, value, criterion.unit, source, assumed)


def _condition(condition: Condition, titles: Mapping[str, Question]) -> Text:
    question = titles.get(condition.column)
    column: Text = question.label if question else condition.column
    if condition.among:
        return message(
            "{column} is one of: {values}",
            column=column,
            values=tuple(_answer(question, each) for each in condition.among),
        )
    least, most = _bound(condition.at_least), _bound(condition.at_most)
    if most is None:
        return message("{column} at least {least}", column=column, least=least)
    if least is None:
        return message("{column} at most {most}", column=column, most=most)
    return message("{column} between {least} and {most}", column=column, least=least, most=most)


def _answer(question: Question | None, code: str) -> Text:
    """Name an answer as the question does."""
    choices = question.choices if question else ()
    return next((choice.label for choice in choices if choice.code == code), code)


def _bound(bound: object) -> Text:
    if bound is None:
        return None
    return bound if isinstance(bound, int | float | Fraction) else Date(bound)  # type: ignore[arg-type]


def _rules(outcome: Outcome) -> Iterator[Row]:
    for rule in outcome.scenario.rules:
        yield _row(message("Rule of the scenario"), rule.name, None, rule.describe(), rule.source, None)
