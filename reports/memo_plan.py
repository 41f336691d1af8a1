"""What a memo says about the plan: its figures, its money, its list of grants, and who gets how much where."""

from collections.abc import Iterator, Mapping
from typing import Any

from locales import Message, Money, Text, message, plural
from reports import words
from reports.grid import Column, Grid, Kind, Row, Value, total
from reports.memo import granted, once
from reports.memo_blocks import Block, Facts, Section, Words
from reports.partners import funder_uses, paid_once, year_uses
from reports.sheet_regions import by_island_group, by_kind, by_province
from reports.summary import headline, line_uses, summary, unpledged
from reports.words import Names
from scenarios import Outcome

LINES_BESIDE = 6
"""Budget lines for which one table has room beside name and place; more of them get tables of their own."""


def result(outcome: Outcome) -> Iterator[Block]:
    """The result in a sentence, the figures, and what is not pledged."""
    yield Section(message("Result"))
    yield Words(headline(outcome), strong=True)
    open_ = unpledged(outcome)
    yield Facts((*summary(outcome).figures, *open_))


def money(outcome: Outcome) -> Iterator[Block]:
    """Every budget line, with what the list of grants takes of it; year by year and funder by funder where they are."""
    columns = (
        Column(message("Budget line"), width=22),
        Column(message("Funder"), width=18),
        Column(message("Counted on"), Kind.MONEY),
        Column(message("Grants on the list"), Kind.MONEY),
        *((Column(message("Paid once"), Kind.MONEY),) if paid_once(outcome) else ()),
        Column(message("Used"), Kind.MONEY),
        Column(message("Left"), Kind.MONEY),
    )
    rows: list[Row] = []
    for line in line_uses(outcome):
        beside = (once(outcome, line.line),) if paid_once(outcome) else ()
        listed = granted(outcome, line.line)
        rows.append(Row((line.label, line.funder, line.counted_on, listed, *beside, line.used, line.left)))
    yield Section(message("Money by budget line"))
    yield Grid(columns, tuple(rows), (total(message("All lines"), columns, rows, range(2, len(columns))),))
    yield from _years(outcome)
    yield from _funders(outcome)


def _years(outcome: Outcome) -> Iterator[Block]:
    uses = year_uses(outcome)
    if not uses:
        return
    columns = (
        Column(message("Budget line"), width=22),
        Column(message("Year"), Kind.YEAR),
        Column(message("Used"), Kind.MONEY),
        Column(message("Left"), Kind.MONEY),
    )
    rows = [Row((use.line, int(use.year), use.used, use.left)) for use in uses]
    yield Section(message("Money by year"))
    yield Grid(columns, tuple(rows), (total(message("All"), columns, rows, (2,)),))


def _funders(outcome: Outcome) -> Iterator[Block]:
    uses = funder_uses(outcome)
    if not uses:
        return
    columns = (
        Column(message("Funder"), width=22),
        Column(message("Counted on"), Kind.MONEY),
        Column(message("Pays"), Kind.MONEY),
        Column(message("Left"), Kind.MONEY),
    )
    rows = [Row((use.label, use.counted_on, use.pays, use.left)) for use in uses]
    yield Section(message("Money by funder"))
    yield Grid(columns, tuple(rows), (total(message("All funders"), columns, rows, range(1, 4)),))


def awards(outcome: Outcome) -> Iterator[Block]:
    """The list of grants, highest score first, down to the sum of every budget line."""
    names = Names(outcome)
    lines = [line for line in names.lines if granted(outcome, line)]
    beside = lines if len(lines) <= LINES_BESIDE else []
    yield Words(
        plural(
            "{count} library is on the list, which comes to {money}; in whole rupiah, highest score first.",
            "{count} libraries are on the list, which comes to {money}; in whole rupiah, highest score first.",
            count=len(outcome.plan.awards),
            money=Money(sum(int(cell) for cell in outcome.plan.awards["cost"].tolist())),
        )
    )
    yield _list(outcome, names, beside)
    for place in range(0, 0 if beside else len(lines), LINES_BESIDE):
        yield Section(message("Grants by budget line"))
        yield _by_line(outcome, names, lines[place : place + LINES_BESIDE])
    yield from _once(outcome, names)


