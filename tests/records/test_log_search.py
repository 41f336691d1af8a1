"""Search of the log: every filter keeps what agrees and nothing else; the exported chain can be checked alone."""

import hashlib
import json
from dataclasses import replace

import pytest

import records
from intake import InputError
from records import Asked, Store
from tests.records.filling import filled


def test_every_filter_finds_what_agrees(store: Store) -> None:
    filled(store)
    all_ = records.read_log(store, "audit")
    people, actions = records.log_words(store, "audit")
    assert people == tuple(sorted({each.person for each in all_}))
    assert actions == tuple(sorted({each.action for each in all_}))
    middle = all_[len(all_) // 2].at
    for asked, agrees in (
        (Asked(), lambda each: True),
        (Asked(people=("budi", "citra")), lambda each: each.person in ("budi", "citra")),
        (Asked(actions=("decision.vote",)), lambda each: each.action == "decision.vote"),
        (Asked(about="decision"), lambda each: each.subject.startswith("decision")),
        (Asked(about="decision 1"), lambda each: each.subject == "decision 1"),
        (Asked(since=middle), lambda each: each.at >= middle),
        (Asked(before=middle), lambda each: each.at < middle),
        (
            Asked(people=("budi",), actions=("decision.vote", "decision.sign"), about="decision 1", since=middle),
            lambda each: (
                each.person == "budi" and each.action in ("decision.vote", "decision.sign") and each.at >= middle
            ),
        ),
    ):
        wanted = tuple(each for each in all_ if agrees(each))
        found = records.search_log(store, "audit", asked)
        assert (found.entries, found.count) == (wanted, len(wanted))
        few = records.search_log(store, "audit", asked, 2)
        assert (few.entries, few.count) == (wanted[:2], len(wanted))
    assert 0 < records.search_log(store, "audit", Asked(since=middle)).count < len(all_)


@pytest.mark.parametrize("about", ["%", "_ecision", "decision _", "' OR 1=1 --"])
def test_what_is_typed_is_not_a_pattern(store: Store, about: str) -> None:
    filled(store)
    assert records.search_log(store, "audit", Asked(about=about)).count == 0


def test_the_exported_chain_is_checked_without_the_store(store: Store) -> None:
    filled(store)
    lines = [json.loads(line) for line in records.export_log(store, "audit").decode().splitlines()]
    previous = "0" * 64
    for place, line in enumerate(lines, start=1):
        assert (line["seq"], line["previous"]) == (place, previous)
        body = hashlib.sha256(line["body"].encode()).hexdigest()
        assert body == line["body_sha256"]
        previous = hashlib.sha256(f"{place}\n{body}\n{previous}".encode()).hexdigest()
        assert previous == line["hash"]
    assert (len(lines), previous) == records.log_head(store, "audit")


@pytest.mark.parametrize("who", ["plan", "anna"])
def test_the_log_is_for_those_who_read_it(store: Store, who: str) -> None:
    for ask in (
        lambda: records.search_log(store, who, Asked()),
        lambda: records.log_words(store, who),
        lambda: records.export_log(store, who),
    ):
        with pytest.raises(InputError, match="may not do this"):
            ask()


def test_every_action_and_subject_of_a_store_has_its_words(store: Store) -> None:
    filled(store)
    for each in records.read_log(store, "audit"):
        assert each.action in records.ACTION_WORDS, each.action
        assert records.subject_said(each.subject) != each.subject
    assert records.subject_said("decision 3").text("id") == "keputusan 3"  # type: ignore[union-attr]
    assert records.subject_said("something else") == "something else"
    entry = records.read_log(store, "audit")[0]
    assert records.in_words(replace(entry, after={"é": 1}).after) == '{"é": 1}'
