"""Reasons: why each applicant that is not funded is not, worked out from the rules without a solver."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, overload

import pandas as pd

from intake import Round
from locales import Decimals, Message, Money, message, plural
from optimizer import (
    BLANK,
    PAIR_COLUMNS,
    Exclude,
    Holdings,
    Joined,
    Mentoring,
    Newcomers,
    Options,
    Plan,
    Rule,
    Status,
    column_name,
    holdings,
    labels,
)
from scenarios.order import best_first
from scenarios.outcome import Cause, Reason
from scoring import Barred, Scores, barred

SHOWN = 4
"""Rules named for one applicant; a person reads no more."""
PERSONAL = ("kind", "score")


def reasons(
    round_: Round, scores: Scores, table: pd.DataFrame, offered: Options, rules: Sequence[Rule], plan: Plan
) -> tuple[Reason, ...]:
    """Give every applicant without an award its cause and facts, best score first, then by id."""
    return tuple(_each(round_, scores, table, offered, rules, plan))


def _each(
    round_: Round, scores: Scores, table: pd.DataFrame, offered: Options, rules: Sequence[Rule], plan: Plan
) -> Iterator[Reason]:
    out = best_first(scores.table.loc[~scores.table.index.isin(plan.awards.index)])
    kept_off = barred(round_, scores, out.index[out["rank"].isna()].tolist())
    judge = _Judge(round_, table, offered, tuple(rules), plan)
    yield from (judge.reason(each, kept_off.get(each)) for each in out.index.tolist())


def reason_of(known: Sequence[Reason], applicant: str) -> Reason | None:
    """Find the reason of one applicant, without working out those of others that nobody asked for."""
    if isinstance(known, LaterReasons):
        return known.of(applicant)
    return next((each for each in known if each.applicant == applicant), None)


def causes(known: Sequence[Reason]) -> Mapping[str, Cause]:
    """Give the cause by applicant, best score first, without working out the facts that nobody asked for."""
    return known.causes if isinstance(known, LaterReasons) else {each.applicant: each.cause for each in known}


def cause_counts(known: Sequence[Reason]) -> Counter[Cause]:
    """Count the causes, without working out the facts behind each that nobody asked for."""
    return Counter(causes(known).values())


class LaterReasons(Sequence[Reason]):
    """The reasons, worked out when looked at: for a plan that is wanted at once, or for very many applicants.

    Those of all are not held where they are gone through one after the other: of very many they are large.
    """

    def __init__(
        self, round_: Round, scores: Scores, table: pd.DataFrame, offered: Options, rules: Sequence[Rule], plan: Plan
    ) -> None:
        self._given = (round_, scores, table, offered, rules, plan)

    def __getstate__(self) -> dict[str, Any]:
        """What was given, alone: another process works out again what it looks at."""
        return {"_given": self._given}

    @cached_property
    def _made(self) -> tuple[Reason, ...]:
        return reasons(*self._given)

    @cached_property
    def _out(self) -> pd.DataFrame:
        scores, plan = self._given[1], self._given[-1]
        return best_first(scores.table.loc[~scores.table.index.isin(plan.awards.index)])

    @cached_property
    def _unranked(self) -> frozenset[str]:
        return frozenset(self._out.index[self._out["rank"].isna()])

    @cached_property
    def _judge(self) -> "_Judge":
        return self._new_judge()

    def _new_judge(self) -> "_Judge":
        round_, _, table, offered, rules, plan = self._given
        return _Judge(round_, table, offered, tuple(rules), plan)

    def of(self, applicant: str) -> Reason | None:
        """Work the reason of one applicant out; None for one that is funded or not there."""
        if applicant not in self._out.index:
            return None
        round_, scores = self._given[:2]
        kept_off = barred(round_, scores, [applicant]) if applicant in self._unranked else {}
        return self._judge.reason(applicant, kept_off.get(applicant))

    @cached_property
    def causes(self) -> Mapping[str, Cause]:
        """The causes alone, by applicant."""
        out, gates = self._out, self._given[1].gates
        kept_off = out.index[out["rank"].isna()]
        judged = gates.loc[kept_off]
        failed = (judged == "fail").any(axis=1)
        unknown = (judged == "unknown").any(axis=1) & (out.loc[kept_off, "eligible"] == "unknown")
        barred_by = {
            str(each): Cause.GATE if fails else Cause.GATE_UNKNOWN if opens else Cause.MISSING_ANSWER
            for each, fails, opens in zip(kept_off, failed, unknown, strict=True)
        }
        # Of very many a judge holds more than all causes, so that only one who is asked for single reasons is kept.
        judge: _Judge = self.__dict__.get("_judge") or self._new_judge()
        return {each: barred_by.get(each) or judge.cause(each)[0] for each in map(str, out.index)}

    @overload
    def __getitem__(self, place: int) -> Reason: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Reason]: ...

    def __getitem__(self, place: int | slice) -> Reason | Sequence[Reason]:
        return self._made[place]

    def __iter__(self) -> Iterator[Reason]:
        return iter(self._made) if "_made" in self.__dict__ else _each(*self._given)

    def __len__(self) -> int:
        return len(self._out)


class _Judge:
    """Looks at one applicant after another against one finished plan."""

    def __init__(
        self, round_: Round, table: pd.DataFrame, offered: Options, rules: tuple[Rule, ...], plan: Plan
    ) -> None:
        self.round = round_
        self.rules = rules
        self.plan = plan
        self.held = holdings(plan.awards, plan.pairs, table, offered.table)
        options = offered.table.reset_index(drop=True)
        self.offers: Mapping[Any, Any] = options.groupby("applicant").indices
        self.newcomers = Newcomers(rules, self.held, Joined.beside(options, table))
        self.refused, self.refused_of = offered.refused, offered.refused.groupby("applicant").indices
        self.labels = labels(round_.catalogue)
        self.people = {column: dict(zip(table.index, table[column].tolist(), strict=True)) for column in PERSONAL}
        self.columns = {question.column: question.label for question in round_.criteria.questions}
        self.mentoring = [
            _Room(rule, table, [*map(str, self.offers)], self.held) for rule in rules if isinstance(rule, Mentoring)
        ]

    @cached_property
    def last_funded(self) -> Mapping[str, float]:
        """The lowest score funded, by kind."""
        return dict(self.held.awards.groupby("kind")["score"].min()) if len(self.held.awards) else {}

    def reason(self, applicant: str, kept_off: Barred | None) -> Reason:
        """Look at the causes in their order; the first that applies is the cause. kept_off: what bars it, if so."""
        if kept_off is not None:
            return Reason(applicant, _cause_of(kept_off), kept_off.obstacles)
        cause, facts = self.cause(applicant)
        if cause is Cause.OUT_COMPETED:
            facts = tuple(self._out_competed(applicant))
        return Reason(applicant, cause, facts)

    def cause(self, applicant: str) -> tuple[Cause, tuple[Message, ...]]:
        """Find the cause of one that is ranked, with its facts; those of being out-competed are another matter."""
        for cause, look in (
            (Cause.EXCLUDED, self._excluded),
            (Cause.NO_OPTION, self._no_option),
            (Cause.MINIMUM_SCORE, self._below_minimum),
            (Cause.NO_MENTOR, self._no_mentor),
        ):
            facts = tuple(look(applicant))
            if facts:
                return cause, facts
        if not self.plan.has_awards:
            why = (
                message("the rules of this scenario contradict each other, so nobody is funded")
                if self.plan.status is Status.INFEASIBLE
                else message("time ran out before any plan was found")
            )
            return Cause.NOT_DECIDED, (why,)
        return Cause.OUT_COMPETED, ()

    def _excluded(self, applicant: str) -> Iterator[Message]:
        for rule in self.rules:
            if isinstance(rule, Exclude) and applicant in rule.applicants:
                yield message(
                    "excluded by the scenario: {reason} ({who})",
                    reason=rule.reason or "–",
                    who=rule.asked_by or "–",
                )

    def _below_minimum(self, applicant: str) -> Iterator[Message]:
        """What keeps every one of its options below a minimum; nothing if one option is free of it."""
        said: list[Message] = []
        for at in self.offers[applicant]:
            found = self.newcomers.below_minimum(at)
            if not found:
                return
            said += found
        yield from dict.fromkeys(said)

    def _no_option(self, applicant: str) -> Iterator[Message]:
        if applicant in self.offers:
            return
        yield message("no package of the catalogue is open to it")
        rows = self.refused.iloc[self.refused_of.get(applicant, [])]
        for row in rows.loc[rows["reason"] != "kind"].itertuples(index=False):
            name = (self.labels[str(row.package)], *([self.labels[str(row.tier)]] if row.tier else []))
            if str(row.reason).startswith(BLANK):
                column = self._said(str(row.reason).removeprefix(BLANK))
                yield message(
                    "{package}: it needs an answer on {column}, and there is none", package=name, column=column
                )
            elif row.reason == "mbps":
                yield message("{package}: the connection is too slow for the computers", package=name)
            else:
                yield message(
                    "{package}: the condition on {column} is not met",
                    package=name,
                    column=self._said(row.reason),
                )

    def _said(self, column: object) -> Message:
        return message("{column}", column=self.columns.get(str(column), column_name(str(column))))

    def _no_mentor(self, applicant: str) -> Iterator[Message]:
        for each in self.mentoring:
            if not each.lacks(applicant):
                continue
            reach, near = each.rule.reach_km, each.nearest(applicant)
            if near == 0:
                yield message("no district library that may be funded is within {reach} km of it", reach=reach)
                continue
            yield plural(
                "not even the {count} district library nearest to it within {reach} km may be funded",
                "none of the {count} district libraries nearest to it within {reach} km may be funded",
                count=near,
                reach=reach,
            )

    def _out_competed(self, applicant: str) -> Iterator[Message]:
        own = Decimals(float(self.people["score"][applicant]), 2)
        lowest = self.last_funded.get(self.people["kind"][applicant])
        if lowest is not None:
            last = Decimals(float(lowest), 2)
            yield message("{own} points; the lowest score funded among its kind is {last}", own=own, last=last)
        else:
            yield message("{own} points; none of its kind is funded", own=own)
        cells = self.newcomers.cells
        new, unplaced = self._placed(applicant)
        tried = {at: [*unplaced.values(), *self._breaks(at, new, unplaced)] for at in self.offers[applicant]}
        best = min(tried, key=lambda at: (len(tried[at]), cells("cost")[at], cells("option")[at]))
        package, tier = cells("package")[best], cells("tier")[best]
        name = (self.labels[str(package)], *([self.labels[str(tier)]] if tier else []))
        cost = Money(int(cells("cost")[best]))
        if tried[best]:
            yield message("{option} for it would cost {cost}; adding it to the plan breaks:", option=name, cost=cost)
            yield from tried[best][:SHOWN]
        else:
            yield message(
                "{option} for it would cost {cost}; adding it breaks no rule, but makes this worse: {objectives}",
                option=name,
                cost=cost,
                objectives=tuple(stage.objective.describe() for stage in self.plan.stages),
            )

    def _breaks(self, at: int, new: Sequence["_Pair"], unplaced: Mapping[str, Message]) -> list[Message]:
        return self.newcomers.breaks(at, lambda: self._pairs(new), unplaced)

    def _pairs(self, new: Sequence["_Pair"]) -> pd.DataFrame:
        """The plan's pairs with further ones."""
        held = [self.plan.pairs] if len(self.plan.pairs) else []
        made = [pair.room.pair(pair.row) for pair in new]
        return pd.concat([*held, *made], ignore_index=True) if made else self.plan.pairs

    def _placed(self, applicant: str) -> tuple[list["_Pair"], dict[str, Message]]:
        """Give a village its nearest funded mentor with room; say so where there is none."""
        new: list[_Pair] = []
        unplaced: dict[str, Message] = {}
        for each in self.mentoring:
            if not each.is_village(applicant):
                continue
            row = each.free(applicant)
            if row is not None:
                new.append(_Pair(each, row))
            elif each.is_reached(applicant):
                unplaced[each.rule.id] = message("the district libraries in the plan that reach it have no room left")
            else:
                unplaced[each.rule.id] = message("no district library that reaches it is in the plan")
        return new, unplaced


