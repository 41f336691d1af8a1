"""Mentoring: a village library only with a chosen mentor that reaches it and has room.

For village v, mentors A_v within reach, and a_vj = 1 when j takes care of v:
    sum over A_v of a_vj  =  s_v                     every village that is in has exactly one mentor
    a_vj                  <= s_j                     only mentors that are in
    least * s_j <= sum over v of a_vj <= room_j * s_j
Both kinds of upper row are kept: measured on 3,000 villages the bound is a hundred times tighter with both.
"""

from collections.abc import Iterable, Iterator, Sequence, Set
from fractions import Fraction
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
from pydantic import Field, model_validator

from intake import Finding
from locales import Decimals, Message, message, plural
from optimizer.measures import Scalar, awarded
from optimizer.model import Model
from optimizer.numbers import Integers, fraction
from optimizer.rows import Rows, Sense, rows_of
from optimizer.rules import mentoring_slack
from optimizer.rules.distances import between, kilometres_between
from optimizer.rules.mentoring_slack import REACH
from optimizer.rules.rule import Holdings, Rule, Usage, Violation
from optimizer.slack import Easing, Move, Piece, Slack
from optimizer.tables import Tables

MENTORED = "villages mentored"
BLOCK = 4_096
"""Villages whose distances to all mentors are held at once."""


