"""The inputs in a document: the round as it was read, so that everything can be worked out again from plan.json."""

import datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from intake import Answer, Call, Catalogue, Criteria, Findings, Member, Members, Method, Round
from optimizer import Objective, Plan, Rule, Stage, Status, Usage, named_rules, read_objective, read_rule
from reports import tables
from reports.canonical import read_exact
from reports.schema import AnswerPart, Document
from scenarios import Scenario


def round_of(document: Document) -> Round:
    """Rebuild the round; raises ValueError that says what cannot be read.

    It holds the districts that applicants stand in, and no findings: those are not recomputed.
    """
    applicants = tables.table(document.applicants.rows, document.applicants.types, "applicant")
    regions = tables.table(document.regions.rows, document.regions.types, "bps_code")
    points = gpd.points_from_xy(regions["lon"], regions["lat"], crs="EPSG:4326")
    return Round(
        folder=Path(document.round.id),
        call=call_of(document),
        criteria=Criteria.model_validate(document.round.criteria),
        catalogue=Catalogue.model_validate(document.round.catalogue),
        applicants=applicants,
        regions=gpd.GeoDataFrame(regions, geometry=points, crs="EPSG:4326"),
        matches=(),
        findings=Findings(),
        fingerprint=document.round.fingerprint,
        files=document.round.files,
        members=members_of(document),
        marks=marks_of(document),
    )


def call_of(document: Document) -> Call:
    """Rebuild the call."""
    return Call.model_validate(document.round.call)


def members_of(document: Document) -> Members | None:
    """Rebuild what the committee answered about the weights; None where the round has no members.csv."""
    written = document.round.members
    if written is None:
        return None
    return Members(tuple(Member(each.id, each.name, tuple(map(_answer, each.answers))) for each in written))


def _answer(written: AnswerPart) -> Answer:
    return Answer(
        method=Method(written.method),
        date=datetime.date.fromisoformat(written.date),
        node=written.node,
        number=read_exact(written.number),
        shown=written.shown,
        against=written.against,
        row=written.row,
    )


def marks_of(document: Document) -> pd.DataFrame | None:
    """Rebuild the marks of the panel; None where the round has no marks.csv."""
    written = document.round.marks
    return None if written is None else tables.table(written.rows, written.types)


def scenario_of(document: Document) -> Scenario:
    """Rebuild the scenario; raises ValueError that says what cannot be read."""
    return Scenario.model_validate(document.scenario.data)


def rules_of(document: Document) -> tuple[Rule, ...]:
    """Rebuild the rules, those of the budget included."""
    return named_rules([read_rule(rule, place) for place, rule in enumerate(document.rules)])


def objectives_of(document: Document) -> tuple[Objective, ...]:
    """Rebuild the objectives in their order."""
    return tuple(read_objective(each, place) for place, each in enumerate(document.objectives))


def options_of(document: Document) -> pd.DataFrame:
    """Rebuild the options table."""
    return tables.table(document.options.rows, document.options.types)


def plan_of(document: Document) -> Plan:
    """Rebuild the plan exactly as it is written; raises ValueError that says what cannot be read."""
    types = {name: type_ for name, type_ in document.options.types.items() if name != "applicant"}
    pairs: list[dict[str, Any]] = [dict(pair) for pair in document.pairs]
    pair_types = {"rule": tables.TEXT, "village": tables.TEXT, "mentor": tables.TEXT, "km": tables.NUMBER}
    result = document.result
    return Plan(
        status=Status(result.status),
        awards=tables.table(document.awards, types, "applicant"),
        pairs=tables.table(pairs, pair_types),
        stages=tuple(
            Stage(
                read_objective(stage.objective, place),
                read_exact(stage.value),
                None if stage.bound is None else read_exact(stage.bound),
                Status(stage.status),
            )
            for place, stage in enumerate(result.stages)
        ),
        usage=tuple(
            Usage(
                use.rule,
                use.part,
                use.measure,
                read_exact(use.used),
                None if use.at_least is None else read_exact(use.at_least),
                None if use.at_most is None else read_exact(use.at_most),
            )
            for use in document.usage
        ),
        ties=result.ties,
    )
