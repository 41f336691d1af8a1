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


def tree(criteria: Criteria, overrides: Mapping[str, float] | None = None) -> tuple[Node, ...]:
    """Lay out the tree, every parent before its children and siblings in the order of the file.

    `overrides` replaces weights by node id; they are relative to siblings, like the file's own. Weights are
    read as the decimals they are written as, so 0.1 and 0.3 stand exactly one to three. Raises InputError that
    names every override without a node and every weight that is not a finite number above zero.
    """
    overrides = overrides or {}
    refuse(_faults(criteria, overrides))
    children: dict[str, list[Group | Criterion]] = {}
    for node in _nodes(criteria):
        children.setdefault(_parent(node), []).append(node)

    laid_out: list[Node] = []
    waiting = list(reversed(_siblings(children, overrides, parent=ROOT, depth=0, share=Fraction(1))))
    while waiting:
        placed = waiting.pop()
        laid_out.append(placed)
        if not placed.is_criterion:
            below = _siblings(children, overrides, parent=placed.id, depth=placed.depth + 1, share=placed.effective)
            waiting.extend(reversed(below))
    return tuple(laid_out)


def _siblings(
    children: Mapping[str, list[Group | Criterion]],
    overrides: Mapping[str, float],
    *,
    parent: str,
    depth: int,
    share: Fraction,
) -> list[Node]:
    nodes = children.get(parent, [])
    weights = [Fraction(str(float(overrides.get(node.id, node.weight)))) for node in nodes]
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
