"""The sentences of a profile's text that a note may quote. Pure functions; each looks at a bounded part of the text.

A sentence with a pronoun, a protected trait, or words that speak to the reader instead of about work is cut before
them, and is not quoted at all when too little is left.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice, pairwise

from msgspec import Struct

from scoring.notes.grammar import begins_with_a_verb, may_begin_with_a_verb
from scoring.roles.titles import is_occupation
from scoring.skills.aliases import aliases, normalise
from scoring.skills.denial import is_doubtful
from scoring.skills.mentions import showing
from scoring.skills.progress import opens_with_study
from scoring.text.dates import fold
from scoring.text.runs import of_letters_and_digits
from scoring.text.sentences import STOP
from scoring.text.vocabulary import vocabulary

MAX_CHARS = 20_000
"""Characters of a text that are looked at; a resume of ten pages has about 15,000."""
MAX_SENTENCES = 1_000
MAX_QUOTE_CHARS = 220
MIN_QUOTE_CHARS, MIN_QUOTE_WORDS = 8, 3
MIN_OPENING_WORDS = 5
"""A shorter sentence without a verb before it, as "Weekends are fine", tells no work."""
MAX_NAME_CHARS = 100
_PLACES = 4
"""Mentions of one skill that are looked up."""
_OPENING = 8
"""Sentences from which the first one is chosen."""

# All else is passed over at once, as a pattern that begins with a class is searched for by its characters.
_END = re.compile(rf"[.!?\r\n•·▪●。！？](?:(?<![.!?\r])|(?<=[!?])(?=\s)|(?<=\r)(?!\n)|(?<=\.){STOP})")
"""The end of a sentence, and not the point of an abbreviation, as in "U.S. GAAP"."""
_WIDE = 5 * " "
_GAP = re.compile(f"{_WIDE} *")
"""Where a text was taken out of a page, wide gaps stand for the ends of its lines."""
_BULLETS = " \t\n\r\u00a0-–—*>"
_SUBJECT = re.compile(r"(?:\[redacted\]\s+)+|[Ii](?:['’]ve|\s+have)?\s+(?:also\s+)?")
_CUT = re.compile(r"[,;:]\s|\s[–—-]\s|\s(?:and|but|while|where|which|who)\s|\s(?:at|by|for|from|in|on|to|with)\s(?=\Z)")
_TURNING = re.compile(
    r"(?:[,;:]|\s[–—-])?\s(?:(?:although|and|but|though)\s)?(?:except|never|no|none|not|only|unless|without)\b",
    re.IGNORECASE,
)
"""What turns a sentence: it does not end before that, nor right behind, as "Used SAP" without "but only in a course"."""
_TURNED = re.compile(r"\b(?:but|except|never|no|not|only|unless|without)\Z", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:are|been|being|is|was|were)(?:\s\w+){1,3}\Z", re.IGNORECASE)
_BY = re.compile(r"\sby\s", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_]+")
# Phrases whose words are harmless alone. They are looked for where one of the triggers stands.
_TRIGGERS = frozenset(
    [
        "age",
        "aged",
        "ai",
        "assistant",
        "be",
        "best",
        "leave",
        "match",
        "old",
        "recommend",
        "recommended",
        "redacted",
        "retired",
    ]
)
_TRIGGERS |= {"score", "scored", "scoring", "single", "system", "100", "http", "https"}
_PHRASE = re.compile(
    r"\bage(?:d|:| of)? ?\d|\byears? old|\byear-old|\bsingle (?:mother|father|parent)"
    r"|\b(?:semi-)?retired\b(?! (?:the|an?|all|old|legacy|\d))"
    r"|\b(?:maternity|paternity|parental) leave|\bas an ai\b|\b(?:system|assistant):"
    r"|\bscor(?:e|ed|ing) (?:of|this|the|as|at|\d)|\bout of 100|\d ?/ ?100\b|\bmatch ?score"
    r"|\brecommend(?:ed)? (?:for|this)|\bbest (?:fit|match|person)|\bmust be\b|https?:|\[redacted\]",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"[<>{}`“”\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_COUNTRY = "US"
_STUDIED = re.compile(
    r"\b(?:courses?|bootcamp|tutorials?|learn(?:ed|t)|studied|(?<!machine )(?<!deep )(?<!e-)learning)\b", re.IGNORECASE
)
_TAUGHT = re.compile(r"\b(?:teach\w*|taught|gave|gives|led|leads|designed|designs|wrote|built)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;]\s?|\sand\s")
_DATES = re.compile(r"(?:19|20)\d\d(?!\d)|\d{1,2} (?:years?|months?)\b")
"""What an entry of a resume begins with; the blind view has durations for dates."""
_WISH = re.compile(
    r"(?:to(?! date\b)|seeking|looking (?:for|to)|aspiring|wanting|hoping|eager|keen|willing|(?:career )?objective)\b",
    re.IGNORECASE,
)
"""Beginnings of sentences on what somebody wants to do, and not on what was done."""
_SLIGHT = re.compile(
    r"\b(?:(?:is|was|were|are|been) (?:very )?limited to"
    r"|(?:little|limited|minimal|only basic) (?:[\w-]+ )?(?:experience|exposure|knowledge|use))\b",
    re.IGNORECASE,
)
"""What a clause says of work that is no point in anybody's favour."""
_LACK = re.compile(r"(?:no|not|never|none|without)\b", re.IGNORECASE)
_SPAN = r"\(?\d{1,2}(?:\.\d)? ?\+? ?(?:years?|yrs?|months?|mos?)\b(?: \d{1,2} months?\b)?(?: of experience| experience)?\)?"
_SPAN_AT_AN_END = re.compile(rf"\A{_SPAN}[\s,|:–-]*|[\s,|:–-]*{_SPAN}\Z", re.IGNORECASE)
_LONG = re.compile(r"\d ?\+? ?[ym]", re.IGNORECASE)
"""Without one a quote has no years or months in figures; it is found far faster than what may stand around them."""
_LASTED = re.compile(r"\d ?(?:years?|yrs?|months?|mos?)\Z")
"""What the head of a position ends with."""
_NUMBER = re.compile(r"\d\d")
"""More than the class of a driver or the band of a nurse."""
_MAX_HEAD_WORDS = 10
_MAX_ITEM_WORDS = 3
"""A longer piece of a sentence on a course may speak of something else."""
_MAX_LISTED_WORDS = 12
"""Words of a list of names; a longer one has more parts."""
_AND = re.compile(r"\A(?:and|&) | (?:and|&) ")
_SEPARATOR = re.compile(r"[,;|/]")
_SPACELESS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


