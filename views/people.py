"""People as pages name them: by name, where the store keeps codes."""

from collections.abc import Mapping

import records
from locales import Text, message
from records import Person, Role
from views.visit import Visit


def names(visit: Visit) -> dict[str, str]:
    """The name of everybody in the store, by code."""
    return {person.code: said_name(visit, person) for person in records.list_people(visit.store, visit.who)}


def said_name(visit: Visit, person: Person) -> str:
    """The name of somebody, in the reader's language where it is kept in both."""
    return in_words(visit, person.name)


def in_words(visit: Visit, name: str) -> str:
    """A name as it is kept, in the reader's language where it is kept in both."""
    return local_name(visit.language) if name == records.LOCAL_NAME else name


def local_name(language: str) -> str:
    """Whoever works at this computer, in one language; the store keeps the name in both."""
    return message("This computer").text(language)


def named(known: Mapping[str, str], code: str) -> str:
    """Name somebody with the code beside the name, for two people may have one name."""
    return f"{known[code]} ({code})" if code in known else code


def roles(person: Person) -> tuple[Text, ...]:
    """The roles of somebody in words, in their order."""
    return tuple(records.ROLE_WORDS[role] for role in Role if role in person.roles)
