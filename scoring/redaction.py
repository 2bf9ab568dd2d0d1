"""Takes identity out of free text: e-mail addresses, links, telephone numbers, and the candidate's own words.

Each pattern begins with what is rare in prose (an @, a colon, a digit) and looks back from there, which reads a text ten
times as fast as one that may begin anywhere. The own words need no pattern: compiling one for each candidate took longest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from scoring.models import Candidate

REDACTED = "[redacted]"

_Span = tuple[int, int]

_DOMAIN = re.compile(r"@[\w-]+(?:\.[\w-]+)+")
_MAILBOX = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}\Z")
_MAILBOX_CHARS = 64
# In these the group that took part tells where the match really begins. A link goes on to the next white space, so that it
# does not matter which of two patterns finds it.
_SCHEME = re.compile(r":(?:(?<=(https:))|(?<=(http:)))//\S+", re.IGNORECASE)
_HOST = re.compile(r"\.(?:(?<=(www\.))|(?<=\b(linkedin\.))com/|(?<=\b(github\.))com/)\S+", re.IGNORECASE)
_PHONE = re.compile(r"\d(?<![\w.]\d)(?:(?<=(?<![\w.])(\+\()\d)|(?<=(?<![\w.])([+(])\d)|)[\d ().\-/]{7,24}\d(?!\w)")
# Digits and what may stand between them become 0; so does ?, which stands for all that is not ASCII.
_DIALLED = bytes(ord("0") if chr(code) in "0123456789 ().-/?" else ord("a") for code in range(256))
_PHONE_CHARS = 9
"""A telephone number has so many at least."""
_STRETCH = b"0" * _PHONE_CHARS
_YEARS_RANGE = re.compile(r"(?:19|20)\d\d\s*[-/.]\s*(?:19|20)\d\d")
_NAME_PARTS = re.compile(r"[\s,]+")
_NO_WORD = re.compile(r"\W")
# Letters about whose case a pattern and `str.lower` differ: dotless i, long s, the two small sigmas, ...
_ODD = re.compile(
    "[\u00b5\u0130\u0131\u017f\u0345\u03a3\u03c2\u03d0\u03d1\u03d5\u03d6\u03f0\u03f1\u03f5"
    "\u1c80-\u1c88\u1e9b\u1fbe\u1fd3\u1fe3\ufb05\ufb06]"
)


class Redactor:
    """Redacts the texts of one candidate."""

    def __init__(self, candidate: Candidate) -> None:
        own = [word for word in _NAME_PARTS.split(candidate.name or "") if len(word) > 1]
        own += [value for value in (candidate.email, candidate.phone, candidate.location) if value]
        self._own = sorted(own, key=len, reverse=True)
        self._lowered = [word.lower() for word in self._own]
        self._odd = any(map(_is_odd, self._own))

    def __call__(self, text: str) -> str:
        """The text without identity."""
        if "@" in text:
            text = _without(_emails(text), text)
        if ":" in text:
            text = _without(_links(_SCHEME, text), text)
        if "." in text:
            text = _without(_links(_HOST, text), text)
        if len(text) >= _PHONE_CHARS:
            text = _without(_phones(text), text)
        if self._odd or _is_odd(text):
            return self._pattern.sub(REDACTED, text)
        lowered = text.lower()
        present = [word for word in self._lowered if word in lowered]
        return _without(_own_words(present, lowered), text) if present else text

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """The own words as a pattern, which finds what `_own_words` does, in any letters; nothing where there are none."""
        words = "|".join(map(re.escape, self._own)) or "(?!)"
        return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _own_words(words: Sequence[str], text: str) -> Iterator[_Span]:
    """Where these words stand, without overlaps; of those that begin at one place the first."""
    last = 0
    for start, _, end in sorted(
        (start, order, start + len(word)) for order, word in enumerate(words) for start in _whole(word, text)
    ):
        if start >= last:
            yield start, end
            last = end


def _whole(word: str, text: str) -> Iterator[int]:
    """Where `word` stands alone, between characters that are no part of a word."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not _is_word(text[start - 1 : start]) and not _is_word(text[end : end + 1]):
            yield start
        if _is_word(word[0]):  # not again within this run of letters, however long it is
            gap = _NO_WORD.search(text, start)
            start = text.find(word, gap.end()) if gap else -1
        else:
            start = text.find(word, start + 1)


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _is_odd(text: str) -> bool:
    return not text.isascii() and _ODD.search(text) is not None


def _emails(text: str) -> Iterator[_Span]:
    last = 0
    for domain in _DOMAIN.finditer(text):
        at = domain.start()
        if mailbox := _MAILBOX.search(text, max(last, at - _MAILBOX_CHARS), at):
            last = domain.end()
            yield mailbox.start(), last


def _links(pattern: re.Pattern[str], text: str) -> Iterator[_Span]:
    for link in pattern.finditer(text):
        yield link.start(link.lastindex or 0), link.end()


def _phones(text: str) -> Iterator[_Span]:
    dialled = text.encode("ascii", "replace").translate(_DIALLED)
    first = dialled.find(_STRETCH)
    while first >= 0:  # few stretches are long enough, and only these are looked at
        behind = dialled.find(b"a", first)
        last = behind if behind >= 0 else len(text)
        for number in _PHONE.finditer(text, first, last + 1):  # what must not follow a number is the character behind it
            start, end = number.start(number.lastindex or 0), number.end()
            if not _YEARS_RANGE.fullmatch(text[start:end].strip()):
                yield start, end
        first = dialled.find(_STRETCH, last)


def _without(spans: Iterable[_Span], text: str) -> str:
    """The text with these spans, which are in order, redacted."""
    kept, last = [], 0
    for start, end in spans:
        kept += [text[last:start], REDACTED]
        last = end
    return "".join(kept) + text[last:] if kept else text
