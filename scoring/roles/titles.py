"""What a job title tells: its words, the occupation, and the field that this is of. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import cache, lru_cache

from msgspec import Struct

from scoring.roles.gender import common
from scoring.roles.levels import is_in_training
from scoring.roles.trades import (
    fields_by_phrase,
    helpers_by_phrase,
    joined,
    joining_phrases,
    names_alone,
    names_by_phrase,
    table,
)
from scoring.text.dates import fold
from scoring.text.vocabulary import vocabulary

MAX_CHARS = 200
"""Characters of a title that are read."""
_MAX_PHRASE_WORDS = 4
_MAX_ALTERNATIVES = 3
"""Occupations that one person may have at a time."""
_EMPLOYER = re.compile(r"(?<=\w)\s+(?:at|@|bei|chez)\s.*", re.DOTALL)
_IN_ONE_WORD = re.compile(
    r"\w{3}(?:entwickler|ingenieur|leiter|pfleger|meister|techniker|mechaniker|berater|kaufmann|kauffrau|verkaufer|lehrer|fahrer"
    r"|assistent|arbeiter|fuhrer|beamter|medewerker|ontwikkelaar|adviseur|monteur|verpleegkundige|utvecklare)(?:in|en)?\Z"
    r"|\w{3}(?:ologist|iatrist|iatrician)\Z"
)
"""Occupations that are written in one word with their field, as in German and in medicine."""
_WISHED = re.compile(r"\W*(?:an?\s+)?(?:aspiring|would-be|wannabe|angehende[rn]?)\b")
"""What stands before a title that somebody wishes for."""
_BOTH = re.compile(r"(?<=\w{3}r)(?:[*:_/]|/-|\()in(?:nen)?\b\)?")
"""The ending of titles that name women and men, as in "Entwickler:in" and "Lehrer/in"."""
_OF_WHOM = re.compile(r"(\b(?:assistant|secretary|aide|adviser|advisor|pa|ea) to )\b.*", re.DOTALL)
"""Whose assistant somebody is says nothing of the assistant's own work."""
_SLASH = re.compile(r"\b(\w+) ?/ ?(?=\w)")
"""A slash, with the word before it."""
_SEGMENT = re.compile(r"[,(/|–—]| - | of | for | at | in ")
_ASIDE = re.compile(r"[,(/|–—]| - | in ")
_ASIDE_BUT_SLASH = re.compile(_ASIDE.pattern.replace("/", ""))
_GRADE = re.compile(r"[\s,(]+(?:(?:band|grade|level|tier)[\s-]?|ic|[lpt])\d[a-c]?\b\)?", re.IGNORECASE)
"""A grade in figures: it says nothing of the work."""
_WORD = re.compile(r"\b[a-z]{1,2}&[a-z]\b|\b\d(?:st|nd|rd|th|d)\b|[a-z][a-z+#.]*[a-z+#]|[a-z]")
"""A word, also one as "f&b", "2nd" or "c++"."""
_SAME_HEAD = {"developer": "engineer", "train": "railway"}
"""Words by those that stand for them; whose stem would be that of a trainer is another one."""
_ANY_FIELD = (
    *("engineer", "analyst", "technician", "operator", "worker", "agent", "driver", "clerk", "designer"),
    *("operative", "planner"),
)
_ENDING = re.compile(r"(?<=\w{4})(?:ings?|ers?|ors?|ants?|ists?|ians?|ments?|ials?|als?|y|s|e)$")


class Title(Struct, frozen=True):
    """A title's words, reduced to stems.

    `substance` are those that tell the work, `first` the words before any comma, slash, bracket or dash; `head` is the
    occupation: the last word of substance before these and before what the work is "of" or "in".
    `field` and `family` are what the work belongs to, "" where it is not known, `fields` all that its words tell of, as
    a nurse educator is of both nursing and schools; `text` is the substance as words. `trades` and `helps` are the rows of
    helpers whose trade it names, and whose help.
    """

    words: frozenset[str]
    substance: frozenset[str]
    first: frozenset[str]
    head: str
    field: str
    family: str
    fields: frozenset[str]
    text: str
    trades: frozenset[int]
    helps: frozenset[int]


