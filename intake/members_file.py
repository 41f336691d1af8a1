"""members.csv: one row an answer, read into the committee with every fault told."""

import datetime
import re
from collections.abc import Mapping
from fractions import Fraction

import pandas as pd

from intake.collector import Collector, each
from intake.comparisons import judge_all
from intake.criteria import Criteria
from intake.dates import read_dates
from intake.delimited import read_delimited
from intake.findings import Findings, Severity
from intake.members import MEMBERS_FILE, RESERVED, Answer, Member, Members, Method
from intake.tables import Table
from intake.words import key, says_missing
from locales import Message, message

HEADERS: Mapping[str, tuple[str, ...]] = {
    "member": ("anggota", "kode"),
    "name": ("nama",),
    "method": ("metode", "cara"),
    "date": ("tanggal",),
    "criterion": ("kriteria", "group", "kelompok"),
    "against": ("terhadap", "dibanding"),
    "answer": ("jawaban", "nilai"),
    "range": ("rentang",),
    "note": ("catatan", "keterangan"),
}
NEEDED = ("member", "method", "date", "criterion", "answer", "range")
METHODS: Mapping[str, Method] = {
    "swing": Method.SWING,
    "ayunan": Method.SWING,
    "direct": Method.DIRECT,
    "langsung": Method.DIRECT,
    "rank": Method.RANK,
    "urutan": Method.RANK,
    "ahp": Method.AHP,
    "bestworst": Method.BEST_WORST,
    "terbaikterburuk": Method.BEST_WORST,
}
MEMBER_ID = re.compile(r"^[a-z0-9][a-z0-9-]*$")
NUMBER = re.compile(r"^(\d{1,9})(?:[.,](\d{1,9}))?$|^(\d{1,3}) ?/ ?(\d{1,3})$")


def read_members(content: bytes, criteria: Criteria, latest: datetime.date) -> tuple[Members | None, Findings]:
    """Read members.csv; gives the committee (None when there is no table) and everything found.

    latest: no answer is given after this day. Answers that have an error of their own are left out, so the
    committee is only of use when no finding is an error. Raises nothing for anything the file may hold.
    """
    collector = Collector(MEMBERS_FILE)
    table = _table(content, collector)
    columns = _columns(table, collector) if table is not None else None
    if table is None or columns is None:
        return None, collector.findings()
    members = _Rows(table, columns, collector).read(latest)
    judged = [finding for one in judge_all(criteria, members) for finding in one.findings]
    if collector.has_errors():
        # What is missing may be what could not be read: told once that is mended.
        judged = [finding for finding in judged if finding.code not in ("member-silent", "member-incomplete")]
    return members, Findings.of([*collector.findings(), *judged])


def _table(content: bytes, collector: Collector) -> Table | None:
    scratch = Collector(MEMBERS_FILE)
    table = read_delimited(content, scratch) if content.strip() else None
    told = {"no-applicants", "empty-file", "too-large"}
    collector.extend(finding for finding in scratch.findings() if finding.code not in told)
    if table is None and not collector.has_errors():
        problem = message("the file holds no rows of answers that can be read")
        remedy = message("Write a header row and one row an answer, or delete the file: it is optional.")
        collector.add("member-empty", Severity.ERROR, problem, remedy)
    return table


def _columns(table: Table, collector: Collector) -> dict[str, int] | None:
    known = {key(word): column for column, words in HEADERS.items() for word in (column, *words)}
    found: dict[str, int] = {}
    for place, header in enumerate(table.headers):
        column = known.get(key(header))
        if column is None and header:
            problem = message("the column “{header}” is not known and was not read", header=header)
            remedy = message("Known columns are: {columns}.", columns=tuple(HEADERS))
            collector.add("unknown-column", Severity.WARNING, problem, remedy, header)
        elif column in found:
            problem = message("the column {column} is there twice", column=column)
            collector.add("double-column", Severity.ERROR, problem, message("Keep one of the two."), header)
        elif column is not None:
            found[column] = place
    for column in NEEDED:
        if column not in found:
            problem = message("the column {column} is missing", column=column)
            remedy = message("Add the column {column}, or give it this header.", column=column)
            collector.add("missing-column", Severity.ERROR, problem, remedy, column)
    return None if collector.has_errors() else found


