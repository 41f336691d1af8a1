"""Forms of rules: every field of every rule has its words in both languages, and a new rule appears by itself."""

from typing import ClassVar

import pytest

from locales import Message, render
from optimizer import Asked, Rule, field_word, form_of, registry, rule_word
from optimizer.rule_words import OWN_FIELDS
from optimizer.rules.limit import Limit


@pytest.mark.parametrize("name", registry())
def test_every_rule_and_field_has_its_words(name: str) -> None:
    kind = registry()[name]
    words = [rule_word(name), *(each.word for each in form_of(kind))]
    assert all(isinstance(word, Message) for word in words), words
    assert [word for word in words if render(word, "id") == render(word, "en")] == []


def test_words_are_about_fields_that_there_are() -> None:
    assert [each for each in OWN_FIELDS if each[1] not in registry()[each[0]].model_fields] == []


@pytest.mark.parametrize("name", registry())
def test_a_form_asks_for_every_field_once(name: str) -> None:
    kind = registry()[name]
    asked = [each.name for each in form_of(kind)]
    assert len(asked) == len(set(asked))
    assert set(kind.model_fields) - set(asked) == {"id"} | ({"relax_at_most"} if not kind.relaxing else set())
    assert [each.needed for each in form_of(kind)] == [kind.model_fields[each].is_required() for each in asked]


def test_fields_are_asked_for_as_their_type_and_name_say() -> None:
    asked = {name: {each.name: each.asked for each in form_of(kind)} for name, kind in registry().items()}
    assert asked["limit"] | {"label": Asked.LABEL, "where": Asked.CONDITIONS, "per": Asked.COLUMN} == asked["limit"]
    assert asked["limit"]["at_most"] is Asked.BOUND
    assert asked["mentoring"]["at_most"] is Asked.WHOLE
    assert asked["minimum_score"]["at_least"] is Asked.NUMBER
    assert asked["include"]["applicants"] is asked["requires"]["needs"] is Asked.APPLICANTS
    assert (asked["shared_cost"]["cost"], asked["shared_cost"]["per"]) == (Asked.MONEY, Asked.COLUMNS)
    assert (asked["stay_close"]["announced"], asked["stay_close"]["counts"]) == (Asked.ANNOUNCED, Asked.SEVERAL)
    assert asked["exclude"]["may_relax"] is Asked.MAYBE


def test_a_rule_that_nobody_has_seen_has_a_form() -> None:
    class Unheard(Limit):
        rule: ClassVar[str] = "unheard_of"
        strange_field: dict[str, dict[str, int]]
        applicants: tuple[str, ...] = ()

    try:
        form = {each.name: each for each in form_of(Unheard)}
    finally:
        del Unheard.rule
    assert (form["strange_field"].word, form["strange_field"].asked) == ("Strange field", Asked.WRITTEN)
    assert form["applicants"].asked is Asked.APPLICANTS
    assert field_word("unheard_of", "measure") == field_word("limit", "measure")
    assert issubclass(Unheard, Rule)
