"""Words of records: a value written a piece at a time is the value written at once."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.words import canonical, canonical_pieces
from reports.rows import by_column

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)


@given(VALUES, st.integers(0, 4))
def test_in_pieces_it_is_the_same(value: object, levels: int) -> None:
    whole = canonical(value)
    assert whole == json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert "".join(canonical_pieces(value, levels)) == whole


@given(st.lists(st.fixed_dictionaries({"b": PLAIN, "a": PLAIN})))
def test_rows_by_column_are_written_as_the_list_of_them(rows: list[dict[str, object]]) -> None:
    section = {"types": {"a": "text"}, "rows": rows}
    assert "".join(canonical_pieces({**section, "rows": by_column(rows)})) == canonical(section)
    deeper = {"marks": {"rows": by_column(rows)}, "id": "x"}
    assert "".join(canonical_pieces(deeper)) == canonical({"marks": {"rows": rows}, "id": "x"})


def test_numbers_without_an_end_are_refused() -> None:
    for value in (math.nan, [math.inf], {"a": -math.inf}):
        with pytest.raises(ValueError, match="not JSON compliant"):
            list(canonical_pieces(value))
