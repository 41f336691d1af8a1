"""A fresh round: the folder that `pilih new` writes, ready to be filled in."""

import datetime
import json
import re
from os import PathLike
from pathlib import Path

from intake.call import Call
from intake.catalogue import Catalogue
from intake.criteria import Criteria
from intake.findings import Finding, Findings, InputError, Severity
from intake.regions import read_regions
from intake.template_scenario import base_scenario
from intake.template_workbook import template_workbook
from intake.toml_files import read_model
from locales import Label, Message, message

MODEL_ROUND = Path(__file__).parent.parent / "data" / "rounds" / "expansion-2015"
TITLE = Label(id="Putaran baru", en="New round")
EMPTY = Label(id="belum diisi", en="to be filled in")
AMOUNT = 1_000_000_000
DATA_DATE = re.compile(r'^(conditions = .*"data_date", at_least = )(\d{4}-\d{2}-\d{2})', re.MULTILINE)
SHEETS = {"id": "pelamar", "en": "applicants"}


def write_template(folder: str | PathLike[str], language: str, title: str = "") -> list[Path]:
    """Write a complete fresh round into a new or empty folder; gives the files written, in order.

    The criteria and prices are those of the sample round of 2015, for the committee to change; dates and amounts
    only hold the place of the call's own, and a first scenario has no limit but the budget lines. The same folder
    name, language and title give the same bytes everywhere. Raises InputError when the folder holds something
    already.
    """
    place = Path(folder)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise InputError(Findings((_occupied(place),)))
    call, criteria, catalogue = _models()
    name = title or TITLE.text(language)
    contents: dict[str, bytes] = {
        "round.toml": _round(call, place.name, language, title).encode(),
        "criteria.toml": _dated(_fresh("criteria.toml", language), call, language).encode(),
        "catalogue.toml": _fresh("catalogue.toml", language).encode(),
        "applicants.xlsx": template_workbook(call, criteria, read_regions(), language, name),
        "SOURCES.md": _sources(criteria, catalogue, language, name).encode(),
        "scenarios/base.toml": base_scenario(language).encode(),
    }
    written: list[Path] = []
    for relative, content in contents.items():
        path = place / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return written


def _occupied(place: Path) -> Finding:
    problem = message("the folder holds something already, and nothing is overwritten")
    return Finding("folder-not-empty", Severity.ERROR, problem, message("Name a new folder."), str(place))


def _models() -> tuple[Call, Criteria, Catalogue]:
    call, one = read_model("round.toml", (MODEL_ROUND / "round.toml").read_bytes(), Call)
    criteria, two = read_model("criteria.toml", (MODEL_ROUND / "criteria.toml").read_bytes(), Criteria)
    catalogue, three = read_model("catalogue.toml", (MODEL_ROUND / "catalogue.toml").read_bytes(), Catalogue)
    if call is None or criteria is None or catalogue is None:
        raise InputError(Findings.of([*one, *two, *three]))
    return call, criteria, catalogue


def _fresh(name: str, language: str) -> str:
    """Copy one of the sample round's files, with a comment of its own instead of the sample's."""
    lines = (MODEL_ROUND / name).read_text(encoding="utf-8").splitlines()
    while lines and (lines[0].startswith("#") or not lines[0].strip()):
        lines.pop(0)
    note = message(
        "A first proposal: every value marked as an assumption, and every weight, is for the committee to decide."
    )
    text = "\n".join([f"# {note.text(language)}", "", *lines, ""])
    return text.replace("applicants.csv", "applicants.xlsx")


def _dated(criteria: str, call: Call, language: str) -> str:
    """Let the condition on the data's date follow the template's own dates, and say that it hangs on the call's."""
    note = message(
        "Change this date whenever you change the dates of the call: one year before `closes` in round.toml."
    )
    earliest = datetime.date(call.closes.year - 1, call.closes.month, min(call.closes.day, 28))
    said = f"# {note.text(language)}\n"
    text, found = DATA_DATE.subn(lambda at: f"{said}{at.group(1)}{earliest.isoformat()}", criteria)
    if found != 1:
        raise ValueError("the model round has no condition on data_date")
    return text


