"""members.csv: what people write is understood, and every fault is told once, by row, with a remedy."""

import csv
import datetime
import io
import tomllib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import intake
from intake import Findings, Member, Members, Method, check_round, judge_all, members_form, range_shown, siblings
from intake.members_file import read_members
from tests.intake.folders import CRITERIA, codes, make_round, read_all

LATEST = datetime.date(2016, 2, 15)
HEADER = ("member", "name", "method", "date", "criterion", "against", "answer", "range", "note")
TREE = (
    CRITERIA
    + """
[[groups]]
id = "more"
label = { id = "Lain", en = "More" }
weight = 3

[[criteria]]
id = "distance"
label = { id = "Jarak", en = "Distance" }
group = "all"
column = "distance"
unit = { id = "km", en = "km" }
shape = "linear"
direction = "down"
weight = 1
missing = "floor"
source = "test"
anchors.zero = { at = 2.5, means = { id = "jauh", en = "far" } }
anchors.one = { at = 0, means = { id = "dekat", en = "near" } }

[[criteria]]
id = "letter"
label = { id = "Surat", en = "Letter" }
group = "more"
column = "letter"
unit = { id = "tingkat", en = "level" }
shape = "levels"
direction = "up"
weight = 1
missing = "floor"
source = "test"
levels = [{ code = "yes", value = 1 }, { code = "no", value = 0 }]
anchors.zero = { at = 0, means = { id = "tidak", en = "none" } }
anchors.one = { at = 1, means = { id = "ada", en = "there" } }
"""
)
RULES = intake.Criteria.model_validate(tomllib.loads(TREE))
RANGE = {"match": "match 0..100", "distance": "distance 2.5..0", "letter": "letter no..yes"}
RANGE |= {"all": "match 0..100; distance 2.5..0", "more": "letter no..yes"}


def row(criterion: str = "match", answer: Any = 100, member: str = "anne", **more: Any) -> dict[str, Any]:
    shown = RANGE.get(criterion, "") + ("; " + RANGE[more["against"]] if more.get("against") in RANGE else "")
    cells = {"member": member, "name": member.title(), "method": "swing", "date": "2016-01-20"}
    return {**cells, "criterion": criterion, "against": "", "answer": answer, "range": shown, **more}


def content(rows: Sequence[dict[str, Any]], header: Sequence[str] = HEADER, delimiter: str = ",") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([one.get(column, "") for column in HEADER] for one in rows)
    return text.getvalue().encode()


def read(*rows: dict[str, Any], **how: Any) -> tuple[Members | None, Findings]:
    members, findings = read_members(content(rows, **how), RULES, LATEST)
    read_all(findings)
    return members, findings


GOOD = (row("all", 100), row("more", 50), row("match", 40), row("distance", 100))


def the_one(findings: Findings) -> intake.Finding:
    (finding,) = findings
    assert finding.file == "members.csv"
    return finding


def test_a_complete_member_is_read_as_written() -> None:
    members, findings = read(*GOOD)
    assert findings.items == ()
    assert members is not None
    (anne,) = members.people
    assert (anne.id, anne.name) == ("anne", "Anne")
    assert [(a.node, a.number, a.row, a.shown) for a in anne.answers][2:] == [
        ("match", Fraction(40), 4, "match 0..100"),
        ("distance", Fraction(100), 5, "distance 2.5..0"),
    ]
    assert {(a.method, a.date) for a in anne.answers} == {(Method.SWING, datetime.date(2016, 1, 20))}
    (judged,) = judge_all(RULES, members)
    assert judged.usable
    assert [(c.parent, c.nodes) for c in judged.comparisons] == [("", ("all", "more")), ("all", ("match", "distance"))]


def test_the_tables_of_an_indonesian_spreadsheet_are_understood() -> None:
    header = ("Anggota", "Nama", "Metode", "Tanggal", "Kriteria", "Terhadap", "Jawaban", "Rentang", "Catatan")
    rows = [{**one, "method": "Langsung", "date": "20 Januari 2016"} for one in GOOD]
    rows[0]["answer"], rows[1]["answer"] = "66,6", "33,4"
    rows[2]["answer"], rows[3]["answer"] = "12.5", "87.5"
    members, findings = read(*rows, header=header, delimiter=";")
    assert findings.items == ()
    assert members is not None
    assert [a.number for a in members.people[0].answers][:2] == [Fraction(333, 5), Fraction(167, 5)]


def test_pairs_are_read_with_fractions() -> None:
    ahp = {"method": "ahp"}
    rows = [row("all", "1/3", against="more", **ahp), row("match", "5", against="distance", method="best worst")]
    members, findings = read(*rows)
    assert findings.items == ()
    assert members is not None
    assert [a.number for a in members.people[0].answers] == [Fraction(1, 3), Fraction(5)]


