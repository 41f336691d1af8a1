"""What a round asks for: the columns that an upload is mapped to, and which of them it cannot do without."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import geopandas as gpd
from pydantic import BaseModel

from intake.call import Call
from intake.catalogue import Catalogue
from intake.columns import FIXED_LABELS, known_names
from intake.criteria import Criteria, Question
from intake.crosschecks import needed_columns
from intake.findings import Finding, Findings, InputError, Severity
from intake.regions import read_regions
from intake.synonyms import FIXED, ID, KIND, NAME, REGION_KEYS
from intake.toml_files import read_model
from locales import Label, message

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Target:
    """One column that may be mapped to: `needed` ones must be."""

    code: str
    label: Label
    needed: bool
    question: Question | None = None


@dataclass(frozen=True, eq=False)
class Asked:
    """The call, criteria and catalogue that an imported list is checked against, and the region table."""

    call: Call
    criteria: Criteria
    catalogue: Catalogue
    regions: gpd.GeoDataFrame

    @cached_property
    def targets(self) -> dict[str, Target]:
        """Give every column by its code: who and where first, then the questions in their order."""
        needed = {ID, NAME, *needed_columns(self.criteria, self.catalogue)}
        needed |= {KIND} if len(self.call.library_kinds) > 1 else set()
        fixed = {code: Target(code, FIXED_LABELS[code], code in needed) for code in FIXED}
        questions = {
            question.column: Target(question.column, question.label, question.column in needed, question)
            for question in self.criteria.questions
        }
        return {**fixed, **questions}

    @cached_property
    def known(self) -> dict[str, dict[str, str]]:
        """Give, by how certain they are, the reduced spellings of every column."""
        return known_names(self.criteria)

    def absent(self, mapped: Set[str]) -> tuple[str, ...]:
        """Name the needed columns that are not mapped; "region" where no column says the district."""
        lacking = [target.code for target in self.targets.values() if target.needed and target.code not in mapped]
        return (*lacking, *(() if mapped & {*REGION_KEYS} else ("region",)))


def asked_by(files: Mapping[str, bytes]) -> Asked:
    """Read what a round's files ask for; raises InputError with every finding about them."""
    found: list[Finding] = []
    call = _model(files, "round.toml", Call, found)
    criteria = _model(files, "criteria.toml", Criteria, found)
    catalogue = _model(files, "catalogue.toml", Catalogue, found)
    if call is None or criteria is None or catalogue is None:
        raise InputError(Findings.of(found))
    return Asked(call, criteria, catalogue, read_regions())


def _model(files: Mapping[str, bytes], name: str, model: type[Model], found: list[Finding]) -> Model | None:
    if name not in files:
        remedy = message(
            "Put the file in place; the sample rounds have every file that is needed (on the command line, `pilih new` "
            "makes a fresh round)."
        )
        found.append(Finding("no-file", Severity.ERROR, message("the file is missing"), remedy, name))
        return None
    read, findings = read_model(name, files[name], model)
    found.extend(findings)
    return read
