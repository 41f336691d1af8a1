"""Closeness on the terminal: how far gates are from their limits, what would reach the line, under whose weights."""

from locales import Decimals, Message, Text, message
from reports import words
from reports.console import Printer
from scenarios import Explanation, UnderWeights
from scoring import GateMargin


def print_closeness(printer: Printer, told: Explanation) -> None:
    """Write what an explanation says of how close the decision is; what does not apply is left out."""
    printer.table(
        message("How far every answer to a gate is from its limit"),
        [message("gate"), message("result"), message("answer"), message("better than the limit by")],
        [(each.label, words.GATES[each.status], each.said, margin(each)) for each in told.margins],
    )
    _lifts(printer, told)
    _under(printer, told.under)


def margin(each: GateMargin) -> Text:
    """Write a margin with its unit; nothing where an answer is not measured against a limit."""
    if each.margin is None:
        return ""
    return message("{number} {unit}", number=each.margin, unit=each.unit) if each.unit is not None else each.margin


def _lifts(printer: Printer, told: Explanation) -> None:
    headers = [
        message("criterion"),
        message("question"),
        message("answer now"),
        message("answer needed"),
        message("points gained"),
    ]
    rows = [(each.label, each.question, each.before, each.after, Decimals(each.points, 2)) for each in told.lifts]
    printer.table(message("Single answers that would reach the lowest score funded, by points alone"), headers, rows, 1)
    if rows:
        printer.say(
            message(
                "  Points alone: not solved. Whether it would then be funded also depends on money and rules; "
                "--what-it-takes proves it."
            ),
            "dim",
        )


def _under(printer: Printer, under: tuple[UnderWeights, ...] | None) -> None:
    if not under:
        return
    printer.table(
        message("Under whose weights it would be funded: the whole plan solved under each member's"),
        [message("member"), message("in the plan"), message("rank"), message("points")],
        [(each.name, verdict(each), rank(each), Decimals(each.score, 2)) for each in under],
        numbers=2,
    )


def rank(each: UnderWeights) -> Text:
    """Write a rank; a dash for one who may not be funded."""
    return "–" if each.rank is None else each.rank


def verdict(each: UnderWeights) -> Message:
    """Say whether a member's plan funds the applicant, and whether that plan is proven."""
    if each.funded is None:
        return message("not known: no plan was found")
    if each.funded:
        return message("funded") if each.certain else message("funded, in a plan that is not proven best")
    return message("not funded") if each.certain else message("not funded, in a plan that is not proven best")
