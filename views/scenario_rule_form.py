"""The form of a rule: every field of any rule, as its type and name ask for it."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from locales import Text, message
from optimizer import Asked, FormField, Rule, form_of, is_money
from scenarios import LANGUAGES, RoundChoices
from views import scenario_chosen as chosen
from views import scenario_typed as typed
from views.kept import TYPED
from views.scenario_sheet import Sheet, held

Draw = Callable[[Sheet, FormField, RoundChoices], None]
NOTHING, NUMBER, SHARE = "nothing", "number", "share"


def rule_form(sheet: Sheet, kind: type[Rule], choices: RoundChoices) -> None:
    """Draw all fields of a rule; those that are seldom filled in behind a fold."""
    form = form_of(kind)
    for each in form:
        if not each.seldom:
            DRAWN[each.asked](sheet, each, choices)
    with st.expander(sheet.visit.mark(message("More about this rule")), key=sheet.key("more")):
        for each in form:
            if each.seldom:
                DRAWN[each.asked](sheet, each, choices)


def _one(options: Callable[[RoundChoices], Mapping[str, Text]]) -> Draw:
    def draw(sheet: Sheet, field: FormField, choices: RoundChoices) -> None:
        none = None if field.needed else message("none")
        chosen.choice(sheet, (field.name,), field.word, options(choices), field.default or None, none=none)

    return draw


def _many(options: Callable[[RoundChoices], Mapping[str, Text]]) -> Draw:
    def draw(sheet: Sheet, field: FormField, choices: RoundChoices) -> None:
        chosen.several(sheet, (field.name,), field.word, options(choices))

    return draw


def _label(sheet: Sheet, field: FormField, choices: RoundChoices) -> None:
    """A name in both languages; what is given in one counts in the other until that is given too."""
    del choices
    for code in LANGUAGES:
        label_part(sheet, (field.name,), field.word, code)


def label_part(sheet: Sheet, at: tuple[str, ...], word: Text, code: str) -> None:
    """A name in one of the languages."""
    now = sheet.get(*at) or {}
    other = next(each for each in LANGUAGES if each != code)

    def read(typed: str) -> Any:  # noqa: ANN401
        said, rest = typed.strip(), now.get(other, "")
        return {code: said or rest, other: rest or said} if said or rest else None

    label = sheet.visit.mark(message("{part}, {which}", part=word, which=LANGUAGES[code]))
    held(
        sheet,
        at,
        now or None,
        now.get(code, ""),
        lambda key, value: st.text_input(label, value, key=key, live=TYPED, disabled=sheet.locked),
        read,
        tag=code,
    )


def _text(sheet: Sheet, field: FormField, choices: RoundChoices) -> None:
    del choices
    typed.text(sheet, (field.name,), field.word)


def _words(sheet: Sheet, field: FormField, choices: RoundChoices) -> None:
    del choices
    typed.text(
        sheet,
        (field.name,),
        field.word,
        write=lambda given: "; ".join(given),
        read=lambda typed: [each.strip() for each in typed.split(";") if each.strip()] or None,
        help=sheet.visit.mark(message("Write several with a semicolon between them.")),
    )


def _number(sheet: Sheet, field: FormField, choices: RoundChoices) -> None:
    del choices
    typed.number(sheet, (field.name,), field.word, field.default, whole=field.asked is Asked.WHOLE)


def _money(sheet: Sheet, field: FormField, choices: RoundChoices) -> None:
    del choices
    typed.money(sheet, (field.name,), field.word)


def _yes(sheet: Sheet, field: FormField, choices: RoundChoices) -> None:
    del choices
    chosen.yes(sheet, (field.name,), field.word, bool(field.default))


def _maybe(sheet: Sheet, field: FormField, choices: RoundChoices) -> None:
    del choices
    said = {"True": message("yes"), "False": message("no")}
    none = message("as its kind has it")
    codes = {"": None, "True": True, "False": False}
    chosen.choice(sheet, (field.name,), field.word, said, none=none, codes=codes.__getitem__)


def _known(sheet: Sheet, field: FormField, choices: RoundChoices) -> None:
    del choices
    chosen.choice(sheet, (field.name,), field.word, field.choices, field.default)


def _known_several(sheet: Sheet, field: FormField, choices: RoundChoices) -> None:
    del choices
    chosen.several(
        sheet,
        (field.name,),
        field.word,
        field.choices,
        out=lambda now: list(field.default or ()) if now is None else now,
    )


def _announced(sheet: Sheet, field: FormField, choices: RoundChoices) -> None:
    """Names; what was announced for those that stay is not lost."""
    now = sheet.get(field.name) or {}
    options = now if isinstance(now, Mapping) else dict.fromkeys(now, "")
    chosen.several(
        sheet,
        (field.name,),
        field.word,
        choices.applicants,
        into=lambda codes: {code: options.get(code, "") for code in codes} or None,
    )


def _conditions(sheet: Sheet, field: FormField, choices: RoundChoices) -> None:
    """Values of columns: of one column any of those chosen, of several columns all."""
    said = {code: name for code, (_, name) in choices.conditions.items()}
    code_of = {(each.column, each.value): code for code, (each, _) in choices.conditions.items()}
    strange: dict[str, tuple[str, Any]] = {}

    def out(now: Any) -> list[str]:  # noqa: ANN401
        found = []
        for column, wanted in (now or {}).items():
            for value in wanted if isinstance(wanted, list) else [wanted]:
                code = code_of.get((column, value)) or f"{column}={value!r}"
                strange[code] = (column, value)
                found.append(code)
        return found

    def into(codes: list[str]) -> Any:  # noqa: ANN401
        held: dict[str, list[Any]] = {}
        for code in codes:
            column, value = strange.get(code) or (choices.conditions[code][0].column, choices.conditions[code][0].value)
            held.setdefault(column, []).append(value)
        return {column: values[0] if len(values) == 1 else values for column, values in held.items()} or None

    chosen.several(sheet, (field.name,), field.word, said, out=out, into=into)


def _bound(sheet: Sheet, field: FormField, choices: RoundChoices) -> None:
    """No bound, a number, or a share of a measure."""
    visit, now = sheet.visit, sheet.get(field.name)
    other = {"at_least": "at_most", "at_most": "at_least"}.get(field.name, "")
    kind = NOTHING if now is None else SHARE if isinstance(now, Mapping) else NUMBER
    said = {NOTHING: message("not set"), NUMBER: message("a number"), SHARE: message("a share")}
    if other and sheet.get(other) is None and kind != NOTHING:
        del said[NOTHING]  # a limit without any bound is none
    begins: dict[str, Any] = {NOTHING: None, NUMBER: 0, SHARE: {"share": 0.1, "of": "libraries"}}
    held(
        sheet,
        (field.name,),
        now,
        kind,
        lambda key, value: st.segmented_control(
            visit.mark(field.word),
            list(said),
            default=value if value in said else kind,
            required=True,
            wrap=True,
            format_func=lambda code: visit.mark(said.get(code, code)),
            key=key,
            disabled=sheet.locked,
        ),
        lambda code: now if code == kind else begins[code],
        tag="kind",
    )
    now = sheet.get(field.name)
    hidden: dict[str, Any] = {"label_visibility": "collapsed"}
    if isinstance(now, Mapping):
        left, right = st.columns(2)
        inner = sheet.inside(field.name)
        with left:
            typed.percent(inner, ("share",), message("share"), **hidden)
        with right:
            chosen.choice(inner, ("of",), message("of"), choices.sought, **hidden)
    elif now is not None and is_money(str(sheet.get("measure"))):
        typed.money(sheet, (field.name,), field.word, **hidden)
    elif now is not None:
        typed.number(sheet, (field.name,), field.word, **hidden)


def _written(sheet: Sheet, field: FormField, choices: RoundChoices) -> None:
    del choices
    said = sheet.visit.mark(message("As the scenario's file writes it."))
    typed.written(sheet, (field.name,), field.word, help=said)


DRAWN: Mapping[Asked, Draw] = {
    Asked.APPLICANT: _one(lambda choices: choices.applicants),
    Asked.APPLICANTS: _many(lambda choices: choices.applicants),
    Asked.ANNOUNCED: _announced,
    Asked.COLUMN: _one(lambda choices: choices.columns),
    Asked.COLUMNS: _many(lambda choices: choices.columns),
    Asked.NUMBERS: _one(lambda choices: choices.numbers),
    Asked.MEASURE: _one(lambda choices: choices.measures),
    Asked.MEASURES: _many(lambda choices: choices.measures),
    Asked.LINE: _one(lambda choices: choices.lines),
    Asked.ITEM: _one(lambda choices: choices.items),
    Asked.CONDITIONS: _conditions,
    Asked.LABEL: _label,
    Asked.TEXT: _text,
    Asked.WORDS: _words,
    Asked.NUMBER: _number,
    Asked.WHOLE: _number,
    Asked.MONEY: _money,
    Asked.BOUND: _bound,
    Asked.YES: _yes,
    Asked.MAYBE: _maybe,
    Asked.ONE: _known,
    Asked.SEVERAL: _known_several,
    Asked.WRITTEN: _written,
}
