"""Sheets of a comparison: figures and settings side by side, names that differ, groups, and rules that bind."""

from collections.abc import Iterator, Sequence

from locales import Message, Money, Text, message, named
from optimizer import labels
from reports import words
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value
from reports.sheet_not_funded import listed
from reports.tightness import Tight, tightnesses
from scenarios import Comparison, Figure, Move, Outcome, place_said, round_names, value_said

PLACES: dict[str, Message] = {
    "province": message("Province"),
    "island_group": message("Island group"),
    "kind": message("Kind"),
}


def figures(outcomes: Sequence[Outcome], compared: Comparison) -> Sheet:
    """Make the sheet of figures with their differences to the first, of settings, and of who is in all or in one."""
    facts: list[tuple[Text, Value, Mark]] = [
        (title, words.status(outcome.plan), Mark.NONE) for title, outcome in zip(compared.titles, outcomes, strict=True)
    ]
    facts.append((message("Funded in every plan"), len(compared.in_all), Mark.NONE))
    facts += [
        (message("Funded only in {scenario}", scenario=title), len(own), Mark.NONE)
        for title, own in zip(compared.titles, compared.only, strict=True)
    ]
    facts += [(message("Warning"), warning, Mark.WARNING) for warning in compared.warnings]
    settings = (Column(message("Setting"), width=40), *(Column(title, width=24) for title in compared.titles))
    grids = (
        _figures(compared),
        Grid(settings, tuple(Row(row) for row in _settings(outcomes, compared)), title=message("Settings that differ")),
    )
    note = message("Differences are to {scenario}.", scenario=compared.titles[0])
    return Sheet(message("Comparison"), grids, tuple(facts), (note,), frozen=1)


def _settings(outcomes: Sequence[Outcome], compared: Comparison) -> Iterator[tuple[Value, ...]]:
    """Say where each setting stands, and how every scenario has it, as the page Scenario calls both."""
    names = {name: called for outcome in outcomes for name, called in round_names(outcome.round).items()}
    held = [outcome.scenario for outcome in outcomes]
    for place, values in compared.choices:
        said = (value_said(place, value, scenario) for value, scenario in zip(values, held, strict=True))
        yield (named(place_said(place, held, names), names), *(named(each, names) for each in said))


def _figures(compared: Comparison) -> Grid:
    columns = [Column(message("Figure"), width=40), Column(compared.titles[0], Kind.NUMBER, 22)]
    for title in compared.titles[1:]:
        columns += [
            Column(title, Kind.NUMBER, 22),
            Column(message("{scenario}: difference", scenario=title), Kind.NUMBER, 22),
        ]
    rows = tuple(_figure(figure) for figure in compared.figures)
    return Grid(tuple(columns), rows, title=message("Figures"))


def _figure(figure: Figure) -> Row:
    money = isinstance(figure.values[0], Money)
    numbers = [value.rupiah if isinstance(value, Money) else value for value in figure.values]
    cells: list[Value] = [figure.name, numbers[0]]
    for number, difference in zip(numbers[1:], figure.differences[1:], strict=True):
        cells += [number, difference]
    kinds = tuple((place, Kind.MONEY) for place in range(1, len(cells))) if money else ()
    return Row(tuple(cells), kinds=kinds)


def names(outcomes: Sequence[Outcome], compared: Comparison) -> Sheet:
    """Make the sheet of everyone who is not treated alike."""
    columns = (
        Column(message("Applicant"), width=12),
        Column(message("Library"), width=40),
        Column(message("District"), width=22, spare=True),
        *(Column(title, width=26) for title in compared.titles),
        Column(message("Why out"), width=70),
    )
    rows = tuple(
        Row((move.applicant, move.name, move.district, *packages(outcomes, move), _why_out(compared, move)))
        for move in compared.moves
    )
    return Sheet(message("Names that differ"), (Grid(columns, rows),), frozen=2)


def packages(outcomes: Sequence[Outcome], move: Move) -> tuple[Text, ...]:
    """What one applicant is given in every outcome, by name; by the options' own names where those are alike."""
    said = tuple(
        _package(outcome, move.applicant) if option else _none(outcome, move.applicant)
        for outcome, option in zip(outcomes, move.packages, strict=True)
    )
    given = {option for option in move.packages if option}
    named = {each for each, option in zip(said, move.packages, strict=True) if option}
    if len(named) == len(given):
        return said
    return tuple(option or each for each, option in zip(said, move.packages, strict=True))