@lru_cache(maxsize=16384)
def read(title: str) -> Title:
    """The title's words without its level; empty when there is none in Latin letters."""
    text = _EMPLOYER.sub("", _BOTH.sub("", _spelled(ungraded(title))))
    text = _OF_WHOM.sub(r"\1", joined(_SLASH.sub(_kept, text)))
    segments = [[_common(word) for word in _WORD.findall(segment)] for segment in _SEGMENT.split(text)]
    unsaid = _unsaid()
    whole = [_short(segment, unsaid) or _named(segment) for segment in segments]
    fields = _told(whole) or _told(segments)
    field, family = fields[0] if fields else ("", "")
    named = [[word for word in words if word not in unsaid] for words in whole]
    words = [word for segment in named for word in segment]
    of_substance = [word for word in words if word not in vocabulary().roles]
    first = [word for word in named[0] if word in of_substance]
    trades, helps = _told_helpers(whole)
    before_aside = named[: len(_SEGMENT.split(_ASIDE.split(text, maxsplit=1)[0]))]
    return Title(
        words=frozenset(map(_stem, words)),
        substance=frozenset(map(_stem, of_substance)),
        first=frozenset(_stem(word) for segment in before_aside for word in segment),
        head=_stem((first or of_substance or [""])[-1]),
        field=field,
        family=family,
        fields=frozenset(field for field, _ in fields) | _further(whole),
        text=" ".join(of_substance),
        trades=trades,
        helps=helps,
    )


@lru_cache(maxsize=16384)
def halves(title: str) -> tuple[Title, ...]:
    """The two kinds of work that a title joins, as a "Payroll & HR Officer" is a payroll officer and an HR officer.

    None where both are of one field, and where the two are a name, as health and safety are.
    """
    first = _SEGMENT.split(_EMPLOYER.sub("", _spelled(title)), maxsplit=1)[0].strip()
    before, _, behind = first.partition(" and ")
    of, _, head = behind.partition(" ")
    if not head or not is_occupation(head) or is_occupation(before.split()[-1]):
        return ()
    if any(f" {pair} " in f" {first} " for pair in joining_phrases()):
        return ()
    halves = read(f"{before} {head}"), read(f"{of} {head}")
    fields = {half.field for half in halves}
    return halves if len(fields) == len(halves) and "" not in fields else ()


@lru_cache(maxsize=16384)
def alternatives(title: str) -> tuple[Title, ...]:
    """The occupations between which a title has a slash, as in "Web Designer / UI Developer".

    Without those that tell no field, as "Manager", or another than the rest, as the architect of "Software Engineer /
    Architect"; none at all where there are more than somebody has.
    """
    if "/" not in title:
        return ()
    whole = _ASIDE_BUT_SLASH.split(_EMPLOYER.sub("", _spelled(ungraded(title))), maxsplit=1)[0]
    parts = [part.split() for part in whole.split("/")]
    if not 1 < len(parts) <= _MAX_ALTERNATIVES or not all(part and is_occupation(part[-1]) for part in parts):
        return ()
    told = read(title).fields
    return tuple(each for each in (read(" ".join(part)) for part in parts) if each.field in told)


@lru_cache(maxsize=1024)
def tells_field(title: str) -> bool:
    """Whether a title tells what field it is of, as "Solicitor" does and "Associate" does not."""
    return bool(read(title[:MAX_CHARS]).field)


def is_field(words: str) -> bool:
    """Whether words are just what tells a field, as "Customer Service" is, and not of an employer in it."""
    return joined(_spelled(words)) in fields_by_phrase()


@lru_cache(maxsize=16384)
def is_occupation(word: str) -> bool:
    """Whether a folded word names an occupation, by which a line is known as somebody's title, as "nurse" does."""
    return _common(word) in table().occupations or word in table().occupations or _IN_ONE_WORD.search(word) is not None


def ungraded(title: str) -> str:
    """A title without the number of its grade, as in "SOC Analyst L2", "Nurse, Band 6" or "Buyer (Grade 3)"."""
    return _GRADE.sub("", title)


@lru_cache(maxsize=1024)
def is_wished(title: str) -> bool:
    """Whether a title is one that somebody wishes for, as "Aspiring Data Analyst" is."""
    return _WISHED.match(fold(title[:MAX_CHARS])) is not None


@lru_cache(maxsize=1024)
def is_praise(title: str) -> bool:
    """Whether a title says how good somebody is, and not what: a "finance professional" or "data guru" may be anything."""
    return not table().praise.isdisjoint(_WORD.findall(fold(title[:MAX_CHARS])))


