"""The scales of a round: one criterion's form beside its picture, what other figures would do, and keeping them."""

import streamlit as st

from intake import Round
from locales import Text, message
from scoring import Policy, Scores
from views import states
from views.kept import Kept
from views.scale_form import faults, form
from views.scale_picture import scale_picture
from views.scale_preview import headline, preview, previewed
from views.scale_saving import history, saving
from views.scaling import scaling_of
from views.visit import Visit


def scales(visit: Visit, round_: Round, policy: Policy, scores: Scores) -> None:
    """Draw one criterion's scale as a form, and what is typed of all; whoever may not change them sees them closed."""
    scaling = scaling_of(visit, round_)
    if scaling.closed is not None:
        states.refused(visit, scaling.closed)
    elif not scaling.editable:
        said = message("The planner and the analyst change scales; here they can be looked at.")
        st.caption(visit.mark(said))
    left, right = st.columns([6, 5], gap="medium")
    with left:
        criteria = {each.id: each for each in round_.criteria.criteria}
        options: dict[str, Text] = {name: each.label for name, each in criteria.items()}
        chosen = Kept(visit, f"criteria:{round_.call.id}").choice("scale", message("Criterion"), options)
        criterion = criteria[chosen or next(iter(criteria))]
        form(scaling, criterion)
        scaling.noted()
        drafted = scaling.drafted()
        faults(visit, criterion, drafted)
    found = previewed(visit, round_, policy, scores, drafted)
    with right:
        scale_picture(visit, round_, criterion, drafted.criteria.get(criterion.id))
        if found is not None:
            headline(visit, found)
        elif scaling.editable:
            st.caption(visit.mark(message("Change a figure, and what follows from it is shown here.")))
    if found is not None:
        preview(visit, round_, found, drafted)
    saving(scaling, drafted)
    history(scaling)
