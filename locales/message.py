"""A sentence that waits for its language: an English template and the values that fill it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict

from locales.catalogue import translate, translate_plural
from locales.formats import Date, Decimals, Moment, Money, Percent, format_number


class Label(BaseModel):
    """A name in both languages, as the round's files give it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    en: str

    def text(self, language: str) -> str:
        """Give the name in one language."""
        return self.id if language == "id" else self.en


@dataclass(frozen=True, slots=True)
class Message:
    """An English template with `{named}` places, and their values."""

    template: str
    values: tuple[tuple[str, "Text"], ...] = ()

    def text(self, language: str) -> str:
        """Say it in one language, each value written the way that language writes it."""
        said = translate(self.template, language)
        return said.format(**{name: render(value, language) for name, value in self.values})


@dataclass(frozen=True, slots=True)
class Plural(Message):
    """A message whose words depend on a number; `template` is said of many, `one` of a single thing."""

    one: str = ""
    count: int = 0

    def text(self, language: str) -> str:
        """Say it in one language, in the form that this language has for such a number."""
        said = translate_plural(self.one, self.template, self.count, language)
        return said.format(**{name: render(value, language) for name, value in self.values})


Text: TypeAlias = (
    str
    | int
    | float
    | Fraction
    | Message
    | Label
    | Money
    | Percent
    | Decimals
    | Date
    | Moment
    | tuple["Text", ...]
    | None
)


def message(template: str, /, **values: Text) -> Message:
    """Make a message; `template` must be a literal, for that is what the catalogue is extracted from."""
    return Message(template, tuple(values.items()))


def plural(one: str, many: str, /, count: int, **values: Text) -> Plural:
    """Make a message about `count` things; both templates must be literals, and `count` fills their place {count}."""
    return Plural(many, tuple({"count": count, **values}.items()), one, count)


def named(text: Text, names: Mapping[str, Text]) -> Text:
    """Give a text in which every value that is one of these codes is called by its name."""
    if isinstance(text, str):
        return names.get(text, text)
    if isinstance(text, tuple):
        return tuple(named(part, names) for part in text)
    if isinstance(text, Message):
        return replace(text, values=tuple((place, named(value, names)) for place, value in text.values))
    return text


def render(value: Text, language: str) -> str:
    """Write any value in one language; a tuple becomes a list with commas."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return ", ".join(render(part, language) for part in value)
    if isinstance(value, int | float | Fraction):
        return format_number(float(value) if isinstance(value, Fraction) else value, language)
    return value.text(language)
