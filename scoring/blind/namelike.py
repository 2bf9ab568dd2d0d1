"""Whether words may be somebody's name, by what else they are: words of work, skills, firms, places. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain

from scoring.blind import residence
from scoring.blind.names import is_particle, is_skill
from scoring.blind.namewords import table
from scoring.roles.titles import is_occupation
from scoring.skills.aliases import aliases, load_core, normalise
from scoring.text.folding import fold, glance
from scoring.text.vocabulary import trade_words, vocabulary

EDGES = " \t\r#*•_\"'“”‘’\ufeff"
_SHORT = 4
"""Words of so many letters may end as those of work do and be names, as Ming is."""
_NAMES_TOO = frozenset(["md"])
"""Letters that stand before a name as well, as MD does for Mohammed."""
_ENDINGS = ("ing", "tion", "ment", "ology", "eer", "ware")
"""How many words of work end, and hardly a name does."""
_CHINESE = re.compile(
    r"(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])(?:[aeiu]|ai|ao|ei|ou|[aeio]ng?|ia[on]?|iang|i[eu]|u[aino]|uang?)[bpmdtnljqxy]ing"
)
"""Two syllables of Chinese, as in Xiaoming."""
_ASIDE = re.compile(r"[ ]?(?:(?<=[ ])[\"“'‘(])((?:[^\W\d_][\w’-]*\.?[ ]?){1,3})[\"”'’)][ ]?")
_SPACELESS = re.compile(r"[\u4e00-\u9fff]{2,4}|[\uac00-\ud7af]{2,4}")
_JOINING = re.compile(r"\b[AaDdSs]/[LlOoPp]\b\.?")
"""Son or daughter of, between two names."""
_LETTERS = r"(?:[^\W\d_][\u0300-\u036f]*)+"
WORD = re.compile(rf"{_LETTERS}(?:[.'’-]{_LETTERS})*\.?")
_CAPITAL = re.compile(r"(?:al-|el-|d['’]|l['’])?[^\W\d_a-z]")
"""How a name begins, which may have a particle joined to it."""


def given(name: str) -> str:
    """A name as it was sent, without letters behind it; "" for what stands in its place, as "N/A" or "Candidate 12"."""
    name = without_letters(name.strip())
    words = [word for word in re.split(r"[\W\d_]+", fold(name)) if word]
    return "" if all(word in table().placeholders for word in words) else name


def bare(line: str) -> str:
    """A name without the form of address before it and without what somebody is or has studied behind it."""
    words = without_letters(unaddressed(line)).split()
    while len(words) > 2 and (fold(words[-1]).strip(".,") in _behind_names() or _is_of_body(words[-1])):
        del words[-1]
    return " ".join(words).strip(EDGES + ",")


def unaddressed(line: str) -> str:
    """A line without forms of address and professions before a name, as "Dr. med." and "Eng."; these may be names, too."""
    before, words = table().titles | table().professions, line.split()
    place = 0
    while place < len(words) - 1 and (word := fold(words[place])).strip(".") in before:
        if word not in table().titles and not word.endswith("."):
            break
        place += 1
    return " ".join(words[place:]) if place else line


@cache
def _behind_names() -> frozenset[str]:
    return table().letters | table().degrees | table().titles


def _is_of_body(word: str) -> bool:
    """Whether a word is spelt as a title of a body is, like "CChem"."""
    return word[:2].isupper() and not word.isupper()


def with_bynames(line: str) -> str:
    """A line with names in quotes or brackets as if they stood there without, as in "Xiaoming (Kevin) Wang"."""
    return _ASIDE.sub(_unquoted, line).rstrip() if _ASIDE.search(line) else line


def _unquoted(aside: re.Match[str]) -> str:
    words = aside[1].split()
    are_letters = any(fold(word).strip(".") in _behind_names() for word in words)
    if are_letters or not all(_CAPITAL.match(word) and is_name(word) for word in words):
        return aside[0]
    return f" {aside[1]} " if next(residence.spans(glance(aside[1])), None) is None else aside[0]


def is_spaceless_name(line: str) -> bool:
    """Whether a line is a Chinese or Korean name, without a space: one of the common family names, and more behind it."""
    return _SPACELESS.fullmatch(line) is not None and line[0] in table().surnames and line not in table().openings


def without_letters(line: str) -> str:
    """A line without the degree behind two names and all that follows it, where these are short forms of several capitals.

    So that bodies that no table has are none of a name, as GMICE behind "Tomasz Nowak MEng"; a line that is all in capitals
    tells no family name from them.
    """
    words = line.split()
    if len(words) <= 2 or line.isupper():
        return line
    known = (table().letters | table().degrees) - _NAMES_TOO
    behind = (at for at in range(2, len(words)) if fold(words[at]).strip(".,()") in known)
    return next((" ".join(words[:at]) for at in behind if all(map(_is_short_form, words[at:]))), line)


def _is_short_form(word: str) -> bool:
    return sum(map(str.isupper, word)) > 1 or fold(word).strip(".,()") == "hons"


def are_names(line: str, *, fewest: int = 2) -> bool:
    """Whether a line is names alone: of its words at least one is no word, and all others are names as well.

    What ends in a city is a branch, and what has only everyday words, as Rose Hill, is a place.
    """
    words = names_in(line.replace(",", ""))
    if not fewest <= len(words) <= 4 or is_firm(line, words):
        return False
    if any(residence.is_city(fold(word)) for word in (words if "," in line else words[-1:])):
        return False
    alone = [word for word in words if not is_known(word) and fold(word) not in table().everyday]
    if len(words) == 1:
        return bool(alone) and not words[0].isupper()
    return bool(alone) and all(map(is_name, words))


def is_firm(line: str, words: Sequence[str]) -> bool:
    firms, folded = table().firms, [fold(word) for word in words]
    if fold(line) in firms.whole or folded[0] in firms.begin or folded[-1] in firms.end:
        return True
    return normalise(line) in aliases().written or next(residence.spans(glance(line)), None) is not None


def names_in(line: str) -> list[str]:
    """The words of a line that has nothing else, without particles and initials; none where one has no capital."""
    line = _JOINING.sub("", line) if "/" in line else line
    words = WORD.findall(line)
    if len(line) > 50 or WORD.sub("", line).strip(" "):
        return []
    are_two = len(words) == 2  # of which the last joins nothing, as in Zhang San
    own = [word for place, word in enumerate(words) if (are_two and place) or not is_particle(word, is_first=place == 0)]
    return [word for word in own if len(word.strip(".")) > 1] if all(map(_CAPITAL.match, own)) else []


@lru_cache(maxsize=16384)
def is_known(word: str) -> bool:
    """Whether a word is one of work, or of anything else that a resume may begin with."""
    folded, words = fold(word).strip("."), vocabulary()
    return (
        is_no_name(word)
        or is_occupation(folded)
        or (len(folded) >= _SHORT and folded in words.small)
        or any(folded in each for each in (words.titled, words.proper, _of_skills()))
    )


def is_name(word: str) -> bool:
    """Whether a word may be a name: it is none of work, or is a name as well."""
    return not is_known(word) or fold(word) in table().families or fold(word) in table().capitals


@cache
def _of_skills() -> frozenset[str]:
    """The words of which names of skills are made; a name that only a product has, as Priya is one, is none."""
    core = (each for groups in load_core().groups.values() for group in groups for each in group)
    small = (word for written in aliases().written.values() for word in written.split() if word.islower())
    return frozenset(fold(word) for word in chain(small, *map(str.split, core)))


def is_somebody(title: str) -> bool:
    """Whether what may be a title is somebody's name, of which the last part is an occupation, as Ann Cook and Ben Mason."""
    name = bare(title)
    return are_names(name) or are_common_names(name)


def are_common_names(line: str) -> bool:
    """Whether a line is a first name and a family name that are words as well, as Ben Foster and Mark Baker."""
    words = [fold(word) for word in names_in(line)]
    if len(words) != 2 or words[0] not in table().capitals or words[1] not in table().families - table().everyday:
        return False
    return not is_firm(line, words)


def _is_odd(word: str) -> bool:
    """Whether a word ends as one of work and is none, like Xiaoming and Fleming."""
    if _CHINESE.fullmatch(word):
        return True
    stem, known = word.removesuffix("ing"), trade_words()
    return stem != word and known.isdisjoint((word, stem, f"{stem}e", stem[:-1]))


@lru_cache(maxsize=16384)
def is_no_name(word: str) -> bool:
    folded = fold(word).strip(".")
    words = vocabulary()
    return (
        folded in table().headings
        or any(folded in each for each in (words.ordinary, words.roles, words.levels, words.present, words.past))
        or (len(folded) > _SHORT and folded.endswith(_ENDINGS) and not _is_odd(folded))
        or (is_skill(word) and folded not in table().capitals)
        or word.rstrip(".") in words.acronyms
    )
