"""Codes within a sentence are called by their names, in either language, and nothing else is touched."""

from locales import Label, Text, message, named, plural, render

NAMES: dict[str, Text] = {"garden": Label(id="Taman bacaan", en="Reading garden"), "kit": message("package")}


def test_codes_are_named_wherever_they_stand_in_a_sentence() -> None:
    inner = message("{column} is {value}", column="kind", value=("garden", "other"))
    said = named(message("{name}: {sentence}", name="garden's", sentence=inner), NAMES)
    assert render(said, "en") == "garden's: kind is Reading garden, other"
    assert "Taman bacaan" in render(said, "id")


def test_numbers_plurals_and_nothing_stay_what_they_are() -> None:
    counted = plural("{count} gate failed", "{count} gates failed", count=2)
    assert render(named(counted, NAMES), "en") == "2 gates failed"
    assert (named(None, NAMES), named(3, NAMES), named("gardens", NAMES)) == (None, 3, "gardens")
    assert render(named("kit", NAMES), "en") == "package"
