"""The gettext catalogues, read from their .po files."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("id", "en")
DEFAULT_LANGUAGE = "id"
SOURCE_LANGUAGE = "en"
FOLDER = Path(__file__).parent


@cache
def translations(language: str) -> NullTranslations:
    """Read one language's catalogue; English is the language of the sources, so it needs none.

    Compiling in memory keeps a single truth, the .po file, instead of a second binary copy that can go stale.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language!r}; there are {', '.join(LANGUAGES)}")
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    with (FOLDER / language / "LC_MESSAGES" / "pilih.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def translate_plural(one: str, many: str, count: int, language: str) -> str:
    """Translate the template that a language has for so many things; unknown ones come back in English."""
    return translations(language).ngettext(one, many, count)


def translate(template: str, language: str) -> str:
    """Translate one English template; an unknown template comes back as it is."""
    return translations(language).gettext(template) if template else ""
