"""The language of a written plan, known even while the rest of it is damaged."""

import json
from pathlib import Path

from locales import DEFAULT_LANGUAGE, LANGUAGES


def language_of_plan(folder: Path) -> str:
    """Give the language in which to speak about the plan in a folder: "id" or "en"; never fails."""
    try:
        about = json.loads((folder / "plan.json").read_text(encoding="utf-8"))["about"]
        said = about["language"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return DEFAULT_LANGUAGE
    return said if isinstance(said, str) and said in LANGUAGES else DEFAULT_LANGUAGE
