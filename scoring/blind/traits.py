"""Where a text tells somebody's age, origin, family or faith: birth, ages, years of study, and lines of a header.

A search is made only where one of its words stands. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import chain, groupby
from operator import itemgetter

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from scoring.skills.terms import SPACELESS
from scoring.text import dates
from scoring.text.folding import Folded, bag, fold, led, read_back, words

Span = tuple[int, int]

HEAD_CHARS = 1000
"""Postcodes, handles and ages without a word beside them are looked for at the beginning of a text."""
_AROUND_CHARS = 60

_NO_END = r"(?<![\d\n])(?<!\b(?:jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|dez|okt|avr|mai))(?<!\bsept)"
"""A day or a month in short, before a point that ends no sentence."""
_VALUE = (
    rf"(?:[^\n|•;\t]{{0,80}}?(?=\n|\||•|;|\t|\Z|[ \u00a0]{{2,}}|{_NO_END}\.\s|,?\s+[a-z][a-z ]{{2,20}}[:：])"
    r"|[^\n|•;\t]{1,60}\b)"
)
_PEOPLE = (
    r"(?:patients?|children|kids|people|adults?|pupils?|students?|those|clients?|residents?|boys?|girls?|groups?|players?|"
    r"users?|women|men|learners?|youths?|youngsters?|teenagers?|seniors?)"
)
_SPACE, _BLANK = r"\ ", r"[ \u00a0]"
_LABEL_BEHIND = r"(?:[ ]?\([^)\n]{0,20}\))?(?:\s*[:：=]\s*|[ ]*\t\s*|[ ]{2,})"
_LABEL_END = re.compile(r"[:：=\t]|  ")
_BLANKS = re.compile(r"[ ,\u00a0]+")
_LABEL_CHARS = 30
"""From the longest word of a label to the colon behind the label."""
_YEAR = re.compile(r"(?:19[4-9]|20[0-4])\d(?<![\w:]\d{4})(?<!\D[./]\d{4})(?![\w%])")
_CENTURIES = (b"19", b"20")
_SHORT_YEAR = re.compile(r"'(?<!\w')\d\d(?!\w)")
_BEHIND_YEAR = re.compile(r"(?:\s*(?:-|–|—|to|bis)\s*(?:present|today|now|heute|\d\d(?!\d)))?\s*[)\]]?")
_OPEN = re.compile(r"[(\[][^)\]]*\Z")
_AMOUNT = re.compile(r"[ \u00a0][a-z]+s\b")
"""Behind a number of things: 2000 students."""
_PRODUCT = re.compile(r"[\s\d./:-]*+([^\W\d_]+)")
"""From right to left: the word before a year."""
_STUDY_WORDS = (
    "graduated graduation graduate grad class hons abschluss promocion matric ssc hsc licence licenciado licenciada"
    " titulado titulada egresado egresada graduado graduada diplomado diplomada maitrise mag bac matura maturita bsn msn adn"
    " msw bsw dsw pharmd jd dds dvm dpt otd edd psyd dnp mph mpa mfa bfa mphil bba mbbs aas lpn"
    " cbse icse igcse gce waec neco nysc matriculation matriculated abi formado formada laureato laureata diplomee"
)
_CLASS = frozenset([b"class"])
_ALONE = re.compile(r"[\s(\[|•·*–—-]*(?:[^\W\d_]{3,9}\.?\s)?(?:\d\d?[./])?\Z")
"""What may stand before a year in a line that has nothing else."""


class _Table(Struct, frozen=True):
    about: str
    labels: dict[str, list[str]]
    anywhere: list[tuple[str, str]]
    head: list[tuple[str, str]]
    spaceless: list[str]
    origins: list[str]
    told: list[tuple[str, str]]
    tags: frozenset[str]


class _Rule(Struct, frozen=True):
    """A pattern of folded text for what is to be taken out.

    It cannot match without any of the `triggers`, nor without a word of each set in `also`. `is_head`: it is looked for only
    at the beginning of a text.
    """

    triggers: frozenset[bytes]
    pattern: re.Pattern[str]
    also: tuple[frozenset[bytes], ...] = ()
    is_head: bool = False

    def may_match(self, known: frozenset[bytes]) -> bool:
        """Whether a text with these words, of which one is a trigger, may have a match."""
        return not any(words.isdisjoint(known) for words in self.also)


@cache
def _table() -> _Table:
    return msgspec.json.decode((files("scoring") / "data" / "traits.json").read_bytes(), type=_Table)


@cache
def _labels() -> _Rule:
    """Labels with what they stand before; "race/religion" are two."""
    labels = [fold(each) for own in _table().labels.values() for each in own]
    names = [fold(each) for each in _table().labels["names"]]
    one = _one_of(labels)
    of_person = rf"(?:{_one_of(names)}){_LABEL_BEHIND}(?:(?:[a-z]|smt|shri|sri|late|dr|mrs?)\.\s?){{1,3}}"
    label = rf"(?:{of_person}|(?:{one})(?:[ ]?[/&][ ]?(?:{one}))*{_LABEL_BEHIND})"
    # Of a label the longest word: the others ("date of") are everywhere.
    triggers = frozenset(max(sorted(bag(each)), key=len) for each in labels)
    return _Rule(triggers, re.compile(f"{label}{_VALUE}"))


@cache
def _beginning_label() -> re.Pattern[str]:
    """A label at the beginning of a line or a piece of one, and behind a gap if it has a colon."""
    return re.compile(rf"(?:[\n|•;,\t(·]|[ \u00a0]{{2}}(?=[^\n:：=]{{2,40}}[:：=]))[ \u00a0*-]*{_labels().pattern.pattern}")


def _one_of(labels: Iterable[str]) -> str:
    """A pattern of any of these, the longest first; by their first letters, of which mostly none is there."""
    longest_first = sorted(labels, key=lambda each: (each[0], -len(each)))
    return "|".join(
        f"{first}(?:{'|'.join(re.escape(each[1:]).replace(_SPACE, _BLANK) for each in own)})"
        for first, own in groupby(longest_first, key=itemgetter(0))
    )


@cache
def _rules() -> tuple[_Rule, ...]:
    table = _table()
    return (*map(_rule, table.anywhere), *(replace(_rule(each), is_head=True) for each in table.head))


def _rule(each: tuple[str, str]) -> _Rule:
    triggers, *also = (words([part]) for part in each[0].split("&"))
    return _Rule(triggers, re.compile(each[1]), tuple(also))


@cache
def _by_trigger() -> Mapping[bytes, Sequence[int]]:
    """The numbers of the rules that have a word as a trigger."""
    numbered = tuple(enumerate(_rules()))
    triggers = frozenset[bytes]().union(*(rule.triggers for rule in _rules()))
    return {word: [number for number, rule in numbered if word in rule.triggers] for word in triggers}


@cache
def _telling() -> frozenset[bytes]:
    """All words that something is looked for by."""
    return _labels().triggers | _studies() | frozenset(_by_trigger())


@cache
def _spaceless() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, _table().spaceless))


def is_origin(text: str) -> bool:
    """Whether a text tells somebody's origin and nothing else, as "Nigerian" does; "Polish" may be a language."""
    return fold(text.strip()) in _table().tags


