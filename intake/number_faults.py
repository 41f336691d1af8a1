"""What is asked of a number, and the words for what is wrong with one."""

import datetime

from intake.criteria import Question
from intake.numbers import Form
from intake.words import key
from locales import Message, message


def in_percent(question: Question) -> bool:
    """Tell whether a question is answered in percent."""
    unit = question.unit
    return unit is not None and any("%" in text or key(text) in ("persen", "percent") for text in (unit.id, unit.en))


def lowest(question: Question) -> float | None:
    """Give the lower limit of a question; money that states none cannot be negative."""
    return 0.0 if question.at_least is None and in_money(question) else question.at_least


def in_money(question: Question) -> bool:
    """Tell whether a question is answered in rupiah."""
    unit = question.unit
    return unit is not None and any(key(text).startswith(("rp", "rupiah", "idr")) for text in (unit.id, unit.en))


FAULT_CODES = {
    Form.ENDLESS: "not-finite",
    Form.ERROR: "spreadsheet-error",
    Form.TIME: "time-for-number",
    Form.SCIENTIFIC: "scientific",
    Form.PERCENT: "percent-sign",
    Form.TEXT: "text-for-number",
}


def problem(form: Form, cell: object) -> Message:
    """Say what is wrong with a cell that is no number."""
    match form:
        case Form.ENDLESS:
            return message("this is not a number, or it is infinite")
        case Form.ERROR:
            return message("a spreadsheet's error mark stands where a number belongs")
        case Form.TIME if isinstance(cell, datetime.date):
            return message("a date stands where a number belongs")
        case Form.TIME:
            return message(
                "a time of day stands where a number belongs: the spreadsheet took a number such as 9.37 for 9:37"
            )
        case Form.SCIENTIFIC:
            return message("the number is written with a power of ten, as spreadsheets do when they drop digits")
        case Form.PERCENT:
            return message("a percentage stands where another unit is asked for")
    return message("this is text, and a number belongs here")


def remedy(form: Form, question: Question) -> Message:
    """Say how to mend a cell that is no number."""
    match form:
        case Form.ENDLESS:
            return message("Type the number, or leave the cell blank if it is not known.")
        case Form.ERROR:
            return message("Mend the formula in the original sheet, then paste its value here.")
        case Form.TIME:
            return message("Set the cell's format to a plain number and type the number again.")
        case Form.SCIENTIFIC:
            return message("Set the cell's format to a plain number, and write all its digits.")
    return ask_unit(question)


def ask_unit(question: Question) -> Message:
    """Say what to type, in which unit."""
    if question.unit is None:
        return message("Type the number alone, or leave the cell blank if it is not known.")
    return message("Type the number alone, in {unit}, or leave the cell blank if it is not known.", unit=question.unit)


def beyond(question: Question) -> Message:
    """Say which limits a number lies outside of."""
    unit, low = question.unit or "", lowest(question)
    if low is None:
        return message("the number is above the limit of {high} {unit}", high=question.at_most, unit=unit)
    if question.at_most is None:
        return message("the number is below the limit of {low} {unit}", low=low, unit=unit)
    return message(
        "the number is outside the limits of {low} to {high} {unit}",
        low=low,
        high=question.at_most,
        unit=unit,
    )