class Passage(Struct, frozen=True):
    """A sentence that tells of skills. `quote` stands verbatim in the text.

    `skills` are those named in it, `studied` those of them that it speaks of as learned in a course.
    """

    quote: str
    skills: tuple[str, ...]
    studied: tuple[str, ...]

    @property
    def practised(self) -> tuple[str, ...]:
        """The skills that it shows in use."""
        return tuple(skill for skill in self.skills if skill not in self.studied) if self.studied else self.skills


def telling(skills: Sequence[str], text: str, shown: Mapping[str, str] | None = None) -> tuple[Passage, ...]:
    """The sentences that tell of any of the skills, the most telling first; lists of words tell nothing.

    Args:
        shown: the words that show a skill where its name does not stand, as "analysed logs" shows log analysis.
    """
    if not skills:
        return ()
    found: dict[int, list[tuple[str, int]]] = {}
    starts = _starts(text)
    for skill in skills:
        for start in _places(skill, text, (shown or {}).get(skill, "")):
            number = bisect_right(starts, start) - 1
            found.setdefault(number, []).append((skill, start - starts[number]))
    passages = (_passage(_sentence(text, starts, number), places) for number, places in sorted(found.items()))
    return tuple(sorted(filter(None, passages), key=_weight, reverse=True))


def _places(skill: str, text: str, shown: str) -> Iterator[int]:
    own = [place.start() for place in islice(showing(skill, text, MAX_CHARS), _PLACES)]
    yield from own
    start = text.find(shown, 0, MAX_CHARS) if shown and not own else -1
    for _ in range(_PLACES):
        if start < 0:
            return
        end = start + len(shown)
        if not (text[max(0, start - 1) : start].isalnum() or text[end : end + 1].isalnum()):
            yield start
        start = text.find(shown, end, MAX_CHARS)


@lru_cache(maxsize=64)
def is_told(skill: str, text: str, shown: str = "") -> bool:
    """Whether any sentence names a skill, be it one that cannot be quoted, as with "she" in it."""
    starts = _starts(text)
    numbered = ((bisect_right(starts, start) - 1, start) for start in _places(skill, text, shown))
    return any(_tells_of_use(_sentence(text, starts, number), start - starts[number]) for number, start in numbered)


def _tells_of_use(sentence: str, offset: int) -> bool:
    return _tells(_spoken(sentence.strip(_BULLETS))) and not _SLIGHT.search(_clause_at(sentence, offset))


def _spoken(sentence: str) -> str:
    """A sentence in capitals as one says it; capitals without small words between them are a list."""
    words = sentence.lower()
    return words if sentence.isupper() and not vocabulary().small.isdisjoint(words.split()) else sentence