def spans(text: Folded, *, is_list: bool = False) -> Iterator[Span]:
    """Where such things stand; unordered, and they may overlap.

    Args:
        is_list: each line is an item of a list, and as the head of a text; years of study stay.
    """
    folded = text.folded
    lines = f"\n{folded}"  # a pattern that begins with a mark is found far faster than one that may begin behind one
    if told := _telling() & text.known:
        yield from _labelled(lines, told, text.spelled)
        for rule in _rules_for(told, text.known):
            places = rule.pattern.finditer(lines, 0, HEAD_CHARS if rule.is_head and not is_list else len(lines))
            yield from (_trimmed(place) for place in places if not _of_others(place))
        if not is_list and (studies := told & _studies()):
            yield from _years_of_study(text, studies)
    if SPACELESS.search(text.foreign):
        for pattern in _spaceless():
            yield from map(_trimmed, pattern.finditer(lines))


def is_told(text: Folded, spoken: frozenset[str]) -> bool:
    """Whether a text says such a thing of somebody, as a reader of a resume may.

    Args:
        spoken: words of which those for an origin name a language that is asked for.
    """
    if text.known.isdisjoint(_telling_of_others()):
        return False
    rules = (rule for rule in _told() if not rule.triggers.isdisjoint(text.known) and rule.may_match(text.known))
    found = (place for rule in rules for place in rule.pattern.finditer(text.folded))
    return any(place.groupdict().get("origin") not in spoken for place in found)


@cache
def _told() -> tuple[_Rule, ...]:
    origin = _one_of(_table().origins)
    return tuple(_rule((words, pattern.replace("ORIGIN", origin))) for words, pattern in _table().told)


@cache
def _telling_of_others() -> frozenset[bytes]:
    return frozenset[bytes]().union(*(rule.triggers for rule in _told()))


def _rules_for(told: frozenset[bytes], known: frozenset[bytes]) -> Iterator[_Rule]:
    """The rules that may match in a text with these words; `told` are those of them that something is looked for by."""
    rules, by_trigger = _rules(), _by_trigger()
    numbers = {number for word in told for number in by_trigger.get(word, ())}
    return (rules[number] for number in numbers if rules[number].may_match(known))


def _labelled(lines: str, told: frozenset[bytes], spelled: bytes) -> Iterator[Span]:
    labels, alone = _labels(), b" %s " % spelled
    if any(_is_label(word, alone, lines) for word in told & labels.triggers):
        for place in _beginning_label().finditer(lines):
            yield _trimmed(place)
            end = place.end()
            while other := labels.pattern.match(lines, _next_word(lines, end)):  # in the same line
                yield _trimmed(other)
                end = other.end()


