"""Scales as the fields of a form: written as a language writes numbers, and read strictly as the same."""

import pytest

from intake import Criterion, InputError, in_language, is_number, read_scale, scale_fields, scale_parts, with_scale
from tests.samples import sample

EVERY = [each for name in ("expansion-2015", "village-cascade-2014") for each in sample(name).criteria.criteria]


def named(name: str) -> Criterion:
    return next(each for each in EVERY if each.id == name)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_field_is_read_as_what_was_written_and_turns_with_the_language(language: str) -> None:
    other = {"id": "en", "en": "id"}[language]
    for criterion in EVERY:
        fields = scale_fields(criterion, language)
        assert read_scale(criterion, fields, language) == {}
        numbers = {name: value for name, value in fields.items() if is_number(name)}
        turned = in_language(fields, language, other)
        assert {name: turned[name] for name in numbers} == {
            name: value for name, value in scale_fields(criterion, other).items() if is_number(name)
        }
        assert {name: turned[name] for name in fields if name not in numbers} == {
            name: value for name, value in fields.items() if name not in numbers
        }


def test_figures_are_written_with_all_their_decimals() -> None:
    collection = named("collection")
    assert scale_fields(collection, "id")["per.times"] == "0,025"
    tiny = with_scale(collection, {"per.times": 0.00000125})
    assert scale_fields(tiny, "id")["per.times"] == "0,00000125"
    assert read_scale(collection, {"per.times": "0,00000125"}, "id") == {"per.times": 0.00000125}
    assert read_scale(collection, {"anchors.one.at": "1.250"}, "id") == {"anchors.one.at": 1250.0}


@pytest.mark.parametrize("typed", ["", "dua", "1.5", "1,5,0", "12 orang", "1e3", "½", "--1"])
def test_what_is_no_number_is_named_with_what_was_typed(typed: str) -> None:
    with pytest.raises(InputError) as caught:
        read_scale(named("staff"), {"anchors.zero.at": typed, "anchors.one.at": "12"}, "id")
    (found,) = caught.value.findings.errors
    assert (found.column, found.value) == ("staff.anchors.zero.at", typed)


def test_points_are_rows_of_which_empty_ones_are_none() -> None:
    match = named("match")
    whole = match.points
    assert read_scale(match, {"points.1.at": "", "points.1.value": " "}, "id") == {"points": (whole[0], *whole[2:])}
    last = {f"points.{len(whole)}.at": "200", f"points.{len(whole)}.value": "1"}
    assert read_scale(match, last, "id") == {"points": (*whole, (200.0, 1.0))}
    with pytest.raises(InputError) as caught:
        read_scale(match, {"points.1.at": "30", "points.1.value": "", "points.2.at": "x"}, "id")
    assert {each.column for each in caught.value.findings.errors} == {"match.points.1.value", "match.points.2.at"}


def test_the_ends_of_a_line_are_its_anchors_whichever_way_it_runs() -> None:
    for criterion in EVERY:
        if criterion.shape == "points":
            points = scale_parts(criterion)["points"]
            assert isinstance(points, tuple)
            wider = (*points[:-1], (points[-1][0] + 7, points[-1][1]))
            made = with_scale(criterion, {"points": wider})
            ends = {value: x for x, value in (wider[0], wider[-1])}
            assert (made.anchors.zero.at, made.anchors.one.at) == (ends[0], ends[1])
