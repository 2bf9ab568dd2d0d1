"""Reads the skills that a text names, whichever they are, in one pass over its words. Pure functions.

Longest phrases win: "React Native" is not "React", and "English law" no English. A hyphen is a space, a plural is its
singular; what stands between commas is never joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate, filterfalse, product

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
_MARK = r"[,;:()\[\]|•·!?<>]|\.(?=\s|\Z)|\n(?=[^\S\n]*\n)|(?<!\S)[-–—*](?=\s)"
_MARKS = frozenset(",;:()[]|•·!?<>.\n-–—*")
_TOKEN = re.compile(f"({_WORD}|{_MARK})")
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

    `longest` has, for all words that begin a phrase, in the singular or not, the most words of one that goes on with another
    word. `whole` are the words with a mark inside that stay whole, such as ci/cd, and the marks.
    """

    single: dict[str, _Phrase]
    long: dict[str, _Phrase]
    longest: dict[str, dict[str, int]]
    whole: frozenset[str]


class _Words(Struct, frozen=True):
    """The lower-case words of a text, and where each starts and ends; among them what ends a phrase, "" or a mark."""

    folded: list[str]
    starts: list[int]
    ends: list[int]


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
    folded, single, longest = words.folded, phrases.single, phrases.longest
    last = len(folded) - 1
    skip = 0
    for place in [place for place, word in enumerate(folded) if word in longest]:  # most words begin nothing
        word = folded[place]
        most = longest[word].get(folded[place + 1], 1) if place < last else 1
        if (most == 1 and word not in single) or place < skip:
            continue
        for length in range(min(most, last - place + 1), 0, -1):
            phrase = single.get(word) if length == 1 else phrases.long.get(_in_singular(folded[place : place + length]))
            if phrase is None:
                continue
            start, end = words.starts[place], words.ends[place + length - 1]
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
    whole = set(_MARKS)
    only_alike = (name for name in table.look_alikes if name not in table.canonical and re.search("[ -]", name))
    own = (spelling for spelling, name in table.canonical.items() if name in table.core or spelling in table.readable)
    for spelling in (*own, *only_alike):
        words = spelling.replace("-", " ").split()
        whole.update(word for word in words if not word.isalnum())
        phrase = _phrase(spelling, table)
        if len(words) == 1:  # alone, "news" is not "new"
            single.setdefault(words[0], phrase)
            longest.setdefault(words[0], {})
            continue
        long.setdefault(_in_singular(words), phrase)
        for first, second in product(*map(_forms, words[:2])):
            seconds = longest.setdefault(first, {})
            seconds[second] = max(seconds.get(second, 0), len(words))
    return _Phrases(single, long, longest, frozenset(whole))


def _phrase(spelling: str, table: Aliases) -> _Phrase:
    name, written = table.canonical.get(spelling, ""), table.ambiguous.get(spelling, "")
    if not written and name not in table.core and len(spelling) <= _ACRONYM_CHARS:
        written = spelling.upper() if table.written.get(spelling, "").isupper() else ""
    return _Phrase(name, written, not name or spelling in table.readable)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _in_singular(words: list[str]) -> str:
    return " ".join(map(_singular, words))


def _forms(word: str) -> list[str]:
    """All words that have the same singular."""
    singular = _singular(word)
    return [form for form in (singular, f"{singular}s") if _singular(form) == singular]


def _words(text: str) -> _Words:
    folded = text.replace(_DOTLESS, "I").lower()
    pieces = _TOKEN.split(folded)  # what is between tokens, and a word or a mark
    bounds = list(accumulate(map(len, pieces)))
    words = _Words(pieces[1::2], bounds[:-1:2], bounds[1::2])
    odd = set(filterfalse(str.isalnum, words.folded)) - _phrases().whole
    if not text.isascii() and SPACELESS.search(folded):
        odd.update(filter(SPACELESS.search, words.folded))
    return _parted(words, odd, folded) if odd else words


def _parted(words: _Words, odd: set[str], folded: str) -> _Words:
    """The words with the odd ones taken apart: HTML/CSS are two."""
    out, last = _Words([], [], []), 0
    for place in [place for place, word in enumerate(words.folded) if word in odd]:
        parts = list(_PART.finditer(folded, words.starts[place], words.ends[place]))
        spans = [span for part in parts for span in (part.span(), (part.end(), part.end()))]
        if parts and parts[-1].end() == words.ends[place]:  # a phrase may go on behind it
            del spans[-1]
        _add(out, words, last, place)
        out.folded.extend(folded[start:end] for start, end in spans)
        out.starts.extend(start for start, _ in spans)
        out.ends.extend(end for _, end in spans)
        last = place + 1
    _add(out, words, last, len(words.folded))
    return out


def _add(out: _Words, words: _Words, start: int, end: int) -> None:
    out.folded.extend(words.folded[start:end])
    out.starts.extend(words.starts[start:end])
    out.ends.extend(words.ends[start:end])