def _list(outcome: Outcome, names: Names, lines: list[str]) -> Grid:
    funded = outcome.funded
    kinds = funded["kind"].nunique() > 1
    mentors = {str(pair["village"]): pair for pair in outcome.plan.pairs.to_dict("records")}
    years = funded["start_year"].nunique() > 1
    matched = bool(funded["local_match"].any())
    # Ids are of the kind of years: written as they are, and never broken over lines.
    columns = (
        Column(message("No."), Kind.WHOLE),
        Column(message("Applicant"), Kind.YEAR),
        Column(message("Library"), width=26),
        *((Column(message("Kind"), width=13),) if kinds else ()),
        Column(message("District and province"), width=22),
        Column(message("Package and connection"), width=16),
        *((Column(message("Mentor"), width=16),) if mentors else ()),
        *((Column(message("Start year"), Kind.YEAR),) if years else ()),
        Column(message("Computers"), Kind.WHOLE),
        Column(message("Megabits per second"), Kind.NUMBER),
        *(Column(names.lines[line], Kind.WHOLE) for line in lines),
        Column(message("Grant in all"), Kind.WHOLE),
        *((Column(message("Local match"), Kind.WHOLE),) if matched else ()),
    )
    rows: list[Row] = []
    for number, (applicant, award) in enumerate(zip(funded.index, funded.to_dict("records"), strict=True), start=1):
        mentor = mentors.get(str(applicant))
        cells: tuple[Value, ...] = (
            number,
            str(applicant),
            str(award["name"]),
            *((names.kind(award["kind"]),) if kinds else ()),
            f"{award['district']}, {award['province']}",
            _package(names, award),
            *((None if mentor is None else names.person(str(mentor["mentor"])),) if mentors else ()),
            *((int(award["start_year"]),) if years else ()),
            int(award["computers"]),
            float(award["mbps"]),
            *(int(award[f"cost_{line}"]) for line in lines),
            int(award["cost"]),
            *((int(award["local_match"]),) if matched else ()),
        )
        rows.append(Row(cells))
    first = len(columns) - len(lines) - 1 - matched
    sums = total(message("All"), columns, rows, range(first - 2, len(columns)))
    return Grid(columns, tuple(rows), (sums,))


def _package(names: Names, award: Mapping[Any, Any]) -> Text:
    package, tier = names.thing(award["package"]), names.thing(award["tier"])
    return package if tier is None else message("{package}, {tier}", package=package, tier=tier)


def _once(outcome: Outcome, names: Names) -> Iterator[Block]:
    """What is paid once beside the list, with which it comes to what the budget lines are used for."""
    beside = paid_once(outcome)
    if not beside:
        return
    columns = (
        Column(message("Paid once"), width=34),
        Column(message("For"), width=24),
        Column(message("Budget line"), width=26),
        Column(message("Cost"), Kind.MONEY),
    )
    rows = [
        Row((each.rule.name, each.group or message("everybody"), names.lines[each.rule.line], each.cost))
        for each in beside
    ]
    yield Section(message("Costs that are paid once for several libraries"))
    yield Grid(columns, tuple(rows), (total(message("All"), columns, rows, (3,)),))


def _by_line(outcome: Outcome, names: Names, lines: list[str]) -> Grid:
    columns = (
        Column(message("Applicant"), Kind.YEAR),
        Column(message("Library"), width=30),
        *(Column(names.lines[line], Kind.WHOLE) for line in lines),
    )
    funded = outcome.funded
    rows = [
        Row((str(applicant), str(award["name"]), *(int(award[f"cost_{line}"]) for line in lines)))
        for applicant, award in zip(funded.index, funded.to_dict("records"), strict=True)
    ]
    return Grid(columns, tuple(rows), (total(message("All"), columns, rows, range(2, len(columns))),))


def places(outcome: Outcome) -> Iterator[Block]:
    """Who applied and who is funded, by island group, by province and by kind where there are several."""
    sheets = [by_island_group(outcome), by_province(outcome)]
    if len(outcome.round.call.library_kinds) > 1:
        sheets.append(by_kind(outcome))
    for sheet in sheets:
        yield Section(sheet.name)
        yield from sheet.grids
    for note in sheets[0].notes:
        yield Words(note)


def sources(outcome: Outcome) -> list[tuple[Text, Text]]:
    """What the plan was made from, as anyone can check it."""
    programs = tuple(f"{name} {version}" for name, version in sorted(outcome.versions.items()))
    return [
        (message("Fingerprint of the round"), outcome.round.fingerprint),
        (message("Fingerprint of the scenario"), outcome.scenario.fingerprint()),
        (message("Fingerprint of the outcome"), outcome.fingerprint),
        (message("Versions"), programs),
    ]


def status(outcome: Outcome) -> Message:
    """How sure the plan is."""
    return words.status(outcome.plan)
