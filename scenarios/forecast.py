"""Forecast: what can be seen to go wrong before anything is solved."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

import pandas as pd

from intake import Finding, Findings, InputError, Round, Severity
from locales import Message, Text, message
from optimizer import Exclude, Include, Limit, MinimumScore, OneOf, Rule, Share, fraction
from scenarios.forecast_limits import too_dear
from scenarios.forecast_values import unknown_values
from scenarios.forecast_years import misfits
from scenarios.scenario import Scenario


def refuse_unknown_names(round_: Round, scenario: Scenario) -> None:
    """Raise InputError with every name in the scenario that the round does not have."""
    findings = Findings.of([*_unknown_names(round_, scenario), *misfits(round_, scenario)])
    if findings.errors:
        raise InputError(findings)


def foreseen(rules: Sequence[Rule], table: pd.DataFrame, offered: pd.DataFrame) -> Findings:
    """Find contradictions between the rules and the round that can be seen before anything is solved.

    table: applicants with their score. offered: every option. All are warnings: the solver has the last word.
    """
    return Findings.of(found for found, _ in weighed(rules, table, offered))


def weighed(rules: Sequence[Rule], table: pd.DataFrame, offered: pd.DataFrame) -> Iterator[tuple[Finding, bool]]:
    """Give what is foreseen, and of each whether it is certain that no plan exists with it."""
    open_ = admissible(rules, table, offered)
    dear = too_dear(rules, open_, offered) if len(offered) else ()
    shares = {rule.id for rule in rules if isinstance(rule, Limit) and isinstance(rule.at_least, Share)}
    for found in (
        *_locked_both_ways(rules),
        *_includes(rules, offered),
        *_barred_includes(rules, table),
        *_crowded(rules, table),
    ):
        yield found, True
    for found in _floors(rules, table, open_):
        yield found, found.column not in shares
    for rule, problem, remedy in dear:
        yield _finding(Severity.WARNING, rule, problem, remedy), True
    for odd in unknown_values(rules, table, offered):
        yield _finding(Severity.WARNING, *odd), False


def admissible(rules: Sequence[Rule], table: pd.DataFrame, offered: pd.DataFrame) -> pd.DataFrame:
    """Applicants with an option that no rule keeps out by name or by score."""
    kept = table.loc[table.index.isin(set(offered["applicant"]) if len(offered) else set())]
    for rule in rules:
        if isinstance(rule, Exclude):
            kept = kept.loc[~kept.index.isin(list(rule.applicants))]
        if isinstance(rule, MinimumScore):
            kept = kept.loc[~kept.index.isin(_below(rule, table))]
    return kept


def _below(rule: MinimumScore, table: pd.DataFrame) -> list[str]:
    """Applicants below a minimum score that is about them."""
    if any(column not in table for column in (rule.measure, *rule.where)):
        return []
    own = table
    for column, wanted in rule.where.items():
        own = own[own[column].isin(list(wanted) if isinstance(wanted, tuple) else [wanted])]
    return own.index[~(pd.to_numeric(own[rule.measure], errors="coerce") >= float(rule.at_least))].tolist()


def _barred_includes(rules: Sequence[Rule], table: pd.DataFrame) -> Iterator[Finding]:
    wanted = {name: rule for rule in rules if isinstance(rule, Include) for name in rule.applicants}
    for rule in rules:
        for name in _below(rule, table) if isinstance(rule, MinimumScore) else ():
            if name in wanted:
                yield _finding(
                    Severity.WARNING,
                    wanted[name].id,
                    message("{applicant} is forced in, but is below {rule}", applicant=name, rule=rule.name),
                    message("take it out of {one}, or lower {other}", one=wanted[name].name, other=rule.name),
                    name,
                )


def _crowded(rules: Sequence[Rule], table: pd.DataFrame) -> Iterator[Finding]:
    """Named applicants of whom only one may be awarded."""
    wanted = {name for rule in rules if isinstance(rule, Include) for name in rule.applicants}
    for rule in rules:
        if not isinstance(rule, OneOf) or rule.only or any(c not in table for c in (*rule.where, rule.per) if c):
            continue
        counted = table.loc[[n for n in sorted(wanted & set(table.index)) if n not in rule.besides]]
        for column, values in rule.where.items():
            counted = counted[counted[column].isin(list(values) if isinstance(values, tuple) else [values])]
        sets = (
            [g.index.tolist() for _, g in counted.groupby(rule.per)]
            if rule.per
            else [[name for name in counted.index if name in rule.applicants]]
        )
        for names in sets:
            if len(names) > 1:
                yield _finding(
                    Severity.WARNING,
                    rule.id,
                    message(
                        "{applicants} are all forced in, but {rule}", applicants=tuple(names), rule=rule.describe()
                    ),
                    message("force in only one of them, or drop {rule}", rule=rule.name),
                )


def _finding(severity: Severity, rule: str, problem: Message, remedy: Message, value: str = "") -> Finding:
    return Finding("scenario", severity, problem, remedy, file="scenario", column=rule, value=value)


def _unknown_names(round_: Round, scenario: Scenario) -> Iterator[Finding]:
    catalogue, chosen = round_.catalogue, scenario.catalogue
    for what, given, known in (
        (message("package"), chosen.packages_off, [package.id for package in catalogue.packages]),
        (message("connectivity tier"), chosen.tiers_off, [tier.id for tier in catalogue.tiers]),
        (message("item"), tuple(chosen.prices), [item.id for item in catalogue.items]),
        (
            message("budget line"),
            tuple(scenario.budget.lines),
            [line.id for line in round_.call.budget_lines],
        ),
        (message("funder"), tuple(scenario.budget.funders), [funder.id for funder in round_.call.funders]),
    ):
        for name in given:
            if name not in known:
                yield _finding(
                    Severity.ERROR,
                    "",
                    message(
                        "the scenario names the {what} {name}, which this round does not have",
                        what=what,
                        name=name,
                    ),
                    message("there are: {names}", names=tuple(known)),
                    name,
                )


def _locked_both_ways(rules: Sequence[Rule]) -> Iterator[Finding]:
    wanted = {name: rule.id for rule in rules if isinstance(rule, Include) for name in rule.applicants}
    for rule in rules:
        for name in rule.applicants if isinstance(rule, Exclude) else ():
            if name in wanted:
                yield _finding(
                    Severity.WARNING,
                    rule.id,
                    message(
                        "{applicant} is forced in by {one} and kept out by {other}",
                        applicant=name,
                        one=wanted[name],
                        other=rule.id,
                    ),
                    message("drop one of the two rules"),
                    name,
                )


def _includes(rules: Sequence[Rule], offered: pd.DataFrame) -> Iterator[Finding]:
    open_to = set(offered["applicant"]) if len(offered) else set()
    for rule in rules:
        for name in rule.applicants if isinstance(rule, Include) else ():
            if name not in open_to:
                yield _finding(
                    Severity.WARNING,
                    rule.id,
                    message(
                        "{applicant} is forced in, but fails a gate or has no package open to it",
                        applicant=name,
                    ),
                    message("drop the rule, or mend what bars the applicant"),
                    name,
                )


def _floors(rules: Sequence[Rule], table: pd.DataFrame, open_: pd.DataFrame) -> Iterator[Finding]:
    """Lower bounds on the number of libraries that not even every admissible applicant together could meet."""
    for rule in rules:
        if not isinstance(rule, Limit) or rule.at_least is None or rule.measure != "libraries" or rule.instead:
            continue
        if any(column not in table for column in (*rule.where, *([rule.per] if rule.per else []))):
            continue
        kept = open_
        for column, wanted in rule.where.items():
            kept = kept[kept[column].isin(list(wanted) if isinstance(wanted, tuple) else [wanted])]
        counts: dict[Text, int] = {"": len(kept)}
        if rule.per:
            counts = {str(v): int((kept[rule.per] == v).sum()) for v in sorted(table[rule.per].dropna().unique())}
        for part, count in counts.items():
            yield from _floor(rule, part, count)


def _floor(rule: Limit, part: Text, count: int) -> Iterator[Finding]:
    assert rule.at_least is not None
    named = message(" ({part})", part=part) if part else ""
    remedy = message("lower the bound, or look at the gates that bar the others")
    if isinstance(rule.at_least, Share):
        if count == 0 and rule.at_least.share > 0:
            yield _finding(
                Severity.WARNING,
                rule.id,
                message(
                    "{rule}{part}: there is no admissible applicant, so the share can only be met by funding nobody",
                    rule=rule.name,
                    part=named,
                ),
                remedy,
            )
    elif Fraction(count) < fraction(rule.at_least):
        yield _finding(
            Severity.WARNING,
            rule.id,
            message(
                "{rule}{part}: at least {wanted} are asked for, only {count} may be funded",
                rule=rule.name,
                part=named,
                wanted=rule.at_least,
                count=count,
            ),
            remedy,
        )
