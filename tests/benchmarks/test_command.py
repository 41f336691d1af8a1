"""The command that measures: how it ends, and what it records, with parts that are quick to measure."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import page, ratios
from benchmarks.__main__ import main
from benchmarks.goals import GOALS
from benchmarks.line import Line
from benchmarks.parts import NATION, PARTS, Part

SMALL = Line("Building", 100, "options", "ours", "theirs", 0.5, 1.0, 2.0, quick=True)
LARGE = replace(SMALL, scale=900, quick=False)
OTHER = replace(SMALL, topic="Scoring")


def part(name: str, *lines: Line, peers: tuple[tuple[str, str], ...] = ()) -> Part:
    def measure(quick: bool) -> Iterator[Line]:
        return (line for line in lines if line.quick or not quick)

    return Part(name, lines[0].topic, measure, peers)


BOTH = (part("building", SMALL, LARGE), part("scoring", OTHER))


class Desk:
    """The command, with files of its own."""

    def __init__(self, folder: Path) -> None:
        self.record, self.document = folder / "ratios.toml", folder / "page.md"
        self.document.write_text(f"{page.BEGIN}{page.END}")

    def __call__(self, words: str, parts: tuple[Part, ...] = BOTH) -> int:
        return main(words.split(), parts, self.record, self.document)

    def values(self) -> dict[str, float]:
        return {key: each.line.value for key, each in ratios.recorded(self.record).items()}


@pytest.fixture
def command(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_small_run_and_a_part_record_what_they_measured_and_leave_the_rest(command: Desk) -> None:
    assert command("--write") == 0
    assert command.values() == {SMALL.key: 0.5, LARGE.key: 0.5, OTHER.key: 0.5}
    faster = (part("building", replace(SMALL, value=0.4), replace(LARGE, value=0.4)), *BOTH[1:])
    assert command("--quick --write", faster) == 0
    assert command.values() == {SMALL.key: 0.4, LARGE.key: 0.5, OTHER.key: 0.5}
    assert command("--only build --write", faster) == 0
    assert command.values() == {SMALL.key: 0.4, LARGE.key: 0.4, OTHER.key: 0.5}
    held = ratios.recorded(command.record)
    assert held[SMALL.key].run.command == "python -m benchmarks --only build --write"
    assert held[OTHER.key].run.command == "python -m benchmarks --quick --write"
    assert all(each.run.command in command.document.read_text() for each in held.values())


def test_what_was_finished_before_an_end_is_recorded(command: Desk) -> None:
    def stopped(_: bool) -> Iterator[Line]:
        yield OTHER
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        command("--write", (BOTH[0], Part("scoring", "Scoring", stopped)))
    assert list(command.values()) == [SMALL.key, LARGE.key]


def test_a_check_ends_well_where_all_is_as_it_was_recorded(command: Desk) -> None:
    command("--write")
    before = command.record.read_bytes()
    assert command("--check") == 0
    assert command("--check --only scor") == 0
    assert command.record.read_bytes() == before


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((part("building", replace(SMALL, value=0.8)), BOTH[1]), f"WORSE: {SMALL.key}"),
        ((BOTH[0], Part("scoring", "Scoring", lambda _: iter(()))), f"NOT MEASURED: {OTHER.key}"),
        ((BOTH[0], part("scoring", OTHER, replace(OTHER, scale=7))), "NOT RECORDED: Scoring, 7 options"),
        (
            (BOTH[0], part("scoring", OTHER, peers=(("Its name", "surely_not_installed"), ("pytest", "pytest")))),
            "NOT INSTALLED: Its name, which scoring is measured beside: make bench-check installs it",
        ),
    ],
    ids=["worse", "not-measured", "not-recorded", "not-installed"],
)
def test_a_check_names_what_is_wrong_and_ends_with_1(
    parts: tuple[Part, ...], said: str, command: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    command("--write")
    capsys.readouterr()
    assert command("--check", parts) == 1
    told = capsys.readouterr().out
    assert said in told
    assert "; faults: 1\n" in told


def test_a_check_without_a_record_ends_with_1(command: Desk) -> None:
    assert command("--check") == 1


@pytest.mark.parametrize("words", ["", "--quick", "--write"])
def test_what_must_hold_and_does_not_ends_with_1(words: str, command: Desk) -> None:
    goal = GOALS["weights"]
    good = replace(SMALL, goal="weights", value=goal.at_most)
    assert command(words, (part("building", good),)) == 0
    assert command(words, (part("building", replace(good, value=goal.at_most + 0.01)),)) == 1
    assert command(words, (part("building", replace(good, agrees=False)),)) == 1
    assert command(words, (part("building", replace(SMALL, agrees=False)),)) == 1


@pytest.mark.parametrize("words", ["--write --check", "--nation --check", "--only nothing", "--only nation"])
def test_words_that_do_not_go_together_are_refused(words: str, command: Desk) -> None:
    with pytest.raises(SystemExit) as ended:
        command(words)
    assert ended.value.code == 2
    assert command.values() == {}


def test_every_recorded_line_belongs_to_one_part() -> None:
    for key in ratios.recorded():
        assert sum(key.startswith(each.begins) for each in (*PARTS, *NATION)) == 1


def test_every_program_that_is_measured_beside_ours_is_in_the_lock_file_of_the_benchmarks() -> None:
    lock = (Path(__file__).parents[2] / "requirements-bench.lock").read_text()
    for name, _ in (each for part in PARTS for each in part.peers):
        assert f"\n{name.replace('-Tools', 'tools').lower()}==" in lock


def test_the_first_topics_are_those_of_the_parts() -> None:
    words = [each.begins.split()[0].rstrip(":") for each in (*PARTS, *NATION)]
    assert tuple(dict.fromkeys(words)) == ratios.TOPICS
