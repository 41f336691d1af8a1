"""Commands about what comes after a decision: its window for appeals, what came in, what was answered."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

import records
from commands.deciding import NumberArgument, decide
from commands.desk import Desk, command
from commands.kept import AsOption, StoreOption, done, opened
from locales import message

DAY = ["%Y-%m-%d"]


class Upheld(StrEnum):
    """What came of an appeal."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@command("window", "From when to when an adopted decision may be appealed.", decide)
def window(
    desk: Desk,
    number: NumberArgument,
    opens: Annotated[datetime, typer.Argument(metavar="FIRST", formats=DAY, help="The first day: 2016-03-01.")],
    closes: Annotated[datetime, typer.Argument(metavar="LAST", formats=DAY, help="The last day.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Keep the window for appeals."""
    with opened(store) as there:
        records.open_window(there, who, number, opens.date(), closes.date())
    return done(desk, message("it is kept"), decision=number)


@command("appeal", "Keep an appeal that came in.", decide)
def appeal(
    desk: Desk,
    number: NumberArgument,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What it says.")],
    sender: Annotated[str, typer.Option("--from", help="Who appeals.")],
    received: Annotated[datetime, typer.Option("--received", formats=DAY, help="The day it came in.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Keep an appeal."""
    with opened(store) as there:
        made = records.record_appeal(there, who, number, received=received.date(), sender=sender, text=text)
    return done(desk, message("it is kept as appeal {number}", number=str(made)), decision=number, appeal=made)


@command("answer", "Keep what was answered to an appeal.", decide)
def answer(
    desk: Desk,
    number: Annotated[int, typer.Argument(metavar="APPEAL", min=1, help="The appeal's number.")],
    upheld: Annotated[Upheld, typer.Argument(metavar="UPHELD", help="yes, partly or no.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The answer.")],
    who: AsOption = "",
    store: StoreOption = None,
) -> int:
    """Keep an answer."""
    with opened(store) as there:
        records.answer_appeal(there, who, number, upheld.value, text)
    return done(desk, message("it is kept"), appeal=number)