def test_a_blank_form_is_a_valid_file_and_asks_everything() -> None:
    for method in Method:
        form = members_form(RULES, [("anne", "Anne"), ("budi", "Budi")], method)
        members, findings = read_members(form, RULES, LATEST)
        assert members is not None
        assert members.people == (Member("anne", "Anne"), Member("budi", "Budi"))
        assert codes(findings) == ["member-silent", "member-silent"]
        asked = list(csv.DictReader(io.StringIO(form.decode())))
        pairs = 2 if method.in_pairs else 4
        assert len(asked) == 2 * pairs
        for one in asked:
            nodes = [one["criterion"], *([one["against"]] if one["against"] else [])]
            assert one["range"] == range_shown(RULES, *nodes)


@pytest.mark.parametrize(
    ("broken", "code", "column", "said"),
    [
        (row("match", "much"), "member-number", "answer", "not a number"),
        (row("match", "nan"), "member-number", "answer", "not a number"),
        (row("match", "inf"), "member-number", "answer", "not a number"),
        (row("match", "1e3"), "member-number", "answer", "not a number"),
        (row("match", "-5"), "member-number", "answer", "not a number"),
        (row("match", "1/0"), "member-number", "answer", "not a number"),
        (row("match", "100,001"), "member-answer", "answer", "from 0 to 100"),
        (row("match", 40, method="guess"), "member-method", "method", "not known"),
        (row("match", 40, date=""), "member-date", "date", "missing"),
        (row("match", 40, date="yesterday"), "not-a-date", "date", "a date belongs here"),
        (row("match", 40, date="2016-03-01"), "date-too-late", "date", "after the day of the decision"),
        (row("match", 40, member="Anne!"), "member-code", "member", "lower-case"),
        (row("match", 40, member="members"), "member-code", "member", "lower-case"),
        (row("match", 40, name="Budi"), "member-name", "name", "Budi"),
        (row("mach", 40), "member-criterion", "criterion", "no group or criterion “mach”"),
        (row("match", 40, against="distance"), "member-against", "against", "compares with nothing"),
        (row("match", 3, method="ahp"), "member-against", "against", "another node of the same group"),
        (row("match", 3, method="ahp", against="more"), "member-against", "against", "another node of the same group"),
        (row("match", 3, method="ahp", against="gone"), "member-criterion", "against", "gone"),
        (row("match", 10, method="ahp", against="distance"), "member-answer", "answer", "from 1/9 to 9"),
        (row("match", "0.5", method="best_worst", against="distance"), "member-answer", "answer", "from 1 to 9"),
        (row("match", "1.5", method="rank"), "member-answer", "answer", "a place"),
        (row("match", 40, method="direct"), "member-methods", "method", "direct, swing"),
    ],
)
def test_one_fault_is_one_finding_with_its_row(broken: dict[str, Any], code: str, column: str, said: str) -> None:
    _, findings = read(GOOD[0], GOOD[1], GOOD[3], broken)
    finding = the_one(findings)
    assert (finding.code, finding.column, finding.row) == (code, column, 4 if code == "member-methods" else 5)
    assert said in finding.problem.text("en")
    assert finding.severity.value == "error"


@pytest.mark.parametrize(
    ("numbers", "method", "said"),
    [
        ((90, 40), "swing", "no answer is 100; the highest is 90"),
        ((60, 30), "direct", "sum to 90, not to 100"),
        ((1, 3), "rank", "the places 1, 3 leave gaps"),
        ((2, 2), "rank", "the places 2, 2 leave gaps"),
    ],
)
def test_answers_that_break_the_rule_of_their_method_are_one_finding(
    numbers: tuple[int, int], method: str, said: str
) -> None:
    rows = [row("match", numbers[0], method=method), row("distance", numbers[1], method=method)]
    finding = the_one(read(GOOD[0], GOOD[1], *rows)[1])
    assert (finding.code, finding.row) == ("member-rule", 4)
    assert said in finding.problem.text("en")


def test_the_same_answered_twice_is_told_at_the_second() -> None:
    finding = the_one(read(*GOOD, row("match", 41))[1])
    assert (finding.code, finding.row) == ("member-twice", 6)
    both = [row("all", 3, method="ahp", against="more"), row("more", "1/3", method="ahp", against="all")]
    assert codes(read(*both, *GOOD[2:])[1]) == ["member-twice"]


