"""The forms of a skill of one word, made by rule: for Tiling tiled, tiles and tiler. Pure functions over one table.

A rule makes words that there are none of, too, as "negotie" beside "negotiate": no text has them. Where it makes the word
of something else, `data/wordforms.json` says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import msgspec
from msgspec import Struct

from scoring.roles.titles import is_occupation
from scoring.skills.aliases import aliases, canonical, normalise

Use = Literal["did", "trained", "does", "do", "doing", "product", "doer", "one", "plain"]
"""How a form shows its skill. Verbs: `did` in the past, `trained` the same where that may as well be said of the candidate,
`does`, `do` where it may as well be a noun, and `doing`. Nouns: a `product` for who makes it, the `doer` for who is one,
`one` of several where it is counted, and `plain` wherever it stands."""

_WORD = re.compile(r"[a-z]{3,24}")
_VOWEL = re.compile(r"[aeiouy]")
_SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
"""A verb of one short syllable, which doubles its last letter, as "plan" does: of "caring" the verb is not "car"."""
_DOUBLED = re.compile(r"([bdglmnprt])\1$")
_CLOSED = re.compile(r"[^aeiou][aeiou][^aeiouwxy]$")
"""The end of a verb that may double its last letter, as "refer" does."""
_HISSING = re.compile(r"(?:s|x|z|ch|sh)$")
_ONE_NUMBER = re.compile(r"(?:ics|ness|ous|sis|us|ss|ing)$")
_LEAST_CHARS = 3
_ITSELF = frozenset(["myself", "himself", "herself", "itself", "themselves", "ourselves"])
_IN_FIELD = (("graphy", "grapher"), ("ology", "ologist"), ("tomy", "tomist"), ("therapy", "therapist"), ("iatry", "iatrist"))
"""Endings of fields and of who works in them."""


class _Table(Struct, frozen=True):
    """The table `data/wordforms.json`; `about` says what each part is for."""

    about: str
    irregular: dict[str, tuple[str, ...]]
    verbs: dict[str, str]
    doers: dict[str, tuple[str, ...]]
    others: frozenset[str]
    plain: dict[str, tuple[str, ...]]
    no_verb: frozenset[str]
    no_product: frozenset[str]
    no_number: frozenset[str]
    noun_verbs: frozenset[str]
    means_else: dict[str, frozenset[str]]
    of_people: frozenset[str]


@lru_cache(maxsize=4096)
def forms_of(spellings: tuple[str, ...]) -> Mapping[str, frozenset[Use]]:
    """The other forms of a skill's spellings of one word, in lower case; the first is the skill as it is written itself."""
    uses: defaultdict[str, set[Use]] = defaultdict(set)
    for place, spelling in enumerate(spellings):
        word = normalise(spelling)
        if not _WORD.fullmatch(word) or word in aliases().ambiguous:
            continue
        for form, use in _of_activity(word):
            if _is_own(form, spellings):
                uses[form].add(use)
        for form, use in _in_other_number(word) if place == 0 else ():
            uses[form].add(use)
    return {form: frozenset(own) for form, own in uses.items()}


@cache
def is_verb_too(noun: str) -> bool:
    """Whether a noun, in the singular or plural, is a form of a verb as well: "reports" may be made or given."""
    return noun in _table().noun_verbs or noun.removesuffix("s") in _table().noun_verbs


def means_else(form: str, following: str) -> bool:
    """Whether the word behind a form gives it another meaning: "presented with chest pain"."""
    return following in _ITSELF or following in _table().means_else.get(form, ())


def _is_own(form: str, spellings: tuple[str, ...]) -> bool:
    """Whether a form is no name of another skill, as "illustrator" is, none of the skill's own and no other word."""
    name = canonical(form)
    is_name = name in aliases().core or name == canonical(spellings[0])
    return len(form) >= _LEAST_CHARS and not is_name and form not in _table().others


def _of_activity(word: str) -> Iterator[tuple[str, Use]]:
    table = _table()
    yield from ((form, "plain") for form in table.plain.get(word, ()))
    stem = word.removesuffix("ing")
    if word in table.verbs:
        yield from _of_nominal(filter(None, [table.verbs[word]]))
    elif stem != word and len(stem) >= _LEAST_CHARS and _VOWEL.search(stem):
        yield from _of_gerund(word, stem)
    else:
        yield from _of_nominal(_verbs(word))
    in_field = (word.removesuffix(field) + doer for field, doer in _IN_FIELD if word.endswith(field))
    yield from ((doer, "doer") for doer in (*table.doers.get(word, ()), *in_field))
    if word.endswith("ery"):
        yield from _doers([word[:-1], f"{word[:-1]}er"])


