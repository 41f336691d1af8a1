"""Money of a scenario: budget lines and funders, what is counted on, the scale, prices; and what is offered."""

import streamlit as st

import scenarios
from intake import Purse
from locales import Money, Text, message
from scenarios import CHOICES, FIELDS, Scenario
from views import scenario_chosen as chosen
from views import scenario_typed as typed
from views.literal import together
from views.scenario_bench import Bench
from views.scenario_sheet import Sheet
from views.scenario_words import bold


def money_part(bench: Bench, sheet: Sheet) -> None:
    """Draw what a scenario says about money."""
    call = bench.round.call
    basis = str(bench.get(("budget", "basis"), "amount"))
    for line in call.budget_lines:
        _purse(sheet, "lines", line, basis)
    if call.funders:
        bold(sheet.visit, message("Funders"))
    for funder in call.funders:
        _purse(sheet, "funders", funder, basis)
    typed.percent(sheet, ("budget", "scale"), FIELDS["budget.scale"], 1.0)
    said = {code: CHOICES[code] for code in ("amount", "pledged")}
    chosen.choice(sheet, ("budget", "basis"), FIELDS["budget.basis"], said, "amount")
    scenario = bench.scenario
    if scenario is not None:
        _whole(bench, scenario)


def _purse(sheet: Sheet, kind: str, purse: Purse, basis: str) -> None:
    """One line or funder, in all or year by year; empty is the round's own figure."""
    if not purse.by_year:
        own = purse.pledged if basis == "pledged" else purse.amount
        typed.money(sheet, ("budget", kind, purse.id), purse.label, own)
        return
    own_by_year = purse.yearly(basis)

    def put(at: tuple[str, ...], to: object) -> None:
        """All years are said, or none: a scenario that says some of them is refused."""
        held = {**own_by_year, **(sheet.get("budget", kind, purse.id) or {})}
        held[at[-1]] = own_by_year[at[-1]] if to is None else to
        sheet.put("budget", kind, purse.id, to=None if held == own_by_year else held)

    def read(at: tuple[str, ...], default: object) -> object:
        return (sheet.get("budget", kind, purse.id) or {}).get(at[-1], default)

    yearly = Sheet(sheet.visit, sheet.key("budget", kind, purse.id), read, put, sheet.half, sheet.locked)
    for year, own in own_by_year.items():
        typed.money(yearly, (year,), message("{part}, {which}", part=purse.label, which=year), own)


def _whole(bench: Bench, scenario: Scenario) -> None:
    money = sum(scenarios.budget_lines(bench.round.call, scenario).values())
    said = message("All budget lines together: {money}", money=Money(money))
    st.caption(together(bench.visit.mark(said)))


def catalogue_part(bench: Bench, sheet: Sheet) -> None:
    """Draw what is offered, at which prices, in which years, and which gates are asked."""
    catalogue = bench.round.catalogue
    packages: dict[str, Text] = {each.id: each.label for each in catalogue.packages}
    tiers: dict[str, Text] = {each.id: each.label for each in catalogue.tiers}
    gates: dict[str, Text] = {each.id: each.label for each in bench.round.criteria.gates}
    chosen.several(sheet, ("catalogue", "packages_off"), FIELDS["catalogue.packages_off"], packages)
    chosen.several(sheet, ("catalogue", "tiers_off"), FIELDS["catalogue.tiers_off"], tiers)
    chosen.several(sheet, ("scoring", "gates_off"), FIELDS["scoring.gates_off"], gates)
    said = {code: CHOICES[code] for code in ("out", "in")}
    chosen.choice(sheet, ("scoring", "unknown_gates"), FIELDS["scoring.unknown_gates"], said, "out")
    with st.expander(sheet.visit.mark(message("Prices")), key=sheet.key("prices")):
        st.caption(sheet.visit.mark(message("Whole rupiah a unit, before the factor of the district.")))
        for item in catalogue.items:
            typed.money(sheet, ("catalogue", "prices", item.id), item.label, item.price)
    with st.expander(sheet.visit.mark(message("Years")), key=sheet.key("years")):
        typed.written(sheet, ("catalogue", "start_years"), FIELDS["catalogue.start_years"], placeholder="[2016, 2017]")
        typed.written(sheet, ("catalogue", "years"), FIELDS["catalogue.years"], placeholder="[2016, 2017]")


def search_part(sheet: Sheet) -> None:
    """Draw how long is searched, how near is near enough, and with which solver."""
    typed.percent(sheet, ("solver", "gap"), FIELDS["solver.gap"], 0.0)
    typed.number(sheet, ("solver", "seconds"), FIELDS["solver.seconds"], 120)
    typed.number(sheet, ("solver", "threads"), FIELDS["solver.threads"], 1, whole=True)
    said = {code: CHOICES[code] for code in ("highs", "cbc")}
    chosen.choice(sheet, ("solver", "solver"), FIELDS["solver.solver"], said, "highs")
