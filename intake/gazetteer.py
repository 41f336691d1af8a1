"""The districts by every key that a file may hold."""

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd

from intake.district_names import DistrictNames


@dataclass(frozen=True, eq=False)
class Gazetteer:
    """The districts by every key that a file may hold."""

    regions: gpd.GeoDataFrame
    names: DistrictNames

    @cached_property
    def by_bps(self) -> dict[str, str]:
        """BPS code of 2016, or of 2022 where no district of 2016 had it, to BPS code of 2016."""
        later = {new: str(code) for code, new in self.regions["bps_code_2022"].items()}
        return {**later, **{str(code): str(code) for code in self.regions.index}}

    @cached_property
    def by_kemendagri(self) -> dict[str, str]:
        """Kemendagri code of 2015, or of 2025 where no district of 2015 had it, to BPS code."""
        later = {new: str(code) for code, new in self.regions["kemendagri_code_2025"].items()}
        return {**later, **{own: str(code) for code, own in self.regions["kemendagri_code"].items()}}

    @cached_property
    def titles(self) -> dict[str, str]:
        """Full name by BPS code, such as `Kabupaten Aceh Singkil`."""
        pairs = zip(self.regions.index, self.regions["kind"], self.regions["name"], strict=True)
        return {code: f"{kind.capitalize()} {name}" for code, kind, name in pairs}

    @cached_property
    def dotted(self) -> dict[str, str]:
        """Kemendagri code of 2015 by BPS code."""
        return {str(code): own for code, own in self.regions["kemendagri_code"].items()}