def is_learning(title: str) -> bool:
    """Whether a title is of somebody who learns the work or helps in it, as an apprentice or a mate."""
    return is_in_training(title) or not table().helping.isdisjoint(_WORD.findall(fold(title[:MAX_CHARS])))


@cache
def generic() -> frozenset[str]:
    """The stems of occupations that each field has its own of; alone they say little more than a role does."""
    return frozenset(map(_stem, _ANY_FIELD))


@cache
def occupations() -> frozenset[str]:
    """The stems of all words that name occupations."""
    return frozenset(map(_stem, table().occupations))


@cache
def settings() -> frozenset[str]:
    """The stems of words for where the work is done, as "hotel"."""
    return frozenset(map(_stem, table().settings))


def _told(segments: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """The fields and families that phrases tell of, of the first segment first.

    A word that another family has borrowed tells nothing beside that: a solutions architect builds no houses.
    """
    found = [phrase for segment in segments for phrase in _phrases(segment)]
    families = {fields_by_phrase()[phrase][1] for phrase in found}
    borrowed = table().borrowed
    return [fields_by_phrase()[phrase] for phrase in found if families.isdisjoint(borrowed.get(phrase, ()))]


def _further(segments: Sequence[Sequence[str]]) -> frozenset[str]:
    """The fields of which phrases tell as well."""
    also = table().also
    return frozenset(field for segment in segments for phrase in _phrases(segment) for field in also.get(phrase, ()))


def _told_helpers(segments: Sequence[Sequence[str]]) -> tuple[frozenset[int], frozenset[int]]:
    """The rows of helpers of whose trades the longest phrases tell, and of whose help."""
    trades, helps = set[int](), set[int]()
    for words in segments:
        place = 0
        while place < len(words):
            for length in range(min(_MAX_PHRASE_WORDS, len(words) - place), 0, -1):
                phrase = " ".join(words[place : place + length])
                if phrase in helpers_by_phrase() or length == 1:
                    of, to = helpers_by_phrase().get(phrase, ((), ()))
                    trades.update(of)
                    helps.update(to)
                    place += length
                    break
    return frozenset(trades), frozenset(helps)


def _phrases(words: Sequence[str]) -> Iterator[str]:
    """The phrases of a segment that tell a field: the longest first, and of those the last."""
    for length in range(min(_MAX_PHRASE_WORDS, len(words)), 0, -1):
        for start in range(len(words) - length, -1, -1):
            phrase = " ".join(words[start : start + length])
            if (found := phrase) in fields_by_phrase() or (found := phrase.removesuffix("s")) in fields_by_phrase():
                yield found


def _short(words: Sequence[str], unsaid: Set[str]) -> Sequence[str]:
    """The name that the one telling word of a segment is short for, or nothing: an OT engineer is no therapist."""
    telling = [word for word in words if word not in unsaid]
    return names_alone().get(telling[0], ()) if len(telling) == 1 else ()


def _named(words: Sequence[str]) -> list[str]:
    """The words with other names of the same work by the name that stands for them."""
    out: list[str] = []
    names, place = names_by_phrase(), 0
    while place < len(words):
        for length in range(min(_MAX_PHRASE_WORDS, len(words) - place), 0, -1):
            phrase = " ".join(words[place : place + length])
            if (name := names.get(phrase)) or length == 1:
                out += name or [phrase]
                place += length
                break
    return out


def _kept(slash: re.Match[str]) -> str:
    """A slash between two occupations; one between two words for what an occupation is of, as in UI/UX designer, is none."""
    name = names_by_phrase().get(slash[1]) or names_alone().get(slash[1]) or [slash[1]]
    return slash[0] if is_occupation(name[-1]) else f"{slash[1]} "


def _spelled(title: str) -> str:
    """A title folded, on one line and with "and" for its sign."""
    return " ".join(fold(title).split()).replace("ß", "ss").replace(" & ", " and ")


def _stem(word: str) -> str:
    word = _SAME_HEAD.get(word, word)
    for _ in range(3):
        word = _ENDING.sub("", word)
    return word


@lru_cache(maxsize=16384)
def _common(word: str) -> str:
    """The word for women and men alike, as the tables know it best."""
    return common(word, _rank)


def _rank(word: str) -> int:
    return 4 * (word in fields_by_phrase()) + 2 * (word in names_by_phrase()) + (word in table().occupations)


@cache
def _unsaid() -> frozenset[str]:
    """The words of a title that tell no work: those of levels, and those that stand beside any."""
    return vocabulary().levels | table().beside
