"""One command, one table: everything measured beside others in one run, with the machine named.

python -m benchmarks            all sizes but the nation's (about half an hour on two quiet cores)
                --quick         the small sizes only (a few minutes)
                --nation        the whole country too (hours, for the bare relaxation's sake)
                --only WORD     the parts whose name has the word (building, solving, covering, ..., nation-own)
                --write         record what is measured, part by part, and write docs/benchmarks.md; the rest stays
                --check         quick sizes; ends with 1 and names each ratio that got worse by more than its margin,
                                is not recorded, or is recorded and was not measured, and each program that is missing
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import page, ratios
from benchmarks.goals import verdicts
from benchmarks.line import Line, growths, printed, shown
from benchmarks.machine import load, machine
from benchmarks.parts import NATION, PARTS, Part, chosen


def measured(parts: Sequence[Part], quick: bool) -> Iterator[list[Line]]:
    """The lines of part after part, each printed as it is measured."""
    for part in parts:
        lines: list[Line] = []

        def kept(part: Part = part, lines: list[Line] = lines) -> Iterator[Line]:
            for line in part.lines(quick):
                lines.append(line)
                yield line

        printed(kept())
        yield lines


def summed_up(lines: list[Line]) -> bool:
    """Print how time grows, what holds and what disagrees; whether all that was measured holds and agrees."""
    print("\nHow time grows with size (exponent)")
    for each in growths(lines):
        sizes = f"{each.sizes[0]:,} to {each.sizes[-1]:,} {each.scaled}"
        print(f"  {each.topic:<60} {each.who:<46} {each.exponent:>5.2f}  {sizes}")
    print("\nWhat must hold")
    found = verdicts(lines)
    for verdict in found:
        values = "; ".join(shown(line.value, line.unit) for line in verdict.lines)
        print(f"  {verdict.said:<32} {verdict.goal.says}{': ' if values else ''}{values}")
    for line in lines:
        if not line.agrees:
            print(f"DISAGREES: {line.key}: {line.checked}")
    return all(line.agrees for line in lines) and all(verdict.holds is not False for verdict in found)


def checked(lines: list[Line], parts: Sequence[Part], record: Path) -> bool:
    """Print everything that is not as it was recorded, and every program that is missing; whether there is nothing."""
    wrong = [
        f"NOT INSTALLED: {name}, which {part.name} is measured beside: make bench-check installs it, and checks with it"
        for part in parts
        for name in part.missing()
    ]
    before = ratios.recorded(record)
    wrong += ratios.faults(lines, before, tuple(part.begins for part in parts))
    compared = sum(line.key in before and before[line.key].line.quick for line in lines)
    print("", *wrong, f"lines compared: {compared}; faults: {len(wrong)}", sep="\n")
    return not wrong


def read_words(given: Sequence[str] | None, parts: Sequence[Part]) -> tuple[argparse.Namespace, Sequence[Part]]:
    """What is asked for, and the parts that are to be measured."""
    words = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0] if __doc__ else "")
    for name, says in (
        ("quick", "the small sizes only"),
        ("nation", "the whole country too"),
        ("write", "record what is measured beside what is recorded, and write docs/benchmarks.md"),
        ("check", "quick sizes; 1 when a ratio got worse by more than its margin, or one or the other is missing"),
    ):
        words.add_argument(f"--{name}", action="store_true", help=says)
    names = ", ".join(part.name for part in (*parts, *NATION))
    words.add_argument("--only", default="", help=f"parts with this word: {names}")
    asked = words.parse_args(given)
    asked.quick |= asked.check
    if asked.write and asked.check:
        words.error("--write would record what --check compares: leave out one of them")
    if asked.nation and asked.quick:
        words.error("the nation has no quick size: leave out --nation, or --quick and --check")
    found = chosen((*parts, *NATION) if asked.nation else parts, asked.only)
    if not found:
        words.error(f"no part has {asked.only!r} in its name: {names} (the last two with --nation)")
    return asked, found


def main(
    given: Sequence[str] | None = None,
    parts: Sequence[Part] = PARTS,
    record: Path = ratios.FILE,
    document: Path = page.FILE,
) -> int:
    """Measure, print, and write or compare as asked; 1 where something disagrees, does not hold, or is a fault."""
    asked, wanted = read_words(given, parts)
    print(f"{machine()}; {load():.1f} others want a processor")
    run = ratios.this_run(" ".join(["python -m benchmarks", *(sys.argv[1:] if given is None else given)]))
    lines: list[Line] = []
    for those in measured(wanted, asked.quick):
        lines += those
        if asked.write:
            page.written(ratios.record(those, run, record).values(), document)
    good = summed_up(lines)
    if asked.check:
        good &= checked(lines, wanted, record)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