class _Room:
    """Who could mentor whom under one rule, the nearest first, and what room the mentors in the plan have left.

    offered: who may be funded. Which mentors are the nearest does not depend on that.
    """

    def __init__(self, rule: Mentoring, table: pd.DataFrame, offered: Sequence[str], held: Holdings) -> None:
        self.rule = rule
        near = rule.reach(table)
        reach = near[near["village"].isin(offered) & near["mentor"].isin(offered)].reset_index(drop=True)
        self._nearest: Mapping[Any, int] = near["village"].value_counts().to_dict() if rule.nearest else {}
        self._reach, self._mentors = reach, reach["mentor"].tolist()
        self._rows: Mapping[Any, Any] = reach.groupby("village").indices
        self._room = {use.part: use.left for use in rule.usage(held)}
        concerned = pd.Series(True, index=held.applicants.index)
        for column, wanted in rule.villages.items():
            concerned &= held.applicants[column].isin(list(wanted) if isinstance(wanted, tuple) else [wanted])
        self._villages = frozenset(concerned.index[concerned])

    def is_village(self, applicant: str) -> bool:
        """Whether the rule asks a mentor for it."""
        return applicant in self._villages

    def lacks(self, applicant: str) -> bool:
        """Whether it is a village that nobody reaches."""
        return applicant in self._villages and applicant not in self._rows

    def nearest(self, applicant: str) -> int:
        """How many mentors, chosen or not, are those it may have; 0 where any within reach will do."""
        return self._nearest.get(applicant, 0)

    def free(self, applicant: str) -> int | None:
        """The row of the nearest mentor in the plan that has room for it; None where there is none."""
        return next((row for row in self._rows[applicant] if (self._room.get(self._mentors[row]) or 0) >= 1), None)

    def is_reached(self, applicant: str) -> bool:
        """Whether any mentor in the plan reaches it, with room or without."""
        return any(self._mentors[row] in self._room for row in self._rows[applicant])

    def pair(self, row: int) -> pd.DataFrame:
        """A pair as plans name them."""
        return self._reach.iloc[[row]].assign(rule=self.rule.id)[list(PAIR_COLUMNS)]


class _Pair(NamedTuple):
    """A village and the mentor it would be given, by their row in the reach of a rule."""

    room: _Room
    row: int


def _cause_of(barred: Barred) -> Cause:
    if barred.failed:
        return Cause.GATE
    return Cause.GATE_UNKNOWN if barred.open and barred.eligible == "unknown" else Cause.MISSING_ANSWER
