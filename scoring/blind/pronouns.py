"""Pronouns that fit anybody, in place of those that tell a person's sex, and no forms of address. Pure functions.

In English "they" stands for "she" and "he", so that a text stays readable. German, French and Spanish have no such word;
there one of the two stands for both, which tells as little.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from scoring.text.folding import words

# In capitals HE, HER and HIS are mostly something else: higher education, a gene, a hospital's system. In a text that is in
# capitals alone they are pronouns.
_PRONOUN = re.compile(
    r"[HhSs](?<!\w[HhSs])(?:(?:(?<=[Ss])he|(?<=[Hh])e)(['’](?:s|d|ll|ve)| (?:is|was|has)\b)?"
    r"|(?<=[Hh])(?:im(?:self)?|ers(?:elf)?|er|is))\b(?!['’-]\w|\s(?:Majesty|Royal|Highness))"
)
_THEM = {
    "she": "they",
    "he": "they",
    "him": "them",
    "his": "their",
    "hers": "theirs",
    "himself": "themselves",
    "herself": "themselves",
}
_AGREES = {"s": " are", "d": "’d", "ll": "’ll", "ve": "’ve", "is": " are", "was": " were", "has": " have"}
_OBJECT = re.compile(
    r"\s*(?:[.,;:!?)]|\Z|\s(?:and|or|but|at|in|on|to|for|with|as|by|when|while|because|that|from|of|the|a|an"
    r"|about|after|before|into|over|through|up|out|off|back|again|too|also|how|what|why|if|so|then|who|this|these|is|was)\b)"
)
_GERMAN = re.compile(r"\b(?:[Ee]r|[Ii]hm|[Ii]hn|[Ss]eine[nmrs]?)\b(?!-)")
_IN_GERMAN = {"er": "sie", "ihm": "ihr", "ihn": "sie"}
_FRENCH, _SPANISH = {"elle": "il", "elles": "ils"}, {"ella": "él", "ellas": "ellos"}
_WORD = re.compile(r"\bell(?:es?|as?)\b", re.IGNORECASE)
ADDRESS = re.compile(
    r"(?:M(?<!\wM)(?:(?:rs?|s|x|essrs|me|lle|evr)\b\.?|(?:iss|onsieur|adame|ademoiselle|evrouw|eneer)\b)|D(?<!\wD)hr\b\.?"
    r"|S(?<!\wS)(?:(?:ra|rta)\b\.?|(?:eñora?|eñorita|ignora?|ignorina|enhora?)\b)|H(?<!\wH)errn?\b|F(?<!\wF)rau\b)"
    r"(?=[ \u00a0](?:[A-ZÀ-ÖØ-Þ]|\[))"
)

_ENGLISH_WORDS = words(["he she him his her hers himself herself"])
_GERMAN_WORDS = words(["er ihm ihn seine seinen seinem seiner seines"])
ADDRESS_WORDS = words(
    [
        "mr mrs ms mx miss messrs herr herrn frau monsieur madame mademoiselle mme mlle sra srta signora signor signorina",
        "senor senora senorita senhor senhora mevrouw meneer dhr mevr",
    ]
)


def neutral(text: str, known: frozenset[bytes], redacted: str) -> str:
    """The text with pronouns that fit anybody, and `redacted` for forms of address.

    Args:
        known: the words of the folded text, as `folding.bag` gives them.
    """
    if not ADDRESS_WORDS.isdisjoint(known):
        text = ADDRESS.sub(redacted, text)
    if not _ENGLISH_WORDS.isdisjoint(known):
        text = _loud(text) if text.replace(redacted, "").isupper() else _PRONOUN.sub(_them, text)
    if not _GERMAN_WORDS.isdisjoint(known) and b"und" in known and not known.isdisjoint((b"der", b"die", b"das")):
        text = _GERMAN.sub(_in_german, text)
    if b"et" in known and b"de" in known and not known.isdisjoint((b"elle", b"elles")):
        text = _WORD.sub(lambda word: _like(word[0], _FRENCH), text)
    if b"y" in known and b"de" in known and not known.isdisjoint((b"ella", b"ellas")):
        text = _WORD.sub(lambda word: _like(word[0], _SPANISH), text)
    return text


def _loud(text: str) -> str:
    """The same for a text in capitals."""
    small, out, last = text.lower(), list[str](), 0
    if len(small) != len(text):  # a few letters change their number; then places differ
        return text
    for pronoun in _PRONOUN.finditer(small):
        out += (text[last : pronoun.start()], _them(pronoun).upper())
        last = pronoun.end()
    return "".join((*out, text[last:]))


def _them(pronoun: re.Match[str]) -> str:
    word = pronoun[0].removesuffix(pronoun[1] or "").lower()
    them = _THEM.get(word) or ("them" if _OBJECT.match(pronoun.string, pronoun.end()) else "their")
    if pronoun[1]:
        them += _AGREES[pronoun[1][1:]]
    return them.capitalize() if pronoun[0][0].isupper() else them


def _in_german(pronoun: re.Match[str]) -> str:
    word = pronoun[0].lower()
    return _like(pronoun[0], {word: _IN_GERMAN.get(word) or f"ihre{word.removeprefix('seine')}"})


def _like(word: str, others: Mapping[str, str]) -> str:
    other = others.get(word.lower(), word)
    return other.capitalize() if word[:1].isupper() else other
