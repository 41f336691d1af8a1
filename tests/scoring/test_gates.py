"""Gates: every verdict, and every reason in words."""

import datetime
from typing import Any

import pytest

from intake import Criteria, InputError
from locales import Label
from scoring import Scores, explain, explain_all, one_gate_short, score
from tests.scoring.rounds import criteria, linear, question, round_of

DAY = datetime.date


def gate(name: str, *conditions: dict[str, Any], kinds: tuple[str, ...] = ()) -> dict[str, Any]:
    label = {"id": f"Gerbang {name}", "en": f"Gate {name}"}
    return {"id": name, "label": label, "kinds": kinds, "conditions": conditions, "source": "test"}


QUESTIONS = [
    question("room", unit="m2"),
    question("hours", unit="hours a day"),
    question("letter", "choice", choices=("none", "signed", "sealed")),
    question("dated", "date"),
]


def rules(*gates: dict[str, Any]) -> Criteria:
    return criteria([linear("room", 0, 10)], gates=gates, questions=QUESTIONS)


def judged(*gates: dict[str, Any], **answers: list[Any]) -> tuple[Scores, list[list[str]]]:
    """Judge, and give each applicant's reasons at the first gate in English."""
    answers.setdefault("room", [5.0] * len(next(iter(answers.values()))))
    round_ = round_of(rules(*gates), answers)
    scores = score(round_)
    said = [[m.text("en") for m in each.gates[0].reasons] for each in explain_all(round_, scores)]
    return scores, said


def test_at_least() -> None:
    scores, said = judged(gate("g", {"column": "room", "at_least": 10}), room=[8, 10, None, 12.5])
    assert scores.gates["g"].tolist() == ["fail", "pass", "unknown", "pass"]
    assert said == [
        ["Label of room: 8 m2, at least 10 m2 needed"],
        ["Label of room: 10 m2, at least 10 m2 needed"],
        ["Label of room: no answer"],
        ["Label of room: 12.5 m2, at least 10 m2 needed"],
    ]


def test_at_most_and_between() -> None:
    scores, said = judged(gate("g", {"column": "room", "at_most": 10}), room=[11, 10])
    assert scores.gates["g"].tolist() == ["fail", "pass"]
    assert said[0] == ["Label of room: 11 m2, at most 10 m2 allowed"]
    scores, said = judged(gate("g", {"column": "room", "at_least": 4, "at_most": 10}), room=[3, 4, 10, 11])
    assert scores.gates["g"].tolist() == ["fail", "pass", "pass", "fail"]
    assert said[3] == ["Label of room: 11 m2, between 4 m2 and 10 m2 needed"]


def test_choices_are_named_by_their_labels() -> None:
    scores, said = judged(
        gate("g", {"column": "letter", "among": ("signed", "sealed")}), letter=["none", "sealed", None]
    )
    assert scores.gates["g"].tolist() == ["fail", "pass", "unknown"]
    assert said[0] == ["Label of letter: None; needed: Signed, Sealed"]
    assert said[2] == ["Label of letter: no answer"]


def test_dates_are_written_out() -> None:
    days = [DAY(2016, 1, 31), DAY(2015, 1, 1), None]
    scores, said = judged(gate("g", {"column": "dated", "at_least": DAY(2015, 10, 1)}), dated=days)
    assert scores.gates["g"].tolist() == ["pass", "fail", "unknown"]
    assert said[1] == ["Label of dated: 1 January 2015, at least 1 October 2015 needed"]


@pytest.mark.parametrize(
    ("room", "hours", "status", "reasons"),
    [
        (10, 8, "pass", ["room: 10", "hours: 8"]),
        (9, 8, "fail", ["room: 9"]),
        (9, 7, "fail", ["room: 9", "hours: 7"]),
        (9, None, "fail", ["room: 9"]),
        (10, None, "unknown", ["hours: no answer"]),
        (None, None, "unknown", ["room: no answer", "hours: no answer"]),
        (None, 7, "fail", ["hours: 7"]),
    ],
)
def test_several_conditions(room: float | None, hours: float | None, status: str, reasons: list[str]) -> None:
    both = gate("g", {"column": "room", "at_least": 10}, {"column": "hours", "at_least": 8})
    scores, said = judged(both, room=[room], hours=[hours])
    assert scores.gates["g"].tolist() == [status]
    assert [sentence.removeprefix("Label of ")[: len(r)] for sentence, r in zip(said[0], reasons, strict=True)] == (
        reasons
    )


def test_a_gate_asks_only_the_kinds_it_concerns() -> None:
    only = gate("g", {"column": "room", "at_least": 10}, kinds=("village",))
    scores, said = judged(only, room=[1, 1, None, None], kind=["village", "district", "village", "district"])
    assert scores.gates["g"].tolist() == ["fail", "not asked", "unknown", "not asked"]
    assert scores.table["eligible"].tolist() == ["no", "yes", "unknown", "yes"]
    assert said[1] == ["This gate does not concern this kind of library."]


def test_obstacles_name_gate_and_reason() -> None:
    round_ = round_of(
        rules(gate("g", {"column": "room", "at_least": 10}), gate("h", {"column": "hours", "at_least": 8})),
        {"room": [8.5], "hours": [None]},
    )
    obstacles = explain(round_, score(round_), "A0000").obstacles
    assert [each.text("en") for each in obstacles] == [
        "Gate Gate g is failed: Label of room: 8.5 m2, at least 10 m2 needed.",
        "Gate Gate h is open: Label of hours: no answer.",
    ]
    assert dict(obstacles[0].values)["gate"] == Label(id="Gerbang g", en="Gate g")


def test_near_misses_are_those_with_one_obstacle() -> None:
    gates = (gate("g", {"column": "room", "at_least": 10}), gate("h", {"column": "hours", "at_least": 8}))
    scores, _ = judged(*gates, room=[9, 9, 10, 10, None], hours=[8, 7, None, 9, 9])
    assert one_gate_short(scores).to_dict() == {"A0000": "g", "A0002": "h", "A0004": "g"}
    assert one_gate_short(score(round_of(rules(), {"room": [1.0]}))).to_dict() == {}


def test_figures_of_the_district_can_be_gates() -> None:
    gates = (gate("g", {"column": "underdeveloped_2015", "at_least": 1}), gate("h", {"column": "kind", "among": ["x"]}))
    round_ = round_of(rules(*gates), {"room": [1.0, 1.0], "region": ["1101", "1102"]})
    scores = score(round_)
    assert scores.gates["g"].tolist() == ["fail", "pass"]
    assert explain(round_, scores, "A0000").gates[1].reasons[0].text("en") == "kind of library: district; needed: x"


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ({"column": "nowhere", "at_least": 1}, "scoring-column-absent"),
        ({"column": "letter", "at_least": 1}, "scoring-gate-type"),
        ({"column": "dated", "at_least": 1}, "scoring-gate-type"),
        ({"column": "room", "at_most": DAY(2015, 1, 1)}, "scoring-gate-type"),
    ],
)
def test_a_gate_that_cannot_be_judged_is_an_error_that_names_it(condition: dict[str, Any], code: str) -> None:
    round_ = round_of(rules(gate("g", condition)), {"room": [1.0], "letter": ["none"], "dated": [DAY(2015, 1, 1)]})
    with pytest.raises(InputError) as caught:
        score(round_)
    assert [(finding.code, finding.column) for finding in caught.value.findings] == [(code, condition["column"])]
    assert "Gate g" in caught.value.findings.items[0].problem.text("en")
