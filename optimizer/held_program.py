"""HeldProgram: a program that stays built from one question to the next, of which only what differs is written again.

What differs is found by looking at the tables and rules themselves, so that nobody has to say it. The program is the
very one that `program` would build.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

import pandas as pd

from optimizer.allocate import refuse_misfits
from optimizer.held_tables import HeldTables
from optimizer.named_in import named_in
from optimizer.objectives import Objective
from optimizer.program import ONE_OPTION, Program, Recorder, Row, parts_of, recorded, written_goal
from optimizer.rules import Exclude, Include, Limit, MinimumScore, OneOf, Requires, Rule

NAMED = frozenset({"value", "score", "score_low", "score_high", "rank"})
"""Columns that no rule looks at without naming them in its settings."""
OPEN = (Exclude, Include, Limit, MinimumScore, OneOf, Requires)
"""Rules that name every column they look at; others make names up (cost_item_x_2015) or always look at some."""


@dataclass(frozen=True, eq=False)
class _Built:
    """What a program was built from, and the model that can write single rules of it again."""

    tables: HeldTables
    rules: tuple[Rule, ...]
    objectives: tuple[Objective, ...]
    program: Program
    recorder: Recorder


class HeldProgram:
    """Programs of one objective, one after another."""

    def __init__(self) -> None:
        self._built: _Built | None = None

    def program(
        self,
        applicants: pd.DataFrame,
        options: pd.DataFrame,
        rules: tuple[Rule, ...],
        objectives: tuple[Objective, ...],
    ) -> Program:
        """Write down named rules and the first objective; raises InputError for whatever does not fit together."""
        built, self._built = self._built, None  # whatever is raised, nothing half changed is kept
        made = built and _changed(built, applicants, options, rules, objectives)
        self._built = made or _fresh(applicants, options, rules, objectives)
        return self._built.program


def _fresh(
    applicants: pd.DataFrame, options: pd.DataFrame, rules: tuple[Rule, ...], objectives: tuple[Objective, ...]
) -> _Built:
    tables = HeldTables.of(applicants, options)
    refuse_misfits(tables.tables, rules, objectives)
    return _Built(tables, rules, objectives, *recorded(tables.tables, rules, objectives[:1]))


def _changed(
    built: _Built,
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: tuple[Rule, ...],
    objectives: tuple[Objective, ...],
) -> _Built | None:
    """The program with what differs written again; None where it has to be built anew."""
    changed = built.tables.changed(applicants, options)
    if changed is None or [rule.id for rule in rules] != [rule.id for rule in built.rules]:
        return None
    if len(objectives) != len(built.objectives):
        return None
    tables = built.tables.with_cells(applicants, options, changed)
    pairs = zip(rules, built.rules, strict=True)
    written = [rule for rule, before in pairs if (rule is not before and rule != before) or _looks_at(rule, changed)]
    goals = zip(objectives, built.objectives, strict=True)
    sought = [goal for goal, before in goals if goal != before or _looks_at(goal, changed)]
    refuse_misfits(tables.tables, written, sought)
    program = replace(built.program, tables=tables.tables)
    if written or sought:
        if not _plain(built.program):
            return None
        recorder = _recorder(built, tables)
        rows = _rows(built.program, rules, {rule.id: _written(recorder, rule) for rule in written})
        goal = [written_goal(recorder, objective, 0) for objective in objectives[:1]]
        if len(recorder.columns) != len(program.columns) or len(recorder.links) != len(built.recorder.links):
            return None
        program = replace(program, rows=rows, goals=tuple(goal))
    return _Built(tables, rules, objectives, program, built.recorder)


def _looks_at(given: Rule | Objective, changed: Set[str]) -> bool:
    if isinstance(given, Rule) and not isinstance(given, OPEN) and changed - NAMED:
        return True
    return bool(changed) and not changed.isdisjoint(named_in(given))


def _plain(program: Program) -> bool:
    """Whether every row was written by one rule, or says who can have one option, and counts decisions alone."""
    whole = all(
        column.whole and column.step == 1 and not (column.opened_by or column.sum_of) for column in program.columns
    )
    return whole and not program.tables.beside and not program.shared


def _recorder(built: _Built, tables: HeldTables) -> Recorder:
    held = built.recorder
    return replace(
        held,
        tables=tables.tables,
        links=list(held.links),
        columns=list(held.columns),
        held=list(built.program.columns),
        places=dict(held.places),
        written=[],
    )


def _written(recorder: Recorder, rule: Rule) -> tuple[Row, ...]:
    """The rows of one rule."""
    recorder.written = []
    recorder.enter(rule.id, parts_of(rule, recorder.tables))
    rule.constrain(recorder)
    return tuple(recorder.written)


def _rows(program: Program, rules: Sequence[Rule], written: dict[str, tuple[Row, ...]]) -> tuple[Row, ...]:
    """All rows in the order of the rules, those of some of them new."""
    held: dict[str, list[Row]] = {}
    for row in program.rows:
        held.setdefault(row.rule, []).append(row)
    found = [*held.get(ONE_OPTION, ())]
    for rule in rules:
        found += written.get(rule.id, held.get(rule.id, ()))
    return tuple(found)
