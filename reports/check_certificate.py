"""Check of a written certificate: the proof holds by itself, and it is about this plan and these rules."""

import json
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from locales import Message, message
from optimizer import Certificate, Violation, certificate_matches, recheck
from reports.again import Again
from reports.canonical import exact, shown
from reports.reading import CERTIFICATE

LARGEST = 2**28
"""Bytes; no certificate of ours is larger."""


def proof(folder: Path, again: Again) -> Iterator[Violation]:
    """Check the arithmetic, rebuild every row from the tables of plan.json, and compare the bounds stated there."""
    certificate = read(folder)
    if certificate is None:
        yield Violation(CERTIFICATE, message("the file is too large for a certificate"))
        return
    wrong = recheck(certificate, as_read=True)
    if wrong:
        yield from (Violation(CERTIFICATE, problem) for problem in wrong)
        return
    offered = again.stated_options()
    found = certificate_matches(certificate, again.table, offered, again.rules, again.objectives, again.plan)
    yield from (Violation(CERTIFICATE, problem) for problem in found)
    if found:
        return
    stated = [stage.certified for stage in again.document.result.stages]
    proven = [exact(bound) for bound in certificate.proven]
    for place, (given, right) in enumerate(zip_longest(stated, proven), start=1):
        if given != right:
            problem = message(
                "objective {place}: the plan says {given} is proven, the certificate proves {right}",
                place=place,
                given=shown(given),
                right=shown(right),
            )
            yield Violation("result", problem)


def read(folder: Path) -> Certificate | None:
    """Read the certificate of a plan folder; None when it is larger than any can be."""
    path = folder / CERTIFICATE
    if path.stat().st_size > LARGEST:
        return None
    return Certificate(json.loads(path.read_text(encoding="utf-8")))


def proven(folder: str | Path) -> tuple[Message, ...]:
    """Say what the certificate of a verified plan proves, one sentence an objective; () without a plan."""
    path = Path(folder)
    certificate = read(path) if (path / CERTIFICATE).exists() else None
    return () if certificate is None else certificate.describe()
