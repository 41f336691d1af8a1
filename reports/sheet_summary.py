"""Sheet Summary: the result, the money by line, and every rule with what it has left."""

from collections.abc import Mapping

from locales import Date, Text, message, named
from optimizer import Rule, plain
from reports import words
from reports.grid import Column, Grid, Kind, Mark, Row, Sheet, Value, total
from reports.summary import summary, unpledged
from reports.tightness import Tight, tightnesses
from scenarios import Outcome, round_names


def sheet(outcome: Outcome) -> Sheet:
    """Make the sheet."""
    plan = outcome.plan
    grids = (_budget(outcome), _rules(outcome)) if plan.has_awards else (_conflict(outcome),)
    return Sheet(
        message("Summary"),
        grids,
        tuple(_facts(outcome)),
        (message("The cells hold values, not formulas: every figure was worked out and checked by the program."),),
    )


def _facts(outcome: Outcome) -> list[tuple[Text, Value, Mark]]:
    call, summed, plan = outcome.round.call, summary(outcome), outcome.plan
    proven = plan.has_awards and plan.status == "optimal"
    facts: list[tuple[Text, Value, Mark]] = [
        (message("Result"), summed.headline, Mark.GOOD if proven else Mark.ERROR),
        (message("Status"), words.status(plan), Mark.GOOD if proven else Mark.ERROR),
        (message("Round"), message("{title} ({phase})", title=call.title, phase=call.phase), Mark.NONE),
        (message("Scenario"), outcome.scenario.title, Mark.NONE),
    ]
    if outcome.scenario.note:
        facts.append((message("Note on the scenario"), outcome.scenario.note, Mark.NONE))
    facts.append((message("Decision day"), Date(call.decides), Mark.NONE))
    facts += [
        (message("Objective {number}", number=place + 1), objective.describe(), Mark.NONE)
        for place, objective in enumerate(outcome.scenario.objectives)
    ]
    facts += [(label, value, Mark.NONE) for label, value in summed.figures]
    facts += [(label, value, Mark.WARNING) for label, value in unpledged(outcome)]
    facts += [
        (message("Not funded: {cause}", cause=words.CAUSES[cause]), count, Mark.NONE) for cause, count in summed.causes
    ]
    errors, warnings = len(outcome.findings.errors), len(outcome.findings.warnings)
    found = message("{errors}, {warnings}", errors=words.errors(errors), warnings=words.warnings(warnings))
    facts.append((message("Findings"), found, Mark.WARNING if errors or warnings else Mark.NONE))
    facts += [
        (message("Fingerprint of the outcome"), outcome.fingerprint, Mark.NONE),
        (message("Fingerprint of the round"), outcome.round.fingerprint, Mark.NONE),
        (message("Fingerprint of the scenario"), outcome.scenario.fingerprint(), Mark.NONE),
        (
            message("Versions"),
            tuple(f"{name} {version}" for name, version in sorted(outcome.versions.items())),
            Mark.NONE,
        ),
    ]
    return facts


def _budget(outcome: Outcome) -> Grid:
    columns = (
        Column(message("Budget line"), width=40),
        Column(message("Funder"), width=24),
        Column(message("Planned"), Kind.MONEY, 20),
        Column(message("Pledged"), Kind.MONEY, 20),
        Column(message("Counted on"), Kind.MONEY, 20),
        Column(message("Used"), Kind.MONEY, 20),
        Column(message("Left"), Kind.MONEY, 20),
    )
    rows = [
        Row((line.label, line.funder, line.amount, line.pledged, line.counted_on, line.used, line.left))
        for line in summary(outcome).lines
    ]
    sums = total(message("All lines"), columns, rows, (2, 3, 4, 5, 6))
    return Grid(columns, tuple(rows), (sums,), message("Money by budget line"))


def _rules(outcome: Outcome) -> Grid:
    columns = (
        Column(message("Rule")),
        Column(message("Group")),
        Column(message("Used")),
        Column(message("At least")),
        Column(message("At most")),
        Column(message("Left")),
        Column(message("State"), width=28),
    )
    by_rule: dict[str, list[Tight]] = {}
    for tight in tightnesses(outcome):
        by_rule.setdefault(tight.use.rule, []).append(tight)
    rows: list[Row] = []
    names = round_names(outcome.round)
    for rule in outcome.rules:
        measured = by_rule.get(rule.id, [])
        if len(measured) == 1 and not measured[0].use.part:
            rows.append(_measured(outcome, measured[0], sentence(rule, names)))
            continue
        rows.append(_whole(rule, measured, names))
        rows += [_measured(outcome, tight, None) for tight in measured]
    return Grid(columns, tuple(rows), title=message("Rules, and what each has left"))


def _whole(rule: Rule, measured: list[Tight], names: Mapping[str, Text]) -> Row:
    """Say a rule once, above its groups; a rule that only says yes or no has none, and a plan keeps it."""
    binding = sum(each.tightness.binds for each in measured)
    state = (
        message("binding for {count} of {groups} groups", count=binding, groups=len(measured))
        if measured
        else message("kept")
    )
    return Row((sentence(rule, names), None, None, None, None, None, state), Mark.TOTAL)


def _measured(outcome: Outcome, tight: Tight, said: Text) -> Row:
    use = tight.use
    kind = _kind(use.measure)
    numbers = [None if number is None else plain(number) for number in (use.used, use.at_least, use.at_most, use.left)]
    part = words.Names(outcome).part(tight.rule, use.part) or None
    binding = tight.tightness.binds
    return Row(
        (said, part, *numbers, tight.tightness.words()),
        Mark.WARNING if binding else Mark.NONE,
        kinds=tuple((place, kind) for place in (2, 3, 4, 5)),
    )


def _kind(measure: str) -> Kind:
    if measure.startswith(("cost", "local_")):
        return Kind.MONEY
    return Kind.POINTS if measure in ("value", "score") else Kind.NUMBER


def sentence(rule: Rule, names: Mapping[str, Text]) -> Text:
    """Say a rule with its name before it. names: what the round calls its codes."""
    return message("{name}: {sentence}", name=rule.name, sentence=named(rule.describe(), names))


def _conflict(outcome: Outcome) -> Grid:
    columns = (Column(message("Rule"), width=50), Column(message("What it demands"), width=80))
    names = round_names(outcome.round)
    rows = tuple(Row((rule.name, named(rule.describe(), names)), Mark.WARNING) for rule in outcome.conflict)
    if rows:
        return Grid(
            columns, rows, title=message("These rules cannot hold together; drop any one of them and a plan exists")
        )
    every = tuple(Row((rule.name, named(rule.describe(), names))) for rule in outcome.rules)
    return Grid(columns, every, title=message("The rules of this scenario; which of them clash was not found in time"))
