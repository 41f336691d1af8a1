"""Named in: every name that the settings of a rule or objective hold; the columns it was told to look at are there."""

from collections.abc import Mapping

from optimizer.objectives import Objective
from optimizer.rules import Rule


def named_in(given: Rule | Objective) -> frozenset[str]:
    """Every text in the settings of a rule or objective: the columns it was told to look at are among them."""
    return frozenset(words_of(given.model_dump()))


def words_of(given: object) -> set[str]:
    """Every text in a setting, as a name or as what is named."""
    if isinstance(given, Mapping):
        return words_of(list(given)) | words_of(list(given.values()))
    if isinstance(given, list | tuple | set | frozenset):
        return set().union(*(words_of(each) for each in given)) if given else set()
    return {given} if isinstance(given, str) else set()
