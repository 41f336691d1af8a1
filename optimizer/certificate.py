"""Certificate: a proof, in whole numbers and fractions, that no plan under the rules is better by more than so much.

For max c z with rows a_i z <= r_i (y_i >= 0), >= r_i (y_i <= 0), == r_i (y_i free) and 0 <= z <= u, any multipliers y
give  c z <= sum of y_i r_i + sum over j of u_j max(0, (c - yA)_j)  for every plan z (weak duality). The multipliers
are the prices of the relaxation, rounded to fractions; as c and z are whole, the bound may be rounded down. Where
that leaves more than a stated share, the plans are split in two by a sum of whole numbers (at most v, at least
v + 1), and each half is proven by itself.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import zip_longest
from typing import Any

import pandas as pd

from locales import Decimals, Message, message
from optimizer import checker
from optimizer.model import LARGE_FROM
from optimizer.objectives import Objective
from optimizer.plan import Plan
from optimizer.program import Program, Row, awarded_options, made_pairs, program
from optimizer.proof_tree import grown
from optimizer.rules import Rule, named_rules
from optimizer.solution import Status
from optimizer.tables import prepare

FORM = 1
LEAVES = 40
ENOUGH = Fraction(1, 10_000)
"""How near (as a share of the value) the bound should come before splitting ends."""


@dataclass(frozen=True, eq=False)
class Certificate:
    """The proof as plain data, ready to be written as JSON and checked by `python -I checker.py FILE`.

    data: form; columns (their keys), upper (largest value of each), amounts (columns that need not be whole); rows
    (rule, part, sense, bound, columns, numbers); plan (one whole number a column); stages, one an objective that
    could be certified: objective, sense, units (whole units in one), kept (rows that hold earlier objectives), goal,
    value, bound (in whole units), searched (the bound that the search proved, None if it proved none), tree (splits
    and multipliers); digests (SHA-256 of every other part).
    """

    data: Mapping[str, Any]

    @property
    def percent(self) -> Fraction | None:
        """By how much of its value, in per cent, any plan could be better on the first objective.

        None at value 0, and without objectives.
        """
        if not self.data["stages"]:
            return None
        stage = self.data["stages"][0]
        return Fraction(100 * abs(stage["bound"] - stage["value"]), abs(stage["value"])) if stage["value"] else None

    @property
    def proven(self) -> tuple[Fraction, ...]:
        """The certified bound of every certified objective, in its own unit."""
        return tuple(Fraction(stage["bound"]) / Fraction(stage["units"]) for stage in self.data["stages"])

    @property
    def awards(self) -> dict[str, str]:
        """Option by applicant, as the plan's vector says."""
        taken = (key for key, number in zip(self.data["columns"], self.data["plan"], strict=True) if number)
        return {key[1]: key[2] for key in taken if key[0] == "option"}

    @property
    def pairs(self) -> list[tuple[str, str, str]]:
        """The pairs (rule, village, mentor), as the plan's vector says."""
        taken = (key for key, number in zip(self.data["columns"], self.data["plan"], strict=True) if number)
        return sorted((key[1], key[2], key[3]) for key in taken if key[0] == "pair")

    def text(self) -> str:
        """The certificate as JSON, one line, the same bytes on every machine."""
        return json.dumps(self.data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def describe(self) -> tuple[Message, ...]:
        """Say what is proven, one sentence an objective; the search's own bound beside it."""
        return tuple(_said(stage) for stage in self.data["stages"])


def certify(
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    plan: Plan,
    *,
    leaves: int = LEAVES,
    enough: Fraction = ENOUGH,
) -> Certificate:
    """Prove how much better than this plan any other could be; the same inputs give the same bytes.

    Every objective whose predecessors were solved to proof is certified, under the rules and what those predecessors
    hold it to. leaves: into how many parts the plans may be split for a nearer bound; 1 uses multipliers alone. Raises
    ValueError for a plan without awards or that breaks a row.
    """
    if not plan.has_awards:
        raise ValueError("a plan without awards has nothing to certify")
    made = _program(applicants, options, rules, objectives)
    vector = made.vector(awarded_options(plan.awards), made_pairs(plan.pairs))
    broken = made.broken(vector)
    if broken:
        raise ValueError(f"the plan breaks {broken[0].rule} {broken[0].part}")
    stages = [
        _stage(made, place, _kept(made, plan, place), vector, plan, leaves, enough)
        for place in range(len(made.goals))
        if all(stage.status is Status.OPTIMAL and stage.bound is not None for stage in plan.stages[:place])
    ]
    data: dict[str, Any] = {
        "form": FORM,
        "columns": [list(column.key) for column in made.columns],
        "upper": [column.upper for column in made.columns],
        "amounts": [j for j, column in enumerate(made.columns) if not column.whole],
        "rows": [row_data(row) for row in made.rows],
        "plan": vector,
        "stages": stages,
    }
    return sealed(data)


def _program(
    applicants: pd.DataFrame, options: pd.DataFrame, rules: Sequence[Rule], objectives: Sequence[Objective]
) -> Program:
    """What is proven about; a nation's shares are written shortly, or its certificate would be too large to carry."""
    tables = prepare(applicants, options)
    return program(tables, named_rules(rules), objectives, short=len(tables.options) >= LARGE_FROM)


def sealed(data: Mapping[str, Any]) -> Certificate:
    """Put the SHA-256 of every part beside it."""
    parts = {name: part for name, part in data.items() if name != "digests"}
    seals = {
        name: hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest() for name, part in parts.items()
    }
    return Certificate({**parts, "digests": seals})


def row_data(row: Row) -> dict[str, Any]:
    """One row as plain data."""
    return {
        "rule": row.rule,
        "part": row.part,
        "sense": row.sense,
        "bound": row.bound,
        "columns": list(row.columns),
        "numbers": list(row.numbers),
    }


def recheck(certificate: Certificate, *, as_read: bool = False) -> tuple[Message, ...]:
    """Check the proof by exact arithmetic; () when it holds, otherwise what does not.

    as_read: its data are those of a file, so that nothing is checked but what is written there.
    """
    try:
        list(checker.check(certificate.data if as_read else json.loads(certificate.text())))
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as wrong:
        return (message("the certificate does not hold: {problem}", problem=str(wrong)),)
    return ()


def certificate_matches(
    certificate: Certificate,
    applicants: pd.DataFrame,
    options: pd.DataFrame,
    rules: Sequence[Rule],
    objectives: Sequence[Objective],
    plan: Plan | None = None,
) -> tuple[Message, ...]:
    """Rebuild every column and row from the tables and compare; () when the certificate is about these very rules.

    With `plan`, its awards, pairs and what it says of its objectives must be those of the certificate too.
    """
    made = _program(applicants, options, rules, objectives)
    data = certificate.data
    found: list[Message] = []
    wanted: dict[str, Iterable[object]] = {
        "columns": (list(column.key) for column in made.columns),
        "upper": (column.upper for column in made.columns),
        "amounts": (j for j, column in enumerate(made.columns) if not column.whole),
    }
    if not all(_is_list_of(data.get(name), part) for name, part in wanted.items()) or data.get("form") != FORM:
        found.append(message("the certificate is about other applicants or options"))
    given = data.get("rows", [])
    if len(made.rows) != len(given):
        wrong = message(
            "the certificate has {given} rows, the rules make {wanted}", given=len(given), wanted=len(made.rows)
        )
        found.append(wrong)
    for k, (row, other) in enumerate(zip(made.rows, given, strict=False)):
        if row_data(row) != other:
            problem = message("row {row} of the certificate is not what rule {rule} makes", row=k + 1, rule=row.rule)
            found.append(problem)
    stages = data.get("stages", [])
    if len(stages) > len(made.goals) or (made.goals and not stages):
        found.append(message("the certificate has other objectives"))
        return tuple(found)
    for place, stage in enumerate(stages):
        if not _same_stage(made, place, stages):
            found.append(message("objective {place} of the certificate is not the one asked for", place=place + 1))
        elif plan is not None and stage != {**stage, **_claimed(made, plan, place)}:
            found.append(
                message("objective {place}: the certificate says another value or bound than the plan", place=place + 1)
            )
    if plan is not None and (awarded_options(plan.awards), sorted(made_pairs(plan.pairs))) != (
        certificate.awards,
        certificate.pairs,
    ):
        found.append(message("the certificate is about another plan"))
    return tuple(found)


def _is_list_of(given: object, wanted: Iterable[object]) -> bool:
    """Whether it is a list of just these, which are made one by one."""
    if not isinstance(given, list):
        return False
    nothing = object()
    return all(one == other for one, other in zip_longest(given, wanted, fillvalue=nothing))


def _same_stage(made: Program, place: int, stages: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a stage optimises the objective of its place, and holds the earlier ones to what was proven of them."""
    goal, stage = made.goals[place], stages[place]
    kept = []
    for before, earlier in enumerate(stages[:place]):
        if type(earlier["searched"]) is not int:  # none was proven; or text, of which "1e999999999" is never read
            return False
        bound = made.goals[before].objective.floor(Fraction(earlier["searched"]) / made.goals[before].units)
        kept.append(row_data(made.keeping(before, bound)))
    wanted = {"kept": kept, "units": str(goal.units), "objective": place + 1, **_goal(made, place)}
    return all(stage.get(name) == part for name, part in wanted.items())


def _goal(made: Program, place: int) -> dict[str, Any]:
    goal = made.goals[place]
    numbers = {"columns": list(goal.numbers), "numbers": list(goal.numbers.values())}
    return {"sense": "maximise" if goal.sign > 0 else "minimise", "goal": numbers}


def _claimed(made: Program, plan: Plan, place: int) -> dict[str, Any]:
    stage, units = plan.stages[place], made.goals[place].units
    return {"value": int(stage.value * units), "searched": None if stage.bound is None else int(stage.bound * units)}


def _kept(made: Program, plan: Plan, place: int) -> list[Row]:
    """What earlier objectives, solved to proof, hold this one to."""
    found = []
    for before, stage in enumerate(plan.stages[:place]):
        assert stage.bound is not None
        found.append(made.keeping(before, stage.objective.floor(stage.bound)))
    return found


def _stage(
    made: Program, place: int, kept: Sequence[Row], vector: list[int], plan: Plan, leaves: int, enough: Fraction
) -> dict[str, Any]:
    goal = made.goals[place]
    value = goal.value(vector)
    target = goal.sign * value + int(abs(value) * enough)
    bound, tree = grown(made.with_rows(kept), place, target, leaves)
    return {
        "objective": place + 1,
        "units": str(goal.units),
        "kept": [row_data(row) for row in kept],
        **_goal(made, place),
        **_claimed(made, plan, place),
        "bound": goal.sign * bound,
        "tree": tree,
    }


def _said(stage: Mapping[str, Any]) -> Message:
    value, bound, searched = stage["value"], stage["bound"], stage["searched"]
    if searched is None or (searched != value and abs(searched - value) >= abs(bound - value)):
        beside: Message | str = ""  # the search proved no more than the certificate does
    elif searched == value:
        beside = message("; proved by search: none is better at all")
    else:
        beside = message("; proved by search: none by more than {share} %", share=_percent(value, searched))
    if not value:
        most = Fraction(abs(bound - value)) / Fraction(stage["units"])
        return message("no plan under these rules is better by more than {most}{beside}", most=most, beside=beside)
    return message(
        "no plan under these rules is better by more than {share} %{beside}",
        share=_percent(value, bound),
        beside=beside,
    )


def _percent(value: int, bound: int) -> Decimals:
    """The distance in per cent, rounded up to four decimals."""
    return Decimals(-(-abs(bound - value) * 10**6 // abs(value)) / 10**4 if value else 0.0, 4)
