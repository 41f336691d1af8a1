import csv
from pathlib import Path

import pandas as pd
import pytest

from intake import Severity, read_regions
from intake.collector import Collector
from intake.district_names import DistrictNames
from intake.gazetteer import Gazetteer
from intake.places import locate
from tests.intake.folders import check, codes, people, read_all

VARIANTS = Path(__file__).parent / "data" / "name_variants.csv"
REGIONS = read_regions()
GAZETTEER = Gazetteer(REGIONS, DistrictNames.of(REGIONS))
HEADERS = {"bps_code": "bps_code", "kemendagri_code": "kemendagri_code", "region_name": "region_name"}


def place(**cells: object) -> tuple[str | None, Collector]:
    """Locate one row."""
    collector = Collector("t.csv")
    columns = {name: pd.Series([cell], index=[2], dtype=object) for name, cell in cells.items()}
    found = locate(columns, HEADERS, GAZETTEER, collector)
    read_all(collector.findings())
    return found.iloc[0], collector


def found_errors(collector: Collector) -> list[str]:
    return codes(collector.findings().errors)


def variants() -> list[tuple[str, str]]:
    with VARIANTS.open(encoding="utf-8") as file:
        return [(row["kemendagri_code"], row["spelling"]) for row in csv.DictReader(file)]


def test_every_real_spelling_means_its_own_district() -> None:
    rows = variants()
    assert len(rows) == 3084
    own = {code: bps for bps, code in REGIONS["kemendagri_code"].items()}
    collector = Collector("t.csv")
    names = pd.Series([spelling for _, spelling in rows], index=range(2, len(rows) + 2), dtype=object)
    found = locate({"region_name": names}, HEADERS, GAZETTEER, collector)
    assert found.tolist() == [own[code] for code, _ in rows]
    assert set(codes(collector.findings())) == {"other-name"}


def test_every_code_of_both_systems_and_years_means_its_own_district() -> None:
    for column, codes_ in (
        ("bps_code", REGIONS.index),
        ("bps_code", REGIONS["bps_code_2022"]),
        ("kemendagri_code", REGIONS["kemendagri_code"]),
        ("kemendagri_code", REGIONS["kemendagri_code_2025"]),
    ):
        collector = Collector("t.csv")
        cells = pd.Series(list(codes_), index=range(2, len(REGIONS) + 2), dtype=object)
        assert locate({column: cells}, HEADERS, GAZETTEER, collector).tolist() == list(REGIONS.index)
        assert not collector.findings().errors


def test_codes_read_as_numbers_are_the_codes_they_were() -> None:
    for bps, kemendagri in REGIONS["kemendagri_code"].items():
        for damaged in (
            float(kemendagri),
            str(float(kemendagri)),
            f"'{kemendagri}",
            f'="{kemendagri}"',
            kemendagri.replace(".", ","),
        ):
            assert place(kemendagri_code=damaged)[0] == bps
        for damaged_bps in (int(str(bps)), float(str(bps)), f"{bps}.0", f"'{bps}"):
            assert place(bps_code=damaged_bps)[0] == bps


def test_a_kemendagri_code_without_its_dot_in_the_bps_column_is_explained() -> None:
    swapped = 0
    later = {new: bps for bps, new in REGIONS["bps_code_2022"].items() if new not in REGIONS.index}
    digits_of = {str(code).replace(".", ""): bps for bps, code in REGIONS["kemendagri_code"].items()}
    for digits, bps in digits_of.items():
        title = GAZETTEER.titles[bps]
        region, collector = place(bps_code=digits, region_name=title)
        if bps in (digits, later.get(digits)):
            assert region == bps
            continue
        assert region is None
        (error,) = collector.findings().errors
        if digits in REGIONS.index or digits in later:
            swapped += 1
            assert error.code == "swapped-code"
            said = error.problem.text("en")
            assert GAZETTEER.titles[later.get(digits, digits)] in said
            assert f"{title} is Kemendagri {REGIONS.loc[bps, 'kemendagri_code']}, BPS {bps}" in said
        else:
            assert error.code == "unknown-code"
    assert swapped > 100


def test_lampung_the_classic() -> None:
    _, collector = place(bps_code="1801", region_name="Kab. Lampung Selatan")
    (error,) = collector.findings().errors
    assert error.problem.text("en") == (
        "1801 is Kabupaten Lampung Barat in BPS codes; Kabupaten Lampung Selatan is Kemendagri 18.01, BPS 1803"
    )


def test_an_undotted_kemendagri_code_alone_is_read_with_a_warning() -> None:
    region, collector = place(kemendagri_code="1801")
    assert region == "1803"
    assert codes(collector.findings().warnings) == ["undotted-code"]


def test_codes_that_disagree_name_both_districts() -> None:
    region, collector = place(bps_code="1801", kemendagri_code="18.01")
    assert region is None
    (error,) = collector.findings().errors
    assert error.code == "codes-disagree"
    assert "Lampung Barat" in error.problem.text("en")
    assert "Lampung Selatan" in error.problem.text("en")


