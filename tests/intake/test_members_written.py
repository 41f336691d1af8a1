"""One member's answers put into members.csv: they are read again as given, and everybody else's say the same."""

import datetime
import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from intake import Answer, Member, Members, Method, typed_answer, with_answers
from intake.members_file import read_members
from tests.samples import ROOT, sample
from tests.scoring.committees import drawn

ROUND = "expansion-2015"
FILE = (ROOT / "data" / "rounds" / ROUND / "members.csv").read_bytes()
RULES = sample(ROUND).criteria
LATEST = sample(ROUND).call.decides


def read(content: bytes) -> dict[str, Member]:
    members, findings = read_members(content, RULES, LATEST)
    assert isinstance(members, Members), [each.problem.text("en") for each in findings]
    assert not findings.errors
    return {each.id: replace(each, answers=tuple(map(bare, each.answers))) for each in members.people}


def bare(answer: Answer) -> Answer:
    return replace(answer, row=None)


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.booleans())
def test_answers_are_read_again_as_they_were_given(rng: random.Random, new: bool) -> None:
    before = read(FILE)
    code = "baru" if new else rng.choice(sorted(before))
    member = replace(drawn(RULES, code, rng), name=before[code].name if code in before else "Anggota Baru")
    member = replace(member, answers=tuple(replace(bare(each), date=LATEST) for each in member.answers))
    after = read(with_answers(FILE, member, "budi"))
    assert sorted(after[code].answers, key=str) == sorted(member.answers, key=str)
    assert {name: each for name, each in after.items() if name != code} == {
        name: each for name, each in before.items() if name != code
    }


def test_the_rows_of_others_and_unchanged_answers_keep_every_cell() -> None:
    lines = FILE.decode().splitlines()
    member = read(FILE)["perencana"]
    assert with_answers(FILE, member, "budi").decode().splitlines()[0] == lines[0]
    assert sorted(with_answers(FILE, member, "budi").decode().splitlines()) == sorted(lines)
    first = member.answers[0]
    changed = replace(member, answers=(replace(first, number=first.number / 3), *member.answers[1:]))
    written = with_answers(FILE, changed, "budi").decode().splitlines()
    (gone,), (come,) = set(lines) - set(written), set(written) - set(lines)
    assert gone.startswith(f"perencana,{member.name},swing,2016-01-18,{first.node},,80,")
    assert come.startswith(f"perencana,{member.name},swing,2016-01-18,{first.node},,80/3,")
    assert come.endswith(",budi")


def test_a_round_without_a_file_gets_one_and_columns_of_its_own_stay() -> None:
    member = Member("budi", "Budi; Hartono", read(FILE)["perencana"].answers)
    assert read(with_answers(None, member))["budi"] == member
    own = b"anggota;metode;tanggal;kriteria;jawaban;rentang;warna\nlama;swing;2016-01-18;;;;merah\n"
    written = with_answers(own, member, "x").decode().splitlines()
    assert written[0] == "anggota,metode,tanggal,kriteria,jawaban,rentang,warna,name,against"
    assert written[1] == "lama,swing,2016-01-18,,,,merah,,"
    assert read("\n".join([written[0], *written[2:]]).encode())["budi"] == member


def test_typed_answers_are_numbers_or_nothing() -> None:
    assert [typed_answer(text) for text in ("40", " 2,5 ", "2.5", "1/3", "0")] == [
        40,
        typed_answer("5/2"),
        typed_answer("5/2"),
        typed_answer("2/6"),
        0,
    ]
    assert [typed_answer(text) for text in ("", "-1", "1/0", "1.2.3", "a", "1e3", "½")] == [None] * 7
    assert datetime.date(2016, 1, 18) in {each.date for each in read(FILE)["perencana"].answers}
    assert Method.SWING in {each.method for each in read(FILE)["perencana"].answers}
