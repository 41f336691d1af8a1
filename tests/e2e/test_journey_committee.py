"""The committee's journey: plans compared, cases discussed, a proposal recorded, voted, adopted and taken as a memo.

Two members at two screens, and whoever operates the projector. Whatever was clicked must stand in the store, and what
stands in the store must be on both screens.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

import records
from locales import Decimals, Money, message, render
from records import ACTION_WORDS, Asked, Docket, Store, Version
from scenarios import Adjustment, Lock, adjusted, whole_money
from tests.e2e.access import grave
from tests.e2e.conftest import Tab
from tests.e2e.looking import cut_off, strangers
from tests.e2e.serving import Served
from tests.e2e.visit import Visit
from tests.reports.memos import pages, tight
from tests.samples import outcome
from tests.stocked import PEOPLE, SMALL

OPERATOR, MEMBER, OTHER = "plan", "budi", "citra"
PROJECTOR = {"width": 1920, "height": 1080}
RENOVATED, UNSURE = "gedungnya sedang direnovasi", "dana tambahan belum pasti"
TITLE, DISSENT = "Mitra pertama 2011", "too few of them lie outside Java"
NOT_FUNDED = "tidak didanai"
CASE = re.compile(r"Kasus \d+ dari (\d+)")


def usable(visit: Visit, language: str) -> None:
    """Everybody can use the page as it is drawn now, and read all of it in one language."""
    found = [*grave(visit.page), *cut_off(visit.page), *strangers(visit.text(), language)]
    assert not found, "\n".join(found)


@pytest.mark.long
def test_a_committee_compares_discusses_and_adopts(served: Served, tab: Tab, tmp_path: Path) -> None:
    store = records.open_store(served.store)
    table = tab(served, viewport=PROJECTOR).open("compare", lang="id").as_person(MEMBER)
    who_differs(table, store)
    why_they_differ(table, store)
    table.as_person(OPERATOR).turn_to("Rapat")
    left_out = through_the_cases(table, store)
    version, shown = recorded(table, store, left_out)
    table.as_person(MEMBER).unfold_sidebar().turn_to("Keputusan")
    docket = proposed(table, store, version, left_out)
    assert shown == render(Decimals(value_of(store, docket), 1), "id"), "another plan than the meeting saw"
    other = tab(served, locale="en-GB", timezone_id="Asia/Makassar")
    other.open("decision", lang="en", person="Citra Dewi (citra)")
    voted(table, other, store, docket.id)
    take_memo(table, store, docket.id, tmp_path)
    adopted(table, other, store, docket.id)
    take_memo(table, store, docket.id, tmp_path)
    in_the_log(table, store, docket.id)
    store.close()


def awards_of(store: Store, scenario: str) -> dict[str, str]:
    """Who is funded, and how, by the kept plan of a scenario."""
    version = records.find_version(store, MEMBER, f"{SMALL}/{scenario}")
    return dict(records.what_was_reached(store, MEMBER, records.outcomes_of(store, MEMBER, version)[-1]).awards)


def value_of(store: Store, docket: Docket) -> float:
    """The value of the plan that is proposed."""
    round_ = records.round_from(store, MEMBER, docket.version.round)
    return float(records.read_outcome(store, MEMBER, docket.outcome, round_).total("value"))


def who_differs(table: Visit, store: Store) -> None:
    """Everybody who is in one plan alone stands in the table, on the right side, with a reason."""
    one, other = awards_of(store, "base"), awards_of(store, "budget-cut")
    table.shot("committee-names", whole=True)
    usable(table, "id")
    rows = {row[0]: row for row in table.table()[1:]}
    assert set(rows) == {each for each in {**one, **other} if one.get(each) != other.get(each)}
    for name, (*_, in_one, in_other, why) in rows.items():
        assert (in_one == NOT_FUNDED, in_other == NOT_FUNDED) == (name not in one, name not in other)
        assert (why != "–") == (NOT_FUNDED in (in_one, in_other)), why
    alike = len(one.keys() & other.keys())
    told = [
        render(message("only here: {count}; in all: {all}", count=len(alone), all=alike), "id")
        for alone in (one.keys() - other.keys(), other.keys() - one.keys())
    ]
    assert re.findall(rf"{told[0]}|{told[1]}", table.text()) == told


def why_they_differ(table: Visit, store: Store) -> None:
    """The scenarios differ in the money alone, so for everybody a budget line is the cause, with its figures."""
    versions = [records.find_version(store, MEMBER, f"{SMALL}/{name}") for name in ("base", "budget-cut")]
    changed = records.difference(*(each.scenario for each in versions))
    assert {each.place for each in changed if each.place.split(".")[0] not in ("id", "title", "note")} == {
        "budget.scale"
    }
    table.pick("Sebab").press("Cari sebab untuk setiap nama")
    table.shot("committee-causes", whole=True)
    usable(table, "id")
    lines = records.round_from(store, MEMBER, versions[0].round).call.budget_lines
    cuts = [
        f"{render(Money(line.amount * 8 // 10), 'id')}, sebelumnya {render(Money(line.amount), 'id')}" for line in lines
    ]
    assert [cut for row, cut in zip(table.table(0)[1:], cuts, strict=True) if cut not in row[2]] == []
    one, other = awards_of(store, "base"), awards_of(store, "budget-cut")
    rows = table.table(1)[1:]
    assert {row[0] for row in rows} == {each for each in {**one, **other} if one.get(each) != other.get(each)}
    for _, _, cause, change, *_ in rows:
        assert cause == "anggaran"
        assert any(cut in change for cut in cuts), change


def through_the_cases(table: Visit, store: Store) -> str:
    """Go through every contested case with the key of the remote control; keep the first one that is funded out."""
    page = table.page
    page.keyboard.press("PageDown")
    case = page.get_by_text(CASE)
    case.wait_for(timeout=120_000)
    table.settle().shot("committee-case")
    usable(table, "id")
    name = page.get_by_test_id("stMain").get_by_role("heading", level=3)
    (count,) = map(int, CASE.findall(case.inner_text()))
    names = []
    for place in range(1, count + 1):
        expect(case).to_contain_text(f"Kasus {place} dari {count}")
        names.append(name.inner_text())
        page.keyboard.press("PageDown")
        table.settle()
    expect(case).to_contain_text(f"Kasus 1 dari {count}")
    assert len(set(names)) == count > 1
    people = records.round_from(store, OPERATOR, records.find_round(store, OPERATOR, SMALL).id).applicants["name"]
    ids = [str(people.index[people == each][0]) for each in names]
    place = next(place for place, each in enumerate(ids) if each in awards_of(store, "base"))
    for _ in range(place):
        page.keyboard.press("PageDown")
        table.settle()
    keep_out = page.get_by_role("button", name="Tidak diikutkan")
    expect(keep_out).to_be_disabled()
    table.type_in("Alasan mewajibkan atau mengecualikan (wajib diisi)", RENOVATED)
    keep_out.click()
    table.settle().sees("Patokan: didanai · simulasi: tidak didanai")
    return ids[place]


def recorded(table: Visit, store: Store, left_out: str) -> tuple[Version, str]:
    """Less money too; see who leaves, and record it. Gives the version, and the value that the meeting was shown."""
    before = records.find_version(store, OPERATOR, f"{SMALL}/base")
    base = outcome(SMALL, "base")
    money = whole_money(base.round, base.scenario) * 9 // 10
    table.type_in("Seluruh anggaran", render(Money(money), "id")).pick("Perubahan")
    table.shot("committee-changes")
    usable(table, "id")
    table.sees(str(base.table.at[left_out, "name"]))
    shown = table.page.get_by_test_id("stMetricValue").nth(2).inner_text()
    table.pick("Usulan")
    table.type_in("Siapa yang mengusulkan", PEOPLE[MEMBER][0]).type_in("Alasan", UNSURE)
    table.press("Simpan usulan").sees("Disimpan sebagai")
    table.shot("committee-proposal")
    usable(table, "id")
    made = records.find_version(store, OPERATOR, f"{SMALL}/base")
    assert (made.number, made.by, made.note) == (before.number + 1, OPERATOR, f"{PEOPLE[MEMBER][0]}: {UNSURE}")
    lock = Lock(inside=False, reason=RENOVATED, asked_by=PEOPLE[OPERATOR][0])
    wanted = adjusted(base.round, base.scenario, Adjustment(money=money, locks={left_out: lock}))
    assert made.scenario.fingerprint() == wanted.fingerprint()
    assert records.find_version(store, OPERATOR, f"{SMALL}/base@{before.number}").content == before.content
    return made, shown


def proposed(table: Visit, store: Store, version: Version, left_out: str) -> Docket:
    """A member proposes what was recorded; its plan is worked out and kept by that."""
    table.press("Hitung").sees("terbukti terbaik")
    assert table.page.get_by_role("button", name="Usulkan", exact=True).is_disabled()
    table.type_in("Yang akan diputuskan", TITLE).press("Usulkan").sees("Diusulkan:")
    table.shot("committee-proposed")
    usable(table, "id")
    (docket,) = records.list_dockets(store, MEMBER, SMALL)
    assert (docket.title, docket.by, docket.version, docket.proposal) == (TITLE, MEMBER, version, 1)
    assert left_out not in docket.reached.awards
    base = outcome(SMALL, "base")
    assert docket.reached.cost <= whole_money(base.round, base.scenario) * 9 // 10
    return docket


def voted(table: Visit, other: Visit, store: Store, number: int) -> None:
    """One votes at the projector, the other at a screen of their own; each sees both votes."""
    other.pick("Discussion (0)").pick("Object")
    give = other.page.get_by_role("button", name="Cast the vote", exact=True)
    expect(give).to_be_disabled()
    other.type_in("Reason (needed)", DISSENT).press("Cast the vote").sees("Your vote is kept")
    table.turn_to("Rapat").pick("Usulan").sees(DISSENT)
    table.press("Berikan suara").sees(f"{PEOPLE[MEMBER][0]}: setuju")
    table.shot("committee-vote")
    usable(table, "id")
    other.reload().sees(PEOPLE[MEMBER][0])
    other.shot("committee-other")
    usable(other, "en")
    given = {
        row["by"]: (row["vote"], row["text"], row["conflict"])
        for row in records.read_docket(store, MEMBER, number).standing
    }
    assert given == {MEMBER: ("agree", "", 0), OTHER: ("object", DISSENT, 0)}


def take_memo(table: Visit, store: Store, number: int, folder: Path) -> None:
    """Take the memo: a draft on every page until it is adopted, and what was decided after; it names who is funded."""
    docket = records.read_docket(store, MEMBER, number)
    draft = docket.adopted is None
    table.unfold_sidebar().turn_to("Keputusan").pick("Surat & berkas").pick("Naskah keputusan")
    table.shot(f"committee-memo-{draft}")
    usable(table, "id")
    file = table.download("Rancangan naskah (PDF)" if draft else "Naskah (PDF)", folder)
    assert ("draft" in file.name) == draft
    said = pages(file.read_bytes())
    assert ["RANCANGAN" in page for page in said] == [draft] * len(said)
    told, names = tight("".join(said)), outcome(SMALL, "base").table["name"]
    for each in docket.reached.awards:
        assert tight(str(names[each])) in told, f"the memo does not name {each}, who is funded"
    for each in (render(Money(docket.reached.cost), "id"), DISSENT, docket.outcome.id):
        assert tight(each) in told
    if docket.adopted is not None:
        assert docket.adopted["record"] in told


def adopted(table: Visit, other: Visit, store: Store, number: int) -> None:
    """Two members sign at their own screens: the second signature adopts it, and both see the same record."""
    table.pick("Tanda tangani").press("Tanda tangani").press("Tanda tangani").sees("satu anggota lagi")
    docket = records.read_docket(store, MEMBER, number)
    assert ([row["by"] for row in docket.signatures], docket.adopted) == ([MEMBER], None)
    usable(table, "id")
    other.pick("Sign").press("Sign").sees("Yours is the second signature")
    other.press("Sign").sees("is adopted")
    docket = records.read_docket(store, MEMBER, number)
    assert [row["by"] for row in docket.signatures] == [MEMBER, OTHER]
    assert docket.adopted is not None
    table.reload().shot("committee-adopted")
    usable(table, "id")
    usable(other, "en")
    for visit in (table, other):
        expect(visit.page.get_by_test_id("stCode")).to_have_text(docket.adopted["record"])
        visit.sees(DISSENT)
        assert not visit.page.get_by_role("button", name=re.compile("^(Sign|Tanda tangani)$")).count()


def in_the_log(table: Visit, store: Store, number: int) -> None:
    """Every step stands in the log under the name of whoever took it, and the log holds."""
    table.turn_to("Catatan audit")
    table.shot("committee-log")
    usable(table, "id")
    found = records.search_log(store, MEMBER, Asked(about=f"decision {number}")).entries
    done = [(each.action, each.person) for each in reversed(found)]
    assert done == [
        ("decision.propose", MEMBER),
        ("decision.vote", OTHER),
        ("decision.vote", MEMBER),
        ("decision.sign", MEMBER),
        ("decision.adopt", OTHER),
    ]
    rows = {row[0]: row for row in table.table()[1:]}
    for each in found:
        assert each.seq
        row = rows[str(each.seq)]
        assert f"({each.person})" in row[2]
        assert row[3] == render(ACTION_WORDS[each.action], "id")
    assert records.verify_log(store, MEMBER) == []