def test_a_code_and_a_name_that_disagree_name_both_districts() -> None:
    region, collector = place(bps_code="3402", region_name="Kabupaten Sleman")
    assert region is None
    (error,) = collector.findings().errors
    assert "Bantul" in error.problem.text("en")
    assert "Sleman" in error.problem.text("en")


@pytest.mark.parametrize("name", ["Bogor", "Gorontalo", "bandung", "Kupang", "Solok"])
def test_a_bare_name_of_two_districts_is_refused(name: str) -> None:
    region, collector = place(region_name=name)
    assert region is None
    said = collector.findings().errors[0].problem.text("en")
    assert "Kabupaten" in said
    assert "Kota" in said


def test_a_code_settles_a_bare_name_of_two_districts() -> None:
    assert place(bps_code="3271", region_name="Bogor")[0] == "3271"
    assert place(bps_code="3201", region_name="Bogor")[0] == "3201"


def test_a_bare_name_of_one_district_is_taken_with_a_note() -> None:
    region, collector = place(region_name="Bantul")
    assert region == "3402"
    assert codes(collector.findings()) == ["bare-name"]
    region, collector = place(region_name="Kab Pangkep")
    assert region == "7309"
    assert codes(collector.findings()) == ["other-name"]


def test_kabupaten_and_kota_are_never_confused() -> None:
    assert place(region_name="Kota Bogor")[0] == "3271"
    assert place(region_name="Kab Bogor")[0] == "3201"
    region, collector = place(region_name="Kota Bantul")
    assert region is None
    assert found_errors(collector) == ["kabupaten-or-kota"]
    region, _ = place(bps_code="3201", region_name="Kota Bogor")
    assert region is None
    for kind, name in zip(REGIONS["kind"], REGIONS["name"], strict=True):
        other = "Kota" if kind == "kabupaten" else "Kabupaten"
        match = GAZETTEER.names.find(f"{other} {name}")
        assert (
            match is None
            or not match.clear
            or REGIONS.loc[match.codes[0], "kind"] == other.casefold()
            or match.how == "bare"
        )


def test_misspellings_are_shown_with_distance_or_refused_with_the_nearest() -> None:
    region, collector = place(region_name="Kab. Lampung Selaan")
    assert region == "1803"
    (warning,) = collector.findings().warnings
    assert "Lampung Selaan" in warning.problem.text("en")
    assert "letters that differ: 1" in warning.problem.text("en")
    region, collector = place(region_name="Kab. Lampng Slatn")
    assert region is None
    assert "Kabupaten Lampung Selatan" in collector.findings().errors[0].remedy.text("en")


def test_a_dropped_letter_never_leads_to_another_district() -> None:
    for bps, title in GAZETTEER.titles.items():
        kind, name = title.split(" ", 1)
        for cut in range(1, len(name)):
            shorter = f"{kind} {name[:cut]}{name[cut + 1 :]}"
            # Kabupaten Badung is Bandung without a letter, and a district of its own: no guess is made there.
            if GAZETTEER.names.find(shorter) is None:
                match = GAZETTEER.names.guess(shorter)
                assert not match.clear or match.codes == (bps,), (title, shorter, match)


def test_a_row_without_a_place_is_an_error(tmp_path: Path) -> None:
    round_, findings = check(tmp_path, people({"region_name": ""}))
    assert round_ is None
    assert codes(findings.errors) == ["no-place"]


def test_points_come_from_the_file_or_the_district(tmp_path: Path) -> None:
    rows = people({"lat": "-7,8", "lon": "110,4"}, {})
    round_, findings = check(tmp_path, rows)
    assert round_ is not None
    assert round_.applicants.loc["A1", ["lat", "lon"]].tolist() == [-7.8, 110.4]
    assert round_.applicants.loc["A2", "lat"] == REGIONS.loc["3273", "lat"]
    assert "bad-coordinate" not in codes(findings)


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        ("110.4", "-7.8", "bad-coordinate"),
        ("52.1", "110", "bad-coordinate"),
        ("-7.8", "", "half-a-point"),
        ("nan", "110", "bad-coordinate"),
        ("utara", "110", "bad-coordinate"),
    ],
)
def test_points_outside_indonesia_are_errors(tmp_path: Path, lat: str, lon: str, code: str) -> None:
    round_, findings = check(tmp_path, people({"lat": lat, "lon": lon}))
    assert round_ is None
    assert code in codes(findings.errors)
    assert {finding.row for finding in findings.errors} == {2}


def test_a_point_far_from_its_district_is_a_warning(tmp_path: Path) -> None:
    round_, findings = check(tmp_path, people({"lat": "-2.5", "lon": "140.7"}))
    assert round_ is not None
    assert "far-from-district" in codes([f for f in findings if f.severity is Severity.WARNING])
