"""Manipulation: for each rule the best honest-looking misreport, and what it would gain.

Points and ranks are worked out for every misreport of everybody; whether it would be funded is asked of the full
allocation model, with everyone else as they are. A blank must never gain: where one does, that is an error of the
rules, and named.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scenarios.influence import Influence, Played, influences
from scenarios.manipulation_settings import Honest
from scenarios.misreport import Misreport
from scenarios.misreported import HONEST, Copies, beside, copies, together
from scenarios.misreports import Kind, sweeps
from scenarios.one_mark import one_mark
from scenarios.outcome import Outcome
from scenarios.standing import refuse_without_plan
from scenarios.sweep import Spread
from scenarios.twice import Twice, twice
from scenarios.would_fund import UNKNOWN, YES, answers_of, would_fund

POINTS = 4
"""Decimals of the points that ranks compare."""
NUMBERS = (Kind.ROUND, Kind.LIMIT)


@dataclass(frozen=True)
class Gain:
    """What misreports of one kind gain, of the answers that one rule reads.

    tried: applicants to whom such a misreport is open; gaining: those better off in points, rank or admission;
    funded: those who would be funded though they are not; unknown: those of whom that is not known. best: the best of
    all, None where nothing gains.
    """

    rule: Influence
    kind: Kind
    tried: int
    gaining: int
    funded: tuple[str, ...]
    unknown: int
    best: Misreport | None


@dataclass(frozen=True, eq=False)
class Manipulation:
    """Everything about one scenario.

    tried: every misreport of an answer. gains: by rule and kind. everything: all numbers of an applicant bent at once.
    blanks: those that gain, of which there must be none. unmoved: criteria that no own answer moves.
    """

    honest: Honest
    tried: tuple[Misreport, ...]
    gains: tuple[Gain, ...]
    everything: Gain
    twice: tuple[Twice, ...]
    blanks: tuple[Misreport, ...]
    unmoved: tuple[str, ...]

    @property
    def unknown(self) -> int:
        """How many questions have no proven answer."""
        return sum(each.unknown for each in (*self.gains, self.everything)) + sum(
            each.gains == UNKNOWN for each in self.twice
        )


def manipulation(
    outcome: Outcome,
    honest: Honest | None = None,
    *,
    scheduler: Spread | None = None,
    processes: int | None = None,
) -> Manipulation:
    """Try every honest-looking misreport on every rule that an applicant can influence.

    honest: what still looks honest, the scenario's own unless given. Whatever asks, the answer is the same; stopped
    early, what is left is unknown. Raises InputError without a plan.
    """
    refuse_without_plan(outcome, 0)
    chosen = honest or outcome.scenario.manipulation
    rules = influences(outcome)
    made = copies(outcome, list(sweeps(outcome, {column for each in rules for column in each.columns}, chosen)))
    if several := _numbers_bent(made):
        made = beside(made, together(outcome, several, Kind.TOGETHER))
    told = [*_told(outcome, made, would_fund(outcome, made, scheduler, processes))]
    marked = one_mark(outcome, scheduler, processes)
    kinds = {str(name): str(kind) for name, kind in outcome.round.applicants["kind"].items()}
    return Manipulation(
        honest=chosen,
        tried=tuple(told),
        gains=tuple(_gains(rules, kinds, told, marked)),
        everything=_gain(EVERYTHING, Kind.TOGETHER, [each for each in told if each.kind is Kind.TOGETHER]),
        twice=twice(outcome, made, scheduler, processes),
        blanks=tuple(each for each in told if each.kind is Kind.BLANK and each.gains),
        unmoved=tuple(_unmoved(outcome, rules)),
    )


EVERYTHING = Influence(Played.RULE, "", None, ())


def _numbers_bent(made: Copies) -> dict[str, list[tuple[str, Any]]]:
    """For everyone the best bent answer to each question with a number, where it is better in itself."""
    table = made.table
    before = table[table["kind"] == HONEST].set_index("of")
    bent = table[table["kind"].isin([kind.value for kind in NUMBERS])]
    old = before.loc[bent["of"]].set_axis(bent.index, axis="index")
    better = bent[(bent["points"] > old["points"]) | (bent["ranked"] & ~old["ranked"])]
    ordered = better.sort_values(["of", "column", "ranked", "points"], kind="stable")
    best = ordered.drop_duplicates(["of", "column"], keep="last")
    found: dict[str, list[tuple[str, Any]]] = {}
    for name, column, cell in zip(best["of"], best["column"], best["cell"], strict=True):
        found.setdefault(str(name), []).append((str(column), cell))
    return {name: answers for name, answers in found.items() if len(answers) > 1}


def _told(outcome: Outcome, made: Copies, funded: "pd.Series[Any]") -> Iterator[Misreport]:
    """Every misreport with what it gains."""
    table, cells = made.table, outcome.round.applicants
    before = table[table["kind"] == HONEST].set_index("of")
    held = before.loc[before["ranked"], "points"].to_numpy(dtype=np.float64)
    ordered = np.sort(held)
    bent = table[table["kind"] != HONEST]
    old = before.loc[bent["of"]].set_axis(bent.index, axis="index")
    ranks = _rank(ordered, bent["points"], old)
    points = (bent["points"] - old["points"]).round(POINTS).tolist()
    low = (bent["low"] - old["low"]).round(2 + POINTS).tolist()
    first = _rank(ordered, old["points"], old).tolist()
    plain = {column: dict(zip(cells.index, cells[column].tolist(), strict=True)) for column in cells}
    rows = zip(
        bent["of"],
        bent["kind"],
        map(answers_of, bent["column"], bent["cell"]),
        points,
        low,
        (int(rank) if was else None for rank, was in zip(first, old["ranked"], strict=True)),
        (int(rank) if is_ else None for rank, is_ in zip(ranks.tolist(), bent["ranked"], strict=True)),
        funded.loc[bent.index],
        strict=True,
    )
    for who, kind, answers, *gained in rows:
        told = tuple((column, plain[column][who], cell) for column, cell in answers)
        yield Misreport(str(who), Kind(kind), told, *gained)


def _rank(ordered: Any, points: "pd.Series[float]", old: pd.DataFrame) -> Any:  # noqa: ANN401
    """The competition rank of these points among everyone else who is ranked."""
    given = points.to_numpy(dtype=np.float64)
    above = len(ordered) - np.searchsorted(ordered, given, side="right")
    itself = old["ranked"].to_numpy(dtype=np.bool_) & (old["points"].to_numpy(dtype=np.float64) > given)
    return 1 + above - itself


def _gains(
    rules: Sequence[Influence],
    kinds: Mapping[str, str],
    told: Sequence[Misreport],
    marked: Mapping[str, Sequence[Misreport]],
) -> Iterator[Gain]:
    by_column: dict[str, list[Misreport]] = {}
    for each in told:
        if each.kind is not Kind.TOGETHER:
            by_column.setdefault(each.answers[0][0], []).append(each)
    for rule in rules:
        if rule.played is Played.PANEL:
            yield _gain(rule, Kind.MARK, marked.get(rule.id, ()))
            continue
        bent = [each for column in rule.columns for each in by_column.get(column, [])]
        own = [each for each in bent if not rule.kinds or kinds[each.applicant] in rule.kinds]
        for kind in (Kind.BLANK, Kind.ROUND, Kind.LIMIT, Kind.CHOICE):
            of_kind = [each for each in own if each.kind is kind]
            if of_kind:
                yield _gain(rule, kind, of_kind)


def _gain(rule: Influence, kind: Kind, tried: Sequence[Misreport]) -> Gain:
    gaining = [each for each in tried if each.gains]
    funded = {each.applicant for each in tried if each.funded == YES}
    return Gain(
        rule,
        kind,
        len({each.applicant for each in tried}),
        len({each.applicant for each in gaining}),
        tuple(sorted(funded)),
        len({each.applicant for each in tried if each.funded == UNKNOWN} - funded),
        min(gaining, key=_best_first, default=None),
    )


def _best_first(one: Misreport) -> tuple[bool, bool, float, int, str, str]:
    admitted = one.rank is not None and one.rank_before is None
    return one.funded != YES, not admitted, -one.points, -one.places, one.applicant, repr(one.answers)


def _unmoved(outcome: Outcome, rules: Sequence[Influence]) -> Iterator[str]:
    """The criteria that nobody's own answer moves."""
    moved = {each.id for each in rules if each.played in (Played.CRITERION, Played.PANEL)}
    yield from (each.id for each in outcome.round.criteria.criteria if each.id not in moved)
