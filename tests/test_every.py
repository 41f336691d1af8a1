"""A run may take a part of what is compared over thousands of instances, and never another part than said."""

import subprocess
import sys

from tests.samples import ROOT

MANY = "tests/optimizer_reasons/test_certificate.py"


def collected(*asked: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pytest", "--collect-only", "--override-ini=addopts=--import-mode=importlib", "-q"]
    return subprocess.run([*command, *asked, MANY], cwd=ROOT, capture_output=True, text=True, check=False)


def names(*asked: str) -> list[str]:
    return [line for line in collected(*asked).stdout.splitlines() if "::" in line]


def test_a_part_is_every_nth_chunk_and_all_the_other_tests() -> None:
    everything = names()
    chunks = [name for name in everything if "many_times[" in name]
    assert len(chunks) > 4
    rest = [name for name in everything if name not in chunks]
    assert rest
    assert names("--every", "1") == everything
    part = names("--every", "4")
    assert [name for name in part if name in chunks] == chunks[::4]
    assert [name for name in part if name not in chunks] == rest


def test_a_part_of_none_is_refused() -> None:
    refused = collected("--every", "0")
    assert refused.returncode != 0
    assert "--every 0: a whole number from 1 on is needed" in refused.stdout + refused.stderr
