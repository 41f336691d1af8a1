"""Words for forms: what every rule, every field of one, and every choice is called where a person fills it in."""

from collections.abc import Mapping

from locales import Message, Text, message

RULES: Mapping[str, Message] = {
    "exclude": message("Keep out"),
    "funders": message("Who pays what"),
    "include": message("Put in"),
    "limit": message("Limit or minimum"),
    "mentoring": message("Mentors for villages"),
    "minimum_score": message("Lowest score"),
    "one_of": message("At most one of several"),
    "requires": message("Only together"),
    "shared_cost": message("Cost paid once for a group"),
    "stay_close": message("Stay close to an announced plan"),
    "yearly_budget": message("Money by year"),
}
FIELDS: Mapping[str, Message] = {
    "label": message("Name"),
    "note": message("Remark"),
    "source": message("Source"),
    "may_relax": message("May it give way when no plan exists?"),
    "relax_at_most": message("Gives way by at most"),
    "applicants": message("Applicants"),
    "reason": message("Reason"),
    "asked_by": message("Who asks for it"),
    "funders": message("Funders"),
    "costs": message("Costs that must be paid"),
    "unlimited": message("Without a limit"),
    "measure": message("What is counted"),
    "where": message("Only those with"),
    "per": message("For each"),
    "at_least": message("At least"),
    "at_most": message("At most"),
    "instead": message("Other bounds for single groups"),
    "villages": message("Who needs a mentor"),
    "mentors": message("Who may be a mentor"),
    "reach_km": message("Reach in kilometres"),
    "within": message("Within the same"),
    "nearest": message("Only so many of the nearest"),
    "capacity": message("Column with each mentor's room"),
    "besides": message("May be funded all the same"),
    "only": message("Only these groups"),
    "applicant": message("Applicant"),
    "needs": message("Only together with"),
    "cost": message("Cost for each group"),
    "line": message("Budget line"),
    "item": message("Item of the budget line"),
    "year": message("Year"),
    "counts": message("Counted in"),
    "assumption": message("This is an assumption"),
    "announced": message("Announced libraries"),
    "amounts": message("Money by year"),
    "carry_over": message("What may be carried over"),
}
OWN_FIELDS: Mapping[tuple[str, str], Message] = {
    ("mentoring", "at_least"): message("Villages for each mentor, at least"),
    ("mentoring", "at_most"): message("Villages for each mentor, at most"),
    ("shared_cost", "instead"): message("Other costs for single groups"),
    ("stay_close", "at_most"): message("Changes, at most"),
    ("stay_close", "counts"): message("What counts as a change"),
}
"""Fields that mean something else in one rule than in others."""


def rule_word(rule: str) -> Text:
    """Name a kind of rule; one that is not listed by its own name."""
    return RULES.get(rule, _plain(rule))


def field_word(rule: str, field: str) -> Text:
    """Name a field of a rule; one that is not listed by its own name."""
    return OWN_FIELDS.get((rule, field)) or FIELDS.get(field, _plain(field))


def _plain(name: str) -> str:
    return name.replace("_", " ").capitalize()
