"""The decision page: everything from a proposal to an answered appeal, by whoever may, and refused to the others."""

import io
import json
import zipfile
from datetime import date

import pytest

import records
from intake import InputError
from locales import Money, render
from records import Proposed, Store
from tests.samples import outcome
from tests.views.conftest import PEOPLE, SMALL, Opened
from tests.views.parts import part, press, read, taken, there, widget
from tests.views.settling import settled

TITLE = "Mitra pertama 2011"


def proposed(store: Store, scenario: str = "base") -> Proposed:
    """The kept outcome of a scenario, proposed."""
    version = records.find_version(store, "plan", f"{SMALL}/{scenario}")
    return records.propose(store, "plan", version, records.outcomes_of(store, "plan", version)[-1], title=TITLE)


def adopted(store: Store) -> int:
    """A decision with an objection and two signatures."""
    given = proposed(store)
    records.vote(store, "citra", given, "object", "jalannya ditutup")
    records.sign(store, "budi", given)
    assert records.sign(store, "citra", given)
    return given.decision


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_plan_is_proposed_and_its_figures_are_shown(opened: Opened, store: Store, language: str) -> None:
    page = opened("decision", person="plan", language=language, scenario="base")
    assert not page.exception
    assert page.button(key="propose").disabled, "without a title there is nothing to propose"
    widget(page, "text_input", "title").set_value(TITLE).run()
    press(page, "propose")
    assert not page.exception
    (docket,) = records.list_dockets(store, "plan", SMALL)
    assert (docket.title, docket.by, docket.version.name) == (TITLE, "plan", "base")
    made, said = outcome(SMALL, "base"), read(page)
    assert str(len(made.plan.awards)) in said
    assert render(Money(int(made.plan.awards["cost"].sum())), language) in said
    assert render(records.STATE_WORDS["proposed"], language) in said
    assert list(page.dataframe[0].value.iloc[:, 1]) == list(made.funded["name"])


def test_what_was_typed_outlives_the_page(opened: Opened, store: Store) -> None:
    proposed(store)
    page = part(opened("decision", person="budi"), "voting")
    widget(page, "segmented_control", "kind").set_value("object").run()
    widget(page, "text_area", "vote:text").set_value("belum siap").run()
    again = opened("decision", person="budi")
    assert widget(again, "text_area", "vote:text").value == "belum siap"
    assert widget(again, "segmented_control", "kind").value == "object"
    other = part(opened("decision", person="citra"), "voting")
    assert widget(other, "text_area", "vote:text").value == ""


def test_an_objection_needs_its_reason(opened: Opened, store: Store) -> None:
    given = proposed(store)
    page = part(opened("decision", person="budi"), "voting")
    widget(page, "segmented_control", "kind").set_value("object").run()
    assert page.button(key="vote").disabled
    widget(page, "text_area", "vote:text").set_value("belum siap").run()
    press(page, "vote")
    assert not page.exception
    (vote,) = records.read_docket(store, "budi", given.decision).standing
    assert (vote["by"], vote["vote"], vote["text"], vote["conflict"]) == ("budi", "object", "belum siap", 0)
    assert widget(page, "text_area", "vote:text").value == "", "what was given is no draft any more"


def test_whoever_has_an_interest_abstains_and_does_not_sign(opened: Opened, store: Store) -> None:
    given = proposed(store)
    page = part(opened("decision", person="budi"), "voting")
    widget(page, "segmented_control", "kind").set_value("abstain").run()
    widget(page, "toggle", "conflict").set_value(True).run()
    assert page.button(key="vote").disabled
    widget(page, "text_area", "vote:text").set_value("saudara saya pemohon").run()
    press(page, "vote")
    (vote,) = records.read_docket(store, "budi", given.decision).standing
    assert (vote["vote"], vote["conflict"]) == ("abstain", 1)
    assert not there(part(page, "sign"), "button", "sign")
    assert there(part(opened("decision", person="citra"), "sign"), "button", "sign")


def test_a_vote_is_for_the_proposal_that_was_on_the_screen(opened: Opened, store: Store) -> None:
    given = proposed(store)
    page = part(opened("decision", person="budi"), "voting")
    version = records.find_version(store, "plan", f"{SMALL}/budget-cut")
    after = records.outcomes_of(store, "plan", version)[-1]
    records.propose_again(store, "plan", given.decision, version, after, note="lebih hemat")
    press(page, "vote")
    assert not page.exception
    assert page.error
    assert not records.read_docket(store, "budi", given.decision).votes
    press(page, "vote")
    (vote,) = records.read_docket(store, "budi", given.decision).standing
    assert vote["proposal"] == 2


