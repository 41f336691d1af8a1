"""Reasons: why each applicant that is not funded is not, worked out from the rules without a solver."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, overload

import pandas as pd

from intake import Round
from locales import Decimals, Message, Money, message
from optimizer import (
    BLANK,
    PAIR_COLUMNS,
    Exclude,
    Holdings,
    Limit,
    Mentoring,
    MinimumScore,
    Options,
    Plan,
    Rule,
    Status,
    amount,
    column_name,
    holdings,
    labels,
)
from scenarios.order import best_first
from scenarios.outcome import Cause, Reason
from scoring import Reasons, Scores, explain_all

SHOWN = 4
"""Rules named for one applicant; a person reads no more."""


def reasons(
    round_: Round, scores: Scores, table: pd.DataFrame, offered: Options, rules: Sequence[Rule], plan: Plan
) -> tuple[Reason, ...]:
    """Give every applicant without an award its cause and facts, best score first, then by id."""
    out = scores.table.loc[~scores.table.index.isin(plan.awards.index)]
    judge = _Judge(round_, table, offered, tuple(rules), plan)
    return tuple(judge.reason(each) for each in explain_all(round_, scores, best_first(out).index.tolist()))


def reason_of(known: Sequence[Reason], applicant: str) -> Reason | None:
    """Find the reason of one applicant, without working out those of others that nobody asked for."""
    if isinstance(known, LaterReasons):
        return known.of(applicant)
    return next((each for each in known if each.applicant == applicant), None)


def cause_counts(known: Sequence[Reason]) -> Counter[Cause]:
    """Count the causes, without working out the facts behind each that nobody asked for."""
    return known.causes() if isinstance(known, LaterReasons) else Counter(each.cause for each in known)


class LaterReasons(Sequence[Reason]):
    """The reasons, worked out when looked at: for a plan that is wanted at once, or for very many applicants."""

    def __init__(
        self, round_: Round, scores: Scores, table: pd.DataFrame, offered: Options, rules: Sequence[Rule], plan: Plan
    ) -> None:
        self._given = (round_, scores, table, offered, rules, plan)

    @cached_property
    def _made(self) -> tuple[Reason, ...]:
        return reasons(*self._given)

    @cached_property
    def _out(self) -> pd.DataFrame:
        scores, plan = self._given[1], self._given[-1]
        return best_first(scores.table.loc[~scores.table.index.isin(plan.awards.index)])

    @cached_property
    def _judge(self) -> "_Judge":
        round_, _, table, offered, rules, plan = self._given
        return _Judge(round_, table, offered, tuple(rules), plan)

    def of(self, applicant: str) -> Reason | None:
        """Work the reason of one applicant out; None for one that is funded or not there."""
        if applicant not in self._out.index:
            return None
        round_, scores = self._given[:2]
        return next(self._judge.reason(each) for each in explain_all(round_, scores, [applicant]))

    def causes(self) -> Counter[Cause]:
        """Count the causes alone."""
        out, gates = self._out, self._given[1].gates
        barred = out.index[out["rank"].isna()]
        judged = gates.loc[barred]
        failed = (judged == "fail").any(axis=1)
        unknown = (judged == "unknown").any(axis=1) & (out.loc[barred, "eligible"] == "unknown") & ~failed
        counts = Counter({Cause.GATE: int(failed.sum()), Cause.GATE_UNKNOWN: int(unknown.sum())})
        counts[Cause.MISSING_ANSWER] = int((~failed & ~unknown).sum())
        counts.update(self._judge.cause(str(each))[0] for each in out.index[out["rank"].notna()])
        return +counts

    @overload
    def __getitem__(self, place: int) -> Reason: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Reason]: ...

    def __getitem__(self, place: int | slice) -> Reason | Sequence[Reason]:
        return self._made[place]

    def __iter__(self) -> Iterator[Reason]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._out)


class _Parts(Mapping[str, pd.DataFrame]):
    """The rows of each applicant, cut out of the whole when asked for."""

    def __init__(self, whole: pd.DataFrame, places: Mapping[Any, Any]) -> None:
        self._whole, self._places = whole, places

    def __contains__(self, applicant: object) -> bool:
        return applicant in self._places

    def __getitem__(self, applicant: str) -> pd.DataFrame:
        rows: pd.DataFrame = self._whole.iloc[self._places[applicant]]
        return rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class _Judge:
    """Looks at one applicant after another against one finished plan."""

    def __init__(
        self, round_: Round, table: pd.DataFrame, offered: Options, rules: tuple[Rule, ...], plan: Plan
    ) -> None:
        self.round = round_
        self.rules = rules
        self.plan = plan
        self.offered = offered
        self.held = holdings(plan.awards, plan.pairs, table, offered.table)
        joined = offered.table.join(table, on="applicant").set_index("applicant")
        self.by_applicant = _Parts(joined, joined.groupby(level="applicant").indices)
        self.refused = _Parts(offered.refused, offered.refused.groupby("applicant").indices)
        self.labels = labels(round_.catalogue)
        candidates = table.loc[table.index.isin(list(self.by_applicant))]
        self.reach = {
            rule.id: dict(iter(rule.reach(candidates).groupby("village")))
            for rule in rules
            if isinstance(rule, Mentoring)
        }

    def reason(self, scored: Reasons) -> Reason:
        """Look at the causes in their order; the first that applies is the cause."""
        applicant = scored.applicant
        if scored.rank is None:
            return Reason(applicant, _barred(scored), scored.obstacles)
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
        rules = [rule for rule in self.rules if isinstance(rule, MinimumScore)]
        if not rules:
            return
        said: list[Message] = []
        for at in range(len(self.by_applicant[applicant])):
            alone = self._with(self.held.awards.iloc[:0], applicant, at)
            held = Holdings(alone, self.plan.pairs, self.held.applicants)
            found = [violation.problem for rule in rules for violation in rule.check(held)]
            if not found:
                return
            said += found
        yield from dict.fromkeys(said)

    def _no_option(self, applicant: str) -> Iterator[Message]:
        if applicant in self.by_applicant:
            return
        yield message("no package of the catalogue is open to it")
        rows = self.refused.get(applicant)
        if rows is None:
            return
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
        known = {question.column: question.label for question in self.round.criteria.questions}
        return message("{column}", column=known.get(str(column), column_name(str(column))))

    def _no_mentor(self, applicant: str) -> Iterator[Message]:
        for rule in self.rules:
            if (
                isinstance(rule, Mentoring)
                and self._is_village(rule, applicant)
                and applicant not in self.reach[rule.id]
            ):
                yield message("no district library that may be funded is within {reach} km of it", reach=rule.reach_km)

    def _is_village(self, rule: Mentoring, applicant: str) -> bool:
        person = self.held.applicants.loc[applicant]
        return all(
            person[column] in (wanted if isinstance(wanted, tuple) else (wanted,))
            for column, wanted in rule.villages.items()
        )

    def _out_competed(self, applicant: str) -> Iterator[Message]:
        people = self.held.applicants
        alike = self.held.awards.loc[self.held.awards["kind"] == people["kind"][applicant], "score"]
        own = Decimals(float(people["score"][applicant]), 2)
        if len(alike):
            last = Decimals(float(alike.min()), 2)
            yield message("{own} points; the lowest score funded among its kind is {last}", own=own, last=last)
        else:
            yield message("{own} points; none of its kind is funded", own=own)
        rows = self.by_applicant[applicant]
        tried = [self._blockers(applicant, at) for at in range(len(rows))]
        best = min(range(len(tried)), key=lambda at: (len(tried[at]), rows["cost"].iat[at], rows["option"].iat[at]))
        row = rows.iloc[best]
        name = (self.labels[str(row["package"])], *([self.labels[str(row["tier"])]] if row["tier"] else []))
        cost = Money(int(row["cost"]))
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

    def _blockers(self, applicant: str, at: int) -> list[Message]:
        pairs, unplaced = self._placed(applicant)
        awards = self._with(self.held.awards, applicant, at)
        held = replace(self.held, awards=awards, pairs=pairs)
        found = [said for rule in self.rules if rule.id not in unplaced for said in self._breaks(rule, held)]
        return [*unplaced.values(), *found]

    def _breaks(self, rule: Rule, held: Holdings) -> Iterator[Message]:
        """What a plan with one more award would break; for limits, in terms of what would be used."""
        if not isinstance(rule, Limit):
            yield from (violation.problem for violation in rule.check(held))
            return
        for use in rule.usage(held):
            if use.broken:
                yield message(
                    "{rule}{part}: it would come to {used}; the rule says {bounds}",
                    rule=rule.name,
                    part=message(" ({part})", part=use.part) if use.part else "",
                    used=amount(use.measure, use.used),
                    bounds=rule.bounds_for(use),
                )

    def _placed(self, applicant: str) -> tuple[pd.DataFrame, dict[str, Message]]:
        """Give a village its nearest funded mentor with room; say so where there is none."""
        pairs, unplaced = self.plan.pairs, {}
        for rule in self.rules:
            if not isinstance(rule, Mentoring) or not self._is_village(rule, applicant):
                continue
            near = self.reach[rule.id][applicant]
            room = {use.part: use.left for use in rule.usage(self.held)}
            free = near.loc[[(room.get(mentor) or 0) >= 1 for mentor in near["mentor"]]]
            if len(free):
                new = free.iloc[[0]].assign(rule=rule.id)[list(PAIR_COLUMNS)]
                pairs = pd.concat([pairs, new], ignore_index=True) if len(pairs) else new
            elif any(m in room for m in near["mentor"]):
                unplaced[rule.id] = message("the district libraries in the plan that reach it have no room left")
            else:
                unplaced[rule.id] = message("no district library that reaches it is in the plan")
        return pairs, unplaced

    def _with(self, awards: pd.DataFrame, applicant: str, at: int) -> pd.DataFrame:
        option = self.by_applicant[applicant].iloc[[at]]
        return pd.concat([awards, option]) if len(awards) else option


def _barred(scored: Reasons) -> Cause:
    statuses = {gate.status for gate in scored.gates}
    if "fail" in statuses:
        return Cause.GATE
    return Cause.GATE_UNKNOWN if "unknown" in statuses and scored.eligible == "unknown" else Cause.MISSING_ANSWER
