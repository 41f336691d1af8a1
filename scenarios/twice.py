"""Twice: what a second application of the same library under another id would gain, and whether it would be noticed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from intake import Round, recognisable, same_library
from locales import message
from optimizer import Funded, Status
from scenarios.allocations import Question
from scenarios.cases import Case, Change, case_of
from scenarios.misreported import HONEST, Copies
from scenarios.outcome import Outcome
from scenarios.sweep import Spread
from scenarios.would_fund import NO, UNKNOWN, YES, Ladder, asked, by_value_alone


@dataclass(frozen=True)
class Twice:
    """One library that applies a second time with the same answers.

    gains: "yes" where one award more goes to it than without, "no", or "unknown". same_name: whether the check of the
    files notices a second application under the same name; numbered: under the name with a 2 behind it; answers: under
    any name, by its answers.
    """

    applicant: str
    in_plan: bool
    gains: str
    same_name: bool
    numbered: bool
    answers: bool


def twice(
    outcome: Outcome, made: Copies, scheduler: Spread | None = None, processes: int | None = None
) -> tuple[Twice, ...]:
    """Ask about everyone who could be given something.

    Of applicants that an allocation can tell apart by nothing but the value of their options, in the plan or out of
    it alike, a second application of the more valuable gains wherever that of a less valuable does; so not everyone
    is asked by itself.
    """
    honest = made.table[made.table["kind"] == HONEST].set_index("of")
    open_ = honest.loc[sorted(set(map(str, outcome.options.table["applicant"])))]
    inside = frozenset(map(str, outcome.plan.awards.index))
    ladders = list(_ladders(outcome, open_, inside))
    case = case_of(outcome)

    def question(name: str) -> Question:
        said = message("a second application of {applicant}", applicant=name)
        return Question(Case(with_twin(outcome.round, name), outcome.scenario, case.known), Change(), said)

    def judge(name: str, answer: Funded) -> str:
        return _judge(outcome.round, name, answer, before=int(name in inside))

    asked(ladders, question, judge, scheduler, processes)
    found = dict(pair for ladder in ladders for pair in ladder.answers())
    known = recognisable(outcome.round.applicants, outcome.round.criteria.questions)
    return tuple(_noticed(outcome, each, each in inside, found[each], bool(known[each])) for each in sorted(found))


def twin_of(round_: Round, applicant: str) -> str:
    """An id that nobody has."""
    number = 2
    while f"{applicant}-{number}" in round_.applicants.index:
        number += 1
    return f"{applicant}-{number}"


def with_twin(round_: Round, applicant: str) -> Round:
    """The round with the same application once more, marks of the panel included."""
    people, twin = round_.applicants, twin_of(round_, applicant)
    row = people.loc[[applicant]].set_axis(pd.Index([twin], name=people.index.name), axis="index")
    both = pd.concat([people, row]).astype(people.dtypes.to_dict())
    marks = round_.marks
    if marks is not None:
        marks = pd.concat([marks, marks[marks["applicant"] == applicant].assign(applicant=twin)], ignore_index=True)
    return replace(round_, applicants=both, marks=marks)


def _judge(round_: Round, name: str, answer: Funded, *, before: int) -> str:
    if answer.status is Status.INFEASIBLE:
        return NO
    if answer.status is not Status.OPTIMAL:
        return UNKNOWN
    return YES if len(answer.names & {name, twin_of(round_, name)}) > before else NO


def _ladders(outcome: Outcome, honest: pd.DataFrame, inside: frozenset[str]) -> Iterator[Ladder]:
    """Group those alike; each by itself where more value need not be better, or a rule names applicants."""
    alone = not by_value_alone(outcome) or outcome.round.marks is not None
    named = " ".join(rule.model_dump_json() for rule in outcome.rules)
    groups: dict[tuple[bool, str], list[str]] = {}
    for name, look in zip(map(str, honest.index), honest["look"], strict=True):
        groups.setdefault((name in inside, name if alone or f'"{name}"' in named else look), []).append(name)
    for key in sorted(groups):
        yield from _steps(groups[key], honest["points"])


def _steps(names: Sequence[str], points: "pd.Series[float]") -> Iterator[Ladder]:
    """One ladder by rising points; whoever has the points of another, whom the stated order tells apart, by itself."""
    first: dict[float, str] = {}
    for name in names:
        if first.setdefault(float(points[name]), name) != name:
            yield Ladder([[name]])
    yield Ladder([[first[each]] for each in sorted(first)])


def _noticed(outcome: Outcome, name: str, in_plan: bool, gains: str, known: bool) -> Twice:
    row = outcome.table.loc[name]
    title, own = str(row["district"]), str(row["name"])
    return Twice(name, in_plan, gains, same_library(own, own, title), same_library(own, f"{own} 2", title), known)