def test_two_sign_and_it_is_frozen(opened: Opened, store: Store) -> None:
    given = proposed(store)
    for person, done in (("budi", False), ("citra", True)):
        page = part(opened("decision", person=person), "sign")
        press(page, "sign")
        docket = records.read_docket(store, person, given.decision)
        assert person not in {row["by"] for row in docket.signatures}, "it is asked once more"
        assert page.warning
        press(page, "sign no")
        assert not page.warning
        press(press(page, "sign"), "sign sure")
        assert not page.exception
        docket = records.read_docket(store, person, given.decision)
        assert person in {row["by"] for row in docket.signatures}
        assert (docket.adopted is not None) == done
    assert docket.adopted is not None
    assert docket.adopted["record"] in read(page)
    assert not there(page, "button", "sign")


def test_what_is_confirmed_is_what_was_asked(opened: Opened, store: Store) -> None:
    given = proposed(store)
    page = press(part(opened("decision", person="budi"), "sign"), "sign")
    version = records.find_version(store, "plan", f"{SMALL}/budget-cut")
    after = records.outcomes_of(store, "plan", version)[-1]
    records.propose_again(store, "plan", given.decision, version, after, note="lebih hemat")
    press(page, "sign sure")
    assert not page.exception
    assert not records.read_docket(store, "budi", given.decision).signatures


@pytest.mark.parametrize("person", sorted(PEOPLE))
def test_each_role_sees_what_it_may_do(opened: Opened, store: Store, person: str) -> None:
    given = proposed(store)
    page = opened("decision", person=person)
    assert not page.exception
    offered = set(widget(page, "segmented_control", "part").options)
    committee, decides = person in ("budi", "citra"), person in ("budi", "citra", "plan")
    assert ("Kunci" in offered) == committee
    assert ("Usulkan" in offered) == decides
    assert there(part(page, "voting"), "button", "vote") == committee
    assert there(page, "button", "add note") == (person in ("budi", "citra", "plan", "anna"))
    assert there(part(page, "sign"), "button", "sign") == committee
    if not committee:
        for act in (
            lambda: records.vote(store, person, given, "agree"),
            lambda: records.sign(store, person, given),
        ):
            with pytest.raises(InputError):
                act()


def test_a_note_is_said(opened: Opened, store: Store) -> None:
    given = proposed(store)
    page = part(opened("decision", person="anna"), "voting")
    widget(page, "text_area", "note:text").set_value("Papua hanya satu :smile: **tebal**").run()
    press(page, "add note")
    (note,) = records.read_docket(store, "anna", given.decision).notes
    assert (note["by"], note["text"]) == ("anna", "Papua hanya satu :smile: **tebal**")
    assert any(text.value == note["text"] for text in page.text), "it is shown letter by letter"


def test_a_member_insists_and_sees_the_price_first(opened: Opened, store: Store) -> None:
    given = proposed(store)
    before = records.read_docket(store, "budi", given.decision)
    province = outcome(SMALL, "base").table["province"].loc[sorted(before.reached.awards)]
    applicant = str(province.index[province == province.value_counts().index[0]][0])
    page = part(opened("decision", person="budi"), "insist")
    widget(page, "segmented_control", "into").set_value("out").run()
    widget(page, "selectbox", "applicant out").set_value(applicant).run()
    assert page.button(key="price").disabled, "without a reason nothing is worked out"
    widget(page, "text_area", "reason").set_value("perjanjian tahun 2010").run()
    settled(press(page, "price"))
    assert not page.exception
    assert records.read_docket(store, "budi", given.decision).proposal == 1, (
        "nothing is proposed before it is confirmed"
    )
    press(press(page, "insist"), "insist sure")
    assert not page.exception
    docket = records.read_docket(store, "budi", given.decision)
    (lock,) = docket.locks
    assert (docket.proposal, lock.applicant, lock.into, lock.reason) == (2, applicant, "out", "perjanjian tahun 2010")
    assert lock.price is not None
    assert lock.price > 0
    assert applicant not in docket.reached.awards
    page = part(page, "proposal")
    tables = " ".join(each.value.to_string() for each in (*page.dataframe, *page.table))
    assert render(records.price_said(lock), "id") in tables


