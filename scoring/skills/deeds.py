"""Skills of one word that a text tells of in another form: "tiled bathrooms" and "tiler" show tiling. Pure functions.

What stands around a form decides: a trainer has trained others, and who was trained has not. So a verb is read where a
clause begins with it or somebody speaks of himself, and an occupation where a line calls somebody that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from scoring.roles.titles import is_occupation
from scoring.skills.aliases import aliases, canonical, normalise
from scoring.skills.denial import is_denied
from scoring.skills.wordforms import Use, forms_of, is_verb_too, means_else
from scoring.text import runs
from scoring.text.clauses import NEAR_CHARS, clause, flat, folded, lowered

MAX_PLACES = 20
"""Places of one form that are looked at."""
NEAR_WORDS = 3
"""Within so many words of a form stands what makes it a look-alike."""
MOST_WORDS = 4
"""Words before an occupation in a line that calls somebody that: "Senior technical recruiter"."""
_OWN_CHARS, _ALIKE_CHARS = 4, 5
"""By so many first letters a skill's own word is known in the name of a look-alike, and the others in a text."""

_SMALL = (
    r"(?:across|against|and|as|at|by|during|for|from|in|into|of|on|or|over|since|through|to|under|until|via|who|with"
    r"|within)\b"
)
_LINE_END = re.compile(r"\n(?=[^a-z])")
_START = r"\A[\W\d_]*|[-–—] "
_SPEAKER = r"\b(?:i|we|have|has|had|and|also|then|can|now|currently|personally|successfully)\b,? |[’']ve |[a-z]{3}ly |& "
_BEGINS = re.compile(rf"(?:{_START}|{_SPEAKER})\Z")
_BEGINS_WITH_SPEAKER = re.compile(r"\b(?:i|we|can)(?: (?:also|[a-z]+ly))? \Z")
_NEVER = re.compile(r"\b(?:cannot|never|no|not|without)\b|n[’']t\b")
_PASSIVE = re.compile(r"\b(?:am|are|be|been|being|get|gets|getting|got|is|was|were)\b|[’'](?:m|re|s)\b")
"""What before a participle says that others did it."""
_BY_OTHERS = re.compile(
    r"(?: (?:and|or|&) [a-z]+(?:ed|t|n))? (?:as|away|back|by|down|from|in|off|on|out|over(?! \d)|round|around|through|up)\b"
    r"| (?:(?:and|or|&) )?(?:corrective|maintenance|preventi[a-z]+|reactive|leave)\b|\s*[-–—]"
)
"""Behind one: others did it, it is another verb, as in "turned up", or part of a thing, as in "scheduled maintenance"."""
_COUNTED = (
    r"\d|(?:a|all|an|any|both|each|every|five|four|her|his|its|many|more|most|my|new|our|several|some|ten|the|their|these|three"
    r"|two|various)\b|(?:[a-z-]+ ){0,2}?(?:apprentices|children|colleagues|customers|people|personnel|staff|teams?"
    r"|(?!always|days|hours|months|overseas|perhaps|sometimes|towards|weeks|years)[a-z]{2,}[^isu\W]s)\b"
)
_VERBS = r"(?:, [a-z]+(?:ed|ing|s|t)){0,3}(?:,? (?:and|or|&) [a-z]+(?:ed|ing|s|t))?"
"""Further verbs with the same object: "recruited, trained and led a team"."""
_OBJECT = re.compile(rf"{_VERBS} (?:over |up to )?(?!{_SMALL})(?:{_COUNTED})")
_MAKING = re.compile(
    r"\b(?:authored|built|carr(?:y|ies|ied|ying) out|compil(?:e|es|ed|ing)|complet(?:e|es|ed|ing)|conduct(?:s|ed|ing)?"
    r"|creat(?:e|es|ed|ing)|deliver(?:s|ed|ing)?|develop(?:s|ed|ing)?|did|dr[ae]w(?:s|ing)?(?: up)?|gave"
    r"|generat(?:e|es|ed|ing)|issu(?:e|es|ed|ing)|laid|made|mak(?:e|es|ing)|own(?:s|ed|ing)?|perform(?:s|ed|ing)?"
    r"|plac(?:e|es|ed|ing)|prepar(?:e|es|ed|ing)|process(?:es|ed|ing)?|produc(?:e|es|ed|ing)|rais(?:e|es|ed|ing)|ran|run(?:s|ning)?|sends?|sent"
    r"|sets?|submit(?:s|ted|ting)?|writ(?:e|es|ing)|wrote)\b"
)
"""Who makes the product of an activity does it."""
_FROM_MAKING = re.compile(rf"(?: and [a-z]+(?:ed|t))?(?: (?!{_SMALL})\S+){{0,3}} \Z")
_COUNTING = re.compile(rf"\b(?:a|an|another|each|every|one|per|the|this)(?: (?!{_SMALL})\S+){{0,2}} \Z")
_AS_ONE = re.compile(r"\bas (?:an? )?(?=(?:[a-z-]+ ){0,3}\Z)")
_IS_ONE = re.compile(r"(?:\A[\W\d_]*|\b(?:am|as|is|i['’]m|was|been) )an? ")
_OTHERS = re.compile(
    r"\b(?:a|an|another|any|aspiring|audio|become|becoming|between|by|device|each|every|for|from|future|graphics|her|his|into|my"
    r"|of|other|our|seeking|some|than|that|the|their|this|to|under|vacuum|wannabe|with|would-be|your|daughter|son|wife|husband)\b"
    r"|['’]s\b"
)
"""What before an occupation says that it is that of somebody else, or no occupation."""
_QUALIFIED = (
    "accredited|advanced|based|certified|certificated|chartered|dedicated|employed|experienced|licen[cs]ed|motivated"
    "|multi-?skilled|qualified|registered|served|skilled|trained"
)
_FIELDS = "building|catering|cleaning|engineering|hardworking|housing|marketing|nursing|outgoing|training|working"
_DEED = re.compile(rf"\b(?!(?:{_QUALIFIED})\b)[a-z]+ed\b|\A\W*(?!(?:{_FIELDS})\b)[a-z]+ing\b")
"""What somebody did with one, as in "hired a plumber"; who is qualified or in marketing has done nothing with him."""
_WISHED = re.compile(r"\b(?:aim|appl(?:y|ied|ying)\b|become|like to|look|obtain|retrain|seek|train(?:ing)? as|want|wish)")
_BEHIND_ONE = re.compile(rf"(?:\W*\Z|\W+(?:\d|{_SMALL}|[a-z]+ing\b)|\s*[&/|–—]|\s-)")
"""What may stand behind an occupation, so that it is no part of a thing: "driver papers"."""
_NEXT_WORD = re.compile(r" ([a-z]+)\b")