def _round(call: Call, folder: str, language: str, title: str) -> str:
    label = Label(id=title, en=title) if title else TITLE
    slug = re.sub(r"[^a-z0-9]+", "-", folder.casefold()).strip("-") or "round"
    note = message("Change the dates, the kinds of library and the budget lines to those of your call.")
    lines = [
        f"# {note.text(language)}",
        "",
        "schema = 1",
        f"id = {quoted(slug)}",
        f"title = {_label(label)}",
        f"phase = {_label(EMPTY)}",
        f"language = {quoted(language)}",
        f"currency = {quoted(call.currency)}",
        f"price_year = {call.price_year}",
        f"opens = {call.opens.isoformat()}",
        f"closes = {call.closes.isoformat()}",
        f"decides = {call.decides.isoformat()}",
        'applicants = "applicants.xlsx"',
        f"sheet = {quoted(SHEETS[language])}",
    ]
    for kind in call.library_kinds:
        lines += ["", "[[library_kinds]]", f"code = {quoted(kind.code)}", f"label = {_label(kind.label)}"]
    for line in call.budget_lines:
        lines += [
            "",
            "[[budget_lines]]",
            f"id = {quoted(line.id)}",
            f"label = {_label(line.label)}",
            f"funder = {quoted(EMPTY.text(language))}",
            f"amount = {AMOUNT:_}",
            f"pledged = {AMOUNT:_}",
            f"source = {quoted(EMPTY.text(language))}",
            "assumption = true",
        ]
    return "\n".join([*lines, *_letters(language), ""])


def _letters(language: str) -> list[str]:
    """The head and foot of letters to applicants, as an example to take up."""
    note = message("Take away the # to say who writes to the applicants, who signs, and how a review is asked for.")
    texts = [f"{name} = {_label(EMPTY)}" for name in ("sender", "office", "review")]
    names = [f"{name} = {quoted(EMPTY.text(language))}" for name in ("place", "signed_by")]
    return ["", *(f"# {line}" for line in (note.text(language), "[letters]", *texts, *names))]


def quoted(text: str) -> str:
    """Write a TOML basic string; JSON's escapes are a part of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _label(label: Label) -> str:
    return f"{{ id = {quoted(label.id)}, en = {quoted(label.en)} }}"


def _sources(criteria: Criteria, catalogue: Catalogue, language: str, name: str) -> str:
    def say(sentence: Message) -> str:
        return sentence.text(language)

    title = say(message("Sources of {title}", title=name))
    what, source = say(message("What")), say(message("Source"))
    lines = [
        f"# {title}",
        "",
        say(
            message(
                "The districts' figures are official statistics; data/regions.toml gives the source of each column."
            )
        ),
        say(message("Rows marked with * rest on an assumption that the committee is to confirm or to change.")),
        "",
        f"| {what} | {source} |",
        "| --- | --- |",
    ]
    rows: list[tuple[str, bool, str]] = [(g.label.text(language), g.assumption, g.source) for g in criteria.gates]
    rows += [(c.label.text(language), c.assumption, c.source) for c in criteria.criteria]
    rows += [(f.label.text(language), f.assumption, f.source) for f in catalogue.factors]
    rows += [(i.label.text(language), i.assumption, i.source) for i in catalogue.items]
    rows += [(p.label.text(language), p.assumption, p.source) for p in catalogue.packages]
    rows += [(t.label.text(language), t.assumption, t.source) for t in catalogue.tiers]
    lines += [f"| {what}{' *' if assumed else ''} | {source.replace('|', '/')} |" for what, assumed, source in rows]
    return "\n".join([*lines, ""])
