"""Reads the skills that a text names, whichever they are, in one pass over its words. Pure functions.

Longest phrases win: "React Native" is not "React", and "English law" no English. A hyphen is a space, a plural is its
singular; what stands between commas is never joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate

from msgspec import Struct

from scoring.aliases import Aliases, aliases
from scoring.denial import is_denied

MAX_CHARS = 100_000
"""Characters of a text that are read."""
LETTER = r"[^\W_\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""A letter or digit of a script with spaces between words; Chinese, Japanese and Thai have none, Korean joins particles."""
SPACELESS = re.compile(r"[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""A letter of a script without them."""

_ACRONYM_CHARS = 5
_DOTLESS = "\u0130"
"""The one letter whose small form is two characters long."""
_REST = r"(?:[+#]*[.&/'’+#][^\W_]+)*[+#]*"
_WORD = rf"[^\W_]+{_REST}|\.[^\W_]+{_REST}"
_MARK = r"[,;:()\[\]|•·!?<>]|\.(?=\s|\Z)|\n\s*\n|(?<!\S)[-–—*](?=\s)"
_TOKEN = re.compile(f"({_WORD})|({_MARK})")
_PART = re.compile(rf"{LETTER}+[+#]*")


class Term(Struct, frozen=True):
    """A skill that a text names, by its canonical name, and where: `start` to `end` in characters."""

    name: str
    start: int
    end: int


class _Phrase(Struct, frozen=True):
    """What a phrase means: "" for one that only looks like a skill.

    In prose `written` is set where no other capitals will do, and one that is not `readable` means nothing.
    """

    name: str
    written: str
    readable: bool


class _Phrases(Struct, frozen=True):
    """All phrases: those of one word, and the long ones by their words in the singular.

    `longest` has, for the first two words of a phrase, the most words of one that begins with them. `joined` are the words
    with a mark inside, such as ci/cd, that stay whole.
    """

    single: dict[str, _Phrase]
    long: dict[str, _Phrase]
    longest: dict[str, dict[str, int]]
    joined: frozenset[str]


class _Words(Struct, frozen=True):
    """The words of a text, lower-case and in the singular, and where each stands; "" is what ends a phrase."""

    folded: list[str]
    singular: list[str]
    places: list[tuple[int, int]]


@lru_cache(maxsize=128)
def read(text: str) -> tuple[Term, ...]:
    """The skills that a text names, in its order and as often as they stand there; a wish or a lack does not name one."""
    return tuple(term for term in _scan(text[:MAX_CHARS], is_prose=True) if not is_denied(text, term.start, term.end))


@lru_cache(maxsize=16384)
def names(term: str) -> frozenset[str]:
    """The canonical names in an item of a list, where capitals say nothing: "java development" names Java."""
    return frozenset(found.name for found in _scan(term, is_prose=False))


def _scan(text: str, *, is_prose: bool) -> Iterator[Term]:
    words, phrases = _words(text), _phrases()
    single, longest, plain = phrases.single, phrases.longest, words.singular
    last = len(plain) - 1
    skip = 0
    for place, word in enumerate(words.folded):
        seconds = longest.get(plain[place])
        most = seconds.get(plain[place + 1], 1) if seconds and place < last else 1
        if (most == 1 and word not in single) or place < skip:
            continue
        for length in range(min(most, last - place + 1), 0, -1):
            phrase = single.get(word) if length == 1 else phrases.long.get(" ".join(plain[place : place + length]))
            if phrase is None:
                continue
            start, end = words.places[place][0], words.places[place + length - 1][1]
            if is_prose and not (phrase.readable and phrase.written in ("", text[start:end])):
                continue
            skip = place + length
            if phrase.name:
                yield Term(phrase.name, start, end)
            break


@cache
def _phrases() -> _Phrases:
    table = aliases()
    single: dict[str, _Phrase] = {}
    long: dict[str, _Phrase] = {}
    longest: dict[str, dict[str, int]] = {}
    joined: set[str] = set()
    only_alike = (name for name in table.look_alikes if name not in table.canonical and re.search("[ -]", name))
    own = (spelling for spelling, name in table.canonical.items() if name in table.core or spelling in table.readable)
    for spelling in (*own, *only_alike):
        words = spelling.replace("-", " ").split()
        joined.update(word for word in words if not word.isalnum())
        phrase = _phrase(spelling, table)
        if len(words) == 1:  # alone, "news" is not "new"
            single.setdefault(words[0], phrase)
        else:
            words = [_singular(word) for word in words]
            long.setdefault(" ".join(words), phrase)
            seconds = longest.setdefault(words[0], {})
            seconds[words[1]] = max(seconds.get(words[1], 0), len(words))
    return _Phrases(single, long, longest, frozenset(joined))


def _phrase(spelling: str, table: Aliases) -> _Phrase:
    name, written = table.canonical.get(spelling, ""), table.ambiguous.get(spelling, "")
    if not written and name not in table.core and len(spelling) <= _ACRONYM_CHARS:
        written = spelling.upper() if table.written.get(spelling, "").isupper() else ""
    return _Phrase(name, written, not name or spelling in table.readable)


@lru_cache(maxsize=16384)
def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _words(text: str) -> _Words:
    joined, folded = _phrases().joined, text.replace(_DOTLESS, "I").lower()
    pieces = [piece or "" for piece in _TOKEN.split(folded)]  # what is between tokens, a word or none, a mark or none
    ends = list(accumulate(map(len, pieces)))
    tokens, places = pieces[1::3], list(zip(ends[::3], ends[1::3], strict=False))
    odd = [number for number, token in enumerate(tokens) if not token.isalnum() and token and token not in joined]
    if not text.isascii():
        odd = sorted({*odd, *(number for number, token in enumerate(tokens) if SPACELESS.search(token))})
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    last = 0
    for number in odd:  # HTML/CSS are two
        parts = list(_PART.finditer(folded, *places[number]))
        ends_in_part = bool(parts) and parts[-1].end() == places[number][1]
        words += [*tokens[last:number], *(word for part in parts for word in (part[0], ""))]
        spans += [*places[last:number], *(part.span() for part in parts for _ in range(2))]
        if ends_in_part:  # a phrase may go on behind it
            del words[-1], spans[-1]
        last = number + 1
    words += tokens[last:]
    spans += places[last:]
    return _Words(words, [_singular(word) if word.endswith("s") else word for word in words], spans)
