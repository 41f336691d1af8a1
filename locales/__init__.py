"""Words and numbers in the reader's language: messages, labels, formats."""

from locales.catalogue import DEFAULT_LANGUAGE, LANGUAGES, translate
from locales.formats import JAKARTA, Date, Decimals, Moment, Money, Percent, zone_of
from locales.message import Label, Message, Plural, Text, message, named, plural, render
from locales.typed import typed_money, typed_number, typed_percent

__all__ = [
    "DEFAULT_LANGUAGE",
    "JAKARTA",
    "LANGUAGES",
    "Date",
    "Decimals",
    "Label",
    "Message",
    "Moment",
    "Money",
    "Percent",
    "Plural",
    "Text",
    "message",
    "named",
    "plural",
    "render",
    "translate",
    "typed_money",
    "typed_number",
    "typed_percent",
    "zone_of",
]
