"""Weight sets: the weights of every member of the committee, what lies between them, and their middle."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from typing import Literal, TypeAlias

from intake import MEMBERS_FILE, Criteria, Finding, Findings, Members, Severity, below, called, judge_all, siblings
from locales import message
from scoring.elicit_numbers import rounded, shares
from scoring.tree import tree
from scoring.weights_judgement import Judgement, judgement

Mean: TypeAlias = Literal["arithmetic", "geometric"]
DIGITS = 60


@dataclass(frozen=True)
class MemberWeights:
    """One member: a judgement for every set of siblings, and the weight of every criterion in the whole.

    effective: exact, summing to one; the product of the local weights from the top down to the criterion.
    """

    id: str
    name: str
    judgements: tuple[Judgement, ...]
    effective: Mapping[str, Fraction]


@dataclass(frozen=True)
class WeightSet:
    """The weights of a committee; the group's set is everything that lies between them: the hull of their vectors.

    criteria: ids in the order of the file. members: those whose answers can be used, in order of id. aside: code and
    name of those whose answers cannot, for a reason that `findings` says.
    """

    criteria: tuple[str, ...]
    members: tuple[MemberWeights, ...]
    aside: tuple[tuple[str, str], ...]
    findings: Findings

    def member(self, code: str) -> MemberWeights | None:
        """Give one member by code; None when there is none whose answers can be used."""
        return next((each for each in self.members if each.id == code), None)

    def central(self, mean: Mean = "arithmetic") -> dict[str, Fraction]:
        """Give the middle of the members' effective weights, every member counting the same.

        arithmetic: the mean of their vectors, exact, always inside the hull. geometric: the geometric mean of each
        weight to twelve decimals, then made to sum to one; it may lie outside the hull, and a criterion that one
        member gives nothing gets nothing. Raises ValueError without a member.
        """
        if not self.members:
            raise ValueError("no member's answers can be used, so there is no middle")
        if mean == "geometric":
            return self._geometric()
        equal = Fraction(1, len(self.members))
        return self.mixture({each.id: equal for each in self.members})

    def mixture(self, parts: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """Give the point of the hull in which every member counts by a part; parts are none below zero, sum one.

        Raises ValueError otherwise, or for a member that is not there.
        """
        known = {each.id: each for each in self.members}
        if set(parts) - set(known) or sum(parts.values()) != 1 or min(parts.values(), default=Fraction(-1)) < 0:
            raise ValueError("parts must be of these members, none below zero, and sum to one")
        return {
            name: sum((part * known[code].effective[name] for code, part in parts.items()), Fraction(0))
            for name in self.criteria
        }

    def _geometric(self) -> dict[str, Fraction]:
        with localcontext(Context(prec=DIGITS)):
            roots = {}
            for name in self.criteria:
                product = Fraction(1)
                for each in self.members:
                    product *= each.effective[name]
                decimal = Decimal(product.numerator) / Decimal(product.denominator)
                roots[name] = rounded(decimal ** (Decimal(1) / len(self.members))) if decimal else Fraction(0)
        if not any(roots.values()):
            raise ValueError("every criterion is worth nothing to some member, so there is no geometric mean")
        made = shares(roots)
        return {name: made[name] for name in self.criteria}


def weight_set(criteria: Criteria, members: Members) -> WeightSet:
    """Turn a committee's answers into weights, each set of siblings by the method it was asked by.

    Members whose answers are wrong, incomplete, about a range that has changed, or missing are set aside and said,
    never guessed. Where a member answered nothing about a set of siblings, the weights of the file stand there.
    """
    usable: list[MemberWeights] = []
    aside: list[tuple[str, str]] = []
    findings: list[Finding] = []
    for judged in judge_all(criteria, members):
        findings += judged.findings
        if not judged.usable:
            aside.append((judged.member.id, judged.member.name))
            continue
        answered = {each.parent: judgement(criteria, each) for each in judged.comparisons}
        made = _complete(criteria, answered)
        findings += _doubts(criteria, judged.member.name, made)
        usable.append(MemberWeights(judged.member.id, judged.member.name, made, effective_weights(criteria, made)))
    names = tuple(each.id for each in criteria.criteria)
    return WeightSet(names, tuple(usable), tuple(aside), Findings.of(findings))


def node_share(criteria: Criteria, node: str, effective: Mapping[str, Fraction]) -> Fraction:
    """Give what a group or criterion weighs in the whole: the sum over the criteria below it."""
    return sum((effective[each.id] for each in below(criteria, node)), Fraction(0))


def moved(criteria: Criteria, node: str, share: Fraction, effective: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Give a node another share of the whole; within it, and outside it, weights keep their proportions.

    Where all weights of one of the two sides are zero, they become equal. Raises ValueError for a share outside 0
    to 1, or below 1 for a node that is everything.
    """
    inside = {each.id for each in below(criteria, node)}
    rest = set(effective) - inside
    if not 0 <= share <= 1 or not inside or (not rest and share != 1):
        raise ValueError(f"{node} cannot weigh {share} of the whole")
    result: dict[str, Fraction] = {}
    for names, part in ((inside, share), (rest, 1 - share)):
        before = sum((effective[name] for name in names), Fraction(0))
        result |= {name: part * (effective[name] / before if before else Fraction(1, len(names))) for name in names}
    return {name: result[name] for name in effective}


def distance(one: Mapping[str, Fraction], other: Mapping[str, Fraction]) -> Fraction:
    """Give the share of the weight that two vectors place differently: half the sum of absolute differences."""
    return sum((abs(one[name] - other[name]) for name in one), Fraction(0)) / 2


def _complete(criteria: Criteria, answered: Mapping[str, Judgement]) -> tuple[Judgement, ...]:
    """Put the file's weights where nothing was answered, in the order of the tree."""
    file = {node.id: node.local for node in tree(criteria)}
    return tuple(
        answered.get(parent) or Judgement(parent, {node: file[node] for node in nodes})
        for parent, nodes in siblings(criteria).items()
    )


def effective_weights(criteria: Criteria, judgements: Iterable[Judgement]) -> dict[str, Fraction]:
    """Multiply the weights among siblings from the top down to every criterion."""
    local = {node: weight for each in judgements for node, weight in each.weights.items()}
    parents = {group.id: group.parent for group in criteria.groups}
    result = {}
    for criterion in criteria.criteria:
        weight, node = local[criterion.id], criterion.group
        while node:
            weight, node = weight * local[node], parents[node]
        result[criterion.id] = weight
    return result


def _doubts(criteria: Criteria, member: str, judgements: Iterable[Judgement]) -> Iterator[Finding]:
    for each in judgements:
        if each.doubtful and each.consistency is not None:
            yield Finding(
                "member-inconsistent",
                Severity.WARNING,
                message(
                    "{member}, {group}: {consistency}. {contradiction}",
                    member=member,
                    group=called(criteria, each.parent),
                    consistency=each.consistency,
                    contradiction=each.contradiction,
                ),
                message("Show the member these answers together and ask again; until then they count as given."),
                MEMBERS_FILE,
            )
