"""plan.json section by section: written and read as it would be as a whole, however small the pieces are."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import canonical, inputs, plan_file, reading, schema, verify_folder
from reports.rows import RowTable
from reports.schema import Document, Section
from tests.reports import plan_rounds
from tests.reports.resealed import tampered

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)
ROWS = st.lists(st.fixed_dictionaries({"a": PLAIN, "b": PLAIN}), max_size=9) | st.lists(VALUES, max_size=4)
NAMES = st.text(max_size=3).filter(lambda name: '": ' not in name and name != plan_file.DIGESTS)
PLANS = st.dictionaries(NAMES, VALUES | ROWS | st.fixed_dictionaries({"rows": ROWS, "types": VALUES}), max_size=5)
SIZES = st.sampled_from([2, 3, 7, 40, plan_file.CHUNK])


@contextmanager
def pieces_of(size: int) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plan_file, "CHUNK", size)
        yield


def put(data: dict[str, Any]) -> bytes:
    held = BytesIO()
    plan_file.put(held, data, {"file": "0"})
    return held.getvalue()


@given(PLANS)
def test_what_is_put_is_the_text_of_all_with_the_digest_of_each(data: dict[str, Any]) -> None:
    sums = {name: hashlib.sha256(canonical.text(value).encode()).hexdigest() for name, value in data.items()}
    whole = {**data, "digests": {"files": {"file": "0"}, "sections": sums}}
    assert put(data) == canonical.text(whole).encode()


@given(PLANS, SIZES, st.data())
def test_what_is_read_is_what_was_put_with_its_digest(data: dict[str, Any], size: int, draw: st.DataObject) -> None:
    content = put(data)
    places = [(name,) for name in data] + [(name, "rows") for name in data]
    by_column = draw.draw(st.sets(st.sampled_from(places))) if places else ()
    with pieces_of(size):
        held = list(plan_file.sections(BytesIO(content), by_column=by_column))
        assert [each.name for each in held] == sorted([*data, "digests"])
        read = {each.name: each for each in held}
        for name, value in data.items():
            assert canonical.text(read[name].value) == canonical.text(value)
            assert read[name].digest == canonical.digest(value)
        names = draw.draw(st.sets(st.sampled_from(sorted(read))))
        some = {each.name: each.value for each in plan_file.sections(BytesIO(content), names)}
        assert canonical.text(some) == canonical.text({name: read[name].value for name in names})
        with pytest.raises(ValueError, match="not there is missing"):
            list(plan_file.sections(BytesIO(content), {*names, "not there"}))


@given(PLANS, SIZES, st.data())
def test_a_file_altered_anywhere_is_never_read_as_something_else(
    data: dict[str, Any], size: int, draw: st.DataObject
) -> None:
    """What is read without being refused is, written down again, the file: nothing in it was passed over."""
    content = put(data)
    ends = [at for at in range(len(content) + 1) if content[at : at + 1] in (b"", b"\n", b'"', b",", b":", b"{", b" ")]
    start = draw.draw(st.sampled_from(ends) | st.integers(0, len(content)))
    length = draw.draw(st.integers(0, 6))
    cut = draw.draw(
        st.sampled_from(
            [b"", b"\n", b'\n "', b'"', b'": ', b",", b"}", b"{", b"\n}\n", b" ", b"\xff", b"1", b"\\", b"[]"]
        )
    )
    altered = content[:start] + cut + content[start + length :]
    with pieces_of(size):
        try:
            held = list(plan_file.sections(BytesIO(altered), by_column=[(name,) for name in data]))
        except ValueError:
            assert altered != content
            return
    whole = {each.name: each.value for each in held}
    assert canonical.text(whole).encode() == altered
    assert {each.name: each.digest for each in held} == {name: canonical.digest(each) for name, each in whole.items()}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"{}\n",
        b"[]\n",
        b'{\n "a": 1\n}',
        b'{\n "a": 1,\n "a": 2\n}\n',
        b'{\n "b": 1,\n "a": 2\n}\n',
        b'{\n "a": 1;\n "b": 2\n}\n',
        b'{\n "\\u0061": 1\n}\n',
        b'{\n "a": 1.50\n}\n',
        b'{\n "a": 1, 2\n}\n',
        b'{\n "a": {"b": 1}\n}\n',
    ],
)
def test_what_is_written_otherwise_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"written|missing|order|no object"):
        list(plan_file.sections(BytesIO(content)))


@pytest.mark.parametrize("size", [2, 8])
@pytest.mark.parametrize("by_column", [(), (("a",),)], ids=["as a list", "by column"])
def test_a_list_that_begins_or_ends_with_nothing_is_refused(size: int, by_column: tuple[tuple[str, ...], ...]) -> None:
    content = put({"a": [{"b": "x" * 40}, {"b": "y" * 40}]})
    first = content.index(b"{", 1)
    last = content.rindex(b"}", 0, content.index(b"]"))
    with pieces_of(size):
        assert len(list(plan_file.sections(BytesIO(content), by_column=by_column))) == 2
        for altered in (
            content[:first] + b",\n  " + content[first:],
            content[: last + 1] + b",\n  " + content[last + 1 :],
            content[:first] + content[last + 1 :],
        ):
            with pytest.raises(ValueError, match=r"written|JSON|Expecting|value"):
                list(plan_file.sections(BytesIO(altered), by_column=by_column))


def test_one_member_of_a_section_is_read_alone() -> None:
    content = put({"a": {"b": [1], "c": {"d": 2}}, "e": {"c": 3}, "f": 4})
    assert plan_file.read_member(BytesIO(content), "a", "c") == {"d": 2}
    for section, name in (("a", "d"), ("b", "c"), ("f", "c")):
        with pytest.raises(ValueError, match=r"missing|no object"):
            plan_file.read_member(BytesIO(content), section, name)


def test_rows_are_read_by_column_wherever_a_plan_holds_rows() -> None:
    def places(shape: type[Section], at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        for name, field in shape.model_fields.items():
            if any(type(each).__name__ == "WrapValidator" for each in field.metadata):
                yield (*at, name)
            kinds = [field.annotation, *getattr(field.annotation, "__args__", ())]
            for kind in kinds:
                if isinstance(kind, type) and issubclass(kind, Section):
                    yield from places(kind, (*at, name))

    assert set(places(Document)) == schema.ROWS


@pytest.mark.parametrize("size", [50, 1000])
def test_a_plan_verifies_and_is_refused_alike_in_small_pieces(plan_folder: Path, tmp_path: Path, size: int) -> None:
    def dearer(plan: dict[str, Any]) -> None:
        plan["options"]["rows"][3]["cost"] += 1
        plan["scores"]["points"][0]["applicant"] += "x"
        del plan["not_funded"][0]

    whole, _ = reading.read(plan_folder)
    wanted = tampered(plan_folder, tmp_path / "whole", dearer, reseal=True)
    with pieces_of(size):
        assert verify_folder(plan_folder, plan_rounds.round_()) == []
        document, found = reading.read(plan_folder)
        assert tampered(plan_folder, tmp_path / "pieces", dearer, reseal=True) == wanted
    assert found == []
    assert document == whole
    assert document is not None
    assert isinstance(document.options.rows, RowTable)
    assert inputs.plan_of(document).stages == plan_rounds.outcome().plan.stages
    assert any("options" in each for each in wanted)
