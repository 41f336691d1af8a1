"""A blank members.csv: every question that a committee has to answer, with today's range beside it."""

import csv
import io
from collections.abc import Sequence

from intake.criteria import Criteria
from intake.member_ranges import range_shown, siblings
from intake.members import Method

COLUMNS = ("member", "name", "method", "date", "criterion", "against", "answer", "range", "note")


def members_form(criteria: Criteria, members: Sequence[tuple[str, str]], method: Method = Method.SWING) -> bytes:
    """Write members.csv with a blank answer and date in every row, for (code, name) of each member.

    Groups are asked before what lies below them. For best_worst the form cannot know the best and the worst
    beforehand, so it holds every pair as for ahp; only those with the best or the worst are to be filled in.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for code, name in members:
        for node, against in questions(criteria, method):
            shown = range_shown(criteria, *([node, against] if against else [node]))
            writer.writerow([code, name, method.value, "", node, against, "", shown, ""])
    return text.getvalue().encode("utf-8")


def questions(criteria: Criteria, method: Method) -> list[tuple[str, str]]:
    """Give what is asked by a method: nodes, or pairs of nodes, of every set of siblings with more than one."""
    asked: list[tuple[str, str]] = []
    for nodes in siblings(criteria).values():
        if len(nodes) > 1 and method.in_pairs:
            asked += [(one, other) for place, one in enumerate(nodes) for other in nodes[place + 1 :]]
        elif len(nodes) > 1:
            asked += [(node, "") for node in nodes]
    return asked
