"""An import at work: what a person has uploaded and decided so far, kept in the store, and what comes of it."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

import records
from intake import InputError, imports
from locales import Text, message
from records import KeptRound
from views.asking import ask, desk
from views.import_base import Base, base_of
from views.import_upload import PLACE, Sheets, as_held, first_rows, looked_at, upload_content, upload_from
from views.kept import Kept
from views.visit import Visit

T = TypeVar("T")
LEARNED = "mapping:learned"
VERSION, COPY, FRESH = "version", "copy", "fresh"
SMALL = 300_000
"""Bytes of an upload that is looked at while the page is drawn; a larger one is a worker's."""
ANEW = ("sheet", "header ", "edits", "left_out", "taken_in", "to ", "cell ", "reason ", "kind", "about", "row", "back")
"""How the names of fields begin that another upload does away with."""


class Importing:
    """One person's import; every choice is a field of their draft, so it is the same in every window of theirs."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit
        self.kept = Kept(visit, PLACE)
        self._known: dict[tuple[str, ...], Any] = {}

    def _once(self, key: tuple[str, ...], find: Callable[[], T]) -> T:
        """Find something once while the page is drawn; key: everything that decides it."""
        if key not in self._known:
            self._known[key] = find()
        found: T = self._known[key]
        return found

    # --- the file ---

    @property
    def upload(self) -> imports.Upload | None:
        """What was uploaded; None before anything was."""
        return upload_from(self.kept.get("file"))

    @property
    def file(self) -> imports.Upload:
        """What was uploaded, on pages that are not reached without it."""
        upload = self.upload
        assert upload is not None, "a step after the first is not drawn without an upload"
        return upload

    def content(self) -> bytes:
        """Give the upload's bytes."""
        return upload_content(self.visit.store, self.visit.who, self.file.sha256)

    def take(self, name: str, content: bytes) -> InputError | None:
        """Keep an upload in place of the one before; gives why it is not read, and then keeps nothing."""
        found = looked_at(name, content)
        if isinstance(found, InputError):
            return found
        records.keep_draft_file(self.visit.store, self.visit.who, PLACE, content)
        base = self.base_round()
        self.kept.forget(*(name for name in self.kept.fields if name.startswith(ANEW)))
        self.kept.put(file=as_held(found), mode=self.mode, base="" if base is None else base.id, step="header")
        return None

    # --- the round that asks ---

    def base(self) -> Base:
        """Give the round that the list is for; raises InputError when it cannot be read."""
        kept = None if self.mode == FRESH else self.base_round()
        identity, visit = "" if kept is None else kept.id, self.visit
        return self._once(("base", identity), lambda: base_of(visit.store, visit.who, identity, visit.language))

    @property
    def mode(self) -> str:
        """Whether the list makes a new version of a round, a round after its model, or one from the blank template."""
        return str(self.kept.get("mode", FRESH if self.visit.round is None else VERSION))

    def base_round(self) -> KeptRound | None:
        """Give the kept round that the list is for, as it was when the import began."""
        held = self.kept.get("base")
        if held:
            rounds = self._once(("rounds",), lambda: records.list_rounds(self.visit.store, self.visit.who))
            return next((each for each in rounds if each.id == held), None)
        return self.visit.round

    # --- what was decided ---

    def sheets(self) -> Sheets:
        """Give the first rows of every sheet."""
        visit, upload = self.visit, self.file
        key = ("sheets", upload.sha256)
        return self._once(key, lambda: first_rows(visit.store, visit.who, upload.sha256, upload))

    @property
    def sheet(self) -> str:
        """The sheet that is read: the chosen one, else the one that looks like it."""
        sheets = self.sheets()
        held = self.kept.get("sheet")
        if held in sheets:
            return str(held)
        known = self.base().asked.known
        return self._once(("sheet", self.file.sha256, self._base_key()), lambda: imports.guess_sheet(sheets, known))

    def guess(self) -> imports.HeaderGuess | None:
        """Guess the header of the sheet; None where it is a part of the file's format, and stands in row 1."""
        if self.file.kind not in (imports.UploadKind.DELIMITED, imports.UploadKind.WORKBOOK):
            return None
        rows, known = self.sheets()[self.sheet], self.base().asked.known
        key = ("header", self.file.sha256, self.sheet, self._base_key())
        return self._once(key, lambda: imports.guess_header(rows, known))

    @property
    def header(self) -> int:
        """The row of the header: the chosen one, else the one that looks like it."""
        guess = self.guess()
        return int(self.kept.get(self.header_field) or (guess.row if guess else 1))

    @property
    def header_field(self) -> str:
        """Name the field that holds the header's row of the sheet."""
        return f"header {self.sheet}"

    def proposals(self) -> tuple[imports.Proposal, ...] | None:
        """Give what every column is taken for; None while a worker is at it. Raises InputError."""
        store, who = self.visit.store, self.visit.who
        learned = records.read_draft(store, who, LEARNED)
        mapping = records.read_draft(store, who, self._remembered_at())
        given = (self.base().files, self.sheet, self.header, mapping, learned)
        known = json.dumps([mapping, learned], sort_keys=True)
        key = ("columns", *self._file_key(), self.sheet, str(self.header), self._base_key(), known)
        return self._answer(key, imports.proposals_of, *given)

    def _remembered_at(self) -> str:
        """The place of what is remembered for headers like these."""
        row = next((row for number, row in self.sheets()[self.sheet] if number == self.header), ())
        return f"mapping:{imports.header_fingerprint([imports.said(cell) for cell in row])}"

    def target(self, proposal: imports.Proposal) -> str:
        """Give the column that a source is: the chosen one, else the proposed one."""
        return str(self.kept.get(self.field(proposal), proposal.target))

    def field(self, proposal: imports.Proposal) -> str:
        """Name the field that holds the choice for a source."""
        return f"to {self.sheet} {self.header} {proposal.source.place}"

    def mapping(self, proposals: tuple[imports.Proposal, ...]) -> dict[int, str]:
        """Give the whole mapping."""
        return {each.source.place: target for each in proposals if (target := self.target(each))}

    def remember(self, proposals: tuple[imports.Proposal, ...]) -> None:
        """Remember the mapping for the next file with these headers, and what it teaches about others."""
        chosen = imports.to_remember([each.source for each in proposals], self.mapping(proposals))
        place = self._remembered_at()
        before = {self.field(each): self.target(each) for each in proposals}
        self.kept.put(**before)
        records.keep_draft(self.visit.store, self.visit.who, place, chosen)
        records.keep_draft(self.visit.store, self.visit.who, LEARNED, imports.learned_from(chosen))

    def choices(self, proposals: tuple[imports.Proposal, ...]) -> imports.Choices:
        """Give everything that was decided."""
        return imports.Choices(
            sheet=self.sheet,
            header=self.header,
            mapping=tuple(sorted(self.mapping(proposals).items())),
            edits=self.edits,
            left_out=self.left_out,
            taken_in=tuple(self.kept.get("taken_in", [])),
        )

    @property
    def edits(self) -> tuple[imports.Edit, ...]:
        """Give the cells that were mended, in the order of it."""
        return tuple(imports.Edit.model_validate(each) for each in self.kept.get("edits", []))

    @property
    def left_out(self) -> tuple[imports.LeftOut, ...]:
        """Give the rows that the person leaves out."""
        return tuple(imports.LeftOut.model_validate(each) for each in self.kept.get("left_out", []))

    def mend(self, edits: tuple[imports.Edit, ...]) -> None:
        """Change cells, and draw the page again."""
        self._put(edits=[each.model_dump() for each in (*self.edits, *edits)])

    def undo(self) -> None:
        """Take the last change of a cell back, and draw the page again."""
        self._put(edits=[each.model_dump() for each in self.edits[:-1]])

    def leave_out(self, row: int, reason: str) -> None:
        """Leave a row out, and draw the page again."""
        kept = [each for each in self.left_out if each.row != row]
        taken_in = [each for each in self.kept.get("taken_in", []) if each != row]
        left_out = [each.model_dump() for each in (*kept, imports.LeftOut(row=row, reason=reason))]
        self._put(left_out=left_out, taken_in=taken_in)

    def take_in(self, row: int) -> None:
        """Read a row that was left out, by the person or by the program, and draw the page again."""
        if any(each.row == row for each in self.left_out):
            self._put(left_out=[each.model_dump() for each in self.left_out if each.row != row])
        self._put(taken_in=sorted({*self.kept.get("taken_in", []), row}))

    def _put(self, **fields: Any) -> None:  # noqa: ANN401
        self.kept.put(**fields)
        st.rerun()

    def judged(self, choices: imports.Choices) -> imports.Judged | None:
        """Check the upload under the choices; None while a worker is at it. Raises InputError."""
        key = ("import", *self._file_key(), self._base_key(), choices.model_dump_json())
        return self._answer(key, imports.judged_of, self.base().files, choices)

    def difference(self, choices: imports.Choices) -> records.ImportDifference | None:
        """Say what the list would change; None while a worker is at it. Raises InputError."""
        key = ("difference", *self._file_key(), self._base_key(), choices.model_dump_json())
        return self._answer(key, records.import_difference, self.base().files, choices)

    def base_said(self) -> Text:
        """Name what the list is for."""
        base = self.base().kept
        if base is None:
            return message("a new round")
        said = message("a new version of {name}", name=base.name)
        return said if self.mode == VERSION else message("a new round, asked as {name}", name=base.name)

    def _file_key(self) -> tuple[str, str]:
        """The upload as a part of a question: its name stands in the findings, which are shown to whoever asks so."""
        return self.file.sha256, self.file.name

    def _base_key(self) -> str:
        kept = self.base().kept
        return f"{'' if kept is None else kept.id} {self.visit.language}"

    def _answer(self, key: tuple[str, ...], function: Callable[..., T], *given: Any) -> T | None:  # noqa: ANN401
        held = st.session_state.setdefault("import asked", {})
        if held.get(key[0], key) != key:
            desk().drop(held[key[0]])
        held[key[0]] = key
        known: T | None = desk().remembered(key)
        if known is not None:
            return known
        if self.file.size > SMALL:
            return ask(self.visit, key, function, self.file, self.content(), *given)
        answer = function(self.file, self.content(), *given)
        desk().remember(key, answer)
        return answer
