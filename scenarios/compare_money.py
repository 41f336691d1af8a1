"""Compared money: what can be granted, what it costs, and what there is to pay it."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from intake import Call, Catalogue, Item, Package, Tier
from locales import Label, Message, Money, Text, message
from scenarios import budget
from scenarios.compare_changes import InputChange, InputKind, Inputs, bare, both_ways
from scenarios.scenario import Budget

ALL, PRICE, YEARS, PRICE_YEAR, BANDWIDTH = "catalogue", "price", "years", "price_year", "bandwidth"
ITEM, PACKAGE, TIER, FACTOR = "items", "packages", "tiers", "factors"
PARTS = (ITEM, PACKAGE, TIER, FACTOR)
OFF = {PACKAGE: "packages_off", TIER: "tiers_off"}
LINE, FUNDER = "line", "funder"


def found(one: Inputs, other: Inputs) -> Iterator[InputChange]:
    """List prices, packages, connections and years that differ, then every budget line and funder with other money."""
    if not _same_things(one, other):
        said = message("the catalogue: what can be granted, what it costs, and the budget lines that pay it")
        yield InputChange(InputKind.PRICE, (ALL,), said)
        return
    yield from _catalogue(one, other)
    yield from _purses(one, other)


def put(blend: Inputs, one: Inputs, other: Inputs, chosen: Collection[tuple[str, ...]]) -> Inputs:
    """Take the chosen changes over into a blend of two inputs."""
    whole = other if (ALL,) in chosen else one
    if not _same_things(one, other):
        purses = {name: getattr(whole.round.call, name) for name in ("budget_lines", "funders", "price_year")}
        call = blend.round.call.model_copy(update=purses)
        scenario = blend.scenario.model_copy(
            update={"catalogue": whole.scenario.catalogue, "budget": whole.scenario.budget}
        )
        return Inputs(replace(blend.round, call=call, catalogue=whole.round.catalogue), scenario)
    return _purses_put(_catalogue_put(blend, one, other, chosen), one, other, chosen)


def _same_things(one: Inputs, other: Inputs) -> bool:
    """Whether both know the same packages, connections, items, factors, budget lines and funders."""
    return _names(one) == _names(other)


def _names(inputs: Inputs) -> list[set[str]]:
    call, catalogue = inputs.round.call, inputs.round.catalogue
    things = [getattr(catalogue, part) for part in PARTS]
    return [{each.id for each in group} for group in (*things, call.budget_lines, call.funders)]


def _catalogue(one: Inputs, other: Inputs) -> Iterator[InputChange]:
    before, after = one.round.catalogue, other.round.catalogue
    prices = _prices(one), _prices(other)
    for item in after.items:
        if prices[0][item.id] != prices[1][item.id]:
            said = message(
                "price of {item}: {after} instead of {before}",
                item=item.label,
                after=Money(prices[1][item.id]),
                before=Money(prices[0][item.id]),
            )
            yield InputChange(InputKind.PRICE, (PRICE, item.id), said)
    for part in PARTS:
        old = {each.id: each for each in getattr(before, part)}
        for new in getattr(after, part):
            was, now = _offered(one, part, new.id), _offered(other, part, new.id)
            if bare(old[new.id], PRICE) != bare(new, PRICE) or was != now:
                yield InputChange(InputKind.PRICE, (part, new.id), _thing(new, was, now))
    if bare(before.bandwidth) != bare(after.bandwidth):
        yield InputChange(InputKind.PRICE, (BANDWIDTH,), message("how much connection the computers need"))
    if _price_years(one) != _price_years(other):
        years = {"after": str(after.price_year), "before": str(before.price_year)}
        said = message("price year: {after} instead of {before}", **years)
        yield InputChange(InputKind.PRICE, (PRICE_YEAR,), said)
    if _years(one) != _years(other):
        yield InputChange(InputKind.PRICE, (YEARS,), message("the years in which awards start, or whose cost counts"))


def _thing(new: Item | Package | Tier | Any, was: bool, now: bool) -> Message:  # noqa: ANN401
    if was and not now:
        return message("{thing} is no longer offered", thing=new.label)
    if now and not was:
        return message("{thing} is offered as well", thing=new.label)
    return message("{thing} is defined otherwise", thing=new.label)


def _offered(inputs: Inputs, part: str, name: str) -> bool:
    return part not in OFF or name not in getattr(inputs.scenario.catalogue, OFF[part])


def _prices(inputs: Inputs) -> dict[str, int]:
    own = inputs.scenario.catalogue.prices
    return {item.id: own.get(item.id, item.price) for item in inputs.round.catalogue.items}


def _price_years(inputs: Inputs) -> tuple[int, int]:
    return inputs.round.call.price_year, inputs.round.catalogue.price_year


def _years(inputs: Inputs) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return inputs.scenario.catalogue.start_years, inputs.scenario.catalogue.years


def _catalogue_put(blend: Inputs, one: Inputs, other: Inputs, chosen: Collection[tuple[str, ...]]) -> Inputs:
    sides = (one, other)
    catalogue: Catalogue = one.round.catalogue
    parts: dict[str, Any] = {}
    for part in PARTS:
        new = {each.id: each for each in getattr(other.round.catalogue, part)}
        parts[part] = tuple(new[old.id] if (part, old.id) in chosen else old for old in getattr(catalogue, part))
    prices = {item.id: _prices(sides[(PRICE, item.id) in chosen])[item.id] for item in catalogue.items}
    parts[ITEM] = tuple(item.model_copy(update={"price": prices[item.id]}) for item in parts[ITEM])
    parts["bandwidth"] = sides[(BANDWIDTH,) in chosen].round.catalogue.bandwidth
    asked, priced = _price_years(sides[(PRICE_YEAR,) in chosen])
    parts["price_year"] = priced
    starts, years = _years(sides[(YEARS,) in chosen])
    policy: dict[str, Any] = {"prices": {}, "start_years": starts, "years": years}
    for part, field in OFF.items():
        policy[field] = tuple(
            each.id for each in parts[part] if not _offered(sides[(part, each.id) in chosen], part, each.id)
        )
    scenario = blend.scenario.model_copy(update={"catalogue": one.scenario.catalogue.model_copy(update=policy)})
    call = blend.round.call.model_copy(update={"price_year": asked})
    return Inputs(replace(blend.round, call=call, catalogue=catalogue.model_copy(update=parts)), scenario)


def _purses(one: Inputs, other: Inputs) -> Iterator[InputChange]:
    for area, before, after in (
        (LINE, _lines(one), _lines(other)),
        (FUNDER, _funders(one), _funders(other)),
    ):
        for name in both_ways(before, after):
            (old, was), (new, now) = before[name], after[name]
            if (was, _terms(old)) != (now, _terms(new)):
                yield InputChange(InputKind.BUDGET, (area, name), _purse(new.label, was, now))


def _purse(label: Label, was: budget.Money, now: budget.Money) -> Message:
    if was == now:
        return message("{line}: other terms", line=label)
    return message("{line}: {after} instead of {before}", line=label, after=_money(now), before=_money(was))


def _money(given: budget.Money) -> Text:
    if isinstance(given, dict):
        return tuple(message("{money} in {year}", money=Money(sum_), year=year) for year, sum_ in sorted(given.items()))
    return Money(given)


def _lines(inputs: Inputs) -> dict[str, tuple[Any, budget.Money]]:
    """Every budget line of the call, and what it may be used for."""
    known = inputs.scenario.budget.model_copy(update={"funders": {}})
    return {line.id: (line, budget.money(line, known)) for line in inputs.round.call.budget_lines}


def _funders(inputs: Inputs) -> dict[str, tuple[Any, budget.Money]]:
    given = budget.funders(inputs.round.call, inputs.scenario)
    return {funder.id: (funder, given[funder.id]) for funder in inputs.round.call.funders}


def _terms(purse: Any) -> Any:  # noqa: ANN401
    return bare(purse, "amount", "pledged", "by_year", "funder"), bool(purse.by_year)


def _purses_put(blend: Inputs, one: Inputs, other: Inputs, chosen: Collection[tuple[str, ...]]) -> Inputs:
    made: dict[str, list[tuple[Any, budget.Money]]] = {}
    for area, of in ((LINE, _lines), (FUNDER, _funders)):
        before, after = of(one), of(other)
        made[area] = [(after if (area, name) in chosen else before)[name] for name in before]
    call: Call = blend.round.call.model_copy(
        update={
            "budget_lines": tuple(purse for purse, _ in made[LINE]),
            "funders": tuple(purse for purse, _ in made[FUNDER]),
        }
    )
    given = Budget(
        lines={purse.id: money for purse, money in made[LINE]},
        funders={purse.id: money for purse, money in made[FUNDER]},
    )
    return Inputs(replace(blend.round, call=call), blend.scenario.model_copy(update={"budget": given}))
