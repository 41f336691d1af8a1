"""A Round: one call for applicants, checked, typed and fingerprinted."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from intake.call import Call
from intake.catalogue import Catalogue
from intake.criteria import Criteria
from intake.findings import Findings
from intake.members import Members


@dataclass(frozen=True)
class ColumnMatch:
    """How one column of the applicants' file was understood: `how` is name, synonym or label; "" is left unread."""

    header: str
    column: str
    how: str


@dataclass(frozen=True, eq=False)
class Round:
    """Everything one call for applicants consists of.

    applicants: index `applicant` (text), columns name, kind, region (BPS code of the district it stands in), lat,
    lon (degrees, WGS 84), then one typed column a question: number as float64 with NaN for blank, choice and text
    as object with None for blank, date as datetime64 with NaT for blank.
    regions: index `bps_code` (text), points in EPSG:4326, the columns of data/regions.csv.
    fingerprint: SHA-256 over every byte that went in; `files` holds one SHA-256 a file. A Parquet list counts as the
    applicants.csv that says the same in canonical form, whatever bytes it was packed into.
    members: what the committee answered about the weights; None for a round without members.csv.
    marks: what reviewers gave (`intake.marks.read_marks` says which columns); None where no panel marks anything.
    """

    folder: Path
    call: Call
    criteria: Criteria
    catalogue: Catalogue
    applicants: pd.DataFrame
    regions: gpd.GeoDataFrame
    matches: tuple[ColumnMatch, ...]
    findings: Findings
    fingerprint: str
    files: Mapping[str, str]
    members: Members | None = None
    marks: pd.DataFrame | None = None

    def table(self) -> pd.DataFrame:
        """Applicants with the figures of their district beside their answers, one row an applicant.

        Adds `district` (with Kabupaten or Kota before the name), `district_kind`, `province`, `island_group` and
        every figure of the region table; these come from official statistics, never from the applicant.
        """
        regions = self.regions.drop(columns=["geometry", "lat", "lon"]).rename(columns={"kind": "district_kind"})
        regions = regions.assign(district=regions["district_kind"].str.capitalize() + " " + regions["name"])
        joined = self.applicants.join(regions.drop(columns="name"), on="region", validate="many_to_one")
        joined.index.name = "applicant"
        return joined
