"""The words that several reports share: statuses, causes, states of gates, names of things."""

from fractions import Fraction
from functools import cached_property

from intake import Severity
from locales import Decimals, Label, Message, Money, Percent, Text, message, plural
from optimizer import Mentoring, Plan, Rule, Stage, Status, amount, labels, measure_name
from scenarios import Cause, Outcome

CAUSES: dict[Cause, Message] = {
    Cause.GATE: message("fails a gate"),
    Cause.GATE_UNKNOWN: message("a gate is open for want of an answer"),
    Cause.MISSING_ANSWER: message("a required answer is missing"),
    Cause.EXCLUDED: message("excluded by the scenario"),
    Cause.MINIMUM_SCORE: message("below the minimum score"),
    Cause.NO_OPTION: message("no package is open to it"),
    Cause.NO_MENTOR: message("no mentor within reach"),
    Cause.OUT_COMPETED: message("others make the plan better"),
    Cause.NOT_DECIDED: message("not decided: there is no plan"),
}
GATES: dict[str, Message] = {
    "pass": message("pass"),
    "fail": message("FAIL"),
    "unknown": message("open"),
    "not asked": message("not asked"),
}
ELIGIBLE: dict[str, Message] = {"yes": message("yes"), "no": message("no"), "unknown": message("open")}
SEVERITIES: dict[Severity, Message] = {
    Severity.ERROR: message("Error"),
    Severity.WARNING: message("Warning"),
    Severity.NOTE: message("Note"),
}


def status(plan: Plan) -> Message:
    """Say what is known about a plan: proven, or how far it may be from the best."""
    if plan.status is Status.INFEASIBLE:
        return message("no plan exists, because the rules contradict each other")
    if plan.status is Status.STOPPED:
        return message("no plan was found before time ran out")
    if plan.status is Status.OPTIMAL:
        return message("proven optimal: no plan under these rules is better")
    unproven = next((stage for stage in plan.stages if stage.status is not Status.OPTIMAL), None)
    return message("best found so far{gap}", gap=_room(unproven) if unproven else "")


def _room(stage: Stage) -> Message:
    if stage.bound is None:
        return message("; how much better is possible is not known")
    return message(
        ", gap {gap}, at most {more} better possible ({objective})",
        gap=Percent(stage.gap or 0.0),
        more=measured(stage.objective.measure, abs(stage.bound - stage.value)),
        objective=stage.objective.describe(),
    )


def measured(measure: str, number: Fraction) -> Text:
    """Write an amount with its unit: rupiah, points, or the number and what it counts."""
    if measure == "value":
        return message("{points} points", points=Decimals(float(number), 3))
    if measure == "libraries" and number.denominator == 1:
        return plural("{count} library", "{count} libraries", count=int(number))
    said = amount(measure, number)
    return said if isinstance(said, Money) else message("{number} {unit}", number=said, unit=unit(measure))


def errors(count: int) -> Message:
    """Say how many errors there are."""
    return plural("{count} error", "{count} errors", count=count)


def warnings(count: int) -> Message:
    """Say how many warnings there are."""
    return plural("{count} warning", "{count} warnings", count=count)


def notes(count: int) -> Message:
    """Say how many notes there are."""
    return plural("{count} note", "{count} notes", count=count)


def unit(measure: str) -> Text:
    """Name what a measure counts."""
    return measure_name(measure)


def ties(plan: Plan) -> Message:
    """Say whether other plans are as good, and how this one was chosen."""
    if plan.ties == "unique":
        return message("none: no other plan is as good")
    if plan.ties == "settled":
        return message("other plans are equally good; the stated order chose this one")
    if plan.ties == "drawn":
        return message("other plans are equally good; a public draw chose this one")
    return message("open: equally good plans may exist, and the stated order was not applied")


class Names:
    """Names of the things of one outcome, by id."""

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome

    @cached_property
    def things(self) -> dict[str, Label]:
        """Packages, tiers and items."""
        return labels(self._outcome.round.catalogue)

    @cached_property
    def lines(self) -> dict[str, Text]:
        """Budget lines that things are paid from, those of the round first."""
        known: dict[str, Text] = {line.id: line.label for line in self._outcome.round.call.budget_lines}
        for item in self._outcome.round.catalogue.items:
            known.setdefault(item.line, item.line)
        return known

    @cached_property
    def kinds(self) -> dict[str, Label]:
        """Kinds of library."""
        return {kind.code: kind.label for kind in self._outcome.round.call.library_kinds}

    def thing(self, name: object) -> Text:
        """Name a package, tier or item; an empty id has no name."""
        return self.things.get(str(name), str(name)) if name else None

    def kind(self, code: object) -> Text:
        """Name a kind of library."""
        return self.kinds.get(str(code), str(code))

    def person(self, applicant: str) -> str:
        """Name an applicant."""
        return str(self._outcome.table.at[applicant, "name"])

    def part(self, rule: Rule, part: str) -> Text:
        """Name the group a usage concerns; a mentor and a kind of library by their names."""
        if isinstance(rule, Mentoring) and part in self._outcome.table.index:
            return f"{self.person(part)} ({part})"
        return self.kind(part)
