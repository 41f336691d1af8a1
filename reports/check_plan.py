"""Checks of a written plan: status, stages, rules and what they have left, pairs, fingerprints, who may be funded."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from intake import round_fingerprint
from locales import message
from optimizer import Mentoring, Status, Violation, fraction, holdings, plain, verify
from reports import document as written
from reports import inputs
from reports.again import Again
from reports.canonical import read_exact, shown
from reports.schema import Document, as_data
from scenarios import Cause, Scenario, fingerprint
from scoring import millionths

BARRED = (Cause.GATE, Cause.GATE_UNKNOWN, Cause.MISSING_ANSWER)


def plan(again: Again) -> Iterator[Violation]:
    """Verify the rebuilt plan: awards against options, every rule, every stage, every usage."""
    made, rules, offered = again.plan, again.rules, again.stated_options()
    yield from verify(made, again.table, offered, rules)
    if made.has_awards:
        yield from _pairs(again)
        held = holdings(made.awards, made.pairs, again.table, offered)
        right = [written.usage(use) for rule in rules for use in rule.usage(held)]
        yield from _usage(again.document, right)


def _usage(document: Document, right: list[dict[str, object]]) -> Iterator[Violation]:
    given = [as_data(use) for use in document.usage]
    here = {(use["rule"], use["part"]): use for use in given}
    there = {(use["rule"], use["part"]): use for use in right}
    for key in sorted({*here, *there}, key=str):
        name = " ".join(str(part) for part in key if part)
        mine, other = here.get(key), there.get(key)
        if mine is None or other is None:
            yield Violation("usage", message("rule {rule}: what it uses is missing or too much", rule=name))
            continue
        for column in other:
            if mine[column] != other[column]:
                yield Violation(
                    "usage",
                    message(
                        "rule {rule}: {column} is {given}, it should be {right}",
                        rule=name,
                        column=column,
                        given=shown(mine[column]),
                        right=shown(other[column]),
                    ),
                )
    if len(given) != len(right):
        yield Violation(
            "usage", message("there are {count} usages instead of {right}", count=len(given), right=len(right))
        )


def _pairs(again: Again) -> Iterator[Violation]:
    """Check that every pair belongs to a mentoring rule, and its distance."""
    people = again.round.table()
    reach = {
        rule.id: {(str(p.village), str(p.mentor)): float(p.km) for p in rule.reach(people).itertuples(index=False)}  # type: ignore[arg-type]
        for rule in again.rules
        if isinstance(rule, Mentoring)
    }
    for pair in again.document.pairs:
        key = (str(pair["village"]), str(pair["mentor"]))
        right = reach.get(str(pair["rule"]), {}).get(key)
        if right is None or right != pair["km"]:
            yield Violation(
                "pairs",
                message(
                    "{village} and {mentor}: km is {given}, it should be {right}",
                    village=key[0],
                    mentor=key[1],
                    given=shown(pair["km"]),
                    right=shown(right),
                ),
            )


def status(document: Document) -> Iterator[Violation]:
    """Check that status, ties, stages, gaps and conflict tell one story."""
    made, result = inputs.plan_of(document), document.result
    drawn = () if document.draw is None else ("drawn",)
    ties = ("unique", "settled", "open", *drawn) if made.status is Status.OPTIMAL else ("open",)
    if result.ties not in ties:
        yield Violation(
            "result", message("a plan that is {status} cannot have ties {ties}", status=result.status, ties=result.ties)
        )
    right = written.result(made, None)
    for name in ("objective", "bound", "gap"):
        if getattr(result, name) != right[name]:
            yield _wrong(name, getattr(result, name), right[name])
    for place, stage in enumerate(result.stages):
        if stage.gap != right["stages"][place]["gap"]:
            yield _wrong(f"stage {place + 1}, gap", stage.gap, right["stages"][place]["gap"])
    kept = [stage.objective for stage in result.stages]
    if kept != (document.objectives if made.has_awards else []):
        yield Violation("result", message("the stages are not the objectives of the scenario"))
    if not made.has_awards:
        for name in ("awards", "pairs", "bill", "usage"):
            if getattr(document, name):
                yield Violation(name, message("there is no plan, but there are {what}", what=name))
    if document.conflict and made.status is not Status.INFEASIBLE:
        yield Violation(
            "conflict", message("rules are blamed for a conflict, but the plan is {status}", status=result.status)
        )
    unknown = set(document.conflict) - {str(rule.get("id")) for rule in document.rules}
    if unknown:
        yield Violation("conflict", message("there are no rules {rules}", rules=tuple(sorted(unknown))))


def _wrong(name: str, given: object, right: object) -> Violation:
    return Violation(
        "result",
        message("{name} is {given}, it should be {right}", name=name, given=shown(given), right=shown(right)),
    )


def scenario(document: Document, chosen: Scenario) -> Iterator[Violation]:
    """Check that rules, objectives and fingerprints follow from the scenario, and the round's names from its call."""
    rules = [rule.as_data() for rule in chosen.rules]
    if rules and document.rules[-len(rules) :] != rules:
        yield Violation("rules", message("the rules are not those of the scenario"))
    if document.objectives != [objective.as_data() for objective in chosen.objectives]:
        yield Violation("objectives", message("the objectives are not those of the scenario"))
    if document.scenario.fingerprint != chosen.fingerprint():
        yield Violation("scenario", message("the scenario's fingerprint does not fit the scenario"))
    if document.round.fingerprint != round_fingerprint(document.round.files):
        yield Violation("round", message("the round's fingerprint does not fit the fingerprints of its files"))
    right = fingerprint(document.round.fingerprint, chosen.fingerprint(), document.versions)
    if document.fingerprint != right:
        yield Violation("fingerprint", message("the fingerprint does not fit round, scenario and versions"))
    call = inputs.call_of(document)
    made_up = call.made_up.model_dump() if call.made_up else None
    stated = document.about.made_up.model_dump() if document.about.made_up else None
    if (document.round.id, document.round.title.model_dump()) != (call.id, call.title.model_dump()):
        yield Violation("round", message("title or id are not those of the call"))
    if stated != made_up:
        yield Violation("about", message("the note about invented data is not that of the call"))


