import json
from pathlib import Path

import pytest

from intake import InputError, check_round, read_round
from tests.intake.folders import CALL, CATALOGUE, CRITERIA, codes, make_round, people, read_all, write_csv

FACTOR = """[[factors]]
id = "freight"
label = { id = "Angkutan", en = "Freight" }
column = "island_group"
default = 1
values = { Sumatra = 1.2 }
source = "test"

"""
ROUNDS = Path(__file__).parents[2] / "data" / "rounds"


@pytest.mark.parametrize("name", ["first-partners-2011", "village-cascade-2014", "expansion-2015"])
def test_the_sample_rounds_are_read_without_errors(name: str) -> None:
    round_ = read_round(ROUNDS / name)
    assert len(round_.applicants) > 50
    assert not round_.findings.errors
    assert len(round_.table()) == len(round_.applicants)


def test_a_missing_folder_and_missing_files_are_findings(tmp_path: Path) -> None:
    round_, findings = check_round(tmp_path / "nowhere")
    assert round_ is None
    assert codes(findings) == ["no-folder"]
    round_, findings = check_round(tmp_path)
    assert round_ is None
    assert {f.file for f in findings.errors} == {"round.toml", "criteria.toml", "catalogue.toml"}
    with pytest.raises(InputError):
        read_round(tmp_path)


def test_a_slip_in_toml_names_its_line(tmp_path: Path) -> None:
    folder = make_round(tmp_path, call=CALL.replace('id = "small"', "id = small"))
    _, findings = check_round(folder)
    (error,) = [f for f in findings.errors if f.file == "round.toml"]
    assert (error.code, error.row) == ("toml-syntax", 3)


@pytest.mark.parametrize(
    ("price", "field"),
    [("nan", "items[1].price"), ("inf", "items[1].price"), ("-5", "items[1].price"), ("1.5", "items[1].price")],
)
def test_a_price_that_is_no_price_names_field_and_line(tmp_path: Path, price: str, field: str) -> None:
    catalogue = CATALOGUE.replace("price = 6_000_000", f"price = {price}")
    _, findings = check_round(make_round(tmp_path, catalogue=catalogue))
    (error,) = findings.errors
    assert (error.file, error.column) == ("catalogue.toml", field)
    assert error.row is not None
    assert catalogue.splitlines()[error.row - 1].startswith("price =")
    read_all(findings)


