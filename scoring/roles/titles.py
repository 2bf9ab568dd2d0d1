"""How near two job titles are to each other: by their words, by the fields these are of, else by vectors. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import Literal

import msgspec
from msgspec import Struct

from scoring.roles.gender import common
from scoring.roles.levels import is_in_training, titled_level
from scoring.text.dates import fold
from scoring.text.vocabulary import vocabulary
from scoring.vectors.embeddings import similarity

Relation = Literal["same", "field", "related", "other", "unknown"]
"""`same`: but for the level or a specialisation; `field`: one profession; `related`: a neighbouring one, or that of who
helps in it; `unknown`: nothing to compare."""

MAX_CHARS = 200
"""Characters of a title that are read."""
RELATED_COSINE = 0.35
"""From so near by the embedded model, titles of no known field are related; see tests/scoring/roles/title_pairs.csv."""
_MAX_PHRASE_WORDS = 4
_EMPLOYER = re.compile(r"(?<=\w)\s+(?:at|@|bei|chez)\s.*", re.DOTALL)
_IN_ONE_WORD = re.compile(
    r"\w{3}(?:entwickler|ingenieur|leiter|pfleger|meister|techniker|mechaniker|berater|kaufmann|kauffrau|verkaufer|lehrer|fahrer"
    r"|assistent|arbeiter|fuhrer|beamter|medewerker|ontwikkelaar|adviseur|monteur|verpleegkundige|utvecklare)(?:in|en)?\Z"
)
"""Occupations that are written in one word with their field, as in German."""
_WISHED = re.compile(r"\W*(?:an?\s+)?(?:aspiring|would-be|wannabe|angehende[rn]?)\b")
"""What stands before a title that somebody wishes for."""
_BOTH = re.compile(r"(?<=\w{3}r)(?:[*:_/]|/-|\()in(?:nen)?\b\)?")
"""The ending of titles that name women and men, as in "Entwickler:in" and "Lehrer/in"."""
_COMPOUND = re.compile(
    r"\b(?:(back|front|full)[ -](end|stack)|(front|chief|clerk|engineer) (?:of|in) (house|staff|works|test))\b"
)
"""Words that are one name, though it is written in two or holds what else parts a title."""
_OF_WHOM = re.compile(r"(\b(?:assistant|secretary|aide|adviser|advisor|pa|ea) to )\b.*", re.DOTALL)
"""Whose assistant somebody is says nothing of the assistant's own work."""
_SLASH = re.compile(r"\b(\w+) ?/ ?(?=\w)")
"""A slash, with the word before it."""
_SEGMENT = re.compile(r"[,(/|–—]| - | of | for | at | in ")
_ASIDE = re.compile(r"[,(/|–—]| - | in ")
_GRADE = re.compile(r"[\s,(]+(?:(?:band|grade|level|tier)[\s-]?|ic|[lpt])\d[a-c]?\b\)?", re.IGNORECASE)
"""A grade in figures: it says nothing of the work."""
_WORD = re.compile(r"\b[a-z]{1,2}&[a-z]\b|\b\d(?:st|nd|rd|th|d)\b|[a-z][a-z+#.]*[a-z+#]|[a-z]")
"""A word, also one as "f&b", "2nd" or "c++"."""
_SAME_HEAD = {"developer": "engineer", "train": "railway"}
"""Words by those that stand for them; whose stem would be that of a trainer is another one."""
_ANY_FIELD = frozenset(
    [
        "engineer",
        "analyst",
        "technician",
        "operator",
        "worker",
        "agent",
        "driver",
        "clerk",
        "designer",
        "operative",
        "planner",
    ]
)
"""Occupations that each field has its own of; alone they say little more than a role does."""
_LEARNT = frozenset(["crafts", "food and stays", "learning", "upkeep"])
"""Families of fields whose work is learnt before it is done; in others who is in training does it, too."""
_ENDING = re.compile(r"(?<=\w{4})(?:ings?|ers?|ors?|ants?|ists?|ians?|ments?|ials?|als?|y|s|e)$")