def admission(document: Document) -> Iterator[Violation]:
    """Check that points add up to scores, that nobody is funded without a rank, and that all others have a reason."""
    summary = {str(row["applicant"]): (row["score"], row["rank"]) for row in document.scores.summary}
    for row in document.scores.points:
        applicant = str(row["applicant"])
        points = sum(millionths(float(v)) for name, v in row.items() if name != "applicant" and v is not None)
        score_, _ = summary[applicant]
        if not isinstance(score_, int | float) or millionths(float(score_)) != points:
            yield Violation(
                "scores",
                message(
                    "{applicant}: score is {given}, the points add up to {right}",
                    applicant=applicant,
                    given=shown(score_),
                    right=shown(points / 1_000_000),
                ),
            )
    funded = [str(award["applicant"]) for award in document.awards]
    for applicant in funded:
        if summary[applicant][1] is None:
            yield Violation("awards", message("{applicant} is funded, but was not admitted", applicant=applicant))
    reasons = {reason.applicant: reason for reason in document.not_funded}
    if len(reasons) < len(document.not_funded) or set(reasons) != set(summary) - set(funded):
        yield Violation("not_funded", message("not every applicant is either funded or given one reason"))
    for applicant, reason in reasons.items():
        barred = Cause(reason.cause) in BARRED
        if applicant in summary and barred != (summary[applicant][1] is None):
            yield Violation(
                "not_funded",
                message(
                    "{applicant}: the cause {cause} does not fit its gates", applicant=applicant, cause=reason.cause
                ),
            )


def budget(document: Document) -> Iterator[Violation]:
    """Check that every budget line is a rule, with the same amount."""
    bounds = {str(rule.get("id")): _allowed(rule) for rule in document.rules}
    for line in document.lines:
        bound = bounds.get(f"budget_{line.line}")
        if not isinstance(bound, int | float) or fraction(bound) != Fraction(line.counted_on):
            yield Violation(
                "lines",
                message(
                    "budget line {line}: counted_on is {given}, its rule allows {bound}",
                    line=line.line,
                    given=shown(line.counted_on),
                    bound=shown(bound),
                ),
            )


def _allowed(rule: Mapping[str, Any]) -> object:
    """What a rule allows at most, in all years together."""
    amounts = rule.get("amounts")
    return sum(amounts.values()) if isinstance(amounts, dict) else rule.get("at_most")


def stated_objective(document: Document) -> Iterator[Violation]:
    """Check the first objective's total against the totals, where it is a sum of a column."""
    for stage in document.result.stages:
        measure = stage.objective.get("maximise") or stage.objective.get("minimise")
        if isinstance(measure, str) and measure in document.totals:
            total = read_exact(document.totals[measure])
            if read_exact(stage.value) != total:
                yield _wrong(measure, stage.value, plain(total))
