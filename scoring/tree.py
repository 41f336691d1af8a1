"""The criteria tree: weights among siblings, and what each criterion weighs in the whole."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from intake import Criteria, Criterion, Finding, Group
from locales import Label, message
from scoring.faults import fault, refuse

ROOT = ""


@dataclass(frozen=True)
class Node:
    """A group or a criterion in its place.

    `local` is the weight among its siblings and `effective` the weight in the whole tree (the product of the
    local weights from the root down), both exact shares of one. `parent` is "" at the top; `depth` is 0
    there.
    """

    id: str
    label: Label
    parent: str
    depth: int
    is_criterion: bool
    siblings: int
    local: Fraction
    effective: Fraction


def tree(
    criteria: Criteria,
    overrides: Mapping[str, float] | None = None,
    *,
    effective: Mapping[str, Fraction] | None = None,
) -> tuple[Node, ...]:
    """Lay out the tree, every parent before its children and siblings in the order of the file.

    `overrides` replaces weights by node id; they are relative to siblings, like the file's own. Weights are
    read as the decimals they are written as, so 0.1 and 0.3 stand exactly one to three. Raises InputError that
    names every override without a node and every weight that is not a finite number above zero.

    `effective` gives every criterion its weight in the whole instead, exact and summing to one; a group then weighs
    what lies below it, and where that is nothing, all below it weigh the same nothing. Raises ValueError for
    effective weights that are not of these criteria, below zero, or do not sum to one.
    """
    overrides = overrides or {}
    refuse(_faults(criteria, overrides))
    sums = None if effective is None else _sums(criteria, effective)
    children: dict[str, list[Group | Criterion]] = {}
    for node in _nodes(criteria):
        children.setdefault(_parent(node), []).append(node)

    laid_out: list[Node] = []
    top = _siblings(children, overrides, sums, parent=ROOT, depth=0, share=Fraction(1))
    waiting = list(reversed(top))
    while waiting:
        placed = waiting.pop()
        laid_out.append(placed)
        if not placed.is_criterion:
            share, depth = placed.effective, placed.depth + 1
            waiting.extend(reversed(_siblings(children, overrides, sums, parent=placed.id, depth=depth, share=share)))
    return tuple(laid_out)


def _siblings(
    children: Mapping[str, list[Group | Criterion]],
    overrides: Mapping[str, float],
    sums: Mapping[str, Fraction] | None,
    *,
    parent: str,
    depth: int,
    share: Fraction,
) -> list[Node]:
    nodes = children.get(parent, [])
    weights = [Fraction(str(float(overrides.get(node.id, node.weight)))) for node in nodes]
    if sums is not None:
        weights = [sums[node.id] for node in nodes]
        weights = weights if any(weights) else [Fraction(1)] * len(nodes)
    total = sum(weights, Fraction(0))
    return [
        Node(
            id=node.id,
            label=node.label,
            parent=parent,
            depth=depth,
            is_criterion=isinstance(node, Criterion),
            siblings=len(nodes),
            local=weight / total,
            effective=share * weight / total,
        )
        for node, weight in zip(nodes, weights, strict=True)
    ]


def _sums(criteria: Criteria, effective: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Give every node the sum of the effective weights below it."""
    leaves = {criterion.id: criterion.group for criterion in criteria.criteria}
    if set(effective) != set(leaves) or min(effective.values()) < 0 or sum(effective.values()) != 1:
        raise ValueError("effective weights must be of all criteria, none below zero, and sum to one")
    parents = {group.id: group.parent for group in criteria.groups}
    sums = dict(effective) | dict.fromkeys(parents, Fraction(0))
    for leaf, group in leaves.items():
        node = group
        while node:
            sums[node] += effective[leaf]
            node = parents[node]
    return sums


def _nodes(criteria: Criteria) -> list[Group | Criterion]:
    return [*criteria.groups, *criteria.criteria]


def _parent(node: Group | Criterion) -> str:
    return node.group if isinstance(node, Criterion) else node.parent


def _faults(criteria: Criteria, overrides: Mapping[str, float]) -> Iterator[Finding]:
    nodes = {node.id: node for node in _nodes(criteria)}
    if not criteria.criteria:
        yield fault(
            "scoring-no-criteria",
            message("There is no criterion, so nothing can be scored."),
            message("Add at least one criterion."),
        )
    for node_id in sorted(overrides.keys() - nodes.keys()):
        yield fault(
            "scoring-weight-unknown",
            message("A weight is set for {node}, but no group or criterion has this name.", node=node_id),
            message("Use one of: {nodes}.", nodes=tuple(sorted(nodes))),
            file="",
            value=str(overrides[node_id]),
        )
    for node_id, node in nodes.items():
        weight = overrides.get(node_id, node.weight)
        if not (math.isfinite(weight) and weight > 0):
            yield fault(
                "scoring-weight-invalid",
                message("The weight of {node} is {weight}.", node=node_id, weight=str(weight)),
                message("Give a finite number above zero; to leave a criterion out, remove it from the criteria."),
                file="" if node_id in overrides else "criteria.toml",
                value=str(weight),
            )