@lru_cache(maxsize=64)
def first(text: str) -> str:
    """The first sentence on work that can be quoted, one with a verb before others; "" when there is none.

    What somebody lacks or wishes for is no work, and the head of a position tells no more than the title and the years do.
    """
    starts = _starts(text)
    best = ""
    for number in range(min(len(starts), _OPENING)):
        quote = quotable(_sentence(text, starts, number))
        if len(quote.split()) < MIN_OPENING_WORDS and not (begins_with_a_verb(quote) or _SPACELESS.search(quote)):
            continue
        if _WISH.match(quote) or _LACK.match(quote) or is_doubtful(quote) or is_head(quote) or opens_with_study(quote):
            continue
        if quote and begins_with_a_verb(quote) and not _STUDIED.search(quote):
            return quote
        best = best or quote
    return best


@lru_cache(maxsize=8192)
def is_head(quote: str) -> bool:
    """Whether a quote is but years, or an occupation with its years, as "Chef 5 years": it shows no work."""
    if not _LONG.search(quote):
        return False
    rest = _SPAN_AT_AN_END.sub("", quote)
    if rest == quote or len(rest.split()) > _MAX_HEAD_WORDS or _NUMBER.search(rest):
        return False
    is_named = any(map(is_occupation, _TOKEN.findall(fold(rest)))) or not any(word[0].islower() for word in rest.split())
    return is_named and not begins_with_a_verb(rest)


def around(place: re.Match[str]) -> str:
    """The part of a sentence that tells of a match, from its verb on; "" when that cannot be quoted."""
    if place.start() >= MAX_CHARS:
        return ""
    starts = _starts(place.string)
    quote = quotable(_sentence(place.string, starts, bisect_right(starts, place.start()) - 1))
    offset = quote.find(place[0])
    clauses = [quote[cut.end() :] for cut in _CLAUSE.finditer(quote, 0, max(offset, 0))]
    own = (clause for clause in reversed(clauses) if begins_with_a_verb(clause) and len(clause.split()) >= MIN_QUOTE_WORDS)
    return next(own, quote) if offset >= 0 else ""


@lru_cache(maxsize=8192)
def quotable(sentence: str) -> str:
    """The part of a sentence that may be quoted, verbatim; "" when that is too little or but a list of words."""
    rest = sentence.lstrip(_BULLETS)
    if (subject := _SUBJECT.match(rest)) and may_begin_with_a_verb(rest[subject.end() :]):
        rest = rest[subject.end() :]
    quote = rest[:MAX_QUOTE_CHARS]
    quote = quote[: _unquotable_from(quote)]
    if len(quote) < len(rest):
        quote = quote[: max((cut.start() for cut in _CUT.finditer(quote) if _may_end(rest, cut.start())), default=0)]
    quote = quote.strip(_BULLETS + ".,;:!?|•·▪●。！？")
    return quote if _tells(quote) else ""


def _may_end(sentence: str, at: int) -> bool:
    """Whether a sentence says the same without what stands from a place on; "Payroll was prepared" needs by whom."""
    if _TURNING.match(sentence, at) or _TURNED.search(sentence, 0, at):
        return False
    if not _BY.match(sentence, at):
        return True
    return begins_with_a_verb(sentence) and not _PASSIVE.search(sentence, 0, at)


def is_sayable(name: str, *, most_words: int) -> bool:
    """Whether a skill or qualification of a profile can stand in a note: it is short, and is not talk."""
    return len(name) <= MAX_NAME_CHARS and len(name.split()) <= most_words and _is_plain(name)


@lru_cache(maxsize=16384)
def _is_plain(name: str) -> bool:
    return name.isprintable() and _unquotable_from(name) == len(name)


def _unquotable_from(text: str) -> int:
    """Where the first word stands that a note must not say, in characters; the length of the text when none does."""
    words, ends = vocabulary(), [len(text)]
    may_stand = not _unsayable().isdisjoint(of_letters_and_digits(text.lower()))  # as in few sentences
    for token in _TOKEN.finditer(text) if may_stand else ():
        word = token[0].lower()
        if word in _TRIGGERS and (phrase := _PHRASE.search(text)):
            ends.append(phrase.start())
        if (word in words.personal or word in words.addressing) and token[0] != _COUNTRY:
            ends.append(token.start())
            break
    if markup := _MARKUP.search(text):
        ends.append(markup.start())
    return min(ends)


@cache
def _unsayable() -> frozenset[str]:
    return _TRIGGERS | vocabulary().personal | vocabulary().addressing


