"""Comparisons: one member's answers put together by what is weighed against what, and whether they can be used."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from intake.comparison_faults import cell_fault, rule_faults, stale_faults
from intake.criteria import Criteria
from intake.findings import Finding, Severity
from intake.member_ranges import called, siblings
from intake.members import MEMBERS_FILE, Answer, Member, Members, Method
from locales import Message, message


@dataclass(frozen=True)
class Comparison:
    """Siblings of the criteria tree that a member has weighed against each other, all by one method."""

    parent: str
    nodes: tuple[str, ...]
    method: Method
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Judged:
    """A member's comparisons, and what was found about them."""

    member: Member
    comparisons: tuple[Comparison, ...]
    findings: tuple[Finding, ...]

    @property
    def usable(self) -> bool:
        """Whether weights may be made of these answers: there are some, and no finding is more than a note."""
        return bool(self.comparisons) and all(each.severity is Severity.NOTE for each in self.findings)


def judge_all(criteria: Criteria, members: Members) -> tuple[Judged, ...]:
    """Judge the answers of every member, in order of id."""
    return tuple(judge(criteria, member) for member in sorted(members.people, key=lambda one: one.id))


def judge(criteria: Criteria, member: Member) -> Judged:
    """Put a member's answers together and say everything that keeps them from being used.

    Errors are answers that cannot be right. Warnings set the member aside: no answers, some missing, or a range
    that is not today's. A set of siblings without any answer is a note: the weights of the file stand there.
    """
    if not member.answers:
        problem = message("{member} has not answered yet and is not counted", member=member.name)
        remedy = message("Ask the member, or delete the row.")
        return Judged(member, (), (_finding("member-silent", Severity.WARNING, member, problem, remedy),))
    sets = siblings(criteria)
    parent_of = {node: parent for parent, nodes in sets.items() for node in nodes}
    findings: list[Finding] = []
    sound: dict[str, list[Answer]] = {}
    hurt: set[str] = set()
    for answer in member.answers:
        fault = cell_fault(member, answer, parent_of)
        if fault is None:
            sound.setdefault(parent_of[answer.node], []).append(answer)
        else:
            findings.append(fault)
            hurt |= {parent_of[answer.node]} if answer.node in parent_of else set(sets)
    made: list[Comparison] = []
    left: list[str] = []
    for parent, nodes in sets.items():
        if parent in sound:
            found = list(_taken_together(criteria, member, parent, nodes, sound[parent], hurt=parent in hurt))
            findings += found
            if not found and parent not in hurt:
                made.append(Comparison(parent, nodes, sound[parent][0].method, tuple(sound[parent])))
        elif len(nodes) > 1 and parent not in hurt:
            left.append(parent)
    if left and made:
        findings.append(_left_to_the_file(criteria, member, left))
    return Judged(member, tuple(made), tuple(findings))


def _taken_together(
    criteria: Criteria, member: Member, parent: str, nodes: tuple[str, ...], answers: list[Answer], *, hurt: bool
) -> Iterator[Finding]:
    """Say what is wrong with all answers about one set of siblings; `hurt` when some could not be read."""
    who = called(criteria, parent)
    faults = list(rule_faults(member, who, nodes, answers, hurt=hurt))
    yield from faults
    missing = () if faults or hurt else unanswered(nodes, answers)
    if missing:
        problem = message(
            "{member}, {group}: the answers by {method} are not complete, so the member is not counted; "
            "missing: {missing}",
            member=member.name,
            group=who,
            method=answers[0].method.value,
            missing=missing,
        )
        remedy = message("Ask the member for the rest; with no answer at all about a group the file's weights stand.")
        yield _finding("member-incomplete", Severity.WARNING, member, problem, remedy, answers[0].row)
    yield from stale_faults(criteria, member, answers)


def unanswered(nodes: tuple[str, ...], answers: "list[Answer] | tuple[Answer, ...]") -> tuple[str, ...]:
    """Give what a complete set of answers still needs: nodes, or pairs written `one / other`."""
    if not answers[0].method.in_pairs:
        return tuple(node for node in nodes if node not in {answer.node for answer in answers})
    given = {frozenset((answer.node, answer.against)) for answer in answers}
    if answers[0].method is Method.AHP:
        wanted = list(combinations(nodes, 2))
    else:
        best, worst = best_and_worst(nodes, answers)
        if len(best) == len(worst) == 1:
            wanted = [(best[0], node) for node in nodes if node != best[0]]
            wanted += [(node, worst[0]) for node in nodes if node not in (best[0], worst[0])]
        else:  # which one is the best, or the worst, is still open
            wanted = [*combinations(best, 2), *combinations(worst, 2)]
    return tuple(f"{one} / {other}" for one, other in wanted if frozenset((one, other)) not in given)


def best_and_worst(
    nodes: tuple[str, ...], answers: "list[Answer] | tuple[Answer, ...]"
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the nodes to which nothing is preferred, and those preferred to nothing: one of each in complete answers."""
    against, preferred = {answer.against for answer in answers}, {answer.node for answer in answers}
    return tuple(n for n in nodes if n not in against), tuple(n for n in nodes if n not in preferred)


def _left_to_the_file(criteria: Criteria, member: Member, parents: list[str]) -> Finding:
    problem = message(
        "{member} has answered nothing about {groups}; the weights of criteria.toml stand there",
        member=member.name,
        groups=tuple(called(criteria, parent) for parent in parents),
    )
    remedy = message("Nothing needs doing, if that is meant.")
    return _finding("member-file-weights", Severity.NOTE, member, problem, remedy)


def _finding(
    code: str, severity: Severity, member: Member, problem: Message, remedy: Message, row: int | None = None
) -> Finding:
    return Finding(code, severity, problem, remedy, MEMBERS_FILE, row=row, value=member.id)
