"""Two lists compared: new, gone, changed cell by cell, against a plain loop over every cell."""

from pathlib import Path
from typing import Any

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from intake import applicant_changes, read_round
from tests.intake.folders import make_round, people


def test_every_kind_of_answer_is_compared(tmp_path: Path) -> None:
    rows = people({}, {}, {"staff": ""}, {"since": ""}, {"name": "Melati"})
    later = people({}, {"match_pct": "41"}, {"staff": "0"}, {"letter": "no"}, {"name": "Melati"})
    later[4] = {**later[4], "applicant": "B5"}
    before = read_round(make_round(tmp_path / "a", rows)).applicants
    after = read_round(make_round(tmp_path / "b", later)).applicants
    found = applicant_changes(before, after)
    assert (found.new, found.gone, found.renamed) == (("B5",), ("A5",), (("A5", "B5"),))
    assert found.cells.to_numpy().tolist() == [
        ["A2", "match_pct", 40.0, 41.0],
        ["A3", "staff", None, 0.0],
        ["A4", "letter", "yes", "no"],
        ["A4", "since", None, pd.Timestamp("2010-05-20")],
    ]
    assert found.changed == ("A2", "A3", "A4")
    assert not len(applicant_changes(before, before).cells)


CELL = st.sampled_from([None, "a", "b", 1.0, 2.0])


@given(
    old=st.dictionaries(st.sampled_from("PQRST"), st.tuples(CELL, CELL), max_size=5),
    new=st.dictionaries(st.sampled_from("PQRST"), st.tuples(CELL, CELL), max_size=5),
)
def test_it_finds_what_a_loop_over_all_cells_finds(old: dict[str, Any], new: dict[str, Any]) -> None:
    fixed = {"name": "x", "kind": "y", "region": "z"}

    def frame(rows: dict[str, Any]) -> pd.DataFrame:
        names = sorted(rows)
        columns = {**{k: [v] * len(names) for k, v in fixed.items()}, "one": [rows[n][0] for n in names]}
        columns["two"] = [rows[n][1] for n in names]
        return pd.DataFrame(columns, index=pd.Index(names, dtype=object, name="applicant"), dtype=object)

    found = applicant_changes(frame(old), frame(new))
    told = {(a, c): (b, d) for a, c, b, d in found.cells.itertuples(index=False, name=None)}
    wanted = {
        (name, column): (old[name][at], new[name][at])
        for name in old.keys() & new.keys()
        for at, column in enumerate(("one", "two"))
        if old[name][at] != new[name][at]
    }
    assert told == wanted
    assert set(found.new) == new.keys() - old.keys()
    assert set(found.gone) == old.keys() - new.keys()
