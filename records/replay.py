"""Replay: a decision worked out again from its package alone, and the first thing that comes out differently."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import reports
import scenarios
from intake import InputError, Round, read_round
from locales import Message, message
from records.chain import Fault
from records.outcomes import outcome_id
from records.package import PLAN, ROUND, SCENARIO, Package, check_package
from records.rounds import unpacked
from records.scenario_text import parsed
from scenarios import Outcome, Scenario

PLAN_FILE = "plan.json"
ANSWER = ("scores", "options", "awards", "pairs", "bill", "totals", "lines", "usage", "result")
"""Sections of plan.json that are the answer; the others are inputs, compared by fingerprint, and words."""
Solve = Callable[[Round, Scenario], Outcome]


@dataclass(frozen=True)
class Replayed:
    """What a replay came to.

    steps: what was compared, in order, as far as it held. faults: the first step that did not hold, with everything
    wrong in it; () when all held. remarks: what is otherwise here and did not matter, such as a newer solver.
    """

    decision: int
    title: str
    steps: tuple[Message, ...]
    faults: tuple[Fault, ...]
    remarks: tuple[Message, ...]

    @property
    def same(self) -> bool:
        """Whether everything came out as it was decided."""
        return not self.faults


def replay(given: Package, solve: Solve = scenarios.run, expected: Mapping[int, str] | None = None) -> Replayed:
    """Check a package, verify its plan, and work it out again from its round and scenario.

    solve: asks the solver. expected: entries of the log noted elsewhere, as `check_package` takes them.
    """
    steps: list[Message] = []
    remarks: list[Message] = []
    faults: list[Fault] = check_package(given, expected)
    named: dict[str, Any] = {"id": given.manifest.get("decision", 0), "title": ""}
    if not faults:
        named = given.decision["decision"]
        with TemporaryDirectory(prefix="pilih-") as held, unpacked(given.part(ROUND)) as folder:
            for said, step in _steps(given, Path(held), folder, solve, remarks):
                faults = step()
                if faults:
                    break
                steps.append(said)
        steps.insert(0, message("every file, row and entry of the log is as it was written"))
    return Replayed(int(named["id"]), str(named["title"]), tuple(steps), tuple(faults), tuple(remarks))


def _steps(
    given: Package, held: Path, folder: Path, solve: Solve, remarks: list[Message]
) -> Iterator[tuple[Message, Callable[[], list[Fault]]]]:
    plan = held / "plan"
    plan.mkdir()
    for name, content in given.part(PLAN).items():
        (plan / name).write_bytes(content)
    stated = json.loads((plan / PLAN_FILE).read_bytes())
    scenario = parsed(given.files[SCENARIO], SCENARIO)
    yield (
        message("the plan verifies and its certificate holds"),
        lambda: _verified(plan, stated, remarks),
    )
    round_ = _read(folder)
    yield message("round and scenario have the same fingerprints"), lambda: _inputs(stated, round_, scenario)
    assert isinstance(round_, Round)
    remarks += _versions(stated)
    yield (
        message("the same plan comes out again"),
        lambda: _again(stated, solve(round_, scenario), held / "again", remarks),
    )


def _verified(plan: Path, stated: Mapping[str, Any], remarks: list[Message]) -> list[Fault]:
    """Verify the plan; its workbook, which is a print of it, may be laid out otherwise by now if it is unaltered."""
    found = [Fault(each.where, each.problem) for each in reports.verify_folder(plan)]
    unaltered = reports.workbook_digest(plan / reports.WORKBOOK) == stated["digests"]["files"][reports.WORKBOOK]
    print_only = [each for each in found if each.where == reports.WORKBOOK]
    if print_only and unaltered:
        remarks.append(message("this program would lay out the workbook otherwise; it is as it was written then"))
        return [each for each in found if each.where != reports.WORKBOOK]
    return found


def _read(folder: Path) -> Round | InputError:
    try:
        return read_round(folder)
    except InputError as error:
        return error


def _inputs(stated: Mapping[str, Any], round_: Round | InputError, scenario: Scenario) -> list[Fault]:
    if isinstance(round_, InputError):
        return [Fault(each.file, each.problem) for each in round_.findings.errors]
    then, now = stated["round"]["files"], dict(round_.files)
    found = [
        Fault(name, message("the file {file} is not the one this plan was made from", file=name))
        for name in sorted({*then, *now})
        if then.get(name) != now.get(name)
    ]
    if not found and stated["scenario"]["fingerprint"] != scenario.fingerprint():
        found = [Fault(SCENARIO, message("the scenario is not the one this plan was made from"))]
    again = scenarios.fingerprint(round_.fingerprint, scenario.fingerprint(), stated["versions"])
    if not found and again != stated["fingerprint"]:
        found = [
            Fault(
                PLAN_FILE,
                message(
                    "the fingerprint is {given}, its inputs give {right}", given=stated["fingerprint"], right=again
                ),
            )
        ]
    return found


def _versions(stated: Mapping[str, Any]) -> list[Message]:
    now = scenarios.versions()
    return [
        message("{program} was {then} and is {now} here", program=name, then=then, now=now.get(name, "–"))
        for name, then in sorted(stated["versions"].items())
        if now.get(name) != then
    ]


def _again(stated: Mapping[str, Any], outcome: Outcome, folder: Path, remarks: list[Message]) -> list[Fault]:
    """Write the plan as it comes out now, and compare it with what was decided."""
    if stated["draw"] is not None and "seed" in stated["draw"] and outcome.plan.has_awards:
        published = scenarios.draw(outcome)
        outcome = scenarios.drawn(outcome, published, stated["draw"]["seed"])
    status = stated["result"]["status"]
    if status != outcome.plan.status:
        return [
            Fault("result", message("the status was {then} and is {now}", then=status, now=str(outcome.plan.status)))
        ]
    then = {str(row["applicant"]): str(row["option"]) for row in stated["awards"]}
    now = {str(name): str(option) for name, option in outcome.plan.awards["option"].items()}
    for applicant in sorted({*then, *now}):
        one, other = then.get(applicant, "–"), now.get(applicant, "–")
        if one != other:
            said = message("{applicant} was given {then} and is given {now}", applicant=applicant, then=one, now=other)
            return [Fault("awards", said)]
    for place, (before, after) in enumerate(
        zip(stated["result"]["stages"], outcome.plan.stages, strict=False), start=1
    ):
        if Fraction(str(before["value"])) != after.value:
            said = message(
                "objective {place} was {then} and is {now}", place=place, then=str(before["value"]), now=after.value
            )
            return [Fault("result", said)]
    if stated["versions"] != scenarios.versions() or stated["draw"] is not None:
        return []  # another version may word its reasons otherwise; who is given what is compared above
    reports.write_plan(outcome, folder, stated["about"]["language"])
    again = json.loads((folder / PLAN_FILE).read_bytes())
    for section in ANSWER:
        if stated[section] != again[section]:
            return [Fault(section, message("{section} comes out otherwise", section=section))]
    if outcome_id(stated) != outcome_id(again):
        remarks.append(message("this program would word the plan otherwise; every figure and award is the same"))
    return []
