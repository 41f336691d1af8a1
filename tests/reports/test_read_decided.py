"""A kept plan is read without its tables: what was decided is the same as from the whole file."""

import hashlib
import json
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import canonical, inputs, reading
from reports.folder import put_files
from tests.reports import plan_rounds

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)


@given(VALUES)
def test_written_as_the_library_writes_it(value: object) -> None:
    whole = json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    assert canonical.text(value) == whole


@pytest.mark.parametrize("value", [float("nan"), [float("inf")], {"a": {"b": [1, float("-inf")]}}])
def test_numbers_without_an_end_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical.text(value)


@given(VALUES)
def test_in_pieces_it_is_the_same(value: object) -> None:
    whole = canonical.text(value)
    assert "".join(canonical.pieces(value)) == whole
    assert canonical.digest(value) == hashlib.sha256(whole.encode()).hexdigest()
    assert canonical.is_text_of(whole.encode(), value)


def test_a_plan_that_another_program_wrote_down_anew_is_read_too() -> None:
    plan = {"awards": [{"applicant": "A"}], "more": {"x": [1, 2]}, "fingerprint": "f"}
    wanted = {"awards": plan["awards"], "fingerprint": "f"}
    for content in (canonical.text(plan), json.dumps(plan), json.dumps(plan, indent=4)):
        found = reading.read_sections(BytesIO(content.encode()), ("awards", "fingerprint"))
        assert {name: found[name] for name in wanted} == wanted


def test_what_was_decided_is_read_without_the_tables(tmp_path: Path) -> None:
    put_files(plan_rounds.outcome(), tmp_path, "en")
    whole, wrong = reading.read(tmp_path)
    assert whole is not None
    assert not wrong
    decided = reading.read_decided(tmp_path)
    assert not decided.applicants.rows
    assert decided.options.types == whole.options.types
    for name in set(type(whole).model_fields) - reading.TABLES:
        assert getattr(decided, name) == getattr(whole, name), name
    assert inputs.scenario_of(decided) == inputs.scenario_of(whole)
    ours, theirs = inputs.plan_of(decided), inputs.plan_of(whole)
    pd.testing.assert_frame_equal(ours.awards, theirs.awards)
    pd.testing.assert_frame_equal(ours.pairs, theirs.pairs)
    assert (ours.status, ours.stages, ours.usage, ours.ties) == (
        theirs.status,
        theirs.stages,
        theirs.usage,
        theirs.ties,
    )
    (tmp_path / reading.PLAN).write_text("{}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no object"):
        reading.read_decided(tmp_path)
