"""The language of a round, known even while the rest of the round is unsound."""

import tomllib
from os import PathLike
from pathlib import Path

from locales import DEFAULT_LANGUAGE, LANGUAGES

CALL = "round.toml"
MAX_BYTES = 4 * 1024 * 1024


def language_of(path: str | PathLike[str]) -> str:
    """Give the language in which to speak about the round in a folder: "id" or "en"; never fails.

    It is the `language` of round.toml where that file can be parsed and says one of the two, else "id".
    """
    file = Path(path) / CALL
    try:
        if file.stat().st_size > MAX_BYTES:
            return DEFAULT_LANGUAGE
        said = tomllib.loads(file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")).get("language")
    except (OSError, ValueError, RecursionError):
        return DEFAULT_LANGUAGE
    return said if isinstance(said, str) and said in LANGUAGES else DEFAULT_LANGUAGE