class _Place(Struct, frozen=True, gc=False):
    """A form in a text, and what stands `before` and `behind` it in its clause, in lower case and a space apart.

    `beyond` goes on behind a comma, and where a line breaks right behind the form.
    """

    form: str
    before: str
    behind: str
    beyond: str


def told(spellings: tuple[str, ...], text: str) -> str | None:
    """A form of a skill of one word by which a text shows it, verbatim; None where there is none.

    Args:
        spellings: those of the skill, first as it is written itself.
    """
    forms = forms_of(spellings)
    standing = forms.keys() & runs.distinct(lowered(text)) if forms else ()
    if not standing:
        return None
    plain, small = flat(text), folded(text)
    if len(small) != len(plain):  # a few letters change their number in lower case; then places differ
        return None
    for start, form in sorted(_places(standing, small)):
        place, end = _around(form, small, start, plain), start + len(form)
        if (
            _shows(place, forms[form])
            and not _is_alike(spellings[0], place, forms[form])
            and not is_denied(plain, start, end)
        ):
            return plain[start:end]
    return None


def _places(forms: Iterable[str], small: str) -> Iterator[tuple[int, str]]:
    """Where forms stand as whole words; what a hyphen joins with a word before it is another one."""
    for form in forms:
        start = -1
        for _ in range(MAX_PLACES):
            start = small.find(form, start + 1)
            if start < 0:
                break
            if not (_is_inside(small[:start][-2:]) or small[start + len(form) :][:1].isalnum()):
                yield start, form


def _is_inside(before: str) -> bool:
    return before[-1:].isalnum() or (before[:1].isalnum() and before[1:] in ("-", "'", "’"))


