"""The round's TOML files, read into their models with every fault told by field and line."""

import re
import tomllib
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from rapidfuzz import fuzz, process

from intake.findings import Finding, Severity
from intake.strict import UnfitError
from intake.toml_lines import Field, line_at, lines_of, written
from intake.words import shown
from locales import Message, message

Model = TypeVar("Model", bound=BaseModel)
MAX_BYTES = 4 * 1024 * 1024
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")


def read_model(name: str, content: bytes, model: type[Model]) -> tuple[Model | None, list[Finding]]:
    """Read a TOML file into a model; gives None and the findings when it does not fit."""
    if len(content) > MAX_BYTES:
        problem = message("the file is larger than {limit} MB", limit=MAX_BYTES // 1024 // 1024)
        return None, [_finding(name, "too-large", problem, message("Keep only what the file is for."))]
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        problem = message("the file is not written in UTF-8")
        return None, [_finding(name, "unknown-encoding", problem, message("Save the file again as UTF-8."))]
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # also a number with more digits than Python takes
        return None, [_syntax(name, str(error), text)]
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        lines = lines_of(text)
        details = _own(error.errors())
        return None, [finding for detail in details for finding in _explain(name, detail, lines, model)]


def _own(details: Sequence[Any]) -> list[Any]:
    """Leave out that a list is too short where it only seems so because an entry of it has a fault of its own."""
    faulty = {detail["loc"][:depth] for detail in details for depth in range(len(detail["loc"]))}
    return [detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in faulty]


def _syntax(name: str, error: str, text: str) -> Finding:
    at = _AT_LINE.search(error)
    row = int(at.group(1)) if at else len(text.splitlines())
    problem = message("the file breaks the rules of TOML here: {reason}", reason=_AT_LINE.sub("", error).strip())
    remedy = message(
        "Look at this line and the one above: quotation marks, brackets and equals signs must be in pairs and in place."
    )
    lines = text.splitlines()
    value = shown(lines[row - 1].strip()) if 0 < row <= len(lines) else ""
    return Finding("toml-syntax", Severity.ERROR, problem, remedy, name, "", row, "", value)


def _explain(name: str, detail: Any, lines: dict[Field, int], model: type[BaseModel]) -> list[Finding]:  # noqa: ANN401
    path: Field = tuple(part for part in detail["loc"] if not _is_branch(part))
    kind, context = str(detail["type"]), detail.get("ctx", {})
    inner = context.get("error")
    problems = (
        list(inner.messages) if isinstance(inner, UnfitError) else [_problem(kind, context, str(detail["msg"]), path)]
    )
    remedy = _remedy(kind, path, model)
    value = "" if kind in ("missing", "value_error") else shown(detail.get("input", ""))
    code = {"missing": "missing-field", "extra_forbidden": "unknown-field", "value_error": "does-not-fit"}.get(
        kind, "bad-field"
    )
    row = line_at(lines, path)
    return [Finding(code, Severity.ERROR, problem, remedy, name, "", row, written(path), value) for problem in problems]


def _is_branch(part: str | int) -> bool:
    """Tell whether a part of the path is pydantic's name for one type of several, not a field of the file."""
    return isinstance(part, str) and part in ("int", "float", "date", "str", "function-after", "constrained-str")


def _problem(kind: str, context: dict[str, Any], said: str, path: Field) -> Message:
    if kind == "missing":
        return message("the field {field} is missing", field=str(path[-1]))
    if kind == "extra_forbidden":
        return message("there is no field {field} here", field=str(path[-1]))
    if kind in ("greater_than_equal", "greater_than", "less_than_equal", "less_than"):
        return _bound(kind, context)
    if kind in ("finite_number", "int_from_float") or "NaN" in said:
        return (
            message("this must be a whole, finite number")
            if kind == "int_from_float"
            else message("this must be a finite number")
        )
    if kind.startswith("int_"):
        return message("this must be a whole number")
    if kind.startswith("float_"):
        return message("this must be a number")
    if kind.startswith(("string_pattern",)):
        return message("this must be lower-case letters, digits and _ (or -), beginning with a letter")
    if kind.startswith("string_"):
        return message("this must be text in quotation marks")
    if kind.startswith("bool_"):
        return message("this must be true or false")
    if kind.startswith("date_"):
        return message("this must be a date, such as 2015-10-01 without quotation marks")
    if kind in ("literal_error", "enum"):
        return message("this must be one of {options}", options=str(context.get("expected", "")))
    if kind in ("tuple_type", "list_type"):
        return message("this must be a list in square brackets")
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return message("this must be a table, such as {example}", example='{ id = "…", en = "…" }')
    if kind in ("too_short", "missing_argument"):
        return message("this list must not be empty")
    return message("the field does not fit: {reason}", reason=said)


def _bound(kind: str, context: dict[str, Any]) -> Message:
    match kind:
        case "greater_than_equal":
            return message("this must be at least {limit}", limit=context["ge"])
        case "greater_than":
            return message("this must be more than {limit}", limit=context["gt"])
        case "less_than_equal":
            return message("this must be at most {limit}", limit=context["le"])
    return message("this must be less than {limit}", limit=context["lt"])


def _remedy(kind: str, path: Field, model: type[BaseModel]) -> Message:
    if kind == "extra_forbidden":
        fields = sorted(_fields(model))
        like = process.extractOne(str(path[-1]), fields, scorer=fuzz.ratio, score_cutoff=70.0)
        if like:
            return message("Did you mean {field}? Otherwise delete the field.", field=like[0])
        return message("Delete the field, or correct its name.")
    if kind == "missing":
        return message(
            "Add the field, as the sample rounds write it (on the command line, `pilih new` makes a fresh round)."
        )
    return message(
        "Correct the field, as the sample rounds write it (on the command line, `pilih new` makes a fresh round)."
    )


def _fields(model: type[BaseModel]) -> set[str]:
    """Gather every field name that the model or one inside it knows."""
    names: set[str] = set()
    text = model.model_json_schema()
    for part in (text, *text.get("$defs", {}).values()):
        names |= set(part.get("properties", {}))
    return names


def _finding(name: str, code: str, problem: Message, remedy: Message) -> Finding:
    return Finding(code, Severity.ERROR, problem, remedy, name)
