"""What makes a plan of who reads what impossible."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NoReturn

from intake import Finding
from locales import message
from scoring.faults import fault, refuse

NAMED: Final = 10


def check(
    applicants: Sequence[str],
    reviewers: Sequence[str],
    conflicts: Collection[tuple[str, str]],
    anchors: Sequence[str] | None,
    marks_each: int,
    at_most: Mapping[str, int] | int | None,
    most_reviewers: int,
) -> None:
    """Raise InputError with everything wrong with what a plan is asked from."""
    refuse(
        [
            *_names(applicants, reviewers, conflicts, anchors, at_most),
            *_numbers(applicants, reviewers, marks_each, at_most, most_reviewers),
            *_short(applicants, reviewers, conflicts, marks_each),
        ]
    )


def _names(
    applicants: Sequence[str],
    reviewers: Sequence[str],
    conflicts: Collection[tuple[str, str]],
    anchors: Sequence[str] | None,
    at_most: Mapping[str, int] | int | None,
) -> Iterator[Finding]:
    for name in _twice(applicants):
        problem = message("applicant {name} is there twice", name=name)
        yield fault("reading-twice", problem, message("Name everybody once."), file="", value=name)
    for name in _twice(reviewers):
        problem = message("reviewer {name} is there twice", name=name)
        yield fault("reading-twice", problem, message("Name everybody once."), file="", value=name)
    known, readers = set(applicants), set(reviewers)
    strange = {applicant for applicant, _ in conflicts} | set(anchors or ())
    for name in sorted(strange - known):
        problem = message("a conflict of interest or an anchor names {name}, who is no applicant", name=name)
        yield fault("reading-unknown", problem, message("Correct the name."), file="", value=name)
    limited = set(at_most) if isinstance(at_most, Mapping) else set()
    for name in sorted(({reviewer for _, reviewer in conflicts} | limited) - readers):
        problem = message("a conflict of interest or a limit names {name}, who is no reviewer", name=name)
        yield fault("reading-unknown", problem, message("Correct the name."), file="", value=name)


def _twice(names: Sequence[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)


def _numbers(
    applicants: Sequence[str],
    reviewers: Sequence[str],
    marks_each: int,
    at_most: Mapping[str, int] | int | None,
    most_reviewers: int,
) -> Iterator[Finding]:
    if not applicants:
        yield fault("reading-nothing", message("there is no application to read"), message("Name some."), file="")
    if not 1 <= marks_each <= max(1, len(reviewers)):
        problem = message(
            "every application is to be read by {count} reviewers, and there are {all}",
            count=marks_each,
            all=len(reviewers),
        )
        yield fault("reading-marks-each", problem, message("Ask for at least 1, and no more than there are."), file="")
    if len(reviewers) > most_reviewers:
        problem = message(
            "there are {count} reviewers, and at most {most} can be planned for",
            count=len(reviewers),
            most=most_reviewers,
        )
        yield fault("reading-crowd", problem, message("Plan for parts of the panel apart."), file="")
    limits = at_most if isinstance(at_most, Mapping) else {} if at_most is None else {"": at_most}
    for name, limit in sorted(limits.items()):
        if limit < 0:
            problem = message("a reviewer cannot read fewer than no applications")
            yield fault(
                "reading-limit", problem, message("Give a limit of 0 or more."), file="", value=f"{name} {limit}"
            )


def _short(
    applicants: Sequence[str],
    reviewers: Sequence[str],
    conflicts: Collection[tuple[str, str]],
    marks_each: int,
) -> Iterator[Finding]:
    barred: dict[str, set[str]] = {}
    for applicant, reviewer in conflicts:
        barred.setdefault(applicant, set()).add(reviewer)
    known = set(applicants)
    for applicant in sorted(barred):
        left = len(set(reviewers) - barred[applicant])
        if applicant in known and left < marks_each <= len(reviewers):
            problem = message(
                "{applicant} needs {count} reviewers, and only {left} have no conflict of interest",
                applicant=applicant,
                count=marks_each,
                left=left,
            )
            remedy = message("Ask further reviewers, or ask for fewer marks.")
            yield fault("reading-conflicts", problem, remedy, file="", value=applicant)


def overfull(reviewers: Sequence[str], loads: Sequence[int], room: Sequence[int]) -> None:
    """Raise InputError with every reviewer for whom the anchors alone are too much."""
    refuse(
        fault(
            "reading-anchors",
            message(
                "{reviewer} may read {room} applications, and the anchors alone are {load}",
                reviewer=reviewer,
                room=most,
                load=load,
            ),
            message("Use fewer anchors, or raise what this reviewer may read."),
            file="",
            value=reviewer,
        )
        for reviewer, load, most in zip(reviewers, loads, room, strict=True)
        if load > most
    )


def cramped(applicants: Sequence[str], reviewers: Sequence[str], stuck: int, full: Sequence[int]) -> NoReturn:
    """Raise InputError: an application has no place, for all who could make room for it are full."""
    names = tuple(reviewers[each] for each in full[:NAMED])
    problem = message(
        "{applicant} cannot be given to enough reviewers: the {count} who may read it, or could take over from those "
        "who may, are full ({reviewers})",
        applicant=applicants[stuck],
        count=len(full),
        reviewers=names,
    )
    remedy = message("Raise what they may read, ask further reviewers, or ask for fewer marks.")
    refuse([fault("reading-no-room", problem, remedy, file="", value=applicants[stuck])])
    raise AssertionError("refuse() raises")