class _Rows:
    """The rows of the file while they are read."""

    def __init__(self, table: Table, columns: Mapping[str, int], collector: Collector) -> None:
        self._cells = {column: table.cells[place] for column, place in columns.items()}
        self._rows: list[int] = table.cells.index.tolist()
        self._collector = collector
        self._header = {column: table.headers[place] for column, place in columns.items()}
        self._names: dict[str, str] = {}
        self._answers: dict[str, list[Answer]] = {}

    def read(self, latest: datetime.date) -> Members:
        """Read every row; members are those named in any row."""
        answered = self._cells["answer"].map(lambda cell: not _blank(cell))
        dates = self._cells["date"].where(answered, None)
        days = read_dates(dates, self._header["date"], latest, self._collector)
        for row, day in each(days):
            member = self._member(row)
            if member and bool(answered.loc[row]):
                answer = self._answer(row, member, day)
                if answer is not None:
                    self._answers.setdefault(member, []).append(answer)
        people = [
            Member(member, self._names.get(member) or member, tuple(self._answers.get(member, ())))
            for member in sorted(self._known)
        ]
        return Members(tuple(people))

    @property
    def _known(self) -> set[str]:
        return {*self._names, *self._answers}

    def _text(self, column: str, row: int) -> str:
        cell = self._cells[column].loc[row] if column in self._cells else None
        return "" if cell is None else " ".join(str(cell).split())

    def _member(self, row: int) -> str:
        member = self._text("member", row)
        if not MEMBER_ID.match(member) or member in RESERVED:
            problem = message(
                "the member's code must be lower-case letters, digits and -, and not one of {words}", words=RESERVED
            )
            remedy = message("Give every member a short code, the same in all of their rows.")
            self._wrong("member-code", row, "member", problem, remedy)
            return ""
        name = self._text("name", row)
        held = self._names.get(member, "")
        if name and held and name != held:
            problem = message(
                "{member} is called “{one}” in an earlier row and “{other}” here", member=member, one=held, other=name
            )
            self._wrong(
                "member-name", row, "name", problem, message("Use one name, or another code if these are two people.")
            )
        self._names[member] = held or name
        return member

    def _answer(self, row: int, member: str, day: pd.Timestamp) -> Answer | None:
        method = METHODS.get(key(self._text("method", row)))
        number = self._number(row, member)
        if method is None:
            problem = message("{member}: the method of this answer is not known", member=self._names[member] or member)
            methods = tuple(each_.value for each_ in Method)
            self._wrong("member-method", row, "method", problem, message("Write one of: {methods}.", methods=methods))
        if pd.isna(day) and self._cells["date"].loc[row] is None:
            problem = message("{member}: the date of this answer is missing", member=self._names[member] or member)
            remedy = message("Write the day on which the member answered, such as 2016-01-20.")
            self._wrong("member-date", row, "date", problem, remedy)
        if method is None or number is None or pd.isna(day):
            return None
        return Answer(
            method=method,
            date=day.date(),
            node=self._text("criterion", row),
            number=number,
            shown=self._text("range", row),
            against=self._text("against", row),
            row=row,
        )

    def _number(self, row: int, member: str) -> Fraction | None:
        number = typed_answer(self._text("answer", row))
        if number is not None:
            return number
        problem = message(
            "{member}, {criterion}: the answer is not a number",
            member=self._names[member] or member,
            criterion=self._text("criterion", row) or None,
        )
        remedy = message(
            "Write a number such as 40 or 2.5. A third is written 1/3; where a spreadsheet makes a day of it, "
            "exchange criterion and against and write 3."
        )
        self._wrong("member-number", row, "answer", problem, remedy)
        return None

    def _wrong(self, code: str, row: int, column: str, problem: Message, remedy: Message) -> None:
        header = self._header.get(column, column)
        cell = self._text(column, row)
        self._collector.cell(code, Severity.ERROR, row, header, cell, lambda: problem, lambda: remedy)


def typed_answer(text: str) -> Fraction | None:
    """Read an answer as people write it: `40`, `2.5`, `2,5` or `1/3`, none below zero; None for anything else."""
    found = NUMBER.match(" ".join(text.split()))
    if found is None or (found.group(4) and int(found.group(4)) == 0):
        return None
    whole, decimals, over, under = found.groups()
    if over:
        return Fraction(int(over), int(under))
    return Fraction(f"{whole}.{decimals or 0}")


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and says_missing(cell))
