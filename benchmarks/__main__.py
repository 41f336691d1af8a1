"""One command, one table: everything measured beside others in one run, with the machine named.

python -m benchmarks            all sizes but the nation's (about half an hour on two quiet cores)
                --quick         the small sizes only (a few minutes)
                --nation        the whole country too (hours, for the bare relaxation's sake)
                --only WORD     the parts whose name has the word (building, solving, covering, ...)
                --write         record the ratios, and put the tables into docs/benchmarks.md
                --check         quick sizes; ends with 1 and names each ratio that got worse by more than its margin
"""

import argparse
import sys
from collections.abc import Iterator

from benchmarks import (
    bench_budgeting,
    bench_build,
    bench_covering,
    bench_nation,
    bench_scoring,
    bench_solve,
    bench_sweeps,
    page,
    ratios,
)
from benchmarks.goals import verdicts
from benchmarks.line import Line, growths, printed, shown
from benchmarks.machine import load, machine

PARTS = {
    "building": bench_build.lines,
    "solving": bench_solve.lines,
    "covering": bench_covering.lines,
    "budgeting": bench_budgeting.lines,
    "scoring": bench_scoring.lines,
    "sweeps": bench_sweeps.lines,
}
NATION = ("own", "nearest")


def measured(asked: argparse.Namespace) -> Iterator[Line]:
    """Every line that is asked for, as it is measured."""
    for name, lines in PARTS.items():
        if asked.only in name:
            yield from lines(asked.quick)
    if asked.nation:
        for kind in NATION:
            yield from bench_nation.lines(kind)


def summed_up(lines: list[Line]) -> None:
    """Print how time grows, and what holds."""
    print("\nHow time grows with size (exponent)")
    for each in growths(lines):
        sizes = f"{each.sizes[0]:,} to {each.sizes[-1]:,} {each.scaled}"
        print(f"  {each.topic:<60} {each.who:<46} {each.exponent:>5.2f}  {sizes}")
    print("\nWhat must hold")
    for verdict in verdicts(lines):
        values = "; ".join(shown(line.value, line.unit) for line in verdict.lines)
        print(f"  {verdict.said:<32} {verdict.goal.says}{': ' if values else ''}{values}")


def checked(lines: list[Line]) -> bool:
    """Print every ratio that got worse by more than its margin; whether there is none, and nothing disagrees."""
    before = ratios.recorded()
    if not before:
        print("no ratio is recorded: run python -m benchmarks --write")
        return False
    found = ratios.worse(lines, before)
    print()
    for each in found:
        print(each.said)
    compared = sum(line.key in before for line in lines)
    print(f"{compared} ratios compared, {len(found)} worse by more than their margin")
    return not found and compared > 0


def read_words() -> argparse.Namespace:
    """What is asked for."""
    words = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0] if __doc__ else "")
    for name, says in (
        ("quick", "the small sizes only"),
        ("nation", "the whole country too"),
        ("write", "record the ratios, and write docs/benchmarks.md"),
        ("check", "quick sizes; 1 when a ratio got worse by more than its margin"),
    ):
        words.add_argument(f"--{name}", action="store_true", help=says)
    words.add_argument("--only", default="", help=f"parts with this word: {', '.join(PARTS)}")
    asked = words.parse_args()
    asked.quick |= asked.check
    if asked.write and (asked.only or asked.check):
        words.error("--write records a whole run: leave out --only and --check")
    return asked


def main() -> int:
    """Measure, print, and write or compare as asked; 1 where something disagrees or got worse."""
    asked = read_words()
    print(f"{machine()}; {load():.1f} others want a processor")
    lines: list[Line] = []

    def kept() -> Iterator[Line]:
        for line in measured(asked):
            lines.append(line)
            yield line

    printed(kept())
    summed_up(lines)
    for line in lines:
        if not line.agrees:
            print(f"DISAGREES: {line.key}: {line.checked}")
    good = all(line.agrees for line in lines)
    if asked.write:
        ratios.record(lines, machine())
        page.written(lines, " ".join(["python -m benchmarks", *sys.argv[1:]]))
    return 0 if (checked(lines) if asked.check else True) and good else 1


if __name__ == "__main__":
    sys.exit(main())
