"""Texts made comparable, letter for letter: without case, accents and look-alike letters; and their words at a glance.

Pure functions. What is folded has as many characters as before, so a place in the one is the same place in the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct

Place = tuple[int, int]
"""Where something begins and ends in a text, in characters."""

FEW_KINDS = 64
"""Characters that are not ASCII and are exchanged in a text; hardly a text has more."""
_LAST_ASCII = "\x7f"
_SHOWN = bytes((*b"\t\n\r", *range(0x20, 0x7F)))
"""What is ASCII and no control."""
_BEHIND_FIRST = bytes(range(0x80, 0xC0))
"""Bytes of UTF-8 behind the first one of a character that is not ASCII."""
# Letters in lower case, digits, and ?, which stands for each letter that is not ASCII; what else there is parts words.
_CHARS = (chr(code).lower() if chr(code).isalnum() else " " for code in range(0x80))
_TABLE = "".join(_CHARS).encode().ljust(0x100, b"?")
_ALIKE = str.maketrans(
    "абвгезѕіјкмнопрстухһԁԛԝьӏαβεηικνορτυχωγи",
    "abbre3sijkmhonpctyxhdqwblabenikvoptuxwyu",
)
"""Small letters of Greek and Cyrillic, and the Latin ones that they look like."""
_STROKES = {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ɑ": "a", "ɡ": "g", "ſ": "s", "’": "'", "‘": "'"}


class Folded(Struct, frozen=True):
    """A text and what is told from its letters.

    `folded` and `spelled` are as the functions of these names give them, with a character or byte for each of the text's, in
    the same place. `known` are the words of it, as `bag` gives them, and `foreign` the characters of it that are not ASCII,
    each once; of a text of which something was exchanged there may be more of them.
    """

    text: str
    folded: str
    spelled: bytes
    known: frozenset[bytes]
    foreign: str

    def exchanged(self, places: Sequence[Place], others: Sequence[str]) -> Folded:
        """The text with other words in some places, which are in order and do not overlap; for each its own, in ASCII."""
        text, folded, spelled, last = list[str](), list[str](), list[bytes](), 0
        for (start, end), other in zip(places, others, strict=True):
            text += (self.text[last:start], other)
            folded += (self.folded[last:start], other.lower())
            spelled += (self.spelled[last:start], other.lower().encode().translate(_TABLE))
            last = end
        text.append(self.text[last:])
        folded.append(self.folded[last:])
        spelled.append(self.spelled[last:])
        return Folded("".join(text), "".join(folded), b"".join(spelled), self.known, self.foreign)


@lru_cache(maxsize=16)
def glance(text: str) -> Folded:
    """A text and all that is told from its letters. The latest are remembered."""
    if text.isascii():
        folded, kinds = text.lower().encode(), ""
    else:
        small = _small(text)
        kinds = foreign(small)
        folded = _exchanged(_encoded(small), kinds, _plain).lower()
        kinds = "".join({other for char in kinds if (other := _plain(char)) > _LAST_ASCII})
    spelled = _parted(folded, kinds)
    return Folded(text, _decoded(folded), spelled, frozenset(spelled.split()), kinds)


@lru_cache(maxsize=64)
def fold(text: str) -> str:
    """The text in lower case and without accents; 1 character for 1. The latest are remembered."""
    return lowered(text, _plain)


@lru_cache(maxsize=32)
def lower(text: str) -> str:
    """The text in lower case; a few letters change their number in it. The latest are remembered."""
    return text.lower()


def lowered(text: str, plain: Callable[[str], str]) -> str:
    """The text in lower case, with what is `plain` for each character that is not ASCII; 1 character for 1.

    What is ASCII is lowered as bytes, in a tenth of the time.
    """
    if text.isascii():
        return text.lower()
    small = _small(text)
    return _decoded(_exchanged(_encoded(small), foreign(small), plain).lower())


def _small(text: str) -> str:
    # A small sigma depends on what stands beside it; and İ, which would grow, is replaced before.
    return text.replace("İ", "i").lower() if "Σ" in text else text


@lru_cache(maxsize=32)
def foreign(text: str) -> str:
    """The characters of a text that are not ASCII, each once. Those of the latest are remembered."""
    return "" if text.isascii() else "".join([char for char in odd(text) if char > _LAST_ASCII])


@lru_cache(maxsize=16)
def odd(text: str) -> str:
    """The characters of a text that are controls or not ASCII, each once. Those of the latest are remembered."""
    return "".join(dict.fromkeys(_decoded(_encoded(text).translate(None, _SHOWN))))


def unmasked(folded: str) -> str:
    """A folded text with Latin letters for the Greek and Cyrillic ones that look like them; 1 character for 1."""
    return folded.translate(_ALIKE)


@lru_cache(maxsize=16)
def bag(text: str) -> frozenset[bytes]:
    """The words of a text, lower-case; a letter that is not ASCII is ?, as in `words`. The latest are remembered."""
    return frozenset(spelled(text).split())


@lru_cache(maxsize=16)
def spelled(text: str) -> bytes:
    """The words of a text as in its bag, in their places: a byte for each character. The latest are remembered."""
    return _parted(_encoded(text), foreign(text))


def in_bytes(text: str, table: bytes) -> bytes:
    """A byte for each character of a text, as the table has it; its places from 192 on are those of what is not ASCII."""
    return _encoded(text).translate(table, _BEHIND_FIRST)


def places(needle: str, text: str) -> Iterator[int]:
    """Where `needle` stands in a text, in order and without overlaps."""
    start = text.find(needle)
    while start >= 0:
        yield start
        start = text.find(needle, start + len(needle))


def led(pattern: re.Pattern[str], by: Iterable[bytes], folded: str) -> Iterator[re.Match[str]]:
    """All matches of a pattern that begins with one of the words `by`, in order; they may overlap."""
    for start in sorted(at for word in by for at in places(word.decode(), folded)):
        if match := pattern.match(folded, start):
            yield match


def read_back(pattern: re.Pattern[str], text: str, floor: int, at: int) -> tuple[str, int]:
    """What a pattern from right to left finds before `at`: its group, and where that begins; "" and `at` for nothing."""
    found = pattern.match(text[max(0, floor - 1) : at][::-1])  # with one more: a word may have begun before
    return (found[1][::-1], at - found.end()) if found and at - found.end() >= floor else ("", at)


def words(texts: Iterable[str]) -> frozenset[bytes]:
    """Words as they stand in a bag: "née" is b"n?e". A phrase is taken for its words."""
    return frozenset(word for text in texts for word in bag(text))


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decoded(encoded: bytes) -> str:
    return encoded.decode("utf-8", "surrogatepass")


def _parted(encoded: bytes, kinds: str) -> bytes:
    parted = _exchanged(encoded, kinds, _parting) if kinds else encoded
    return parted.translate(_TABLE, _BEHIND_FIRST)


def _exchanged(encoded: bytes, kinds: str, by: Callable[[str], str]) -> bytes:
    """A text in UTF-8, with what is `by` for each of these kinds of characters: for few one by one, which is faster."""
    others = {char: other for char in kinds if (other := by(char)) != char}
    if len(others) > FEW_KINDS:
        return _encoded(_decoded(encoded).translate({ord(char): other for char, other in others.items()}))
    for char, other in others.items():
        encoded = encoded.replace(_encoded(char), _encoded(other))
    return encoded


@lru_cache(maxsize=8192)
def _parting(char: str) -> str:
    """A space for punctuation, symbols and white space, as for the bullet before a word."""
    return " " if unicodedata.category(char)[0] in "PSZ" else char


@lru_cache(maxsize=8192)
def _plain(char: str) -> str:
    char = "i" if char == "İ" else char.lower()  # the one letter that grows in lower case
    parts = unicodedata.normalize("NFKD", char).lower()
    # Korean syllables come apart, too, into letters that are no accents.
    base = parts[0] if all(map(unicodedata.combining, parts[1:])) else char
    return _STROKES.get(base, base)  # "ǿ" has both