class _Data(Struct, frozen=True):
    """The table `data/titles.json`; `about` says what it holds."""

    about: str
    occupations: frozenset[str]
    beside: frozenset[str]
    settings: frozenset[str]
    praise: frozenset[str]
    means: dict[str, tuple[str, ...]]
    fields: dict[str, dict[str, tuple[str, ...]]]
    alone: dict[str, tuple[str, ...]]
    joined: frozenset[str]
    also: dict[str, tuple[str, ...]]
    helping: frozenset[str]
    helpers: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    borrowed: dict[str, frozenset[str]]
    neighbours: dict[str, frozenset[str]]


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
    text = _OF_WHOM.sub(r"\1", _joined(_SLASH.sub(_kept, text)))
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
def relation(asked: str, shown: str) -> Relation:
    """What a candidate's title has to do with the job's. One that somebody wishes for says nothing of what they do."""
    near = _near(asked, shown)
    return "related" if near in ("same", "field") and _is_of_helper(asked, shown) else near


@lru_cache(maxsize=16384)
def helps(asked: str, shown: str) -> bool:
    """Whether a title is that of somebody who helps in the job's trade or learns it, as a plumber's mate or apprentice."""
    return _near(asked, shown) in ("same", "field") and _is_of_helper(asked, shown)


def _near(asked: str, shown: str) -> Relation:
    """What two titles have to do with each other, whoever helps whom."""
    job, candidate = read(asked[:MAX_CHARS]), read(shown[:MAX_CHARS])
    if not job.words or not candidate.words or is_wished(shown):
        return "unknown"
    whole = _relation(job, candidate)
    if whole not in ("related", "other"):
        return whole
    first, second = _halves(asked[:MAX_CHARS]), _halves(shown[:MAX_CHARS])
    if not first and not second:  # as of most titles
        return whole
    parts = {_relation(*pair) for pair in product(first or (job,), second or (candidate,))}
    return whole if parts.isdisjoint(("same", "field")) else "field"


def _is_of_helper(asked: str, shown: str) -> bool:
    """Whether of two titles of one field only the candidate's is of a helper; beginners are taken for a junior's post."""
    job, candidate = read(asked[:MAX_CHARS]), read(shown[:MAX_CHARS])
    is_helper = not (job.trades - job.helps).isdisjoint(candidate.helps - candidate.trades)
    is_learner = candidate.family in _LEARNT and not job.helps and _is_learning(shown)
    is_for_beginners = _is_learning(asked) or titled_level(asked) in ("entry", "junior")
    return (is_helper or is_learner) and not is_for_beginners


def _is_learning(title: str) -> bool:
    return is_in_training(title) or not _data().helping.isdisjoint(_WORD.findall(fold(title[:MAX_CHARS])))


def _relation(job: Title, candidate: Title) -> Relation:
    if job.field and candidate.field and job.field != candidate.field:
        if not _are_near(job, candidate):
            return "other"
        return "same" if _differ_by_place(job, candidate) else "related"
    if job.words == candidate.words or _is_such(job, candidate):
        return "same"
    return "field" if job.field and candidate.field else _by_words(job, candidate)


@lru_cache(maxsize=16384)
def _halves(title: str) -> tuple[Title, ...]:
    """The two kinds of work that a title joins, as a "Payroll & HR Officer" is a payroll officer and an HR officer.

    None where both are of one field, and where the two are a name, as health and safety are.
    """
    first = _SEGMENT.split(_EMPLOYER.sub("", _spelled(title)), maxsplit=1)[0].strip()
    before, _, behind = first.partition(" and ")
    of, _, head = behind.partition(" ")
    if not head or not is_occupation(head) or is_occupation(before.split()[-1]):
        return ()
    if any(f" {pair} " in f" {first} " for pair in _pairs()):
        return ()
    halves = read(f"{before} {head}"), read(f"{of} {head}")
    fields = {half.field for half in halves}
    return halves if len(fields) == len(halves) and "" not in fields else ()


