"""Whether a text names something that an audience may not see: by id, title, file name, address or checksum.

Texts are read as people write them: in any case, with line breaks anywhere, with marks of Markdown between.
What would be found in every other text is not looked for: an id that is one plain word counts only where it
is set off as a name (`like this`, "like this", or in a path), a title of one word only as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_TOKEN = re.compile(r"[a-z0-9][a-z0-9-]*")
_SET_OFF = re.compile(r"[`\"'“”„‘’/]([a-z0-9][a-z0-9-]*)(?=[`\"'“”„‘’/.])")
_PLAIN_WORD = re.compile(r"[a-z]+")
_WORD = re.compile(r"\w+")
_BETWEEN = re.compile("[,·()]")
"""What stands between and behind the entries of lists as trails have them."""
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"'`]+", re.IGNORECASE)
_MARKS = re.compile(r"[*_`\\]+")
_ENDS = ".,;:!?)]}/"
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Scripts that put no spaces between words."""


@dataclass(frozen=True, slots=True)
class Names:
    """What is not to be named: ids and checksums, titles and names of files, addresses."""

    ids: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.ids or self.phrases or self.addresses)


@dataclass(slots=True)
class Mentions:
    """Finds names in texts, in a time that does not grow with the number of names. `apart`: ids that may
    be named, even where they hold one that may not."""

    names: Names
    apart: frozenset[str] = frozenset()
    _ids: frozenset[str] = field(init=False)
    _words: frozenset[str] = field(init=False)
    _addresses: frozenset[str] = field(init=False)
    _phrases: Mapping[str, list[str]] = field(init=False)
    _unspaced: tuple[str, ...] = field(init=False)
    _known: dict[str, bool] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._words = frozenset(name for name in self.names.ids if _PLAIN_WORD.fullmatch(name))
        self._ids = self.names.ids - self._words
        self._addresses = frozenset(_bare(address) for address in self.names.addresses)
        phrases: dict[str, list[str]] = {}
        unspaced = []
        for phrase in map(_smooth, self.names.phrases):
            if _UNSPACED.search(phrase):
                unspaced.append(phrase)
            elif first := _WORD.search(phrase):
                phrases.setdefault(first[0].casefold(), []).append(phrase[first.start() :])
        self._phrases, self._unspaced = phrases, tuple(unspaced)

    def __contains__(self, text: str) -> bool:
        """Whether `text` names any of it."""
        if text not in self._known:
            self._known[text] = self._found(text)
        return self._known[text]

    def lists(self, text: str) -> bool:
        """Whether `text`, or an entry of it where it is a list, is such an id, be it one plain word."""
        return any(entry.strip() in self.names.ids for entry in _BETWEEN.split(text))

    def _found(self, text: str) -> bool:
        lower = text.casefold()
        if any(self._names_id(token) for token in _TOKEN.findall(lower)):
            return True
        if any(found in self._words for found in _SET_OFF.findall(lower)):
            return True
        if any(self._leads_there(address) for address in _ADDRESS.findall(text)):
            return True
        smooth = _smooth(text)
        if any(phrase in smooth for phrase in self._unspaced):
            return True
        return any(
            _begins(smooth, word.start(), phrase)
            for word in _WORD.finditer(smooth)
            for phrase in self._phrases.get(word[0].casefold(), ())
        )

    def _names_id(self, token: str) -> bool:
        """Whether a run of letters, digits and hyphens is such an id, or holds one between its hyphens."""
        if token in self._ids:
            return True
        if "-" not in token or token in self.apart:
            return False
        parts = token.split("-")
        return any(
            "-".join(parts[start:end]) in self._ids
            for start in range(len(parts))
            for end in range(start + 1, len(parts) + 1)
        )

    def _leads_there(self, address: str) -> bool:
        """Whether an address is one of those, or lies below one."""
        bare = _bare(address)
        ends = [found.start() for found in re.finditer(r"[/?#]", bare)]
        return bare in self._addresses or any(bare[:end] in self._addresses for end in ends)


def _smooth(text: str) -> str:
    """A text without marks of Markdown, its words one blank apart."""
    return " ".join(_MARKS.sub("", text).split())


def _bare(address: str) -> str:
    """An address without what people leave out or add: the scheme, what closes a sentence, a last slash."""
    return re.sub(r"\A(?:https?://|mailto:)", "", address.strip().casefold()).rstrip(_ENDS)


def _begins(text: str, place: int, phrase: str) -> bool:
    """Whether `text` goes on with `phrase` at a place, and not in the middle of a word."""
    end = place + len(phrase)
    there = text[place:end]
    same = there.casefold() == phrase.casefold() if " " in phrase or "." in phrase else there == phrase
    return same and not (phrase[-1:].isalnum() and text[end : end + 1].isalnum())