def _passage(sentence: str, places: list[tuple[str, int]]) -> Passage | None:
    quote = quotable(sentence)
    start = sentence.find(quote)
    inside = [(skill, offset - start) for skill, offset in places if 0 <= offset - start < len(quote)]
    if _SLIGHT.search(quote):
        inside = [(skill, offset) for skill, offset in inside if not _SLIGHT.search(_clause_at(quote, offset))]
    if not quote or not inside:
        return None
    named = tuple(dict.fromkeys(skill for skill, _ in inside))
    if not _STUDIED.search(quote):
        return Passage(quote, named, ())
    in_use = {skill for skill, offset in inside if not _is_studied(quote, offset)}
    return Passage(quote, named, tuple(skill for skill in named if skill not in in_use))


def _is_studied(quote: str, offset: int) -> bool:
    clause = _clause_at(quote, offset)
    return _STUDIED.search(clause) is not None and not _TAUGHT.search(clause)


def _clause_at(quote: str, offset: int) -> str:
    """The clause around a place; "" where that is behind what is read of a long sentence."""
    return next((quote[start:end] for start, end in _clauses(quote) if offset < end), "")


def _clauses(quote: str) -> Iterator[tuple[int, int]]:
    """The parts of a sentence that speak for themselves; items of a list, as in "learned Java and SQL", do not."""
    cuts = [*(cut.span() for cut in _CLAUSE.finditer(quote)), (len(quote), len(quote))]
    start = 0
    for (end, after), (behind, _) in pairwise(cuts):
        piece = quote[after:behind]
        if len(piece.split()) > _MAX_ITEM_WORDS or begins_with_a_verb(piece):
            yield start, end
            start = after
    yield start, len(quote)


def _weight(passage: Passage) -> tuple[float, ...]:
    if is_head(passage.quote):
        return (0.0, len(passage.skills))
    has_number = any(map(str.isdigit, passage.quote))
    return (2.0 * len(passage.practised) + 1.5 * has_number + 2.0 * begins_with_a_verb(passage.quote), len(passage.skills))


def _tells(quote: str) -> bool:
    words = quote.split()
    if len(quote) < MIN_QUOTE_CHARS or (len(words) < MIN_QUOTE_WORDS and not _SPACELESS.search(quote)):
        return False
    has_words = len(words) < MIN_QUOTE_WORDS or any(word.isalpha() and word.islower() for word in words)
    if quote.isascii() and not has_words:
        return False
    parts = len(_SEPARATOR.findall(quote)) + 1
    return (parts < 4 or len(words) / parts >= 3) and not (len(words) <= _MAX_LISTED_WORDS and is_listing(quote))


def is_listing(quote: str) -> bool:
    """Whether a quote is names of skills and nothing else, as "Stock control, menu planning"; "took blood" tells a deed."""
    names = aliases().canonical
    pieces = (piece.strip() for piece in _SEPARATOR.split(quote))
    is_named = all(
        normalise(piece) in names or all(normalise(each) in names for each in filter(None, _AND.split(piece)))
        for piece in pieces
    )
    return is_named and not begins_with_a_verb(quote)


@lru_cache(maxsize=64)
def _starts(text: str) -> tuple[int, ...]:
    """Where the sentences of a text begin, in characters; the first begins at 0."""
    starts = [0]
    for mark in islice(_END.finditer(text, 0, MAX_CHARS), MAX_SENTENCES):
        if mark[0] not in "\n\r" or not _is_wrapped(text, mark.start()):
            starts.append(mark.end())
    if _WIDE in text:
        starts = sorted({*starts, *(gap.end() for gap in islice(_GAP.finditer(text, 0, MAX_CHARS), MAX_SENTENCES))})
    return tuple(starts)


def _is_wrapped(text: str, newline: int) -> bool:
    # A line of a page that is full goes on in the next one: it breaks off at a small word, or the next is lower-case.
    before, after = text[max(0, newline - 20) : newline].rstrip(), text[newline + 1 : newline + 20].lstrip(" \t")
    if after[:1].islower() or (after[:1].isdigit() and before[-1:].isalpha() and not _is_new(before, after)):
        return True
    return before.rpartition(" ")[2].lower() in vocabulary().goes_on and after[:1] not in ("", "\n", "\r", "•")


def _is_new(before: str, after: str) -> bool:
    """Whether a line that begins with a number is one of its own: that of an entry, or the one below how long it lasted."""
    return _DATES.match(after) is not None or _LASTED.search(before) is not None


def _sentence(text: str, starts: Sequence[int], number: int) -> str:
    start = starts[number]
    end = starts[number + 1] if number + 1 < len(starts) else min(len(text), MAX_CHARS)
    return text[start : min(end, start + 4 * MAX_QUOTE_CHARS)]