class Mentoring(Rule):
    """Gives every awarded village one awarded mentor within `reach_km` that shares the columns `within`.

    A blank is shared with nobody.

    villages and mentors: conditions on the applicants' columns. at_least and at_most: how many villages a mentor
    takes; `capacity` names a number column of the mentor that lowers at_most for it. nearest: only the so many of
    these mentors that are nearest may take it, of equally near ones those with the first ids. Distances are great
    circles between the columns lat and lon, rounded to 0.1 km.
    """

    rule: ClassVar[str] = "mentoring"
    relaxing: ClassVar[tuple[str, ...]] = ("reach_km", "at_least", "at_most")
    makes_pairs: ClassVar[bool] = True

    villages: dict[str, Scalar | tuple[Scalar, ...]] = Field(min_length=1)
    mentors: dict[str, Scalar | tuple[Scalar, ...]] = Field(min_length=1)
    reach_km: float = Field(ge=0)
    within: tuple[str, ...] = ()
    at_least: int = Field(default=0, ge=0)
    at_most: int = Field(gt=0)
    capacity: str = ""
    nearest: int | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.at_least > self.at_most:
            raise ValueError("at_least is above at_most")
        return self

    def problems(self, tables: Tables) -> list[Finding]:
        """Name unknown columns, mentors without a point and applicants who are both village and mentor."""
        named = [
            *self.villages,
            *self.mentors,
            *self.within,
            "lat",
            "lon",
            *([self.capacity] if self.capacity else []),
        ]
        people = tables.applicants
        found = [
            self.finding(
                message(
                    "rule {rule} names the column {column}, which applicants do not have",
                    rule=self.id,
                    column=c,
                ),
                message("the columns are: {columns}", columns=tuple(sorted(map(str, people.columns)))),
            )
            for c in dict.fromkeys(named)
            if c not in people
        ]
        if found:
            return found
        villages, mentors = _of(people, self.villages), _of(people, self.mentors)
        both = sorted(set(villages.index) & set(mentors.index))
        placed = pd.concat([villages, mentors])[["lat", "lon"]].apply(pd.to_numeric, errors="coerce")
        lost = placed.index[~np.isfinite(placed.to_numpy(dtype=np.float64, na_value=np.nan)).all(axis=1)]
        roomless = _unusable(mentors[self.capacity]) if self.capacity else []
        for problem, names in (
            (
                message("rule {rule}: these are both village and mentor: {names}", rule=self.id, names=tuple(both)),
                both,
            ),
            (
                message("rule {rule}: these have no point: {names}", rule=self.id, names=tuple(sorted(lost))),
                list(lost),
            ),
            (
                message(
                    "rule {rule}: {column} is not a number from 0 up for: {names}",
                    rule=self.id,
                    column=self.capacity,
                    names=tuple(roomless),
                ),
                roomless,
            ),
        ):
            if names:
                found.append(
                    self.finding(problem, message("correct these applicants or the rule"), value=str(names[0]))
                )
        return found

    def reach(self, applicants: pd.DataFrame) -> pd.DataFrame:
        """List every pair within reach: columns village, mentor, km; nearest mentor first for each village."""
        villages, mentors = _of(applicants, self.villages), _of(applicants, self.mentors).sort_index()
        found = [
            self._near(villages.iloc[first : first + BLOCK], mentors)
            for first in range(0, max(len(villages), 1), BLOCK)
        ]
        pairs = pd.concat(found, ignore_index=True)
        return pairs.sort_values(["village", "km", "mentor"], kind="stable", ignore_index=True)

    def _near(self, villages: pd.DataFrame, mentors: pd.DataFrame) -> pd.DataFrame:
        """The pairs within reach of some villages."""
        kilometres, near = self._reached(villages, mentors)
        if self.nearest and len(mentors) > self.nearest:
            ranked = np.argsort(np.where(near, kilometres, np.inf), axis=1, kind="stable")[:, : self.nearest]
            close = np.zeros_like(near)
            np.put_along_axis(close, ranked, np.take_along_axis(near, ranked, axis=1), axis=1)
            near = close
        rows, columns = np.nonzero(near)
        return pd.DataFrame(
            {
                "village": villages.index.to_numpy()[rows],
                "mentor": mentors.index.to_numpy()[columns],
                "km": kilometres[rows, columns],
            }
        )

    def _reached(
        self, villages: pd.DataFrame, mentors: pd.DataFrame
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
        """Kilometres from every village to every mentor, and whether that is within reach, however many are nearer."""
        kilometres = np.round(between(villages, mentors), 1)
        near = kilometres <= self.reach_km
        for column in self.within:
            codes, _ = pd.factorize(pd.concat([villages[column], mentors[column]]))
            ours, theirs = codes[: len(villages)], codes[len(villages) :]
            near &= (ours[:, None] == theirs[None, :]) & (ours[:, None] >= 0)
        return kilometres, near

    def room(self, mentor: pd.Series) -> int:
        """How many villages one mentor may take; a blank capacity is no room at all."""
        if not self.capacity:
            return self.at_most
        own = mentor[self.capacity]
        return 0 if pd.isna(own) else min(self.at_most, int(own))

    def constrain(self, model: Model) -> None:
        """Add one decision a pair within reach, and the rows above."""
        self.loosen(model, Easing(model, ()))

    def loosen(self, model: Model, easing: Easing) -> None:
        """Add one decision a pair within the widest reach, and the rows above with their slack columns."""
        people = model.tables.applicants
        farther = easing.of.get(Piece(self.id, REACH))
        widest = fraction(self.reach_km) + (farther.levels[-1] if farther else 0)
        near = self.model_copy(update={"reach_km": float(widest)}).reach(people)
        links = model.pair_up(self.id, near)
        if farther:
            for place, km in zip(links.tolist(), near["km"].tolist(), strict=True):
                self._farther(model, easing, farther, place, km)
        model.require_rows(self._one_mentor_each(model, near, links))
        mentors = _of(people, self.mentors)
        if len(mentors):
            model.require_rows(self._room(model, easing, mentors, near, links))

    def _farther(self, model: Model, easing: Easing, farther: Slack, place: int, km: float) -> None:
        """A pair beyond the reach only from the step on that brings it within."""
        if km <= self.reach_km:
            return
        first = next(k for k, more in enumerate(farther.levels) if fraction(km) <= fraction(self.reach_km) + more)
        step = model.at(easing.steps(farther.piece)[first])
        model.require_rows(rows_of([(np.array([0, 0]), np.array([place, step]), np.array([1, -1]))], ["<="]))

    def _one_mentor_each(self, model: Model, near: pd.DataFrame, links: Integers) -> Rows:
        """Sum of its pairs = whether it is in, for every village."""
        villages = _of(model.tables.applicants, self.villages).index
        at = villages.get_indexer(pd.Index(near["village"]))
        own, options = _options_of(model.tables, villages)
        return rows_of([(at, links, 1), (own, options, -1)], ["=="] * len(villages))

    def _room(self, model: Model, easing: Easing, mentors: pd.DataFrame, near: pd.DataFrame, links: Integers) -> Rows:
        """For every mentor: each of its pairs at most its award; all of them at most its room; at least its least."""
        more, fewer = (
            [model.at(step) for step in easing.steps(Piece(self.id, kind))] for kind in ("at_most", "at_least")
        )
        at = mentors.index.get_indexer(pd.Index(near["mentor"]))
        order = np.argsort(at, kind="stable")
        at, links = at[order], links[order]
        many = np.bincount(at, minlength=len(mentors))
        capped = bool(more and self.capacity)
        first = np.concatenate(([0], np.cumsum(many + 2 + capped)))[:-1]
        alone = first[at] + np.arange(len(at)) - np.concatenate(([0], np.cumsum(many)))[at]
        full, last = first + many, first + many + 1 + capped
        own, options = _options_of(model.tables, mentors.index)
        rooms = np.array([self.room(row) for _, row in mentors.iterrows()], dtype=np.int64)
        entries: list[tuple[Integers, Integers, Integers | int]] = [(alone, links, 1), (full[at], links, 1)]
        entries += [(alone[pair], options[option], -1) for pair, option in (_crossed(at, own),)]
        entries += [(full[own], options, -rooms[own])]
        entries += [(full, np.full(len(full), step), -1) for step in more]
        if capped:
            capacities = np.array([self._capacity(row) for _, row in mentors.iterrows()], dtype=np.int64)
            entries += [(full[at] + 1, links, 1), (full[own] + 1, options, -capacities[own])]
        entries += [(last[at], links, 1), (last[own], options, -self.at_least)]
        entries += [(last, np.full(len(last), step), 1) for step in fewer]
        lower = set(last.tolist())
        senses: list[Sense] = [">=" if row in lower else "<=" for row in range(int((many + 2 + capped).sum()))]
        return rows_of(entries, senses)

    def _capacity(self, mentor: pd.Series) -> int:
        return 0 if pd.isna(mentor[self.capacity]) else int(mentor[self.capacity])

    def pieces(self, tables: Tables) -> tuple[Piece, ...]:
        """The pairing itself, the most and the least that a mentor takes; these mean nothing without the first."""
        del tables
        kinds = (REACH, "at_most", *(["at_least"] if self.at_least else []))
        return tuple(Piece(self.id, kind) for kind in kinds)

    def kept(self, tables: Tables, pieces: Set[Piece]) -> Rule | None:
        """The pairing with or without its least and its most; nothing without the pairing."""
        return mentoring_slack.kept(self, tables, pieces)

    def _slack(self, tables: Tables) -> Iterable[Slack]:
        return mentoring_slack.slacks(self, tables)

    def relaxed(self, tables: Tables, moves: Sequence[Move]) -> Rule | None:
        """The rule with a wider reach, more room or a lower least."""
        del tables
        return self.model_copy(update={m.piece.kind: mentoring_slack.moved(self, m) for m in moves})

    def said(self, move: Move) -> Message:
        """Say the new reach or room."""
        return mentoring_slack.said(self, move)

    def named_piece(self, piece: Piece) -> Message:
        """Name the pairing, the least or the most."""
        return mentoring_slack.named(self, piece)

    def usage(self, holdings: Holdings) -> list[Usage]:
        """Count the villages of every mentor in the plan."""
        pairs = holdings.pairs[holdings.pairs["rule"] == self.id]
        counts = pairs["mentor"].value_counts().to_dict()
        return [
            Usage(
                self.id,
                str(mentor),
                MENTORED,
                Fraction(counts.get(mentor, 0)),
                Fraction(self.at_least),
                Fraction(self.room(row)),
            )
            for mentor, row in awarded(holdings.awards, self.mentors).iterrows()
        ]

    def check(self, holdings: Holdings) -> list[Violation]:
        """Report villages without a lawful mentor, and mentors with too few or too many."""
        pairs = holdings.pairs[holdings.pairs["rule"] == self.id]
        mentors = set(awarded(holdings.awards, self.mentors).index)
        villages = set(awarded(holdings.awards, self.villages).index)
        counts = pairs["village"].astype(str).value_counts().to_dict()
        found = [
            message("{village} has {count} mentors instead of one", village=village, count=counts.get(village, 0))
            for village in sorted(villages)
            if counts.get(village, 0) != 1
        ]
        made = [(str(v), str(m)) for v, m in zip(pairs["village"], pairs["mentor"], strict=True)]
        lawful = [village in villages and mentor in mentors for village, mentor in made]
        said = pairs["km"].tolist() if "km" in pairs else None
        both = [pair for pair, fits in zip(made, lawful, strict=True) if fits]
        checked = iter(self._misfits(holdings.applicants, both, self._said(made, said)))
        for (village, mentor), fits in zip(made, lawful, strict=True):
            if fits:
                found += next(checked)
                continue
            found.append(
                message("{village} and {mentor} are a pair, but not both in the plan", village=village, mentor=mentor)
            )
        found += [
            message(
                "{mentor} takes {count} villages; it may take {low} to {high}",
                mentor=use.part,
                count=int(use.used),
                low=self.at_least,
                high=int(use.at_most or 0),
            )
            for use in self.usage(holdings)
            if use.broken
        ]
        return [self.broken(problem) for problem in found]

    def _said(self, made: Sequence[tuple[str, str]], kilometres: Sequence[Any] | None) -> dict[str, list[Any]] | None:
        """The distances that a plan gives, by village; None where it gives none."""
        if kilometres is None:
            return None
        found: dict[str, list[Any]] = {}
        for (village, _), far in zip(made, kilometres, strict=True):
            found.setdefault(village, []).append(far)
        return found

    def _misfits(
        self, people: pd.DataFrame, made: Sequence[tuple[str, str]], said: dict[str, list[Any]] | None
    ) -> Iterator[list[Message]]:
        """What is wrong with each of some pairs, as places go."""
        ours, theirs = ([pair[side] for pair in made] for side in (0, 1))
        here, there = people.loc[ours], people.loc[theirs]
        points = [zip(each["lat"].tolist(), each["lon"].tolist(), strict=True) for each in (here, there)]
        shared = {column: (here[column].tolist(), there[column].tolist()) for column in self.within}
        ranks = self._ranks(people, ours, theirs)
        for k, ((village, mentor), one, other) in enumerate(zip(made, *points, strict=True)):
            far = kilometres_between(one, other)
            found = []
            if far > self.reach_km:
                found.append(
                    message(
                        "{mentor} is {far} km from {village}; its reach is {reach} km",
                        mentor=mentor,
                        village=village,
                        far=Decimals(far, 1),
                        reach=self.reach_km,
                    )
                )
            found += [
                message("{village} and {mentor} differ in {column}", village=village, mentor=mentor, column=column)
                for column, (own, other_own) in shared.items()
                if _differ(own[k], other_own[k])
            ]
            if ranks is not None and self.nearest is not None and ranks[k] >= self.nearest:
                found.append(
                    plural(
                        "{count} mentor is nearer to {village} than {mentor}; it may have one of the nearest {most}",
                        "{count} mentors are nearer to {village} than {mentor}; it may have one of the nearest {most}",
                        count=ranks[k],
                        village=village,
                        mentor=mentor,
                        most=self.nearest,
                    )
                )
            if said is not None and said[village] != [far]:
                found.append(
                    message(
                        "the pair {village} and {mentor} does not give its distance, {far} km",
                        village=village,
                        mentor=mentor,
                        far=Decimals(far, 1),
                    )
                )
            yield found

    def _ranks(self, people: pd.DataFrame, ours: Sequence[str], theirs: Sequence[str]) -> list[int] | None:
        """How many mentors within reach come before each village's own; None where that does not matter."""
        if self.nearest is None:
            return None
        mentors = _of(people, self.mentors).sort_index()
        own = mentors.index.get_indexer(pd.Index(theirs))
        found: list[int] = []
        for first in range(0, len(ours), BLOCK):
            block = slice(first, first + BLOCK)
            kilometres, near = self._reached(people.loc[list(ours[block])], mentors)
            theirs_far = np.take_along_axis(kilometres, own[block][:, None], axis=1)
            earlier = np.arange(len(mentors))[None, :] < own[block][:, None]
            before = near & ((kilometres < theirs_far) | ((kilometres == theirs_far) & earlier))
            found += before.sum(axis=1).tolist()
        return found

    def describe(self) -> Message:
        """Say the reach and the room."""
        if self.nearest is not None:
            return message(
                "every village has one of its nearest {nearest} mentors in the plan, within {reach} km; a mentor takes "
                "{low} to {high} villages",
                nearest=self.nearest,
                reach=self.reach_km,
                low=self.at_least,
                high=self.at_most,
            )
        return message(
            "every village has a mentor in the plan within {reach} km; a mentor takes {low} to {high} villages",
            reach=self.reach_km,
            low=self.at_least,
            high=self.at_most,
        )


def _of(applicants: pd.DataFrame, where: dict[str, Scalar | tuple[Scalar, ...]]) -> pd.DataFrame:
    kept = applicants
    for column, wanted in where.items():
        kept = kept[kept[column].isin(list(wanted) if isinstance(wanted, tuple) else [wanted])]
    return kept


def _options_of(tables: Tables, applicants: pd.Index) -> tuple[Integers, Integers]:
    """The options of some applicants: whose each is, by place among these applicants, and its own place."""
    place = np.full(len(tables.applicants), -1, dtype=np.int64)
    place[tables.applicants.index.get_indexer(applicants)] = np.arange(len(applicants))
    own = place[tables.owner]
    options = np.flatnonzero(own >= 0)
    return own[options], options


def _crossed(at: Integers, own: Integers) -> tuple[Integers, Integers]:
    """Every pair with every option of its mentor, by their places; both lie mentor by mentor."""
    begin = np.searchsorted(own, at, side="left")
    many = np.searchsorted(own, at, side="right") - begin
    pair = np.repeat(np.arange(len(at)), many)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(many) - many, many)
    return pair, begin[pair] + within


def _unusable(capacity: pd.Series) -> list[str]:
    """Those whose capacity is neither blank nor a finite number from 0 up."""
    numbers = pd.to_numeric(capacity, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    unusable = capacity.notna().to_numpy() & ~(np.isfinite(numbers) & (numbers >= 0))
    return sorted(map(str, capacity.index[unusable]))


def _differ(one: Any, other: Any) -> bool:  # noqa: ANN401
    """Whether two cells are not the same; a blank is like nothing."""
    return bool(pd.isna(one) or pd.isna(other) or one != other)
