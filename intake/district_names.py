"""The names of the districts: which district a spelling means, kabupaten and kota kept apart."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import geopandas as gpd
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from intake.words import key, spaced

NAMES_FILE = Path(__file__).parent.parent / "data" / "region_names.csv"
CERTAIN = 90.0
MARGIN = 5.0
KINDS = {
    "kabupaten": "kabupaten",
    "kab": "kabupaten",
    "regency": "kabupaten",
    "kota": "kota",
    "kotamadya": "kota",
    "kodya": "kota",
    "city": "kota",
}
ADMINISTRATIVE = {"administrasi", "adm", "administratif"}
SHORT = {"kep": "kepulauan", "kepl": "kepulauan"}


@dataclass(frozen=True)
class Spelling:
    """A district's name as written: the kind it states ("" for none) and the rest as reduced letters."""

    kind: str
    name: str
    whole: str


def take_apart(text: str) -> Spelling:
    """Split `Kab. Adm. Kep. Seribu` into kabupaten and kepulauanseribu; a province after a comma is dropped."""
    words = spaced(text.split(",")[0]).split()
    whole = "".join(SHORT.get(word, word) for word in words)
    kind = ""
    if len(words) > 1 and words[0] in KINDS:
        kind, words = KINDS[words[0]], words[1:]
        if kind == "kabupaten" and len(words) > 1 and words[0] == "dt":
            words = words[2:] if words[1] == "ii" else words[1:]
    elif len(words) > 1 and words[-1] in ("regency", "city"):
        kind, words = KINDS[words[-1]], words[:-1]
    if kind and len(words) > 1 and words[0] in ADMINISTRATIVE:
        words = words[1:]
    return Spelling(kind, "".join(SHORT.get(word, word) for word in words), whole)


@dataclass(frozen=True)
class NameMatch:
    """What a spelling means.

    codes: BPS codes of the districts it can mean: one where it is clear, two where the bare name is a kabupaten
    and a kota, the nearest ones where it is not known. how: "exact", "also" (another name of it, such as a former
    one), "bare" (unique without Kabupaten or Kota), "like" (accepted by likeness), "both", "other kind", "unknown".
    distance: letters changed, for "like".
    """

    codes: tuple[str, ...]
    how: str
    distance: int = 0
    likeness: float = 100.0

    @property
    def clear(self) -> bool:
        """Tell whether exactly one district is meant with enough certainty."""
        return self.how in ("exact", "also", "bare", "like")


@dataclass(frozen=True, eq=False)
class DistrictNames:
    """Every known spelling of every district; `by_kind` maps (kind, reduced name) to BPS codes."""

    by_kind: dict[tuple[str, str], str]
    bare: dict[str, tuple[str, ...]]
    official: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, regions: gpd.GeoDataFrame) -> "DistrictNames":
        """Gather the names of the region table, the other names on file, and the ones without Kepulauan."""
        by_kind: dict[tuple[str, str], str] = {}
        for code, kind, name in zip(regions.index, regions["kind"], regions["name"], strict=True):
            by_kind[(kind, take_apart(f"{kind} {name}").name)] = code
        official = frozenset(by_kind)
        for kind, name, also in _other_names():
            code = by_kind.get((kind, key(name)))
            if code is not None:
                by_kind.setdefault((kind, take_apart(f"{kind} {also}").name), code)
        taken = {name for _, name in by_kind}
        for (kind, name), code in list(by_kind.items()):
            shorter = name.removeprefix("kepulauan")
            if shorter != name and shorter not in taken:
                by_kind.setdefault((kind, shorter), code)
        bare: dict[str, tuple[str, ...]] = {}
        for (_, name), code in by_kind.items():
            bare[name] = tuple(sorted({*bare.get(name, ()), code}))
        return cls(by_kind, bare, official)

    def find(self, text: str) -> NameMatch | None:
        """Find a spelling among the known ones; None when it is not one of them."""
        said = take_apart(text)
        if said.kind and (said.kind, said.name) in self.by_kind:
            how = "exact" if (said.kind, said.name) in self.official else "also"
            return NameMatch((self.by_kind[(said.kind, said.name)],), how)
        # `Kota Baru` is Kabupaten Kotabaru written in two words: no kota is called Baru.
        codes = self.bare.get(said.whole)
        if codes:
            return NameMatch(codes, "bare" if len(codes) == 1 else "both")
        if said.kind and said.name in self.bare:
            return NameMatch(self.bare[said.name], "other kind")
        return None

    def guess(self, text: str) -> NameMatch:
        """Find the districts whose names are most like a spelling that is not known.

        It is accepted ("like") when the likeness is at least 90 % (share of letters kept, counting insertions
        and deletions), at least 5 points above the next district, and the name is not both a kabupaten and a kota.
        """
        said = take_apart(text)
        spellings = self._spellings(said.kind)
        found = process.extract(said.name, spellings, scorer=fuzz.ratio, limit=12)
        ranked: dict[str, tuple[float, str]] = {}
        for spelling, likeness, _ in sorted(found, key=lambda item: (-item[1], item[0])):
            codes = [self.by_kind[(said.kind, spelling)]] if said.kind else list(self.bare[spelling])
            for code in codes:
                ranked.setdefault(code, (float(likeness), spelling))
        nearest = list(ranked.items())[:3]
        if not nearest:
            return NameMatch((), "unknown", 0, 0.0)
        (code, (likeness, spelling)), others = nearest[0], nearest[1:]
        rival = others[0][1][0] if others else 0.0
        if likeness >= CERTAIN and likeness - rival >= MARGIN:
            return NameMatch((code,), "like", int(OSA.distance(said.name, spelling)), likeness)
        return NameMatch(tuple(code for code, _ in nearest), "unknown", 0, likeness)

    def likeness_to(self, text: str, code: str) -> tuple[float, int]:
        """Give how alike (0 to 100) a spelling and a district's own names are, and how many letters differ."""
        said = take_apart(text)
        names = [name for (kind, name), own in self.by_kind.items() if own == code and said.kind in ("", kind)]
        best = max(((float(fuzz.ratio(said.name, name)), name) for name in names), default=(0.0, ""))
        return best[0], int(OSA.distance(said.name, best[1]))

    def _spellings(self, kind: str) -> list[str]:
        return self._lists[kind]

    @cached_property
    def _lists(self) -> dict[str, list[str]]:
        lists = {kind: sorted(name for own, name in self.by_kind if own == kind) for kind in ("kabupaten", "kota")}
        return {**lists, "": sorted(self.bare)}


def _other_names() -> Iterable[tuple[str, str, str]]:
    with NAMES_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["kind"], row["name"], row["also"]
