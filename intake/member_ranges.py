"""Ranges: what a member is shown beside every weight, and what of it has changed since."""

from intake.criteria import Criteria, Criterion
from locales import Text, message

ROOT = ""


def siblings(criteria: Criteria) -> dict[str, tuple[str, ...]]:
    """Give the nodes that are weighed against each other, by parent ("" is the top), in the order of the file."""
    found: dict[str, list[str]] = {}
    for group in criteria.groups:
        found.setdefault(group.parent, []).append(group.id)
    for criterion in criteria.criteria:
        found.setdefault(criterion.group, []).append(criterion.id)
    return {parent: tuple(nodes) for parent, nodes in found.items()}


def below(criteria: Criteria, node: str) -> tuple[Criterion, ...]:
    """Give the criteria of a node: itself, or all below a group, in the order of the file."""
    inside = {node}
    while more := {group.id for group in criteria.groups if group.parent in inside} - inside:
        inside |= more
    return tuple(each for each in criteria.criteria if each.id in inside or each.group in inside)


def called(criteria: Criteria, node: str) -> Text:
    """Name a group or criterion by its label, and the top by what lies there."""
    labels = {group.id: group.label for group in criteria.groups}
    labels |= {criterion.id: criterion.label for criterion in criteria.criteria}
    return message("the groups at the top") if node == ROOT else labels.get(node, node)


def range_shown(criteria: Criteria, *nodes: str) -> str:
    """Write the range of some nodes as the members' file holds it: `match 0..100; staff 2..8`.

    It names every criterion below the nodes with its anchors, or with its lowest and highest level.
    """
    inside = {criterion.id for node in nodes for criterion in below(criteria, node)}
    return "; ".join(f"{each.id} {_ends(each)}" for each in criteria.criteria if each.id in inside)


def changes(shown: str, now: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say what a range shown once has that today's has not, and the other way round; the order does not matter."""
    then, today = _parts(shown), _parts(now)
    return tuple(sorted(then - today)), tuple(sorted(today - then))


def _parts(text: str) -> set[str]:
    return {" ".join(part.split()) for part in text.split(";") if part.strip()}


def _ends(criterion: Criterion) -> str:
    if criterion.levels:
        ordered = sorted(criterion.levels, key=lambda level: (level.value, level.code))
        return f"{ordered[0].code}..{ordered[-1].code}"
    return f"{_plain(criterion.anchors.zero.at)}..{_plain(criterion.anchors.one.at)}"


def _plain(number: float) -> str:
    """Write a number without exponent and without a decimal part that says nothing."""
    text = f"{number:.12f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
