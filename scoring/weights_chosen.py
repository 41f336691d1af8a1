"""Whose weights a policy takes: the file's, a member's, or the middle of all members."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from intake import Finding, Findings, InputError, Members, Round
from locales import Message, message
from scoring.faults import fault
from scoring.policy import Policy
from scoring.tree import tree
from scoring.weights import WeightSet, weight_set


@dataclass(frozen=True)
class Chosen:
    """The effective weight of every criterion (None: those of the file stand), and findings of the members' answers."""

    effective: Mapping[str, Fraction] | None
    findings: tuple[Finding, ...] = ()


def chosen_weights(round_: Round, policy: Policy) -> Chosen:
    """Give the weights that a policy takes from the members, if it does.

    Raises InputError when the round has no answers of members, the named member has none that can be used, or the
    policy sets weights of its own besides.
    """
    if policy.weights_from == "file":
        return Chosen(None)
    if policy.weights:
        whose = policy.weights_from
        problem = message("The scenario takes the weights of {whose} and sets others besides.", whose=whose)
        raise _refused(policy, problem, message('Delete scoring.weights, or write weights_from = "file".'))
    group = weight_set(round_.criteria, round_.members or Members(()))
    member = group.member(policy.weights_from)
    if member is not None:
        return Chosen(member.effective, group.findings.items)
    if policy.weights_from == "members" and group.members:
        return Chosen(middle(group, policy), group.findings.items)
    raise _nobody(round_, policy, group)


def weights_that_count(round_: Round, policy: Policy) -> dict[str, Fraction]:
    """Give the exact effective weight of every criterion under a policy; raises InputError as `chosen_weights` does."""
    nodes = tree(round_.criteria, policy.weights, effective=chosen_weights(round_, policy).effective)
    return {node.id: node.effective for node in nodes if node.is_criterion}


def middle(group: WeightSet, policy: Policy) -> dict[str, Fraction]:
    """Give the middle that a policy asks for; raises InputError where there is no geometric mean."""
    try:
        return group.central(policy.members_mean)
    except ValueError as error:
        problem = message("Every criterion is worth nothing to some member, so there is no geometric mean.")
        raise _refused(policy, problem, message('Write members_mean = "arithmetic".')) from error


def _nobody(round_: Round, policy: Policy, group: WeightSet) -> InputError:
    whose, known = policy.weights_from, tuple(each.id for each in group.members)
    if round_.members is None:
        problem = message("The scenario takes the weights of {whose}, but the round has no members.csv.", whose=whose)
        return _refused(policy, problem, message('Add the file, or write weights_from = "file".'))
    if whose in ("members", *(code for code, _ in group.aside)):
        problem = message("The answers of {whose} cannot be used for weights.", whose=whose)
        remedy = message(
            "The findings about members.csv say why; members that can be used: {members}.",
            members=known or message("none"),
        )
        return _refused(policy, problem, remedy)
    problem = message("There is no member {whose} in members.csv.", whose=whose)
    remedy = message('Write weights_from = "file", "members", or one of: {members}.', members=known or message("none"))
    return _refused(policy, problem, remedy)


def _refused(policy: Policy, problem: Message, remedy: Message) -> InputError:
    return InputError(Findings((fault("scoring-weights-from", problem, remedy, file="", value=policy.weights_from),)))
