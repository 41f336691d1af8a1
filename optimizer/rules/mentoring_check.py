"""The check of mentoring: whatever is wrong with a plan's pairs, found without the model."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from locales import Decimals, Message, message, plural
from optimizer.measures import awarded
from optimizer.rules.distances import kilometres_between
from optimizer.rules.mentoring_reach import ranks
from optimizer.rules.rule import Holdings, Violation

if TYPE_CHECKING:
    from optimizer.rules.mentoring import Mentoring


def check(rule: "Mentoring", holdings: Holdings) -> list[Violation]:
    """Report villages without a lawful mentor, and mentors with too few or too many."""
    pairs = holdings.pairs[holdings.pairs["rule"] == rule.id]
    mentors = set(awarded(holdings.awards, rule.mentors).index)
    villages = set(awarded(holdings.awards, rule.villages).index)
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
    checked = iter(_misfits(rule, holdings.applicants, both, _said(made, said)))
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
            low=rule.at_least,
            high=int(use.at_most or 0),
        )
        for use in rule.usage(holdings)
        if use.broken
    ]
    return [rule.broken(problem) for problem in found]


def _said(made: Sequence[tuple[str, str]], kilometres: Sequence[Any] | None) -> dict[str, list[Any]] | None:
    """The distances that a plan gives, by village; None where it gives none."""
    if kilometres is None:
        return None
    found: dict[str, list[Any]] = {}
    for (village, _), far in zip(made, kilometres, strict=True):
        found.setdefault(village, []).append(far)
    return found


def _misfits(
    rule: "Mentoring", people: pd.DataFrame, made: Sequence[tuple[str, str]], said: dict[str, list[Any]] | None
) -> Iterator[list[Message]]:
    """What is wrong with each of some pairs, as places go."""
    ours, theirs = ([pair[side] for pair in made] for side in (0, 1))
    here, there = people.loc[ours], people.loc[theirs]
    points = [zip(each["lat"].tolist(), each["lon"].tolist(), strict=True) for each in (here, there)]
    shared = {column: (here[column].tolist(), there[column].tolist()) for column in rule.within}
    places = ranks(rule, people, ours, theirs)
    for k, ((village, mentor), one, other) in enumerate(zip(made, *points, strict=True)):
        far = kilometres_between(one, other)
        found = []
        if far > rule.reach_km:
            found.append(
                message(
                    "{mentor} is {far} km from {village}; its reach is {reach} km",
                    mentor=mentor,
                    village=village,
                    far=Decimals(far, 1),
                    reach=rule.reach_km,
                )
            )
        found += [
            message("{village} and {mentor} differ in {column}", village=village, mentor=mentor, column=column)
            for column, (own, other_own) in shared.items()
            if _differ(own[k], other_own[k])
        ]
        if places is not None and rule.nearest is not None and places[k] >= rule.nearest:
            found.append(
                plural(
                    "{count} mentor is nearer to {village} than {mentor}; it may have one of the nearest {most}",
                    "{count} mentors are nearer to {village} than {mentor}; it may have one of the nearest {most}",
                    count=places[k],
                    village=village,
                    mentor=mentor,
                    most=rule.nearest,
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


def _differ(one: Any, other: Any) -> bool:  # noqa: ANN401
    """Whether two cells are not the same; a blank is like nothing."""
    return bool(pd.isna(one) or pd.isna(other) or one != other)
