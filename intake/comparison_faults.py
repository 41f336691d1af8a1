"""What is wrong with a member's answers: one by one, by the rule of their method, and by the range shown."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from intake.criteria import Criteria
from intake.findings import Finding, Severity
from intake.member_ranges import changes, range_shown
from intake.members import MEMBERS_FILE, Answer, Member, Method
from locales import Message, Text, message

LIMITS = {
    Method.SWING: (Fraction(0), Fraction(100)),
    Method.DIRECT: (Fraction(0), Fraction(100)),
    Method.AHP: (Fraction(1, 9), Fraction(9)),
    Method.BEST_WORST: (Fraction(1), Fraction(9)),
}
MOST_IN_PAIRS = 15
"""So many nodes at most are compared in pairs: Saaty's table of random indices goes no further."""
SUM_WITHIN = 1
"""Points that the direct points of one comparison may miss 100 by, for people round."""


def cell_fault(member: Member, answer: Answer, parent_of: Mapping[str, str]) -> Finding | None:
    """Say what is wrong with one answer by itself, its first fault only; None when nothing is."""
    for column, node in (("criterion", answer.node), ("against", answer.against)):
        if node not in parent_of and (node or column == "criterion"):
            problem = message("{member}: there is no group or criterion “{node}”", member=member.name, node=node)
            remedy = message("Use one of: {nodes}.", nodes=tuple(sorted(parent_of)))
            return _error("member-criterion", answer, problem, remedy, column, node)
    return _against_fault(member, answer, parent_of) or _number_fault(member, answer, len(parent_of))


def _against_fault(member: Member, answer: Answer, parent_of: Mapping[str, str]) -> Finding | None:
    method = answer.method.value
    if answer.method.in_pairs:
        if answer.against != answer.node and parent_of.get(answer.against) == parent_of[answer.node]:
            return None
        problem = message(
            "{member}, {criterion}: {method} compares with another node of the same group",
            member=member.name,
            criterion=answer.node,
            method=method,
        )
        remedy = message("Write the other group or criterion in the column against.")
    elif answer.against:
        problem = message(
            "{member}, {criterion}: {method} compares with nothing, so the column against stays blank",
            member=member.name,
            criterion=answer.node,
            method=method,
        )
        remedy = message("Empty the cell, or name a method that compares pairs: ahp or best_worst.")
    else:
        return None
    return _error("member-against", answer, problem, remedy, "against", answer.against)


def _number_fault(member: Member, answer: Answer, nodes: int) -> Finding | None:
    low, high = LIMITS.get(answer.method, (Fraction(1), Fraction(nodes)))
    whole = answer.method is not Method.RANK or answer.number.denominator == 1
    if low <= answer.number <= high and whole:
        return None
    problem = message(
        "{member}, {criterion}: the answer by {method} must be {kind} from {low} to {high}",
        member=member.name,
        criterion=pair(answer),
        method=answer.method.value,
        kind=message("a place, such as 1,") if answer.method is Method.RANK else message("a number"),
        low=written(low),
        high=written(high),
    )
    remedy = message("Correct the answer as the member gave it, or empty the cell until the member is asked again.")
    return _error("member-answer", answer, problem, remedy, "answer", written(answer.number))


def rule_faults(
    member: Member, group: Text, nodes: Sequence[str], answers: Sequence[Answer], *, hurt: bool
) -> Iterator[Finding]:
    """Say where the answers about one set of siblings break a rule; what needs them all waits until all are sound."""
    first, method = answers[0], answers[0].method
    methods = tuple(sorted({answer.method.value for answer in answers}))
    if len(methods) > 1:
        problem = message(
            "{member}, {group}: answers by {methods} do not go together",
            member=member.name,
            group=group,
            methods=methods,
        )
        yield _error(
            "member-methods", first, problem, message("Keep the answers of one method for each group."), "method"
        )
        return
    if method.in_pairs and len(nodes) > MOST_IN_PAIRS:
        problem = message(
            "{member}, {group}: {count} nodes; at most {most} are compared in pairs",
            member=member.name,
            group=group,
            count=len(nodes),
            most=MOST_IN_PAIRS,
        )
        yield _error("member-pairs", first, problem, message("Use swing, or divide the group."), "method")
        return
    doubles = list(_doubles(member, answers))
    yield from doubles
    if hurt or doubles:
        return
    if method is Method.BEST_WORST:
        yield from _neither_best_nor_worst(member, group, nodes, answers)
    elif not method.in_pairs and {answer.node for answer in answers} == set(nodes):
        yield from _rule_of_all(member, group, answers)


