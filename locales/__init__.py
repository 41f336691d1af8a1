"""Words and numbers in the reader's language: messages, labels, formats."""

from locales.catalogue import DEFAULT_LANGUAGE, LANGUAGES, translate
from locales.formats import Date, Decimals, Money, Percent
from locales.message import Label, Message, Plural, Text, message, plural, render
from locales.typed import typed_money, typed_number, typed_percent

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "Date",
    "Decimals",
    "Label",
    "Message",
    "Money",
    "Percent",
    "Plural",
    "Text",
    "message",
    "plural",
    "render",
    "translate",
    "typed_money",
    "typed_number",
    "typed_percent",
]
