"""What the terminal shows: plain tables made of the same values as the workbook."""

from collections.abc import Iterable, Iterator, Sequence, Set
from fractions import Fraction
from pathlib import Path

import pandas as pd
from rich import box
from rich.console import Console, Group, JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text as Line

from intake import ColumnMatch, Findings, Severity
from locales import Decimals, Message, Money, Text, message, plural, render
from optimizer import Status, Violation, labels
from reports import words
from reports.printable import printable
from reports.summary import summary
from reports.tightness import Tight
from scenarios import Explanation, Outcome, Reversal, WhatItTakes, ranked_first
from scoring import Scores

PARTS_SHOWN = 3
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}


class Printer:
    """Writes in one language to one console; everything from data is written as text, never as markup."""

    def __init__(self, console: Console, language: str) -> None:
        self.console = console
        self.language = language

    def say(self, text: Text, style: str = "") -> None:
        """Write one line."""
        self.console.print(Line(self._said(text), style=style))

    def _said(self, text: Text) -> str:
        """Render a text without anything that a terminal would obey."""
        return printable(render(text, self.language))

    def table(
        self,
        title: Text,
        headers: Sequence[Text],
        rows: Iterable[Sequence[Text]],
        numbers: int = 0,
        right: Sequence[int] = (),
    ) -> None:
        """Write a table whose last `numbers` columns, and those at the places `right`, are aligned to the right.

        A table without rows says nothing and is left out.
        """
        places = {*right, *range(len(headers) - numbers, len(headers))}
        filled = list(rows)
        if filled:
            self.console.print(self._table(title, headers, filled, places))

    def _table(
        self, title: Text, headers: Sequence[Text], rows: Iterable[Sequence[Text]], right: Set[int]
    ) -> RenderableType:
        made = Table(title=Line(self._said(title), style="bold"), box=box.SIMPLE, title_justify="left", pad_edge=False)
        for place, header in enumerate(headers):
            side: JustifyMethod = "right" if place in right else "left"
            made.add_column(Line(self._said(header)), justify=side, overflow="fold")
        filled = [[self._said(cell) for cell in row] for row in rows]
        for place in right:  # a number that breaks over two lines is misread
            made.columns[place].min_width = max((len(row[place]) for row in filled), default=0)
        for row in filled:
            made.add_row(*map(Line, row))
        return Group(made)

    def findings(self, findings: Findings) -> None:
        """Write every finding: what is wrong, where, and the remedy."""
        for finding in findings:
            where, severity = finding.place().text(self.language), words.SEVERITIES[finding.severity]
            placed = message("{severity}: {place}", severity=severity, place=where)
            self.say(placed if where else severity, STYLES[finding.severity])
            self.say(message("    {problem}", problem=finding.problem))
            if finding.value:
                self.say(message("    value: {value}", value=finding.value))
            self.say(message("    remedy: {remedy}", remedy=finding.remedy), "dim")
        self.say(
            message(
                "{errors}, {warnings}, {notes}",
                errors=words.errors(len(findings.errors)),
                warnings=words.warnings(len(findings.warnings)),
                notes=words.notes(len(findings) - len(findings.errors) - len(findings.warnings)),
            ),
            "bold",
        )

    def matches(self, matches: Sequence[ColumnMatch]) -> None:
        """Write how the columns of the applicants' file were understood."""
        self.table(
            message("How the columns were understood"),
            [message("header in the file"), message("column"), message("by")],
            [(match.header, match.column or message("not read"), match.how) for match in matches],
        )

    def scores(self, names: dict[str, str], scores: Scores) -> None:
        """Write ranks, scores with their interval, and what bars the others."""
        ordered = ranked_first(scores.table)
        gates = scores.gates.to_dict("index")
        rows: list[tuple[Text, ...]] = []
        for applicant, row in ordered.iterrows():
            failed = tuple(str(gate) for gate, status in gates[applicant].items() if status in ("fail", "unknown"))
            rank: Text = "–" if pd.isna(row["rank"]) else str(int(row["rank"]))
            rows.append(
                (
                    message("{rank} (tied)", rank=rank) if row["tied"] else rank,
                    str(applicant),
                    names[str(applicant)],
                    failed,
                    Decimals(float(row["score"]), 2),
                    Decimals(float(row["score_low"]), 2),
                    Decimals(float(row["score_high"]), 2),
                )
            )
        headers = [
            message("rank"),
            message("applicant"),
            message("name"),
            message("gates not passed"),
            message("points"),
            message("at least"),
            message("at most"),
        ]
        self.table(message("Scores"), headers, rows, numbers=3)

    def explanation(self, outcome: Outcome, told: Explanation) -> None:
        """Write why one applicant is in or out, and what the opposite would cost."""
        scored = told.scored
        self.say(message("{applicant}  {name}", applicant=told.applicant, name=scored.name), "bold")
        if told.reason is None:
            self.say(message("FUNDED: {option}", option=_granted(outcome, told.applicant)), "bold green")
            for fact in told.needed_by:
                self.say(message("  without it a rule would break: {fact}", fact=fact))
        else:
            self.say(message("NOT FUNDED: {cause}", cause=words.CAUSES[told.reason.cause]), "bold yellow")
            for fact in told.reason.facts:
                self.say(message("  {fact}", fact=fact))
        rank: Text = "–" if scored.rank is None else scored.rank
        self.say(
            message(
                "Rank {rank}; {score} points (between {low} and {high} whatever the missing answers are)",
                rank=rank,
                score=Decimals(scored.score, 2),
                low=Decimals(scored.score_low, 2),
                high=Decimals(scored.score_high, 2),
            )
        )
        self.table(
            message("Gates"),
            [message("gate"), message("result"), message("why")],
            [(gate.label, words.GATES[gate.status], gate.reasons) for gate in scored.gates],
        )
        self.table(
            message("Points by criterion"),
            [message("criterion"), message("answer"), message("value 0 to 1"), message("points"), message("of")],
            [
                (c.label, c.answer, Decimals(c.value, 3), Decimals(c.points, 2), Decimals(c.most, 2))
                for c in scored.criteria
            ],
            numbers=3,
        )
        self._line_and_reversal(outcome, told)

    def _line_and_reversal(self, outcome: Outcome, told: Explanation) -> None:
        if told.at_the_line is not None:
            line = told.at_the_line
            other = message("{name} ({applicant})", name=words.Names(outcome).person(line.other), applicant=line.other)
            gap = Decimals(line.gap, 2)
            self.table(
                message("Against {other}, the lowest score funded: {gap} points", other=other, gap=gap)
                if told.reason is not None
                else message(
                    "Against {other}, the highest score that is not funded: {gap} points", other=other, gap=gap
                ),
                [message("criterion"), message("its points"), message("at the line"), message("difference")],
                [
                    (c.label, Decimals(c.points, 2), Decimals(c.other_points, 2), Decimals(c.difference, 2))
                    for c in line.criteria
                    if c.difference
                ],
                numbers=3,
            )
        if told.reversal is None:
            return
        self.say(_reversed(outcome, told, told.reversal))

    def summary(self, outcome: Outcome, written: Sequence[Path]) -> None:
        """Write what a plan came to: the result, money by line, what binds, why the others are out, the files."""
        said = summary(outcome)
        self.say(
            message("{round}: {scenario}", round=outcome.round.call.title, scenario=outcome.scenario.title), "bold"
        )
        if said.made_up is not None:
            self.say(said.made_up, "bold magenta")
        self.say(said.headline, "bold green" if outcome.plan.has_awards else "bold red")
        for sentence in said.conflict:
            self.say(message("  {rule}", rule=sentence), "red")
        self.table("", ["", ""], said.figures, numbers=1)
        if outcome.plan.has_awards:
            self.table(
                message("Budget lines"),
                [message("line"), message("counted on"), message("used"), message("left")],
                [(line.label, Money(line.counted_on), Money(line.used), Money(line.left)) for line in said.lines],
                numbers=3,
            )
            self.table(
                message("What holds the plan where it is"),
                [message("rule"), message("part"), message("how")],
                list(_grouped(outcome, said.binding)),
            )
        self.table(
            message("Not funded"),
            [message("cause"), message("applicants")],
            [(words.CAUSES[cause], count) for cause, count in said.causes],
            numbers=1,
        )
        warnings = outcome.findings.warnings
        if warnings:
            told = plural(
                "{count} warning; it stands in the workbook's findings.",
                "{count} warnings; they stand in the workbook's findings.",
                count=len(warnings),
            )
            self.say(told, "yellow")
        for path in written:
            near = path.is_relative_to(Path.cwd())
            self.say(message("written: {file}", file=str(path.relative_to(Path.cwd()) if near else path)))

    def what_it_takes(self, takes: WhatItTakes) -> None:
        """Write the smallest single changes that would turn a decision."""
        self.say(message("What alone would turn the decision:"), "bold")
        for gate in takes.gates:
            self.say(message("  first, to pass the gate {gate}; now: {reasons}", gate=gate.label, reasons=gate.reasons))
        if takes.gates_suffice:
            self.say(message("  that alone would be enough"))
        for change in takes.changes:
            self.say(message("  {change}", change=change.said))
        if not takes.changes and not takes.gates_suffice:
            self.say(message("  no single change that was tried"))
        if takes.not_by:
            self.say(message("  not by any amount of: {what}", what=takes.not_by))
        self.say(message("  {confirmed}", confirmed=takes.confirmed()))
        if takes.unanswered:
            self.say(message("  not answered in time: {questions}", questions=takes.unanswered), "yellow")

    def violations(self, violations: Sequence[Violation]) -> None:
        """Write what a verification found."""
        for violation in violations:
            self.say(message("{where}: {problem}", where=violation.where, problem=violation.problem), "bold red")