def test_best_and_worst_must_be_clear() -> None:
    nodes = ("p", "q", "r", "s")
    leaf = RULES.criteria[0].model_dump(by_alias=True)
    leaves = [{**leaf, "id": name} for name in nodes]
    rules = intake.Criteria.model_validate(
        {**RULES.model_dump(by_alias=True), "criteria": leaves, "groups": RULES.groups[:1]}
    )
    good = {("p", "q"): 2, ("p", "r"): 3, ("p", "s"): 8, ("q", "s"): 4, ("r", "s"): 3}

    def told(pairs: dict[tuple[str, str], int]) -> list[str]:
        rows = [
            {**row("match", n), "method": "best_worst", "criterion": a, "against": b, "range": range_shown(rules, a, b)}
            for (a, b), n in pairs.items()
        ]
        _, findings = read_members(content(rows), rules, LATEST)
        read_all(findings)
        return [f"{finding.code} {finding.problem.text('en')}" for finding in findings]

    assert told(good) == []
    (extra,) = told({**good, ("q", "r"): 2})
    assert extra.startswith("member-best-worst")
    assert "neither with the best, p, nor with the worst, s" in extra
    (less,) = told({pair: n for pair, n in good.items() if pair != ("r", "s")})
    assert less.startswith("member-incomplete")
    assert "r / s" in less
    (loop,) = told({("p", "q"): 2, ("q", "r"): 2, ("r", "s"): 2, ("s", "p"): 2})
    assert "no best or no worst" in loop


def test_incomplete_and_silent_members_are_warnings() -> None:
    silent = {"member": "budi", "name": "Budi"}
    members, findings = read(*GOOD[:3], silent)
    assert members is not None
    assert [(f.code, f.severity.value, f.value) for f in findings] == [
        ("member-incomplete", "warning", "anne"),
        ("member-silent", "warning", "budi"),
    ]
    assert "missing: distance" in findings.items[0].problem.text("en")
    assert [judged.usable for judged in judge_all(RULES, members)] == [False, False]


def test_a_range_that_is_not_todays_sets_the_member_aside() -> None:
    for shown in ("", "match 0..90", "match 0..100; letter no..yes"):
        _, findings = read(GOOD[0], GOOD[1], row("match", 40, range=shown), GOOD[3])
        finding = the_one(findings)
        assert (finding.code, finding.severity.value, finding.row) == ("member-stale", "warning", 4)
    spaced = row("all", 100, range=" distance  2.5..0 ;match 0..100")
    assert read(spaced, *GOOD[1:])[1].items == ()


def test_every_problem_is_told_at_once() -> None:
    rows = [row("all", "x"), row("more", 50, method="?"), row("match", 400), row("distance", 100, member="BUDI")]
    _, findings = read(*rows)
    assert codes(findings) == ["member-number", "member-method", "member-code", "member-answer"]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "member-empty"),
        (b"\n\n", "member-empty"),
        (b"member,method,date,criterion,answer,range\n", "member-empty"),
        (b"member,method,date,criterion,answer\nx,swing,2016-01-01,match,1\n", "missing-column"),
        (b"member,anggota,method,date,criterion,answer,range\na,a,swing,2016-01-01,match,100,m\n", "double-column"),
        (b"\x00\x01\xff", "unknown-encoding"),
    ],
)
def test_files_that_are_no_table_are_told(raw: bytes, code: str) -> None:
    members, findings = read_members(raw, RULES, LATEST)
    assert members is None
    assert codes(findings) == [code]
    read_all(findings)


CELLS = st.one_of(
    st.sampled_from(
        ["anne", "swing", "ahp", "rank", "2016-01-20", "match", "distance", "all", "100", "1/3", "9" * 30, ""]
    ),
    st.text(max_size=12),
)


@given(st.lists(st.lists(CELLS, min_size=9, max_size=9), max_size=6))
@settings(max_examples=150, deadline=None)
def test_no_file_makes_it_fail(rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([list(HEADER), *rows])
    members, findings = read_members(text.getvalue().encode("utf-8", "surrogatepass"), RULES, LATEST)
    read_all(findings)
    if members is not None and not findings.errors:
        judge_all(RULES, members)


def test_a_round_has_members_only_where_there_is_a_file(tmp_path: Path) -> None:
    plain, _ = check_round(make_round(tmp_path / "plain", criteria=TREE))
    assert plain is not None
    assert plain.members is None
    assert "members.csv" not in plain.files
    folder = make_round(tmp_path / "asked", criteria=TREE)
    (folder / "members.csv").write_bytes(content(GOOD))
    asked, findings = check_round(folder)
    assert asked is not None
    assert asked.members is not None
    assert [member.id for member in asked.members.people] == ["anne"]
    assert not [finding for finding in findings if finding.file == "members.csv"]
    assert asked.fingerprint != plain.fingerprint
    assert {name: asked.files[name] for name in plain.files} == dict(plain.files)
    (folder / "members.csv").write_bytes(content([row("match", "x")]))
    broken, findings = check_round(folder)
    assert broken is None
    assert codes(findings.errors) == ["member-number"]


def test_siblings_are_what_is_weighed_against_each_other() -> None:
    assert siblings(RULES) == {"": ("all", "more"), "all": ("match", "distance"), "more": ("letter",)}
