"""The user's boundary file: joined to the districts by code, made small, kept by its content."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely

from intake.boundary_codes import Reading, best_reading, closest_reading
from intake.boundary_files import BoundaryError, BoundaryRows, read_boundary_rows
from intake.boundary_shapes import polygons, small
from intake.codes import System
from intake.collector import Collector
from intake.district_names import DistrictNames
from intake.findings import Findings, Severity
from intake.gazetteer import Gazetteer
from intake.regions import read_regions
from locales import Message, Percent, message

FORM = "1"
"""Goes up with every change of what is written, so that no file of an earlier form is found again."""


@dataclass(frozen=True)
class Boundaries:
    """Boundaries that can be drawn: TopoJSON in degrees, one geometry of the object `districts` a district.

    Each geometry has the property `region`, a BPS code. `missing` are the districts without a shape, `tolerance`
    the degrees within which lines were simplified, `column` and `system` where the codes were found.
    """

    topojson: bytes = field(repr=False)
    regions: tuple[str, ...]
    missing: tuple[str, ...]
    column: str
    system: System
    tolerance: float


def boundaries_of(name: str, content: bytes) -> tuple[Boundaries | None, Findings]:
    """Read a user's GeoJSON or GeoPackage of district boundaries; `name` is only shown.

    Districts are found by BPS or Kemendagri code, whichever puts them where they are. None and an error where the
    file cannot be used; missing, unknown and misplaced districts are warnings. Rows are numbered from 2.
    """
    collector = Collector(name)
    regions = read_regions()
    book = Gazetteer(regions, DistrictNames.of(regions))
    try:
        rows = read_boundary_rows(content)
    except BoundaryError as error:
        remedy = message("Export the districts as GeoJSON in degrees (WGS 84), one shape a district, and try again.")
        collector.add("boundaries-not-readable", Severity.ERROR, error.problem, remedy)
        return None, collector.findings()
    reading = best_reading(rows, book)
    if reading is None:
        _no_codes(rows, book, collector)
        return None, collector.findings()
    shapes = _by_region(rows, reading, book, collector)
    if not shapes:
        _no_codes(rows, book, collector)
        return None, collector.findings()
    missing = tuple(code for code in book.titles if code not in shapes)
    _tell_missing(missing, book, collector)
    written, tolerance = small(shapes)
    made = Boundaries(written, tuple(shapes), missing, reading.column, reading.system, tolerance)
    return made, collector.findings()


def boundary_file(content: bytes, folder: Path) -> Path:
    """Name the file in which the boundaries made from a content are kept: the same content, the same file."""
    return folder / f"{hashlib.sha256(FORM.encode() + content).hexdigest()}.json"


def keep_boundaries(made: Boundaries, content: bytes, folder: Path) -> Path:
    """Keep boundaries made from a content; a reader finds the whole file or none."""
    path = boundary_file(content, folder)
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(made.topojson)
    unfinished.replace(path)
    return path


def regions_in(path: Path) -> tuple[str, ...]:
    """Name the districts that a kept file has a shape for."""
    read = json.loads(path.read_bytes())
    return tuple(one["properties"]["region"] for one in read["objects"]["districts"]["geometries"])


def _by_region(
    rows: BoundaryRows, reading: Reading, book: Gazetteer, collector: Collector
) -> dict[str, shapely.Geometry]:
    """Give each district's shape; several rows of one district are put together, and what does not fit is told."""
    shapes = polygons(rows.shapes)
    has_shape = np.array([shape is not None for shape in shapes])
    unknown = np.flatnonzero(reading.regions == "")
    elsewhere = np.flatnonzero((reading.regions != "") & ~reading.fits)
    collector.cells(
        "boundary-unknown-code",
        Severity.WARNING,
        reading.column,
        [int(place) + 2 for place in unknown],
        [rows.cells[reading.column][place] for place in unknown],
        lambda _: message("no district has this code; the shape is left out"),
        lambda _: message("Mend the code, or leave it if the shape is no district."),
    )
    collector.cells(
        "boundary-elsewhere",
        Severity.WARNING,
        reading.column,
        [int(place) + 2 for place in elsewhere],
        [rows.cells[reading.column][place] for place in elsewhere],
        lambda _: message("the shape with this code does not lie where that district is; it is left out"),
        lambda _: message("Mend the code or the shape: the two number systems may have been mixed."),
    )
    found: dict[str, list[int]] = {}
    for place in np.flatnonzero((reading.regions != "") & reading.fits & has_shape):
        found.setdefault(str(reading.regions[place]), []).append(int(place))
    several = [code for code, places in found.items() if len(places) > 1]
    if several:
        collector.add(
            "boundary-in-parts",
            Severity.NOTE,
            message(
                "districts that have several rows, put together: {districts}",
                districts=tuple(book.titles[code] for code in several[:10]),
            ),
            message("Nothing needs to be done if these are parts of one district."),
            reading.column,
        )
    return {
        code: shapes[places[0]] if len(places) == 1 else polygons(np.array([shapely.union_all(shapes[places])]))[0]
        for code, places in sorted(found.items())
    }


def _tell_missing(missing: tuple[str, ...], book: Gazetteer, collector: Collector) -> None:
    if missing:
        collector.add(
            "boundary-missing",
            Severity.WARNING,
            message(
                "districts without a shape: {count}, first {districts}",
                count=len(missing),
                districts=tuple(book.titles[code] for code in missing[:10]),
            ),
            message("The map shows these by their sign only. Add their shapes if they should be drawn."),
        )


def _no_codes(rows: BoundaryRows, book: Gazetteer, collector: Collector) -> None:
    closest = closest_reading(rows, book)
    remedy: Message = message(
        "Add a column with each district's BPS or Kemendagri code, as in the region table (data/regions.csv)."
    )
    if closest is None:
        problem = message(
            "no column holds the codes of districts; the file has {columns}", columns=_first_columns(rows)
        )
        collector.add("boundaries-without-codes", Severity.ERROR, problem, remedy)
        return
    collector.add(
        "boundaries-elsewhere",
        Severity.ERROR,
        message(
            "of the {known} shapes with a district's code, only {share} lie where that district is",
            known=closest.known,
            share=Percent(round(closest.right / closest.known, 3)),
        ),
        remedy,
        closest.column,
    )


def _first_columns(rows: BoundaryRows) -> tuple[str, ...]:
    return tuple(name[:40] for name in list(rows.cells)[:12])