def test_an_adopted_decision_is_amended(opened: Opened, store: Store) -> None:
    first = adopted(store)
    page = part(opened("decision", person="plan", scenario="budget-cut"), "new")
    widget(page, "segmented_control", "way").set_value("amend").run()
    widget(page, "text_input", "title").set_value("Perubahan").run()
    press(page, "propose")
    assert not page.exception
    docket = records.list_dockets(store, "plan", SMALL)[-1]
    assert (docket.amends, docket.title, docket.version.name) == (first, "Perubahan", "budget-cut")
    assert docket.title in str(page.selectbox(key="decision").value), "it is what is looked at now"


def test_what_is_proposed_is_replaced(opened: Opened, store: Store) -> None:
    given = proposed(store)
    page = part(opened("decision", person="plan", scenario="budget-cut"), "new")
    widget(page, "segmented_control", "way").set_value("again").run()
    assert page.button(key="propose").disabled
    widget(page, "text_area", "note").set_value("lebih hemat").run()
    press(page, "propose")
    assert not page.exception
    docket = records.read_docket(store, "plan", given.decision)
    assert (docket.proposal, docket.version.name, docket.proposals[-1]["note"]) == (2, "budget-cut", "lebih hemat")
    changed = read(part(page, "proposal"))
    assert "Dibandingkan dengan usulan 1" in changed


def test_appeals_are_taken_and_answered(opened: Opened, store: Store) -> None:
    decision = adopted(store)
    page = part(opened("decision", person="plan"), "appeals")
    widget(page, "date_input", "opens").set_value(date(2016, 3, 1)).run()
    widget(page, "date_input", "closes").set_value(date(2016, 3, 28)).run()
    press(press(page, "window"), "window sure")
    assert not page.exception
    window = records.read_docket(store, "plan", decision).window
    assert window is not None
    assert (window["opens"], window["closes"]) == ("2016-03-01", "2016-03-28")
    widget(page, "text_input", "sender").set_value("Perpustakaan Kab. X").run()
    widget(page, "text_area", "appeal:text").set_value("salah hitung").run()
    widget(page, "date_input", "received").set_value(date(2016, 4, 1)).run()
    press(page, "appeal")
    (appeal,) = records.read_docket(store, "plan", decision).appeals
    assert (appeal["sender"], appeal["received"], appeal["in_window"]) == ("Perpustakaan Kab. X", "2016-04-01", 0)
    widget(page, "text_area", "answer:text").set_value("sudah benar").run()
    press(page, "answer")
    assert not page.exception
    (answer,) = records.read_docket(store, "plan", decision).answers
    assert (answer["upheld"], answer["text"]) == ("no", "sudah benar")
    assert "sudah benar" in page.dataframe[0].value.to_string()
    read_only = part(opened("decision", person="anna"), "appeals")
    assert not read_only.text_area
    assert len(read_only.dataframe[0].value) == 1


def test_record_and_package_are_those_of_the_store(opened: Opened, store: Store) -> None:
    decision = adopted(store)
    page = part(opened("decision", person="audit"), "papers")
    assert not page.exception
    package = records.take_package(store, "audit", decision)
    with zipfile.ZipFile(io.BytesIO(taken(page, f"decision-{decision}.zip"))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == dict(package.files)
    record = json.loads(taken(page, f"decision-{decision}.json"))
    assert record["dissent"] == [{"by": "citra", "text": "jalannya ditutup"}]
    assert len(page.image) == 1, "the letter is shown"


def test_before_it_is_adopted_nothing_is_handed_out(opened: Opened, store: Store) -> None:
    proposed(store)
    page = part(opened("decision", person="plan"), "papers")
    assert not page.exception
    assert not page.get("link_button")
    assert not there(page, "button", "letters")


@pytest.mark.long
def test_a_decision_is_worked_out_again_and_compared(opened: Opened, store: Store) -> None:
    adopted(store)
    page = part(opened("decision", person="audit", language="en"), "papers")
    settled(press(page, "replay"))
    assert not page.exception
    assert any("Everything came out the same" in each.value for each in page.success)
    assert "the same plan comes out again" in read(page)


@pytest.mark.long
def test_all_letters_are_made(opened: Opened, store: Store) -> None:
    adopted(store)
    page = part(opened("decision", person="plan"), "papers")
    settled(press(page, "letters"))
    assert not page.exception
    with zipfile.ZipFile(io.BytesIO(taken(page, "letters-id.zip"))) as archive:
        names = archive.namelist()
        assert all(archive.read(name).startswith(b"%PDF") for name in names if name.endswith(".pdf"))
    assert len(names) == len(outcome(SMALL, "base").table) + 2