def have_fields(first: str, second: str) -> bool:
    """Whether both titles tell what field they are of, so that their relation is no guess."""
    return tells_field(first) and tells_field(second)


@lru_cache(maxsize=16384)
def tells_field(title: str) -> bool:
    """Whether a title tells what field it is of, as "Solicitor" does and "Associate" does not."""
    return bool(read(title[:MAX_CHARS]).field)


def is_field(words: str) -> bool:
    """Whether words are just what tells a field, as "Customer Service" is, and not of an employer in it."""
    return _joined(_spelled(words)) in _fields()


@lru_cache(maxsize=16384)
def is_occupation(word: str) -> bool:
    """Whether a folded word names an occupation, by which a line is known as somebody's title, as "nurse" does."""
    return _common(word) in _data().occupations or word in _data().occupations or _IN_ONE_WORD.search(word) is not None


def ungraded(title: str) -> str:
    """A title without the number of its grade, as in "SOC Analyst L2", "Nurse, Band 6" or "Buyer (Grade 3)"."""
    return _GRADE.sub("", title)


@lru_cache(maxsize=16384)
def is_wished(title: str) -> bool:
    """Whether a title is one that somebody wishes for, as "Aspiring Data Analyst" is."""
    return _WISHED.match(fold(title[:MAX_CHARS])) is not None


@lru_cache(maxsize=16384)
def is_praise(title: str) -> bool:
    """Whether a title says how good somebody is, and not what: a "finance professional" or "data guru" may be anything."""
    return not _data().praise.isdisjoint(_WORD.findall(fold(title[:MAX_CHARS])))


def _is_such(job: Title, candidate: Title) -> bool:
    """Whether one title is the other with a specialisation, as an ICU nurse is a nurse, or with the place of the work.

    What stands behind a bracket or a dash tells the place, the ward or the sector of the same work.
    """
    if job.first == candidate.first and job.first & job.substance - _generic():
        asides = job.words - job.first, candidate.words - candidate.first
        return not all(asides) or not asides[0].isdisjoint(asides[1])  # two that differ are two kinds of it
    if job.head != candidate.head or not job.substance & candidate.substance - _generic() - _settings():
        return False
    if job.words <= candidate.words:
        return candidate.words - job.words <= candidate.substance
    return candidate.words <= job.words and job.words - candidate.words <= _settings()


def _differ_by_place(job: Title, candidate: Title) -> bool:
    """Whether titles are the same but for where the work is done, as a hotel receptionist is a receptionist."""
    return bool(job.words & candidate.words - _generic()) and job.words ^ candidate.words <= _settings()


def _are_near(job: Title, candidate: Title) -> bool:
    """Whether titles of two fields are of neighbouring ones."""
    if job.family == candidate.family or job.field in candidate.fields or candidate.field in job.fields:
        return True
    neighbours = _data().neighbours
    return candidate.field in neighbours.get(job.field, ()) or job.field in neighbours.get(candidate.field, ())


def _by_words(job: Title, candidate: Title) -> Relation:
    """The relation of titles of which one is of no known field."""
    telling = (job.substance | candidate.substance) - _generic()
    if job.head and job.head in candidate.substance:
        is_bare = not (job.substance - {job.head} and candidate.substance - {job.head})
        return "field" if is_bare or job.head not in _generic() else "related" if telling else "field"
    if (job.substance & candidate.substance) - _generic():
        return "related"
    return "related" if similarity(job.text, candidate.text) >= RELATED_COSINE else "other"


