"""Fingerprints: what went into a round, as SHA-256."""

import hashlib
from collections.abc import Mapping
from pathlib import PurePath

TEXT_ENDINGS = (".toml", ".csv", ".tsv", ".tab", ".txt", ".json", ".geojson")


def file_fingerprint(name: str, content: bytes) -> str:
    """Give the SHA-256 of a file; text files count with plain line ends, so every system's checkout agrees."""
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if PurePath(name).suffix.lower() in TEXT_ENDINGS and not utf16:
        content = content.replace(b"\r\n", b"\n")
    return hashlib.sha256(content).hexdigest()


def round_fingerprint(files: Mapping[str, str]) -> str:
    """Give one SHA-256 over the sorted names and fingerprints of all files."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{files[name]}\n".encode())
    return total.hexdigest()
