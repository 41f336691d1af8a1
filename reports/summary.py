"""Summary: a whole outcome on one screen."""

from dataclasses import dataclass
from fractions import Fraction

from locales import Decimals, Label, Message, Money, Text, message, render
from optimizer import plain
from reports import words
from reports.partners import funder_uses
from reports.tightness import Tight, tightnesses
from scenarios import Cause, Outcome, budget_lines, cause_counts


@dataclass(frozen=True)
class LineUse:
    """What a budget line holds, what of it is signed for, what the plan uses and leaves (whole rupiah)."""

    line: str
    label: Label
    funder: Text
    amount: int
    pledged: int
    counted_on: int
    used: int

    @property
    def left(self) -> int:
        """What the plan leaves of what it may count on."""
        return self.counted_on - self.used


@dataclass(frozen=True)
class Summary:
    """Everything a first screen needs, said in no language yet.

    headline: the result in one sentence. figures: label and value. lines: one a budget line. binding: the parts of
    rules that hold the plan where it is. causes: how many applicants are not funded for which cause, most first.
    """

    headline: Message
    made_up: Label | None
    figures: tuple[tuple[Message, Text], ...]
    lines: tuple[LineUse, ...]
    binding: tuple[Tight, ...]
    causes: tuple[tuple[Cause, int], ...]
    conflict: tuple[Message, ...]


def summary(outcome: Outcome) -> Summary:
    """Sum an outcome up."""
    counts = cause_counts(outcome.reasons)
    order = list(Cause)
    return Summary(
        headline=headline(outcome),
        made_up=outcome.round.call.made_up,
        figures=figures(outcome),
        lines=line_uses(outcome),
        binding=tuple(each for each in tightnesses(outcome) if each.tightness.binds),
        causes=tuple(sorted(counts.items(), key=lambda pair: (-pair[1], order.index(pair[0])))),
        conflict=tuple(_blamed(outcome)),
    )


def summary_lines(outcome: Outcome, language: str) -> list[tuple[str, str]]:
    """Give the summary as pairs of label and value in one language, ready to print."""
    summed = summary(outcome)
    pairs: list[tuple[Text, Text]] = [(message("Result"), summed.headline)]
    if summed.made_up:
        pairs.append((message("Please note"), summed.made_up))
    pairs += summed.figures
    pairs += unpledged(outcome)
    pairs += [
        (
            message("Budget line {line}", line=line.label),
            message(
                "{used} of {counted_on} used, {left} left",
                used=Money(line.used),
                counted_on=Money(line.counted_on),
                left=Money(line.left),
            ),
        )
        for line in summed.lines
        if outcome.plan.has_awards
    ]
    pairs += [
        (
            message("Funder {funder}", funder=use.label),
            message(
                "{pays} of {counted_on} asked for, {left} left",
                pays=Money(use.pays),
                counted_on=Money(use.counted_on),
                left=Money(use.left),
            ),
        )
        for use in funder_uses(outcome)
        if outcome.plan.has_awards
    ]
    names = words.Names(outcome)
    pairs += [
        (
            message(
                "Rule {rule}{part}",
                rule=each.rule.name,
                part=message(" ({part})", part=names.part(each.rule, each.use.part)) if each.use.part else "",
            ),
            each.tightness.words(),
        )
        for each in summed.binding
    ]
    pairs += [(message("Not funded: {cause}", cause=words.CAUSES[cause]), count) for cause, count in summed.causes]
    pairs += [(message("Rule in the conflict"), sentence) for sentence in summed.conflict]
    return [(render(label, language), render(value, language)) for label, value in pairs]


def headline(outcome: Outcome) -> Message:
    """Say the result in one sentence."""
    plan = outcome.plan
    if not plan.has_awards:
        return message("Nobody is funded: {status}.", status=words.status(plan))
    return message(
        "{count} of {applicants} applicants are funded with {cost}; {status}.",
        count=len(plan.awards),
        applicants=len(outcome.table),
        cost=Money(int(total(outcome, "cost"))),
        status=words.status(plan),
    )


def figures(outcome: Outcome) -> tuple[tuple[Message, Text], ...]:
    """List the main figures with their labels."""
    plan, scored = outcome.plan, outcome.scores.table
    general: list[tuple[Message, Text]] = [
        (message("Applicants"), len(outcome.table)),
        (message("Eligible"), int((scored["eligible"] == "yes").sum())),
    ]
    if not plan.has_awards:
        return tuple(general)
    made: list[tuple[Message, Text]] = [
        (message("Libraries funded"), len(plan.awards)),
        (message("Value of the plan (points)"), Decimals(float(total(outcome, "value")), 3)),
        (message("Computers"), plain(total(outcome, "computers"))),
        (message("Megabits per second, together"), plain(total(outcome, "mbps"))),
        (message("Grant, all lines"), Money(int(total(outcome, "cost")))),
        (message("Local match"), Money(int(total(outcome, "local_match")))),
        (message("Other plans as good"), words.ties(plan)),
        *_certified(outcome),
    ]
    return (*general, *made)


def _certified(outcome: Outcome) -> list[tuple[Message, Text]]:
    """What the certificate proves, objective by objective."""
    said = outcome.certificate.describe() if outcome.certificate else ()
    if len(said) == 1:
        return [(message("Certificate"), said[0])]
    return [(message("Certificate, objective {number}", number=n), each) for n, each in enumerate(said, start=1)]


def unpledged(outcome: Outcome) -> list[tuple[Message, Text]]:
    """What the plan spends that no funder has signed for yet, line by line, or funder by funder where they sign."""
    if outcome.round.call.funders:
        return [
            (message("Asked of {funder} beyond what it has pledged", funder=use.label), Money(use.pays - use.pledged))
            for use in funder_uses(outcome)
            if use.pays > use.pledged
        ]
    return [
        (message("Used beyond what is pledged: {line}", line=line.label), Money(line.used - line.pledged))
        for line in line_uses(outcome)
        if line.used > line.pledged
    ]


def _payers(outcome: Outcome, line: str) -> Text:
    """Who may pay for a line or for items of it."""
    items = {item.id for item in outcome.round.catalogue.items if item.line == line}
    return tuple(f.label for f in outcome.round.call.funders if line in f.lines or items & set(f.items)) or None


def line_uses(outcome: Outcome) -> tuple[LineUse, ...]:
    """Give every budget line with its use."""
    counted_on = budget_lines(outcome.round.call, outcome.scenario)
    return tuple(
        LineUse(
            line.id,
            line.label,
            line.funder or _payers(outcome, line.id),
            line.amount,
            line.pledged,
            counted_on[line.id],
            int(total(outcome, f"cost_{line.id}")),
        )
        for line in outcome.round.call.budget_lines
    )


def total(outcome: Outcome, column: str) -> Fraction:
    """Sum a column of the awards exactly, with what is paid once; a column that no award has sums to nothing."""
    return outcome.total(column)


def _blamed(outcome: Outcome) -> list[Message]:
    return [message("{name}: {sentence}", name=rule.name, sentence=rule.describe()) for rule in outcome.conflict]