def _next_word(lines: str, at: int) -> int:
    blanks = _BLANKS.match(lines, at)
    return blanks.end() if blanks else at


def _is_label(word: bytes, spelled: bytes, lines: str) -> bool:
    """Whether a word of a label has a colon or a gap behind it, somewhere in a text; mostly it is in a sentence."""
    if not word.isalnum():
        return True  # of another script, whose letters the bag does not tell
    at = spelled.find(b" %s " % word)
    while at >= 0:
        end = at + len(word) + 1
        if _LABEL_END.search(lines, end, end + _LABEL_CHARS):
            return True
        at = spelled.find(b" %s " % word, end)
    return False


def _trimmed(place: re.Match[str]) -> Span:
    """The place in the text itself of what is meant, the group if there is one, without the marks and spaces around it."""
    meant = place.lastindex or 0
    start, end = place.span(meant)
    start += len(place[meant]) - len(place[meant].lstrip(" \t\n\u00a0|•;,·:"))
    return start - 1, end - (len(place[meant]) - len(place[meant].rstrip())) - 1


def _of_others(place: re.Match[str]) -> bool:
    """Whether an age is that of patients or pupils, and not the writer's."""
    return (
        place[0].lstrip().startswith(("aged", "at the age"))
        and re.search(rf"\b{_PEOPLE}(?: \w+)? \Z", place.string[max(0, place.start() - 30) : place.start()]) is not None
    )


@cache
def _studies() -> frozenset[bytes]:
    told = words([*dates.words().degrees, *dates.words().schools, _STUDY_WORDS])
    # What is not ASCII is no word here but a number of letters; Chinese and the like have patterns of their own.
    return frozenset(word for word in told if b"?" not in word) - words(["a s level levels minor promotion"])


def _years_of_study(text: Folded, told: frozenset[bytes]) -> Iterator[Span]:
    """Single years beside one of the words for a degree or a school; ranges are durations already."""
    folded = text.folded
    for year in chain(led(_YEAR, _CENTURIES, folded), _SHORT_YEAR.finditer(folded)):
        near = told.intersection(text.spelled[slice(*_near(folded, *year.span()))].split())
        if near - _CLASS or (near and folded.endswith("class of ", 0, year.start())):  # any other is of pupils
            is_amount = _AMOUNT.match(folded, year.end()) is not None
            if not is_amount and not _is_product(folded, year.start()):
                yield year.span()


def _near(folded: str, start: int, end: int) -> tuple[int, int]:
    """Where the line around a year begins and ends, as far as it may belong to it; for one that stands alone also the
    lines before and behind.
    """
    floor, ceiling = max(0, start - _AROUND_CHARS), end + _AROUND_CHARS
    first, last = folded.rfind("\n", floor, start) + 1, folded.find("\n", end, ceiling)
    if last < 0 and len(folded) <= ceiling:
        last = len(folded)
    if last >= 0 and first and not folded[end:last].strip(" )]|") and _ALONE.match(folded[first:start]):
        first, last = folded.rfind("\n", floor, first - 1) + 1, folded.find("\n", last + 1, ceiling)
    return max(first, floor), last if last >= 0 else ceiling


def without_years(text: str) -> str:
    """A qualification without the years in which it was studied for; those of a product or a norm stay."""
    folded = fold(text)
    kept, last = "", 0
    for year in sorted([*_YEAR.finditer(folded), *_SHORT_YEAR.finditer(folded)], key=re.Match.start):
        if not _is_product(folded, year.start()):
            before = _before_year().search(folded, max(last, year.start() - _AROUND_CHARS), year.start())
            behind = _BEHIND_YEAR.match(folded, year.end())
            kept += text[last : before.start() if before else year.start()]
            last = behind.end() if behind else year.end()
            if text[last - 1] in ")]" and _OPEN.search(kept):
                last -= 1  # what it closes stays: "C+E (Romania, 2015)"
            kept += " " * text[last:].lstrip()[:1].isalnum()
    return " ".join((kept + text[last:]).split()) if last else text


@cache
def _before_year() -> re.Pattern[str]:
    """What belongs to a year before it: a month or a day, "class of", a bracket."""
    told = ["class of", "graduated in", "graduated", "graduating in", "in", "abschluss", "promocion"]
    told += ["to", "bis", "a", "since", *dates.words().months]
    return re.compile(rf"(?:(?<![^\W_])(?:{_one_of(told)}|(?<!:)\d{{1,2}})(?![^\W_])\.?|[\s,;|(\[–—/.-])+\Z")


def _is_product(folded: str, at: int) -> bool:
    word, _ = read_back(_PRODUCT, folded, max(0, at - 30), at)
    return word in dates.words().products or folded[max(0, at - 1) : at] == ":"