@pytest.mark.parametrize(
    ("where", "old", "new", "code"),
    [
        ("call", 'title = { id = "Kecil", en = "Small" }', "", "missing-field"),
        ("call", "closes = 2015-12-15", "closes = 2015-01-15", "does-not-fit"),
        ("call", "price_year = 2016", "price_year = 2016\ncolour = 3", "unknown-field"),
        ("call", "price_year = 2016", "price_year = 2014", "price-year"),
        ("call", "amount = 1_000_000_000", "amount = -1", "bad-field"),
        ("criteria", 'column = "letter", among', 'column = "lettre", among', "no-such-column"),
        ("criteria", 'among = ["yes"]', 'among = ["ya"]', "no-such-choice"),
        ("criteria", 'among = ["yes"]', "at_least = 3", "wrong-type"),
        ("criteria", 'column = "match_pct"\nunit', 'column = "mach_pct"\nunit', "no-such-column"),
        ("criteria", 'column = "remark"', 'column = "population_2015"', "shadowed-column"),
        ("criteria", 'column = "remark"', 'column = "lat"', "shadowed-column"),
        ("criteria", 'group = "all"', 'group = "none"', "does-not-fit"),
        ("criteria", 'missing = "ask"', 'missing = "ask"\nfallbacks = ["hdi_2015"]', "blank-gains"),
        (
            "criteria",
            'missing = "ask"',
            'missing = "ask"\noverlap = [{ with = "none", answer = { id = "a", en = "a" } }]',
            "does-not-fit",
        ),
        (
            "criteria",
            'label = { id = "Komitmen", en = "Committed" }',
            'label = { id = "K", en = "C" }\nkinds = ["provincial"]',
            "no-such-kind",
        ),
        ("catalogue", 'line = "hardware"', 'line = "hardwear"', "no-such-line"),
        ("catalogue", 'kinds = ["district", ', 'kinds = ["provincial", ', "no-such-kind"),
        ("catalogue", 'item = "computer", units', 'item = "komputer", units', "does-not-fit"),
        (
            "catalogue",
            "computers = 4",
            'computers = 4\nconditions = [{ column = "fibre", among = ["yes"] }]',
            "no-such-column",
        ),
        (
            "catalogue",
            "[[items]]",
            FACTOR + "[[items]]",
            "no-such-value",
        ),
    ],
)
def test_files_that_do_not_fit_each_other_are_errors(tmp_path: Path, where: str, old: str, new: str, code: str) -> None:
    texts = {"call": CALL, "criteria": CRITERIA, "catalogue": CATALOGUE}
    assert old in texts[where]
    texts[where] = texts[where].replace(old, new, 1)
    round_, findings = check_round(make_round(tmp_path, None, **texts))
    assert round_ is None
    assert code in codes(findings.errors)
    read_all(findings)


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("anchors.one.at", "eight", "12"),
        ("anchors.one.at", "8", ""),
        ("anchors.one.at", "8", "true"),
        ("anchors.one.at", "8", "nan"),
        ("anchors.one.at", "8", "1\nother = 2"),
        ("anchors.one.at", "8", "9" * 400),
        ("points", "[[0, 0], [1]]", "[]"),
        ("points", "[" * 9000, "[]"),
        ("missing", '"floor"', '"guess"'),
        ("assumption", "1", "true"),
        ("source", "3", '"a"'),
        ("weight", "1", "2"),
    ],
)
def test_a_change_of_a_scale_that_cannot_be_read_is_a_finding(
    tmp_path: Path, part: str, before: str, after: str
) -> None:
    for criterion, bad in (("staff", (before, after)), ("nobody", ("8", "12"))):
        about = part if criterion == "staff" else "anchors.one.at"
        table = {"criterion": criterion, "part": about, "before": bad[0], "after": bad[1]}
        inner = ", ".join(f"{name} = {json.dumps(text)}" for name, text in table.items())
        change = f'\n[[changes]]\nat = "2016"\nby = "x"\nnote = "n"\nparts = [{{ {inner} }}]\n'
        round_, findings = check_round(make_round(tmp_path / criterion, criteria=CRITERIA + change))
        assert round_ is None
        assert set(codes(findings.errors)) == {"does-not-fit"}
        read_all(findings)


def test_a_line_that_is_not_pledged_is_a_warning_with_both_amounts(tmp_path: Path) -> None:
    call = CALL.replace("pledged = 1_000_000_000", "pledged = 250_000_000")
    round_, findings = check_round(make_round(tmp_path, call=call))
    assert round_ is not None
    (warning,) = findings.warnings
    said = warning.problem.text("en")
    assert warning.code == "not-pledged"
    assert "Rp 1,000,000,000" in said
    assert "Rp 250,000,000" in said
    assert "25 %" in said
    assert round_.findings == findings


def test_marks_and_members_are_noted_as_not_read(tmp_path: Path) -> None:
    folder = make_round(tmp_path)
    (folder / "marks.csv").write_text("x", encoding="utf-8")
    round_, findings = check_round(folder)
    assert round_ is not None
    assert [(f.code, f.file, f.severity.value) for f in findings] == [("not-read", "marks.csv", "note")]
    assert "marks.csv" not in round_.files


def test_the_fingerprint_is_of_every_file_but_not_of_line_ends(tmp_path: Path) -> None:
    one = read_round(make_round(tmp_path / "one"))
    folder = make_round(tmp_path / "two")
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert read_round(folder).fingerprint == one.fingerprint
    assert set(one.files) == {
        "round.toml",
        "criteria.toml",
        "catalogue.toml",
        "applicants.csv",
        "data/regions.csv",
        "data/region_names.csv",
    }
    seen = {one.fingerprint}
    for name in ("round.toml", "criteria.toml", "catalogue.toml"):
        other = make_round(tmp_path / name)
        (other / name).write_text((other / name).read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
        seen.add(read_round(other).fingerprint)
    seen.add(read_round(make_round(tmp_path / "rows", people({"staff": "6"}))).fingerprint)
    assert len(seen) == 5


def test_another_applicants_file_can_be_used(tmp_path: Path) -> None:
    folder = make_round(tmp_path / "round")
    other = write_csv(tmp_path / "other.csv", people({}, {}, {}))
    assert len(read_round(folder, other).applicants) == 3
    assert "other.csv" in read_round(folder, other).files
    _, findings = check_round(folder, tmp_path / "none.csv")
    assert codes(findings.errors) == ["no-file"]