def _told(segments: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """The fields and families that phrases tell of, of the first segment first.

    A word that another family has borrowed tells nothing beside that: a solutions architect builds no houses.
    """
    found = [phrase for segment in segments for phrase in _phrases(segment)]
    families = {_fields()[phrase][1] for phrase in found}
    borrowed = _data().borrowed
    return [_fields()[phrase] for phrase in found if families.isdisjoint(borrowed.get(phrase, ()))]


def _further(segments: Sequence[Sequence[str]]) -> frozenset[str]:
    """The fields of which phrases tell as well."""
    also = _data().also
    return frozenset(field for segment in segments for phrase in _phrases(segment) for field in also.get(phrase, ()))


def _told_helpers(segments: Sequence[Sequence[str]]) -> tuple[frozenset[int], frozenset[int]]:
    """The rows of helpers of whose trades the longest phrases tell, and of whose help."""
    trades, helps = set[int](), set[int]()
    for words in segments:
        place = 0
        while place < len(words):
            for length in range(min(_MAX_PHRASE_WORDS, len(words) - place), 0, -1):
                phrase = " ".join(words[place : place + length])
                if phrase in _helpers() or length == 1:
                    of, to = _helpers().get(phrase, ((), ()))
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
            if (found := phrase) in _fields() or (found := phrase.removesuffix("s")) in _fields():
                yield found


def _short(words: Sequence[str], unsaid: Set[str]) -> Sequence[str]:
    """The name that the one telling word of a segment is short for, or nothing: an OT engineer is no therapist."""
    telling = [word for word in words if word not in unsaid]
    return _alone().get(telling[0], ()) if len(telling) == 1 else ()


def _named(words: Sequence[str]) -> list[str]:
    """The words with other names of the same work by the name that stands for them."""
    out: list[str] = []
    names, place = _names(), 0
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
    name = _names().get(slash[1]) or _alone().get(slash[1]) or [slash[1]]
    return slash[0] if is_occupation(name[-1]) else f"{slash[1]} "


def _spelled(title: str) -> str:
    """A title folded, on one line and with "and" for its sign."""
    return " ".join(fold(title).split()).replace("ß", "ss").replace(" & ", " and ")


def _joined(text: str) -> str:
    """The text with each name of two words as one."""
    return _COMPOUND.sub(r"\1\2\3\4", text)


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
    return 4 * (word in _fields()) + 2 * (word in _names()) + (word in _data().occupations)


@cache
def _unsaid() -> frozenset[str]:
    """The words of a title that tell no work: those of levels, and those that stand beside any."""
    return vocabulary().levels | _data().beside


@cache
def _generic() -> frozenset[str]:
    return frozenset(map(_stem, _ANY_FIELD))


@cache
def _settings() -> frozenset[str]:
    return frozenset(map(_stem, _data().settings))


@cache
def _names() -> Mapping[str, list[str]]:
    return {_joined(other): name.split() for name, others in _data().means.items() for other in others}


@cache
def _pairs() -> tuple[str, ...]:
    """The names and phrases that join two words, as "research and development"."""
    return tuple(phrase for phrase in (*_names(), *_fields(), *_data().joined) if " and " in phrase)


@cache
def _helpers() -> Mapping[str, tuple[list[int], list[int]]]:
    """For each phrase of the rows those in which it stands for the trade, and for who helps in it."""
    out: dict[str, tuple[list[int], list[int]]] = {}
    for row, sides in enumerate(_data().helpers):
        for side, phrases in enumerate(sides):
            for phrase in phrases:
                out.setdefault(_joined(phrase), ([], []))[side].append(row)
    return out


@cache
def _alone() -> Mapping[str, list[str]]:
    return {short: name.split() for name, shorts in _data().alone.items() for short in shorts}


@cache
def _fields() -> Mapping[str, tuple[str, str]]:
    return {
        _joined(phrase): (field, family)
        for family, fields in _data().fields.items()
        for field, phrases in fields.items()
        for phrase in phrases
    }


@cache
def _data() -> _Data:
    return msgspec.json.decode((files("scoring") / "data" / "titles.json").read_bytes(), type=_Data)