def _doubles(member: Member, answers: Sequence[Answer]) -> Iterator[Finding]:
    seen: set[frozenset[str]] = set()
    for answer in answers:
        key = frozenset((answer.node, answer.against))
        if key in seen:
            problem = message(
                "{member}, {criterion}: this was answered already in another row",
                member=member.name,
                criterion=pair(answer),
            )
            remedy = message("Keep one of the two rows: the answer that holds.")
            yield _error("member-twice", answer, problem, remedy, "answer", written(answer.number))
        seen.add(key)


def _neither_best_nor_worst(
    member: Member, group: Text, nodes: Sequence[str], answers: Sequence[Answer]
) -> Iterator[Finding]:
    best = {node for node in nodes if node not in {answer.against for answer in answers}}
    worst = {node for node in nodes if node not in {answer.node for answer in answers}}
    if not best or not worst:
        problem = message(
            "{member}, {group}: the answers name no best or no worst, for every node stands on both sides",
            member=member.name,
            group=group,
        )
        remedy = message("The best stands only in the column criterion, the worst only in the column against.")
        yield _error("member-best-worst", answers[0], problem, remedy, "criterion")
    elif len(best) == len(worst) == 1:
        for answer in answers:
            if answer.node not in best and answer.against not in worst:
                problem = message(
                    "{member}, {criterion}: this compares neither with the best, {best}, nor with the worst, {worst}",
                    member=member.name,
                    criterion=pair(answer),
                    best=tuple(best),
                    worst=tuple(worst),
                )
                remedy = message("Delete the row, or use ahp, which compares every pair.")
                yield _error("member-best-worst", answer, problem, remedy, "criterion", pair(answer))


def _rule_of_all(member: Member, group: Text, answers: Sequence[Answer]) -> Iterator[Finding]:
    numbers = sorted(answer.number for answer in answers)
    total = sum(numbers, Fraction(0))
    match answers[0].method:
        case Method.SWING if numbers[-1] != 100:
            problem = message(
                "{member}, {group}: no answer is 100; the highest is {highest}",
                member=member.name,
                group=group,
                highest=written(numbers[-1]),
            )
            remedy = message("The raise that the member wants first counts 100; ask which one it is.")
        case Method.DIRECT if abs(total - 100) > SUM_WITHIN:
            problem = message(
                "{member}, {group}: the points sum to {total}, not to 100",
                member=member.name,
                group=group,
                total=written(total),
            )
            remedy = message("Ask the member to share out exactly 100 points.")
        case Method.RANK if any(number != 1 + sum(other < number for other in numbers) for number in numbers):
            problem = message(
                "{member}, {group}: the places {places} leave gaps or are shared wrongly",
                member=member.name,
                group=group,
                places=tuple(written(number) for number in numbers),
            )
            remedy = message("Number the places 1, 2, 3; two that share place 2 are followed by place 4.")
        case _:
            return
    yield _error("member-rule", answers[0], problem, remedy, "answer")


def stale_faults(criteria: Criteria, member: Member, answers: Sequence[Answer]) -> Iterator[Finding]:
    """Say which answers were given about a range that is no longer that of the criteria."""
    for answer in answers:
        now = range_shown(criteria, *([answer.node, answer.against] if answer.against else [answer.node]))
        then, today = changes(answer.shown, now)
        if then or today:
            problem = message(
                "{member}, {criterion}: the range has changed since, so the member is not counted; "
                "only then: {then}; only now: {now}",
                member=member.name,
                criterion=pair(answer),
                then=then or message("nothing"),
                now=today or message("nothing"),
            )
            remedy = message("Show the member the range of now, and write answer, date and range again.")
            yield Finding(
                "member-stale",
                Severity.WARNING,
                problem,
                remedy,
                MEMBERS_FILE,
                row=answer.row,
                column="range",
                value=answer.shown[:80],
            )


def pair(answer: Answer) -> str:
    """Name what an answer is about: a node, or two."""
    return f"{answer.node} / {answer.against}" if answer.against else answer.node


def written(number: Fraction) -> str:
    """Write a number as in the file: whole, with at most six decimals, or as a fraction."""
    if number.denominator == 1:
        return str(number.numerator)
    short = f"{float(number):.6f}".rstrip("0").rstrip(".")
    return short if Fraction(short) == number else f"{number.numerator}/{number.denominator}"


def _error(code: str, answer: Answer, problem: Message, remedy: Message, column: str, value: str = "") -> Finding:
    return Finding(code, Severity.ERROR, problem, remedy, MEMBERS_FILE, row=answer.row, column=column, value=value[:80])
