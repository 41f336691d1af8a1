"""Weights while they are typed: what the answers so far come to, beside the weights that stand where none are given."""

import datetime
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from intake import Answer, Criteria, Finding, Member, Method, judge, range_shown, siblings
from scoring.tree import tree
from scoring.weights import effective_weights
from scoring.weights_judgement import Judgement, judgement

EXACT = 2**53
"""Whole numbers up to this are floats without loss."""


@dataclass(frozen=True)
class DraftWeights:
    """What somebody's answers come to so far.

    judgements: one for every set of siblings, in the order of the tree; its method is None where no complete answers
    are given, so that the weights that stood there stand. effective: exact, a criterion, summing to one. open: sets of
    siblings with answers that cannot be used yet, by parent. findings: what keeps them from being used.
    """

    judgements: tuple[Judgement, ...]
    effective: Mapping[str, Fraction]
    open: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def answered(self) -> bool:
        """Whether weights come from answers anywhere."""
        return any(each.method is not None for each in self.judgements)

    @property
    def usable(self) -> bool:
        """Whether the answers may be kept: there are some, and none are left half done."""
        return self.answered and not self.open

    def of(self, parent: str) -> Judgement:
        """Give the judgement about one set of siblings."""
        return next(each for each in self.judgements if each.parent == parent)

    def policy_weights(self, criteria: Criteria) -> dict[str, float]:
        """Give these weights as a scenario holds them: by node, relative to siblings, where they are not the file's.

        Whole numbers in the exact proportions where floats hold them, else shares to twelve decimals. A scenario knows
        no weight of zero: `weightless` names the nodes that stand in the way.
        """
        file = {node.id: node.local for node in tree(criteria)}
        told: dict[str, float] = {}
        for each in self.judgements:
            if any(file[node] != share for node, share in each.weights.items()):
                told |= _in_proportion(each.weights)
        return told

    def weightless(self) -> tuple[str, ...]:
        """Name the nodes that are worth nothing by these answers."""
        return tuple(node for each in self.judgements for node, share in each.weights.items() if not share)


def draft_weights(criteria: Criteria, member: Member, standing: Mapping[str, Fraction]) -> DraftWeights:
    """Turn what a member has answered so far into weights; `standing` are effective weights a criterion.

    Unlike `weight_set`, which sets a member aside whose answers are not complete, each set of siblings is looked at by
    itself, so that a person who types sees what each answer does.
    """
    local = {node.id: node.local for node in tree(criteria, effective=standing)}
    found = judge(criteria, member) if member.answers else None
    answered = {each.parent: judgement(criteria, each) for each in (found.comparisons if found else ())}
    sets = siblings(criteria)
    begun = {parent for parent, nodes in sets.items() if any(each.node in nodes for each in member.answers)}
    made = tuple(
        answered.get(parent) or Judgement(parent, {node: local[node] for node in nodes})
        for parent, nodes in sets.items()
    )
    findings = found.findings if found else ()
    waiting = tuple(parent for parent in sets if parent in begun and parent not in answered)
    return DraftWeights(made, effective_weights(criteria, made), waiting, findings)


def _in_proportion(weights: Mapping[str, Fraction]) -> dict[str, float]:
    unit = math.lcm(*(share.denominator for share in weights.values()))
    if unit <= EXACT:
        return {node: float(share * unit) for node, share in weights.items()}
    return {node: round(float(share), 12) for node, share in weights.items()}


def answers_typed(
    criteria: Criteria,
    numbers: Mapping[tuple[Method, str, str], Fraction],
    date: datetime.date,
    before: Iterable[Answer] = (),
) -> tuple[Answer, ...]:
    """Make answers of numbers by method, node and the node it is compared with ("": none), about today's ranges.

    An answer that was given before, to the same question about the same range, keeps its date.
    """
    known = {(each.method, each.node, each.against, each.number, each.shown): each for each in before}
    made = []
    for (method, node, against), number in numbers.items():
        shown = range_shown(criteria, *((node, against) if against else (node,)))
        same = known.get((method, node, against, number, shown))
        made.append(same or Answer(method, date, node, number, shown, against))
    return tuple(made)
