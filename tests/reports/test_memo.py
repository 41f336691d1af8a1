"""Memos: the plan's own figures, what was said in full, marked while a draft, text as it is, and the same bytes."""

import csv
import io
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from pypdf import PdfReader

import reports
from intake import InputError
from locales import render
from optimizer import Include, SolverError
from reports import MemoAnnex, MemoFilled, MemoForm, Signatory
from reports.sheet_regions import by_kind
from scenarios import Outcome
from tests.reports import plan_rounds
from tests.reports.memos import VOTED, adopted, figures, lock, pages, proceedings, tight
from tests.samples import outcome

FORMS, LANGUAGES = list(MemoForm), ["id", "en"]
DRAFT = {"id": "RANCANGAN", "en": "DRAFT"}
MADE_UP = {"id": "DATA CONTOH BUATAN", "en": "MADE-UP SAMPLE DATA"}
DIGESTS = ("ab" * 32, "cd" * 32, "ef" * 32)


@cache
def exported(language: str) -> list[dict[str, str]]:
    """The list of awards of the small sample as its plan exports it."""
    with TemporaryDirectory() as held:
        reports.write_plan(outcome("first-partners-2011", "base"), Path(held) / "plan", language)
        written = (Path(held) / "plan" / "awards.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(written.splitlines()))


def listed(said: list[str], made: Outcome) -> dict[str, str]:
    """What the list of grants says of each applicant: all that stands between its id and the number of the next."""
    text = "\n".join(said)
    names = list(made.funded.index)
    starts = [text.index(f"\n{number} {name} ") for number, name in enumerate(names, start=1)]
    assert starts == sorted(starts)
    ends = [*starts[1:], len(text)]
    return {name: text[start:end] for name, start, end in zip(names, starts, ends, strict=True)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_the_list_is_that_of_the_export_and_adds_up_to_the_budget(form: MemoForm, language: str) -> None:
    made = outcome("first-partners-2011", "base")
    rows = exported(language)
    said = pages(reports.memo_pdf(reports.memo(made, adopted(made), form), language))
    read, lines = figures(language), [line.id for line in made.round.call.budget_lines]
    of = listed(said, made)
    assert {row["applicant"] for row in rows} == set(of)
    for row in rows:
        granted = [int(row[f"cost_{line}"]) for line in lines] + [int(row["cost"])]
        found = read(of[row["applicant"]].split("\n\n")[0])
        assert any(found[at : at + len(granted)] == granted for at in range(len(found))), (granted, found)
        assert sum(granted[:-1]) == granted[-1]
        assert tight(row["name"]) in tight(of[row["applicant"]])
    sums = [sum(int(row[f"cost_{line}"]) for row in rows) for line in lines]
    every = read("\n".join(said))
    total = [*sums, sum(sums)]
    assert any(every[at : at + len(total)] == total for at in range(len(every))), "the list ends with its sum"
    for line, sum_ in zip(made.round.call.budget_lines, sums, strict=True):
        used = [line.amount, sum_, sum_, line.amount - sum_]
        assert any(every[at : at + 4] == used for at in range(len(every))), (line.id, used)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_paid_once_stands_beside_the_list(language: str) -> None:
    made = outcome("eastern-expansion-2016", "base")
    said = "\n".join(pages(reports.memo_pdf(reports.memo(made, adopted(made), MemoForm.LAMPIRAN_SK), language)))
    read = figures(language)(said)
    awards = made.plan.awards
    once = {line.id: int(made.total(f"cost_{line.id}")) - int(awards[f"cost_{line.id}"].sum()) for line in lines(made)}
    assert sum(once.values()) > 0, "the round has such costs"
    for line in lines(made):
        row = [int(awards[f"cost_{line.id}"].sum()), once[line.id], int(made.total(f"cost_{line.id}"))]
        assert any(read[at : at + 3] == row for at in range(len(read))), (line.id, row)


def lines(made: Outcome) -> Any:
    return made.round.call.budget_lines


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_only_what_is_not_adopted_is_a_draft_and_every_page_says_so(form: MemoForm, language: str) -> None:
    made = plan_rounds.outcome()
    draft = reports.memo(made, proceedings(made), form)
    said = pages(reports.memo_pdf(draft, language))
    assert all(page.count(DRAFT[language]) == 2 for page in said), "as a watermark and in words"
    assert "draft" in reports.memo_name(draft, language)
    done = reports.memo(made, adopted(made), form)
    after = pages(reports.memo_pdf(done, language))
    assert not any(DRAFT[language] in page for page in after)
    assert "draft" not in reports.memo_name(done, language)
    foot = {"id": "Halaman {} dari {}", "en": "Page {} of {}"}[language]
    for pages_ in (said, after):
        assert all(MADE_UP[language] in page for page in pages_)
        assert all(foot.format(number, len(pages_)) in page for number, page in enumerate(pages_, start=1))
        assert all(made.fingerprint in tight(page) for page in pages_)


@pytest.mark.parametrize("language", LANGUAGES)
def test_data_that_are_not_made_up_are_not_said_to_be(language: str) -> None:
    made = plan_rounds.outcome()
    real = replace(made, round=replace(made.round, call=made.round.call.model_copy(update={"made_up": None})))
    said = pages(reports.memo_pdf(reports.memo(real, adopted(real), MemoForm.NOTA_DINAS), language))
    assert not any(MADE_UP[language] in page for page in said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", [MemoForm.NOTA_DINAS, MemoForm.BERITA_ACARA])
def test_objections_and_interests_are_there_in_full(form: MemoForm, language: str) -> None:
    made = plan_rounds.outcome()
    said = tight("".join(pages(reports.memo_pdf(reports.memo(made, proceedings(made), form), language))))
    counted = {"id": "1setuju,1keberatan,0abstain.", "en": "1agree,1object,0abstain."}[language]
    assert counted in said, "a vote that was replaced, or is for another proposal, does not count"
    assert tight("Citra (citra): it costs too #much *at once*") in said
    assert tight("Dewi (dewi): my brother") in said, "an interest stays one in every later proposal"
    assert (tight("the road is closed") in said) == (form is MemoForm.BERITA_ACARA)
    assert (tight("Papua has one place only") in said) == (form is MemoForm.BERITA_ACARA)


@pytest.mark.parametrize("form", FORMS)
def test_locks_are_said_with_reason_name_and_price(form: MemoForm) -> None:
    made = plan_rounds.outcome()
    ruled = next(rule for rule in made.rules if isinstance(rule, Include))
    taken_out = next(name for name in made.table.index if name not in made.plan.awards.index)
    known = proceedings(made, locks=(lock(taken_out, "out", "an agreement of 2010"),))
    said = tight("".join(pages(reports.memo_pdf(reports.memo(made, known, form), "en"))))
    assert tight("an agreement of 2010") in said
    assert tight("taken out again later") in said, "no rule of the scenario holds this one"
    assert tight("Budi (budi), 1 February 2016 10:04 WIB") in said
    assert tight("12 points") in said
    assert ruled.reason is not None
    assert tight(ruled.reason.en) in said, "one that the scenario has of its own is a lock too"
    both = proceedings(made, locks=(lock(ruled.applicants[0], "in", "because of the flood"),))
    held = tight("".join(pages(reports.memo_pdf(reports.memo(made, both, form), "en"))))
    assert tight("because of the flood") in held
    assert tight("taken out again later") not in held


@pytest.mark.parametrize("form", FORMS)
def test_it_says_by_which_digests_it_is_checked_and_until_when_appeals_are_taken(form: MemoForm) -> None:
    made = plan_rounds.outcome()
    known = adopted(made, opens="2016-03-01", closes="2016-03-28", received=3, answered=2, upheld=1)
    said = tight("".join(pages(reports.memo_pdf(reports.memo(made, known, form), "en"))))
    for digest in (*DIGESTS, made.fingerprint, made.round.fingerprint, made.scenario.fingerprint()):
        assert digest in said
    assert tight("Appeals are taken from 1 March 2016 to 28 March 2016.") in said
    assert tight("3 received, 2 answered, 1 of them upheld") in said
    assert tight("round/base@3") in said
    assert tight("proven optimal: no plan under these rules is better") in said
    assert tight("Adopted on 1 February 2016 10:04 WIB") in said
    before = tight("".join(pages(reports.memo_pdf(reports.memo(made, proceedings(made), form), "en"))))
    assert tight("signed by 0 of 2 members") in before
    assert DIGESTS[2] not in before


def test_an_amended_decision_says_so_on_every_page() -> None:
    made = plan_rounds.outcome()
    known = adopted(made, amended_by=9)
    said = pages(reports.memo_pdf(reports.memo(made, known, MemoForm.BERITA_ACARA), "en"))
    assert all("AMENDED by decision 9" in page for page in said)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_what_is_typed_is_there_as_the_text_it_is(form: MemoForm, language: str) -> None:
    made = plan_rounds.outcome()
    filled = MemoFilled(
        place="Kota #panic(1)",
        day=date(2016, 3, 9),
        number='1/*x*/2016 ]#{while true {}}[ #read("/etc/passwd")',
        to="Yth. $x^2$ @ref <label>",
        sender="Kantor _i_ // tidak",
        signatories=(Signatory("Dr. `raw` Siti", "= Ketua", "1970 \\ 1"), Signatory("", "Sekretaris")),
    )
    said = tight("".join(pages(reports.memo_pdf(reports.memo(made, proceedings(made), form, filled), language))))
    typed = [
        filled.place,
        filled.number,
        "Dr. `raw` Siti",
        "= Ketua",
        "1970 \\ 1",
        "Sekretaris",
        "Mitra #panic(1) *tebal* <b>",
    ]
    typed += [filled.to] if form is MemoForm.NOTA_DINAS else []
    typed += [filled.sender] if form is not MemoForm.BERITA_ACARA else []
    for each in typed:
        assert tight(each) in said
    assert tight({"id": "9 Maret 2016", "en": "9 March 2016"}[language]) in said


@pytest.mark.parametrize(
    "name",
    ["x" * 3000, "Perpustakaan Umum " * 200, '#strong[x] *b* "q" \\', "مكتبة ABC", "Rumah 📚 Baca", "abc\u202edef"],
)
def test_a_name_of_any_kind_stays_text(name: str) -> None:
    made = plan_rounds.outcome()
    table = made.table.assign(name=made.table["name"].where(made.table.index != "A-03", name))
    called = replace(made, table=table)
    said = tight("".join(pages(reports.memo_pdf(reports.memo(called, adopted(called), MemoForm.LAMPIRAN_SK), "en"))))
    assert "\u202e" not in said
    if len(name) > 1000:
        part = "Umum" if "Umum" in name else "x"
        assert said.count(part) >= name.count(part), "nothing is lost over the pages"
    elif name.isascii():
        assert tight(name) in said
    elif "📚" in name:
        assert "[U+1F4DA]" in said
    elif "ABC" in name:
        assert "ABC" in said
        assert set("مكتبة") <= set(said)


@pytest.mark.long
def test_a_long_list_has_its_headings_on_every_page() -> None:
    made = outcome("village-cascade-2014", "base")
    assert len(made.plan.awards) > 80
    said = pages(reports.memo_pdf(reports.memo(made, adopted(made), MemoForm.LAMPIRAN_SK, annexes=()), "en"))
    of = listed(said, made)
    assert len(of) == len(made.plan.awards)
    names = list(made.funded.index)
    on = [page for page in said if any(f" {name} " in page for name in names)]
    assert len(on) > 5
    for page in on:
        assert "Applicant Library" in page
    mentor = made.plan.pairs.to_dict("records")[0]
    assert tight(str(made.table.at[mentor["mentor"], "name"])) in tight(of[str(mentor["village"])])


def test_the_same_memo_has_the_same_bytes_and_tags_for_screen_readers() -> None:
    made = plan_rounds.outcome()
    one, again = (reports.memo_pdf(reports.memo(made, adopted(made), MemoForm.BERITA_ACARA), "id") for _ in range(2))
    assert one == again
    reader = PdfReader(io.BytesIO(one))
    assert reader.metadata is not None
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == date(2016, 2, 1), "the day of its adoption, whatever the day is"
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id"
    assert b"pdfaid" in one
    assert b"pdfuaid" in one


def test_pictures_are_the_pages_of_the_file() -> None:
    made = plan_rounds.outcome()
    for annexes in ((), tuple(MemoAnnex)):
        memo = reports.memo(made, proceedings(made), MemoForm.NOTA_DINAS, annexes=annexes)
        pictures = reports.memo_pictures(memo, "id")
        assert len(pictures) == len(pages(reports.memo_pdf(memo, "id")))
        assert all(each.startswith(b"\x89PNG") for each in pictures)


@pytest.mark.parametrize("language", LANGUAGES)
def test_annexes_are_those_that_were_chosen(language: str) -> None:
    made = plan_rounds.outcome()
    title = {"id": "Per provinsi", "en": "By province"}[language]
    for annexes in ((), (MemoAnnex.AWARDS,), (MemoAnnex.PLACES,), tuple(MemoAnnex)):
        memo = reports.memo(made, proceedings(made), MemoForm.NOTA_DINAS, annexes=annexes)
        said = "\n".join(pages(reports.memo_pdf(memo, language)))
        assert (title in said) == (MemoAnnex.PLACES in annexes)
        assert (" A-09 " in said) == (MemoAnnex.AWARDS in annexes)


def test_an_objection_as_long_as_the_store_takes_goes_over_pages_whole() -> None:
    made = plan_rounds.outcome()
    long = "\n".join(f"alasan{number:04d} karena jalan ditutup" for number in range(600))
    against = replace(VOTED[2], text=long)
    known = proceedings(made, ballots=(against,), remarks=())
    for form in (MemoForm.NOTA_DINAS, MemoForm.BERITA_ACARA):
        said = tight("".join(pages(reports.memo_pdf(reports.memo(made, known, form), "id"))))
        assert all(said.count(f"alasan{number:04d}karena") == 2 for number in (0, 1, 299, 598, 599)), (
            "listed and as dissent"
        )


def test_the_distribution_by_kind_adds_up_to_the_list() -> None:
    made = plan_rounds.outcome()
    (grid,) = by_kind(made).grids
    kinds = made.plan.awards.join(made.table)["kind"]
    funded = {render(row.cells[0], "en"): (row.cells[3], row.cells[6]) for row in grid.rows}
    cost = made.plan.awards["cost"]
    for code, label in (("district", "District library"), ("village", "Village library")):
        assert funded[label] == (int((kinds == code).sum()), int(cost[kinds == code].sum()))
    assert grid.totals[0].cells[3] == len(made.plan.awards)
    assert grid.totals[0].cells[6] == int(cost.sum())
    assert len(grid.totals[0].cells) == len(grid.columns)
    (sample,) = by_kind(outcome("first-partners-2011", "base")).grids
    assert sample.totals[0].cells[-1] is None, "a district with libraries of two kinds would count twice"
    assert all(isinstance(row.cells[-1], int) for row in sample.rows)


def test_no_memo_is_made_of_another_plan_or_of_one_that_does_not_add_up() -> None:
    made = plan_rounds.outcome()
    other = proceedings(made)
    first = next(iter(other.awards))
    for awards in ({**other.awards, first: "another"}, {k: v for k, v in other.awards.items() if k != first}):
        with pytest.raises(SolverError):
            reports.memo(made, replace(other, awards=awards), MemoForm.NOTA_DINAS)
    wrong = made.plan.awards.assign(cost_hardware=made.plan.awards["cost_hardware"] + 1)
    reports.memo(made, other, MemoForm.NOTA_DINAS)
    uneven = replace(made, plan=replace(made.plan, awards=wrong))
    uneven.__dict__["_held"] = made.plan.awards.join(made.table)
    with pytest.raises(SolverError):
        reports.memo(uneven, other, MemoForm.NOTA_DINAS)


def test_who_signs_is_read_from_one_line() -> None:
    assert reports.signatory(" Siti ; Ketua ; 1970 1 ") == Signatory("Siti", "Ketua", "1970 1")
    assert reports.signatory("Siti") == Signatory("Siti")
    with pytest.raises(InputError):
        reports.signatory("a;b;c;d")
