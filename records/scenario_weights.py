"""The text of a scenario with other weights: whose they are, or which, everything else left as it stands."""

import re
from collections.abc import Mapping

import scenarios
from records.scenario_text import parsed, proven, value_text

SECTION = re.compile(r"^[ \t]*\[(?P<name>[^\[\]\n]+)\][ \t]*(?:#.*)?$", re.MULTILINE)
TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
OURS = re.compile(r"^[ \t]*(?:weights|weights_from|members_mean)[ \t]*=.*\n?", re.MULTILINE)


def with_weights(
    content: bytes, name: str, weights: Mapping[str, float], whose: str = "file", mean: str = "arithmetic"
) -> bytes:
    """Give a scenario's file other weights.

    weights: by node, relative to siblings, in place of all that it sets; whose: as `Policy.weights_from`, where
    anything but "file" goes with no weights; mean: as `Policy.members_mean`. Comments stay where the file is written
    as usual; else it is written anew, and says the same. Raises InputError for weights that no scenario may have.
    """
    data = parsed(content, name).as_data()
    scoring = {key: value for key, value in data["scoring"].items() if key not in ("weights_from", "members_mean")}
    scoring["weights"] = dict(weights)
    told = {"weights": scoring["weights"]} if weights else {}
    if whose != "file":
        scoring["weights_from"] = told["weights_from"] = whose
    if whose == "members" and mean != "arithmetic":
        scoring["members_mean"] = told["members_mean"] = mean
    wanted = scenarios.from_data({**data, "scoring": scoring}, name)
    lines = "".join(f"{key} = {value_text(value)}\n" for key, value in told.items())
    return proven(_edited(content.decode("utf-8"), lines), name, wanted)


def _edited(text: str, lines: str) -> str:
    """Put lines about weights into the section scoring, in place of those that are there."""
    heads = list(SECTION.finditer(text))
    for head in heads:
        if head["name"].strip() == "scoring":
            stop = _end_of_tables(text, head.end())
            return text[: head.end()] + "\n" + lines + OURS.sub("", text[head.end() : stop]).lstrip("\n") + text[stop:]
    at = _end_of_tables(text, 0)
    return f"{text[:at].rstrip()}\n\n[scoring]\n{lines}\n{text[at:]}" if lines else text


def _end_of_tables(text: str, begin: int) -> int:
    """Where a section ends: at the next table of whatever kind."""
    found = TABLE.search(text, begin)
    return found.start() if found else len(text)
