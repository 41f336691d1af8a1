"""members.csv with one member's answers put in place of those that stood there; everybody else's rows say the same."""

import csv
import io
from decimal import Decimal
from fractions import Fraction

from intake.collector import Collector
from intake.delimited import read_delimited
from intake.members import MEMBERS_FILE, Answer, Member
from intake.members_file import HEADERS, METHODS, typed_answer
from intake.members_form import COLUMNS
from intake.tables import Table
from intake.words import key


def with_answers(content: bytes | None, member: Member, note: str = "") -> bytes:
    """Write a members' file anew with all answers of one member; None where the round has no such file yet.

    An answer that stood there already, by the same method, about the same nodes and range and on whatever day, keeps
    its row with date and note; the others get new rows with `note`, where the file has such a column. Columns that
    this file has of its own stay. The file must be one that `read_members` reads.
    """
    table = read_delimited(content, Collector(MEMBERS_FILE)) if content and content.strip() else None
    headers, rows = (list(COLUMNS), []) if table is None else (list(table.headers), _rows(table))
    at = _places(headers)
    for needed in ("name", "against"):  # a file of answers about single nodes may lack the latter, and any the former
        if needed not in at:
            at[needed] = len(headers)
            headers.append(needed)
            rows = [[*row, ""] for row in rows]
    kept = [row for row in rows if row[at["member"]] != member.id]
    before = {_said(row, at): row for row in rows if row[at["member"]] == member.id}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows(kept)
    for answer in member.answers:
        row = before.get((answer.method, answer.node, answer.against, answer.number, answer.shown))
        writer.writerow(row or _row(headers, at, member, answer, note))
    return text.getvalue().encode("utf-8")


def _rows(table: Table) -> list[list[str]]:
    cells = table.cells.to_numpy(dtype=object).tolist()
    return [["" if cell is None else str(cell) for cell in row] for row in cells]


def _places(headers: list[str]) -> dict[str, int]:
    known = {key(word): column for column, words in HEADERS.items() for word in (column, *words)}
    return {known[key(header)]: place for place, header in enumerate(headers) if key(header) in known}


def _said(row: list[str], at: dict[str, int]) -> tuple[object, ...]:
    cells = {column: " ".join(row[place].split()) for column, place in at.items()}
    method = METHODS.get(key(cells["method"]))
    return method, cells["criterion"], cells["against"], typed_answer(cells["answer"]), cells["range"]


def _row(headers: list[str], at: dict[str, int], member: Member, answer: Answer, note: str) -> list[str]:
    row = [""] * len(headers)
    cells = {
        "member": member.id,
        "name": member.name,
        "method": answer.method.value,
        "date": answer.date.isoformat(),
        "criterion": answer.node,
        "against": answer.against,
        "answer": _exactly(answer.number),
        "range": answer.shown,
        "note": note,
    }
    for column, place in at.items():
        row[place] = cells[column]
    return row


def _exactly(number: Fraction) -> str:
    """Write a number so that it is read again as the same: a decimal where it is one, else as a fraction."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
