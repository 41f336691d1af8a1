"""What one row's codes and name mean together: one district, or what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass

from intake.codes import as_bps, as_kemendagri, is_dotted
from intake.district_names import NameMatch
from intake.findings import Severity
from intake.gazetteer import Gazetteer
from intake.synonyms import BPS, KEMENDAGRI, REGION_NAME
from locales import Message, Percent, message

LIKE_ENOUGH = 80.0


@dataclass(frozen=True)
class Trouble:
    """One thing to say about one row's place; `column` is the fixed column it concerns."""

    code: str
    severity: Severity
    column: str
    problem: Message
    remedy: Message


@dataclass(frozen=True)
class Place:
    """What one combination of cells means: a BPS code or None, what to say, and which notes it adds to."""

    region: str | None
    troubles: tuple[Trouble, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, eq=False)
class Lookup:
    """Decides what the cells of one row mean; `names` holds every name of the file, looked up once."""

    gazetteer: Gazetteer
    names: dict[str, NameMatch]

    def place(self, bps: str, kemendagri: str, name: str) -> Place:
        """Decide which district three cells mean, blank ones being empty texts."""
        troubles: list[Trouble] = []
        notes: list[tuple[str, str]] = []
        found: dict[str, str] = {}
        for column, text in ((BPS, bps), (KEMENDAGRI, kemendagri)):
            if text:
                code = self._code(column, text, name, troubles, notes)
                if code is not None:
                    found[column] = code
        match = self.names[name] if name else None
        if not (bps or kemendagri or name):
            return Place(None, (self._nothing(),))
        if len(set(found.values())) > 1:
            return Place(None, (*troubles, self._disagree(found, bps, kemendagri)))
        if any(trouble.severity is Severity.ERROR for trouble in troubles):
            return Place(None, tuple(troubles))
        code = next(iter(found.values()), None)
        if match is None:
            self._doubtful(kemendagri, found, troubles)
            return Place(code, tuple(troubles), tuple(notes))
        return self._with_name(code, found, {BPS: bps, KEMENDAGRI: kemendagri}, name, match, troubles, notes)

    def _code(
        self, column: str, text: str, name: str, troubles: list[Trouble], notes: list[tuple[str, str]]
    ) -> str | None:
        book = self.gazetteer
        if column == BPS:
            read = as_bps(text)
            code = book.by_bps.get(read) if read else None
            later = code is not None and read != code
        else:
            read = as_kemendagri(text)
            code = book.by_kemendagri.get(read) if read else None
            later = code is not None and read != book.dotted[code]
        if code is not None:
            if later:
                notes.append((column, "later-code"))
            if read != text:
                notes.append((column, "mended-code"))
            return code
        troubles.append(self._unknown_code(column, text, read, name))
        return None

    def _unknown_code(self, column: str, text: str, read: str | None, name: str) -> Trouble:
        book = self.gazetteer
        if column == BPS and is_dotted(text) and as_kemendagri(text) in book.by_kemendagri:
            code = book.by_kemendagri[str(as_kemendagri(text))]
            problem = message(
                "this is a Kemendagri code, of {district}, in the column of BPS codes", district=book.titles[code]
            )
            return Trouble(
                "unknown-code",
                Severity.ERROR,
                column,
                problem,
                message("Move it to a column kemendagri_code, or write {code}.", code=code),
            )
        swapped = self._swap(read.replace(".", ""), name) if read else None
        if swapped is not None:
            return Trouble("swapped-code", Severity.ERROR, column, *swapped)
        problem = (
            message("no district has this BPS code")
            if column == BPS
            else message("no district has this Kemendagri code")
        )
        match = self.names.get(name)
        dotted = f"{read[:2]}.{read[2:]}" if read and column == BPS else ""
        if match is None and dotted in book.by_kemendagri:
            code = book.by_kemendagri[dotted]
            remedy = message(
                "As a Kemendagri code, {dotted}, it would be {district}, whose BPS code is {code}.",
                dotted=dotted,
                district=book.titles[code],
                code=code,
            )
        elif match is not None and match.how in ("exact", "also"):
            code = match.codes[0]
            shown = code if column == BPS else book.dotted[code]
            remedy = message("{district} has the code {code}.", district=book.titles[code], code=shown)
        else:
            remedy = message("Look the code up in the region table (data/regions.csv).")
        return Trouble("unknown-code", Severity.ERROR, column, problem, remedy)

    def _with_name(
        self,
        code: str | None,
        found: Mapping[str, str],
        texts: Mapping[str, str],
        name: str,
        match: NameMatch,
        troubles: list[Trouble],
        notes: list[tuple[str, str]],
    ) -> Place:
        book = self.gazetteer
        if code is None:
            return self._by_name(name, match, troubles, notes)
        if code in match.codes and match.how in ("exact", "also", "bare", "both"):
            return Place(code, tuple(troubles), tuple(notes))
        likeness, distance = book.names.likeness_to(name, code)
        if match.how in ("like", "unknown") and likeness >= LIKE_ENOUGH and match.codes[:1] in ((code,), ()):
            return Place(code, (*troubles, self._alike(name, code, distance, likeness)), tuple(notes))
        column = next(iter(found))
        if match.how == "unknown":
            problem = message(
                "“{name}” is no known district, and the code {code} is {district}",
                name=name,
                code=texts[column],
                district=book.titles[code],
            )
            return Place(
                None, (*troubles, Trouble("unknown-name", Severity.ERROR, REGION_NAME, problem, self._nearest(match)))
            )
        named = match.codes[0]
        swap = self._swap(texts[column].replace(".", ""), name) if not is_dotted(texts[column]) else None
        if swap is not None:
            return Place(None, (*troubles, Trouble("swapped-code", Severity.ERROR, column, *swap)))
        problem = message(
            "the code {code} is {district}, but the name says {named}",
            code=texts[column],
            district=book.titles[code],
            named=tuple(book.titles[other] for other in match.codes),
        )
        remedy = message(
            "Mend the one that is wrong: {named} has the BPS code {bps} and the Kemendagri code {kemendagri}.",
            named=book.titles[named],
            bps=named,
            kemendagri=book.dotted[named],
        )
        return Place(None, (*troubles, Trouble("code-against-name", Severity.ERROR, column, problem, remedy)))

    def _by_name(self, name: str, match: NameMatch, troubles: list[Trouble], notes: list[tuple[str, str]]) -> Place:
        titles = tuple(self.gazetteer.titles[code] for code in match.codes)
        if match.how == "exact":
            return Place(match.codes[0], tuple(troubles), tuple(notes))
        if match.how in ("bare", "also"):
            note = {"bare": "bare-name", "also": "other-name"}[match.how]
            return Place(match.codes[0], tuple(troubles), (*notes, (REGION_NAME, note)))
        if match.how == "like":
            alike = self._alike(name, match.codes[0], match.distance, match.likeness)
            return Place(match.codes[0], (*troubles, alike), tuple(notes))
        if match.how == "both":
            problem = message("“{name}” is the name of two districts: {districts}", name=name, districts=titles)
            trouble = Trouble(
                "kabupaten-or-kota",
                Severity.ERROR,
                REGION_NAME,
                problem,
                message("Write Kabupaten or Kota before the name, or add a code."),
            )
        elif match.how == "other kind":
            problem = message("there is no “{name}”; there is {districts}", name=name, districts=titles)
            trouble = Trouble(
                "kabupaten-or-kota",
                Severity.ERROR,
                REGION_NAME,
                problem,
                message("Write the district's full name, or add a code."),
            )
        else:
            problem = message("“{name}” is no known district", name=name)
            trouble = Trouble("unknown-name", Severity.ERROR, REGION_NAME, problem, self._nearest(match))
        return Place(None, (*troubles, trouble), tuple(notes))

    def _nearest(self, match: NameMatch) -> Message:
        if not match.codes:
            return message("Write the district's name as in the region table (data/regions.csv), or add a code.")
        titles = tuple(self.gazetteer.titles[code] for code in match.codes)
        return message("The nearest names are {districts}. Write the right one, or add a code.", districts=titles)

    def _alike(self, name: str, code: str, distance: int, likeness: float) -> Trouble:
        problem = message(
            "“{name}” was taken for {district}; letters that differ: {letters}, alike: {likeness}",
            name=name,
            district=self.gazetteer.titles[code],
            letters=distance,
            likeness=Percent(round(likeness / 100, 3)),
        )
        remedy = message("Write the name in full if that is right, and add a code if it is not.")
        return Trouble("like-name", Severity.WARNING, REGION_NAME, problem, remedy)

    def _swap(self, digits: str, name: str) -> tuple[Message, Message] | None:
        """Explain digits that are one district's BPS code and, with a dot, the Kemendagri code of another."""
        book = self.gazetteer
        dotted = f"{digits[:2]}.{digits[2:]}"
        own, other = book.by_bps.get(digits), book.by_kemendagri.get(dotted)
        match = self.names.get(name)
        if match is None or own is None or other is None or own == other:
            return None
        named = match.codes[0] if match.clear else None
        if named not in (own, other) and not (match.how == "both" and {own, other} & set(match.codes)):
            return None
        problem = message(
            "{digits} is {own} in BPS codes; {other} is Kemendagri {dotted}, BPS {bps}",
            digits=digits,
            own=book.titles[own],
            other=book.titles[other],
            dotted=dotted,
            bps=other,
        )
        remedy = message(
            "The name says {name}: write the code of that district, and keep the dot in Kemendagri codes.", name=name
        )
        return problem, remedy

    def _disagree(self, found: Mapping[str, str], bps: str, kemendagri: str) -> Trouble:
        book = self.gazetteer
        problem = message(
            "the BPS code {bps} is {one}, but the Kemendagri code {kemendagri} is {other}",
            bps=bps,
            one=book.titles[found[BPS]],
            kemendagri=kemendagri,
            other=book.titles[found[KEMENDAGRI]],
        )
        remedy = message("Mend the code that is wrong; the two systems number the same districts differently.")
        return Trouble("codes-disagree", Severity.ERROR, BPS, problem, remedy)

    def _doubtful(self, kemendagri: str, found: Mapping[str, str], troubles: list[Trouble]) -> None:
        """Warn of a Kemendagri code without its dot that is also another district's BPS code, if nothing else tells."""
        book = self.gazetteer
        digits = as_bps(kemendagri)
        if BPS in found or KEMENDAGRI not in found or digits is None:
            return
        own = book.by_bps.get(digits)
        if own is not None and own != found[KEMENDAGRI]:
            problem = message(
                "{digits} was read as Kemendagri {dotted}, {district}; in BPS codes it is {other}",
                digits=digits,
                dotted=f"{digits[:2]}.{digits[2:]}",
                district=book.titles[found[KEMENDAGRI]],
                other=book.titles[own],
            )
            remedy = message("Write Kemendagri codes with their dot, or add the district's name.")
            troubles.append(Trouble("undotted-code", Severity.WARNING, KEMENDAGRI, problem, remedy))

    def _nothing(self) -> Trouble:
        return Trouble(
            "no-place",
            Severity.ERROR,
            REGION_NAME,
            message("the row does not say which district the library stands in"),
            message("Fill in a BPS code, a Kemendagri code or the district's name."),
        )
