"""Reads the skills that a text names, whichever they are, in one pass over its words. Pure functions.

Longest phrases win: "React Native" is not "React", and "English law" no English. A hyphen is a space, a plural is its
singular; what stands between commas is never joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate, product

from msgspec import Struct

from scoring.skills.aliases import Aliases, aliases, normalise
from scoring.skills.denial import is_denied
from scoring.skills.listing import is_item
from scoring.text import runs
from scoring.text.folding import foreign, lower

MAX_CHARS = 100_000
"""Characters of a text that are read."""
LETTER = r"[^\W_\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""A letter or digit of a script with spaces between words; Chinese, Japanese and Thai have none, Korean joins particles."""
SPACELESS = re.compile(r"[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""A letter of a script without them."""

_ACRONYM_CHARS = 5
_RIVAL_CHARS = 60
"""Characters before a name in which a rival may stand."""
_DOTLESS = "\u0130"
"""The one letter whose small form is two characters long."""
_REST = r"(?:[+#]*[.&/'’+#][^\W_]+)*[+#]*"
_WORD = re.compile(rf"[^\W_]+{_REST}|\.[^\W_]+{_REST}")
_MARK = re.compile(r"[,;:()\[\]|•·!?<>]|\.(?=\s)|\n(?=[^\S\n]*\n)|(?<!\S)[-–—*](?=\s)")
_INSIDE = ".&/'+#"
"""Marks that may stand inside a word."""
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
    word. `whole` are the words with a mark inside that stay whole, such as ci/cd.
    """

    single: dict[str, _Phrase]
    long: dict[str, _Phrase]
    longest: dict[str, dict[str, int]]
    whole: frozenset[str]


class _Words(Struct, frozen=True):
    """The words of a lower-case text.

    `pieces` are what spaces part where one stands for each character between words: words, and "" between two spaces and at
    the end. `sizes` are the characters of each piece with those before it: it ends there, and a space further for each piece
    before it. A mark among the pieces ends a phrase.
    """

    folded: str
    pieces: list[str]
    sizes: list[int]

    def end(self, place: int) -> int:
        """Where a piece ends in the text, in characters."""
        return self.sizes[place] + place

    def start(self, place: int) -> int:
        """Where it begins."""
        return self.end(place) - len(self.pieces[place])

    def behind(self, place: int) -> int:
        """The place of the word behind a piece, or of the end."""
        last = len(self.pieces) - 1
        place = min(place + 1, last)
        while not self.pieces[place] and place < last:
            place += 1
        return place

    def run(self, place: int, most: int) -> list[int]:
        """The places of a word and of those behind it up to a mark, at most so many."""
        run = [place]
        while len(run) < most:
            end, place = self.end(place), self.behind(place)
            if not self.pieces[place] or _MARK.search(self.folded, end, self.start(place)):
                break
            run.append(place)
        return run


@lru_cache(maxsize=128)
def read(text: str) -> tuple[Term, ...]:
    """The skills that a text names, in its order and as often as they stand there; a wish or a lack does not name one."""
    return tuple(term for term in _scan(text[:MAX_CHARS], is_prose=True) if not is_denied(text, term.start, term.end))


@lru_cache(maxsize=16384)
def names(term: str) -> frozenset[str]:
    """The canonical names in an item of a list, where capitals say nothing: "java development" names Java."""
    return frozenset(found.name for found in _scan(term, is_prose=False))


@lru_cache(maxsize=4096)
def runs_of(name: str) -> tuple[frozenset[str], ...]:
    """Runs of letters and digits, of which all of one set stand in a text that names the skill of this canonical name."""
    phrases = (normalise(each).replace("-", " ").split() for each in aliases().spellings.get(name, ()))
    forms = {form for words in phrases for form in product(*map(_forms, words[:2]))}  # in singular and plural
    return tuple(frozenset(runs.of_letters_and_digits(" ".join(form))) for form in forms)


def is_spaced(text: str) -> bool:
    """Whether there are spaces between a text's words, as in most scripts."""
    return text.isascii() or not SPACELESS.search(foreign(text))


def _scan(text: str, *, is_prose: bool) -> Iterator[Term]:
    words, phrases = _words(text), _phrases()
    pieces, single, longest = words.pieces, phrases.single, phrases.longest
    free = 0
    for place in [place for place, piece in enumerate(pieces) if piece in longest]:  # most words begin nothing
        word = pieces[place]
        most = longest[word].get(pieces[place + 1] or pieces[words.behind(place)], 1)
        if (most == 1 and word not in single) or place < free:
            continue
        for last in reversed(words.run(place, most)):
            phrase = single.get(word) if last == place else phrases.long.get(_in_singular(pieces[place : last + 1]))
            if phrase is None:
                continue
            start, end = words.start(place), words.end(last)
            is_readable = not is_prose or phrase.readable or _is_beside_a_rival(phrase.name, text, start, end)
            if is_prose and not (is_readable and _is_meant(phrase, text, start, end)):
                continue
            free = last + 1
            if phrase.name:
                yield Term(phrase.name, start, end)
            break


def _is_meant(phrase: _Phrase, text: str, start: int, end: int) -> bool:
    """Whether a phrase has its capitals, if it needs any, or says by its place in a list that it is meant."""
    if phrase.written in ("", text[start:end]):
        return True
    return phrase.name in aliases().core and is_item(text, start, end)


def _is_beside_a_rival(name: str, text: str, start: int, end: int) -> bool:
    """Whether a phrase that alone says too little stands in a row with a rival, as the ACA of "ACA or ACCA" does."""
    if name not in aliases().rivals:
        return False
    before, behind = _rivals(name)
    return before.search(text, max(0, start - _RIVAL_CHARS), start) is not None or behind.match(text, end) is not None


@lru_cache(maxsize=256)
def _rivals(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A skill's rivals before it in a row, and behind it."""
    table = aliases()
    spellings = [spelling for rival in table.rivals[name] for spelling in table.spellings.get(rival, ())]
    rivals = "|".join(r"\s+".join(map(re.escape, each.split())) for each in sorted(spellings, key=len, reverse=True))
    joint = r"(?:\s*[,/(]\s*(?:(?:and/or|or|and)\s+)?|\s+(?:and/or|or|and)\s+)"
    return (
        re.compile(rf"(?<![^\W_])(?:{rivals}){joint}\Z", re.IGNORECASE),
        re.compile(rf"{joint}(?:{rivals})(?![^\W_])", re.IGNORECASE),
    )


@cache
def _phrases() -> _Phrases:
    table = aliases()
    single: dict[str, _Phrase] = {}
    long: dict[str, _Phrase] = {}
    longest: dict[str, dict[str, int]] = {}
    whole: set[str] = set()
    only_alike = (name for name in table.look_alikes if name not in table.canonical and re.search("[ -]", name))
    own = (spelling for spelling, name in table.canonical.items() if name in table.core or spelling in table.readable)
    for spelling in (*own, *only_alike):
        words = spelling.replace("-", " ").split()
        whole.update(word for word in words if not word.isalnum() and _WORD.fullmatch(word))
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
    return " ".join(map(_singular, filter(None, words)))


def _forms(word: str) -> list[str]:
    """All words that have the same singular."""
    singular = _singular(word)
    return [form for form in (singular, f"{singular}s") if _singular(form) == singular]


def _words(text: str) -> _Words:
    folded = lower(text.replace(_DOTLESS, "I"))
    plain = runs.spaced(folded, _TABLE).replace(". ", "  ")  # no word ends in a full stop
    pieces = f"{plain} ".split(" ")
    sizes = list(map(len, pieces))
    whole = _phrases().whole
    odd = [place for place, piece in enumerate(pieces) if piece and not piece.isalnum() and piece not in whole]
    if not is_spaced(text):
        odd = sorted({*odd, *(place for place, piece in enumerate(pieces) if SPACELESS.search(piece))})
    if odd:
        pieces, sizes = _parted(pieces, sizes, odd)
    return _Words(folded, pieces, list(accumulate(sizes)))


def _parted(pieces: list[str], sizes: list[int], odd: list[int]) -> tuple[list[str], list[int]]:
    """Pieces and their sizes with those at some places taken apart: HTML/CSS are two, with a mark between them."""
    out_pieces: list[str] = []
    out_sizes: list[int] = []
    last = 0
    for place in odd:
        out_pieces += pieces[last:place]
        out_sizes += sizes[last:place]
        before = -1  # a space stands before each piece
        for part, end in _parts(pieces[place]):
            out_pieces.append(part)
            out_sizes.append(end - before - 1)
            before = end
        last = place + 1
    return out_pieces + pieces[last:], out_sizes + sizes[last:]


def _parts(piece: str) -> Iterator[tuple[str, int]]:
    """The words of a piece, marks that end a phrase, and "" at its end; and where each of them ends."""
    whole = _phrases().whole
    for word in _WORD.finditer(piece):
        if word[0] in whole or (word[0].isalnum() and not SPACELESS.search(word[0])):
            yield word[0], word.end()
            continue
        for part in _PART.finditer(piece, *word.span()):
            yield part[0], part.end()
            if part.end() < word.end():
                yield ",", part.end()
    yield "", len(piece)


_TABLE = runs.table(lambda char: char.isalnum() or char in _INSIDE)
