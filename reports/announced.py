"""An announced plan: what a plan folder awarded to whom, for a later plan that stays close to it."""

from pathlib import Path

from intake import Finding, Findings, InputError, Severity
from locales import message
from reports import reading


def announced_awards(folder: str | Path) -> dict[str, str]:
    """Read option by applicant from a plan folder; raises InputError when it is damaged or holds no plan."""
    path = Path(folder)
    document, found = reading.read(path)
    if document is not None:
        found += reading.files(path, document)
    problems = [(each.where, each.problem) for each in found]
    if document is not None and not problems and not document.awards:
        problems.append((reading.PLAN, message("nobody was awarded anything by this plan")))
    if document is None or problems:
        remedy = message(
            "give a plan as the page Plan and export hands it out, unchanged (on the command line, pilih plan writes "
            "its folder)"
        )
        raise InputError(
            Findings.of(
                Finding("announced", Severity.ERROR, problem, remedy, file=where) for where, problem in problems
            )
        )
    return {str(award["applicant"]): str(award["option"]) for award in document.awards}