def _of_gerund(word: str, stem: str) -> Iterator[tuple[str, Use]]:
    """The forms of "tiling", whose stem is "til"."""
    table, bases = _table(), _bases(stem)
    yield from _doers(f"{each}{ending}" for each in _spelled(stem) for ending in ("er", "or"))
    if word in table.no_verb:
        return
    regular = [_past(each) for each in _spelled(stem)]
    irregular = [past for base in bases for past in table.irregular.get(base, ())]
    yield from ((past, _did(bases)) for past in irregular or regular)
    for base in bases:
        yield from ((base, "do"), (_plural(base), "does"))
        if word not in table.no_product:
            yield from ((base, "product"), (_plural(base), "product"))


def _of_nominal(bases: Iterable[str]) -> Iterator[tuple[str, Use]]:
    """The forms of verbs as those of "negotiation", of which one is right."""
    for base in bases:
        stems = [base.removesuffix("e"), *([base + base[-1]] if _CLOSED.search(base) else ())]
        yield from ((past, _did([base])) for past in _table().irregular.get(base) or map(_past, stems))
        yield from ((f"{stem}ing", "doing") for stem in stems)
        yield from ((base, "does"), (_plural(base), "does"))
        yield from _doers(f"{stem}{ending}" for stem in stems for ending in ("er", "or"))


def _verbs(word: str) -> list[str]:
    """What may be the verb of a noun as "installation", "execution" or "recruitment"."""
    if word.endswith("ification"):
        return [f"{word[:-7]}y"]
    if stem := _before(word, "ation"):
        return [f"{stem}ate", f"{stem}e", stem]
    if stem := _before(word, "ion") if word.endswith(("tion", "sion")) else "":
        return [stem, f"{stem}e"]
    stem = _before(word, "ment")
    return [stem] if stem else []


def _before(word: str, ending: str) -> str:
    """What of a word stands before its ending; "" where it has another one, or there is too little."""
    stem = word.removesuffix(ending)
    return stem if stem != word and len(stem) > _LEAST_CHARS else ""


def _bases(stem: str) -> list[str]:
    """What may be the verb of a stem before -ing: "plan" of "plann", "tile" of "til"."""
    if _DOUBLED.search(stem):
        return [stem[:-1], stem]
    return [f"{stem}e"] if _SHORT.fullmatch(stem) else [stem, f"{stem}e"]


def _spelled(stem: str) -> list[str]:
    """A stem before an ending, with one l and with two: "modelling" in Britain is "modeling" in America."""
    if stem.endswith("ll"):
        return [stem, stem[:-1]]
    return [stem, f"{stem}l"] if stem.endswith(("al", "el")) else [stem]


def _past(stem: str) -> str:
    if stem.endswith("e"):
        return f"{stem}d"
    return f"{stem[:-1]}ied" if stem.endswith("y") and stem[-2:-1] not in "aeiou" else f"{stem}ed"


def _did(bases: Iterable[str]) -> Use:
    return "did" if _table().of_people.isdisjoint(bases) else "trained"


def _doers(words: Iterable[str]) -> Iterator[tuple[str, Use]]:
    return ((word, "doer") for word in words if is_occupation(word))


def _in_other_number(word: str) -> Iterator[tuple[str, Use]]:
    """The singular of a plural, or the plural of a singular."""
    table = _table()
    if word in table.no_number or _ONE_NUMBER.search(word) or is_occupation(word) or canonical(word) in aliases().soft:
        return
    forms = [word[:-1], *([f"{word[:-3]}y"] if word.endswith("ies") else ())] if word.endswith("s") else [_plural(word)]
    for form in forms:
        if not (form in table.no_number or form in aliases().ambiguous or is_occupation(form)):
            is_counted = len(form) < len(word) and (form in table.noun_verbs or form.endswith("ing"))
            yield form, "one" if is_counted else "plain"


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if _HISSING.search(word) else f"{word}s"


@cache
def _table() -> _Table:
    return msgspec.json.decode((files("scoring") / "data" / "wordforms.json").read_bytes(), type=_Table)
