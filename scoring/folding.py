"""Texts made comparable, letter for letter: without case, accents and look-alike letters; and their words at a glance.

Pure functions. What is folded has as many characters as before, so a place in the one is the same place in the other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Letters in lower case, digits, and ?, which stands for all that is not ASCII; what else there is parts words.
_CHARS = (chr(code).lower() if chr(code).isalnum() or chr(code) == "?" else " " for code in range(128))
_TABLE = "".join(_CHARS).encode().ljust(256)
_ALIKE = str.maketrans(
    "абвгезѕіјкмнопрстухһԁԛԝьӏαβεηικνορτυχωγи",
    "abbre3sijkmhonpctyxhdqwblabenikvoptuxwyu",
)
"""Small letters of Greek and Cyrillic, and the Latin ones that they look like."""
_STROKES = {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ɑ": "a", "ɡ": "g", "ſ": "s", "’": "'", "‘": "'"}


@lru_cache(maxsize=64)
def fold(text: str) -> str:
    """The text in lower case and without accents; 1 character for 1. The latest are remembered."""
    if text.isascii():
        return text.lower()
    lowered = text.replace("İ", "i").lower()  # the one letter that grows in lower case
    for char in foreign(lowered):
        if (plain := _plain(char)) != char:
            lowered = lowered.replace(char, plain)
    return lowered


@lru_cache(maxsize=16)
def foreign(text: str) -> str:
    """The characters of a text that are not ASCII, each once; the latest are remembered."""
    return "" if text.isascii() else "".join(char for char in set(text) if char > "\x7f")


def unmasked(folded: str) -> str:
    """A folded text with Latin letters for the Greek and Cyrillic ones that look like them; 1 character for 1."""
    return folded.translate(_ALIKE)


@lru_cache(maxsize=16)
def bag(text: str) -> frozenset[bytes]:
    """The words of a text, lower-case, as `words` spells them; what is not ASCII is ?. The latest are remembered."""
    return frozenset(text.encode("ascii", "replace").translate(_TABLE).split())


def words(texts: Iterable[str]) -> frozenset[bytes]:
    """Words as they stand in a bag: "née" is b"n?e". A phrase is taken for its words."""
    return frozenset(word for text in texts for word in bag(text))


@lru_cache(maxsize=8192)
def _plain(char: str) -> str:
    if char in _STROKES:
        return _STROKES[char]
    parts = unicodedata.normalize("NFKD", char).lower()
    # Korean syllables come apart, too, into letters that are no accents.
    return parts[0] if all(map(unicodedata.combining, parts[1:])) else char
