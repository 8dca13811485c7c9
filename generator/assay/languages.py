"""The interface's own texts in one language, and its form of dates and numbers. The only import of Babel.

English stands in the code and in the templates. Every other language is a catalogue,
`site_templates/i18n/LANGUAGE.po`, that any tool for gettext opens; `en.po` is the list of all texts, to begin
a new one from. What a catalogue lacks is printed in English. Texts of models and of evidence have languages
of their own (`model.text_of`); they never pass through here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent, get_decimal_symbol

from assay import resources

FOLDER = resources.TEMPLATES / "i18n"
ENGLISH = "en"

# Day before month, and months by name: a date that nobody on either side of an ocean reads wrongly.
_FORMS = {ENGLISH: "en_GB"}


def available() -> tuple[str, ...]:
    """The languages of the interface."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.po")))


class Words:
    """The interface in one language.

    `language`: the one that was asked for. Where the interface does not speak it, its texts are English;
    dates and numbers have that language's form all the same, if there is such a language.
    `catalogue`: the texts as they stand there, with their places for values (`%(name)s`) still in them.
    """

    def __init__(self, language: str = ENGLISH) -> None:
        self.language = language
        self.catalogue = _catalogue(language)
        self._locale = _locale(language)
        self._point = get_decimal_symbol(self._locale)
        self._percent = format_percent(0, locale=self._locale).partition("0")[2]
        self._dates: dict[dt.date, str] = {}  # a large site prints the same few hundred dates everywhere

    @property
    def name(self) -> str:
        """The language's own name for itself: `English`, `magyar`."""
        return Locale.parse(self._locale.language).get_display_name() or self.language

    # Plain texts, for what is not printed through a template

    def gettext(self, text: str, /, **values: object) -> str:
        """A text with its values."""
        return self.catalogue.gettext(text) % self.written(values)

    def pgettext(self, context: str, text: str, /, **values: object) -> str:
        """A text that means several things, in the sense that `context` gives it."""
        return self.catalogue.pgettext(context, text) % self.written(values)

    def ngettext(self, one: str, many: str, number: int, /, **values: object) -> str:
        """A text in the form that goes with a number, which is its value `num`."""
        return self.catalogue.ngettext(one, many, number) % self.written({"num": number} | values)

    def written(self, values: Mapping[str, object]) -> Mapping[str, object]:
        """The values of a text as the language writes them."""
        return {name: self.value(value) for name, value in values.items()}

    def value(self, value: object) -> object:
        """A date or a whole number as the language writes it; anything else as it is."""
        if isinstance(value, dt.date):
            return self.date(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return self.integer(value)
        return value

    # Dates and numbers

    def date(self, date: dt.date) -> str:
        """`31 Mar 2026`, `2026. márc. 31.`"""
        if date not in self._dates:
            self._dates[date] = format_date(date, "medium", self._locale)
        return self._dates[date]

    def months(self) -> tuple[str, ...]:
        """The names of the twelve months, short, as they stand alone."""
        names = self._locale.months["stand-alone"]["abbreviated"]
        return tuple(str(names[number]) for number in range(1, 13))

    def integer(self, number: int) -> str:
        """`1,234`, `1 234`."""
        return format_decimal(number, locale=self._locale)

    def percent(self, number: str) -> str:
        """`75 %`, `75%`: a number as `numeral` gives it, with the sign as the language sets it."""
        return f"{number} %" if self.language == ENGLISH else f"{number}{self._percent}"

    def numeral(self, text: str) -> str:
        """A number (or a range of them) as `numbers` prints it, with the language's decimal sign."""
        return text if self._point == "." else text.replace(".", self._point)

    def size(self, count: int) -> str:
        """A number of bytes as people read it: `18 kB`."""
        if count < 1000:
            return self.ngettext("%(num)s byte", "%(num)s bytes", count)
        value, units = count / 1000, ["GB", "MB", "kB"]
        while value >= 999.5 and len(units) > 1:
            value /= 1000
            units.pop()
        number = self.numeral(f"{value:.1f}" if value < 9.95 else f"{value:.0f}")
        return f"{number} {units[-1]}"


def marked(text: str) -> str:
    """`text` as it is. The call marks it for the catalogues; it is translated where it is used."""
    return text


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(_FORMS.get(language, language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_FORMS[ENGLISH])


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == ENGLISH or language not in available():
        return NullTranslations()
    compiled = BytesIO()
    with (FOLDER / f"{language}.po").open("rb") as stream:
        write_mo(compiled, read_po(stream, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