def _package(outcome: Outcome, applicant: str) -> Text:
    things, award = labels(outcome.round.catalogue), outcome.plan.awards.loc[applicant]
    package, tier = (things.get(str(award[column]), str(award[column])) for column in ("package", "tier"))
    return message("{package} {tier}", package=package, tier=tier) if award["tier"] else package


def _none(outcome: Outcome, applicant: str) -> Message:
    if applicant not in outcome.table.index:
        return message("not among the applicants")
    return message("not funded") if outcome.plan.has_awards else message("no plan")


def _why_out(compared: Comparison, move: Move) -> Text:
    """Say for every outcome that leaves an applicant out why it does."""
    facts: list[Text] = []
    for title, why in zip(compared.titles, move.reasons, strict=True):
        if why is not None:
            cause = words.CAUSES[why.cause]
            fact = why.facts[-1] if why.facts else None
            facts.append(
                message("{scenario}: {cause}", scenario=title, cause=cause)
                if fact is None
                else message("{scenario}: {cause}: {fact}", scenario=title, cause=cause, fact=fact)
            )
    return listed(tuple(facts))


def everyone(outcomes: Sequence[Outcome], compared: Comparison) -> Sheet:
    """Make the sheet of those who are funded by every plan, whatever they are given."""
    columns = (
        Column(message("Applicant"), width=12),
        Column(message("Library"), width=40),
        Column(message("District"), width=22),
        Column(message("Province"), width=18),
    )
    table = outcomes[0].table
    rows = tuple(
        Row((name, *(str(table.at[name, column]) for column in ("name", "district", "province"))))
        for name in compared.in_all
    )
    return Sheet(message("Funded in every plan"), (Grid(columns, rows),), frozen=2)


def groups(outcomes: Sequence[Outcome], compared: Comparison) -> Sheet:
    """Make the sheet of provinces, island groups and kinds whose awards differ, and of rules that bind in some.

    Differences to the first stand first: they are what is looked for, and the figures are many.
    """
    made = []
    for per, label in PLACES.items():
        rows = tuple(
            Row(
                (
                    _value(outcomes, per, each.value),
                    *_against(each.libraries),
                    *_against(each.grants),
                    *each.libraries,
                    *each.grants,
                )
            )
            for each in compared.groups
            if each.per == per
        )
        columns = (Column(label, width=26), *_group_columns(compared.titles))
        made.append(Grid(columns, rows, title=message("{place}, where awards differ", place=label)))
    made.append(_binding(outcomes, compared))
    return Sheet(message("Where awards differ"), tuple(made), frozen=1)


def _value(outcomes: Sequence[Outcome], per: str, value: str) -> Text:
    return words.Names(outcomes[0]).kind(value) if per == "kind" else value


def _group_columns(titles: Sequence[Text]) -> Iterator[Column]:
    """The differences of libraries and grants, which with two plans need no name, then the figures of every plan."""
    counted = ((message("Libraries"), Kind.WHOLE), (message("Grant"), Kind.MONEY))
    for what, kind in counted:
        if len(titles) == 2:
            yield Column(message("{what}, difference", what=what), kind, 18)
            continue
        for title in titles[1:]:
            yield Column(message("{scenario}: {what}, difference", scenario=title, what=what), kind, 18)
    for what, kind in counted:
        for title in titles:
            yield Column(message("{scenario}: {what}", scenario=title, what=what), kind, 18)


def _against(numbers: Sequence[int]) -> tuple[int, ...]:
    """What every other has more than the first."""
    return tuple(each - numbers[0] for each in numbers[1:])


def _binding(outcomes: Sequence[Outcome], compared: Comparison) -> Grid:
    """Parts of rules that hold some plans where they are, and others not."""
    judged: list[dict[tuple[str, str], Tight]] = [
        {(each.rule.id, each.use.part): each for each in tightnesses(outcome)} if outcome.plan.has_awards else {}
        for outcome in outcomes
    ]
    columns = (
        Column(message("Rule"), width=50),
        Column(message("Part"), width=22),
        *(Column(title, width=34) for title in compared.titles),
    )
    rows = []
    for key in dict.fromkeys(key for each in judged for key in each):
        found = [each.get(key) for each in judged]
        if len({tight is not None and tight.tightness.binds for tight in found}) > 1:
            place, known = next((n, tight) for n, tight in enumerate(found) if tight is not None)
            part = words.Names(outcomes[place]).part(known.rule, known.use.part)
            said = tuple(message("no such rule") if t is None else t.tightness.words() for t in found)
            rows.append(Row((known.rule.name, part, *said)))
    return Grid(columns, tuple(rows), title=message("Rules that bind in one plan and not in another"))
