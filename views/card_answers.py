"""The card's facts: answers with their scale and source, gates with their margins, reasons, and the letter."""

import tempfile
from pathlib import Path

import pandas as pd
import streamlit as st

import reports
from intake import Missing
from locales import Decimals, Message, Percent, Text, message
from scenarios import Explanation, Outcome
from scoring import CriterionReason
from views.downloads import offer
from views.tables import table
from views.visit import Visit

MISSING: dict[Missing, Message] = {
    Missing.FLOOR: message("earns nothing"),
    Missing.ASK: message("earns nothing until it is answered"),
    Missing.REJECT: message("makes not eligible"),
}


def answers(visit: Visit, outcome: Outcome, told: Explanation) -> None:
    """Draw every answer as it was given, what the scale makes of it, and where it comes from."""
    del outcome
    say, scored = visit.say, told.scored
    st.text(
        say(
            message(
                "{score} points; between {low} and {high} whatever the missing answers are.",
                score=Decimals(scored.score, 2),
                low=Decimals(scored.score_low, 2),
                high=Decimals(scored.score_high, 2),
            )
        )
    )
    rows = pd.DataFrame([_answer(visit, each) for each in scored.criteria])
    points, value = say(message("points")), say(message("value 0 to 1"))
    kinds = {points: "points", value: "points"}
    table(visit, rows, alt=message("Answers, scale and source by criterion"), kinds=kinds, height=_high(rows))  # type: ignore[arg-type]


def _answer(visit: Visit, each: CriterionReason) -> dict[str, object]:
    say = visit.say
    answer: Text = each.answer
    if each.missing:
        answer = message("{answer}: {rule}", answer=each.figure, rule=MISSING[each.rule])
    elif say(each.figure) != say(each.answer):
        answer = message("{answer}, which is {figure}", answer=each.answer, figure=each.figure)
    return {
        say(message("criterion")): say(each.label),
        say(message("answer")): say(answer),
        say(message("points")): each.points,
        say(message("value 0 to 1")): each.value,
        say(message("weight")): say(Percent(each.weight)),
        say(message("worth nothing")): say(each.zero),
        say(message("worth everything")): say(each.one),
        say(message("question")): say(each.question),
        say(message("source of the scale")): each.source,
    }


def gates(visit: Visit, outcome: Outcome, told: Explanation) -> None:
    """Draw every condition of every gate, with how far the answer is from its limit."""
    del outcome
    say = visit.say
    rows = pd.DataFrame(
        [
            {
                say(message("gate")): say(each.label),
                say(message("result")): say(reports.GATES[each.status]),
                say(message("answer beside what is needed")): say(each.said),
                say(message("better than the limit by")): say(reports.margin(each)),
            }
            for each in told.margins
        ]
    )
    if rows.empty:
        st.text(say(message("This round has no gates.")))
        return
    table(visit, rows, alt=message("Gates and how far the answers are from their limits"), height=_high(rows))


def reasons(visit: Visit, outcome: Outcome, told: Explanation) -> None:
    """Say why it is in or out, with every fact, and which single answers would bring its points up to the line."""
    say = visit.say
    if told.reason is None:
        award = outcome.plan.awards.loc[told.applicant]
        names = reports.Names(outcome)
        given = (names.thing(award["package"]), names.thing(award["tier"]))
        st.text(say(message("Funded: {option}", option=tuple(each for each in given if each is not None))))
        for fact in told.needed_by:
            st.text(say(message("• without it a rule would break: {fact}", fact=fact)))
    else:
        st.text(say(message("Not funded: {cause}.", cause=reports.CAUSES[told.reason.cause])))
        for fact in told.reason.facts:
            st.text(say(message("• {fact}", fact=fact)))
    for rule in outcome.rules:
        if told.applicant in getattr(rule, "applicants", ()):
            st.text(say(message("• the scenario says so by name: {rule}", rule=rule.describe())))
    if told.lifts:
        st.text(say(message("Single answers that would reach the lowest score funded, by points alone:")))
        rows = pd.DataFrame(
            [
                {
                    say(message("criterion")): say(each.label),
                    say(message("question")): say(each.question),
                    say(message("answer now")): say(each.before),
                    say(message("answer needed")): say(each.after),
                    say(message("points gained")): each.points,
                }
                for each in told.lifts
            ]
        )
        kinds = {say(message("points gained")): "points"}
        table(visit, rows, alt=message("Single answers that would reach the line"), kinds=kinds)  # type: ignore[arg-type]
        st.caption(
            visit.mark(message("Nothing is solved here: money and rules decide too. “What it would take” proves it."))
        )


def letter(visit: Visit, outcome: Outcome, told: Explanation) -> None:
    """Offer the letter that tells this applicant the decision."""
    if not outcome.plan.has_awards:
        st.text(visit.say(message("There is no plan, so there is no letter.")))
        return
    language, applicant = visit.language, told.applicant

    def made() -> bytes:
        with tempfile.TemporaryDirectory() as held:
            told_ = reports.letters(outcome, [applicant])
            paths = reports.write_letters(outcome, told_, Path(held) / "letters", language)
            return next(path for path in paths if path.suffix == ".pdf").read_bytes()

    said = message("The letter is written when it is taken, once the plan has been verified again.")
    st.caption(visit.mark(said))
    name = f"{outcome.round.call.id}-{outcome.scenario.id}-{applicant}.pdf"
    offer(visit, message("Download the letter"), name, "application/pdf", made)


def _high(rows: pd.DataFrame) -> int:
    return 35 * (len(rows) + 1) + 3