def _around(form: str, small: str, start: int, plain: str) -> _Place:
    first, last = clause(plain, start)
    before = small[first:start].replace("\n", " ").lstrip()
    if first and first == start - NEAR_CHARS:  # the clause begins farther off
        before = f"of {before}"
    end = start + len(form)
    line_end = _LINE_END.search(plain, end + 1, end + NEAR_CHARS)
    beyond = small[end : line_end.start() if line_end else end + NEAR_CHARS]
    return _Place(form, before, small[end:last].replace("\n", " "), beyond.replace("\n", " "))


def _shows(place: _Place, uses: frozenset[Use]) -> bool:
    following = _NEXT_WORD.match(place.beyond)
    if following and means_else(place.form, following[1]):
        return False
    return any(_CHECKS[use](place) for use in uses) and not _NEVER.search(place.before)


def _did(place: _Place) -> bool:
    begins = _BEGINS.search(place.before) is not None
    return begins and not _PASSIVE.search(place.before) and not _BY_OTHERS.match(place.beyond)


def _trained(place: _Place) -> bool:
    return _has_object(place) and _did(place)


def _does(place: _Place) -> bool:
    return _has_object(place) and _BEGINS.search(place.before) is not None


def _do(place: _Place) -> bool:
    return _has_object(place) and _BEGINS_WITH_SPEAKER.search(place.before) is not None


def _has_object(place: _Place) -> bool:
    return _OBJECT.match(place.beyond) is not None


def _is_made(place: _Place) -> bool:
    """Whether somebody makes it: "produced weekly reports"."""
    return any(_FROM_MAKING.match(place.before, making.end()) for making in _MAKING.finditer(place.before))


def _is_counted(place: _Place) -> bool:
    return _COUNTING.search(place.before) is not None


def _is_called(place: _Place) -> bool:
    """Whether a line calls somebody that, or says that somebody worked as one."""
    if _WISHED.search(place.before) or not _ends_there(place.behind):
        return False
    if as_one := _AS_ONE.search(place.before):
        return not _OTHERS.search(place.before, as_one.end())
    before = _IS_ONE.sub("", place.before)
    words = [word for word in before.split() if not word.isdecimal()]
    return len(words) <= MOST_WORDS and not _OTHERS.search(before) and not _DEED.search(before)


def _ends_there(behind: str) -> bool:
    if _BEHIND_ONE.match(behind):
        return True
    following = _NEXT_WORD.match(behind)
    return following is not None and is_occupation(following[1])


def _stands(place: _Place) -> bool:
    """Whether a noun is not the verb that looks like it: "reports to the board"."""
    return not (is_verb_too(place.form) and place.behind.startswith((" to ", " directly ")))


_CHECKS: dict[Use, Callable[[_Place], bool]] = {
    "did": _did,
    "trained": _trained,
    "does": _does,
    "do": _do,
    "doing": _has_object,
    "product": _is_made,
    "doer": _is_called,
    "one": _is_counted,
    "plain": _stands,
}


def _is_alike(skill: str, place: _Place, uses: frozenset[Use]) -> bool:
    """Whether the words around a form make it one of a skill's look-alikes: a tree surgeon is none for surgery.

    A verb stands before what a noun stands behind: who "cleaned data" did data cleaning.
    """
    whole, before, behind = _alike(skill)
    if not (whole or before or behind):
        return False
    first, last = place.before.split()[-NEAR_WORDS:], place.behind.split()[:NEAR_WORDS]
    if "doer" not in uses:
        before = behind = before + behind
    return place.form in whole or _any_begins(first, before) or _any_begins(last, behind)


def _any_begins(words: Iterable[str], beginnings: tuple[str, ...]) -> bool:
    return any(word.startswith(beginnings) for word in words)


@lru_cache(maxsize=4096)
def _alike(skill: str) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """Those look-alikes of a skill that are one word, and beginnings of what stands in others before and behind its own."""
    names = [name.split() for name in aliases().look_alikes.get(canonical(skill), ())]
    own = normalise(skill)[:_OWN_CHARS]
    before, behind = set[str](), set[str]()
    for words in names:
        place = next((place for place, word in enumerate(words) if word.startswith(own)), len(words) - 1)
        before.update(word[:_ALIKE_CHARS] for word in words[:place] if len(word) >= _OWN_CHARS)
        behind.update(word[:_ALIKE_CHARS] for word in words[place + 1 :] if len(word) >= _OWN_CHARS)
    return frozenset(words[0] for words in names if len(words) == 1), tuple(before), tuple(behind)