def _granted(outcome: Outcome, applicant: str) -> tuple[Text, ...]:
    """Name what an applicant is awarded: its package and its connection."""
    names, award = labels(outcome.round.catalogue), outcome.plan.awards
    ids = [str(award.at[applicant, column]) for column in ("package", "tier")]
    return tuple(names[each] for each in ids if each)


def _reversed(outcome: Outcome, told: Explanation, other: Reversal) -> Message:
    """Say what the opposite decision on one applicant would come to, and how sure that is."""
    left_out, forced_in = message("Solved again with it left out"), message("Solved again with it forced in")
    asked = left_out if told.reason is None else forced_in
    if other.status is Status.INFEASIBLE:
        return message("{asked}: no plan exists under these rules.", asked=asked)
    if other.status is Status.STOPPED:
        return message("{asked}: time ran out before any plan was found.", asked=asked)
    enters, leaves = _people(outcome, other.enters), _people(outcome, other.leaves)
    if other.loss is None:
        return message(
            "{asked}: how much worse the plan becomes is not proven; enters: {enters}; leaves: {leaves}.",
            asked=asked,
            enters=enters,
            leaves=leaves,
        )
    first = outcome.plan.stages[0]
    return message(
        "{asked}: the plan becomes worse by {loss}, from {reached} now; enters: {enters}; leaves: {leaves}.",
        asked=asked,
        loss=words.measured(first.objective.measure, Fraction(str(other.loss))),
        reached=words.measured(first.objective.measure, first.value),
        enters=enters,
        leaves=leaves,
    )


def _people(outcome: Outcome, applicants: Sequence[str]) -> Text:
    """Name everyone, with the id that the other tables know them by."""
    names = words.Names(outcome)
    return tuple(f"{names.person(each)} ({each})" for each in applicants) or message("nobody")


def _grouped(outcome: Outcome, binding: Sequence[Tight]) -> Iterator[tuple[Text, Text, Text]]:
    """One row for every rule and way of binding: a few parts by name, the others counted."""
    names = words.Names(outcome)
    groups: dict[tuple[str, str], list[Tight]] = {}
    for each in binding:
        groups.setdefault((each.rule.id, each.tightness.words().template), []).append(each)
    for alike in groups.values():
        first = alike[0]
        parts = tuple(names.part(each.rule, each.use.part) for each in alike[:PARTS_SHOWN] if each.use.part)
        more = len(alike) - PARTS_SHOWN
        listed = message("{parts} and {more} more", parts=parts, more=more) if more > 0 else parts
        yield first.rule.name, listed, first.tightness.words()
