"""Words for what a scenario says: its parts, its fields and their choices, where a person fills in or compares them."""

from collections.abc import Mapping

from locales import Message, message

PARTS: Mapping[str, Message] = {
    "id": message("Name"),
    "title": message("Title"),
    "note": message("Remark"),
    "scoring": message("Scoring"),
    "catalogue": message("Catalogue"),
    "budget": message("Money"),
    "rules": message("Rule"),
    "objectives": message("Goals"),
    "solver": message("Time and proof"),
    "robust": message("Doubts"),
    "manipulation": message("Honest errors"),
    "schema": message("Form of the file"),
    "order of rules": message("Order of the rules"),
}
FIELDS: Mapping[str, Message] = {
    "budget.basis": message("Counted on"),
    "budget.scale": message("All lines times"),
    "budget.lines": message("Budget line"),
    "budget.funders": message("Funder"),
    "catalogue.packages_off": message("Packages that are not offered"),
    "catalogue.tiers_off": message("Connections that are not offered"),
    "catalogue.prices": message("Price"),
    "catalogue.start_years": message("Years in which a grant may begin"),
    "catalogue.years": message("Years that are paid for"),
    "scoring.weights": message("Weight"),
    "scoring.weights_from": message("Whose weights"),
    "scoring.members_mean": message("Middle of the members"),
    "scoring.gates_off": message("Gates that are not asked"),
    "scoring.unknown_gates": message("Gate without an answer"),
    "scoring.panel": message("Reviewers' marks"),
    "solver.gap": message("Good enough within"),
    "solver.seconds": message("Seconds at most"),
    "solver.threads": message("Threads"),
    "solver.solver": message("Solver"),
}
CHOICES: Mapping[str, Message] = {
    "amount": message("what is planned"),
    "pledged": message("what is pledged"),
    "out": message("may not be funded"),
    "in": message("may be funded all the same"),
    "highs": message("HiGHS"),
    "cbc": message("CBC, for a second opinion"),
    "maximise": message("as much as possible of"),
    "minimise": message("as little as possible of"),
    "maximise_worst": message("most for the group that gets least of"),
    "least_changes": message("fewest changes against an announced plan"),
}
LANGUAGES: Mapping[str, Message] = {"id": message("in Indonesian"), "en": message("in English")}
