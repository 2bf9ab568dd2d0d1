"""Whether words before a mention say that what is named is not there: "I do not know Java, Spring or SQL". Pure functions.

A "not" reaches what is named right behind it or behind a verb of knowing, holding or using, and the list that goes on from
there. In doubt it is there: who "did not only use Java", or "did not manage people, built Java services", has used it.
"""

from __future__ import annotations

import re

from scoring.text.vocabulary import vocabulary

CUES = ("not", "n't", "n’t", "never", "no ", "without", "lack", "kein", "ohne", "aucun", "sans ", "pas ", "sin ", "ningun")
"""A lower-case clause without any of these denies nothing."""
_MOST_WORDS = 4
"""Words of one item of a list; longer ones are a clause of their own."""

_WORDY = re.compile(
    r"\b(?:no|without|lack(?:s|ing)?) (?:[a-z-]+ ){0,2}(?:experience|knowledge|exposure)\b"
    r"|\b(?:keine?[mnrs]?|ohne) (?:\w+ ){0,2}\w*(?:erfahrung|kenntnisse)\w*\b"
    r"|\b(?:aucune? |sans |pas d['’])(?:expérience|connaissances?)\b|\bne (?:connais|maîtrise) pas\b"
    r"|\b(?:sin|no tengo|ninguna?) (?:experiencia|conocimientos?)\b|\bno (?:conozco|sé|domino)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\b(?:no|without|lack(?:s|ing)?|keine?[mnrs]?|ohne|sans)"
    r"(?: (?:any|prior|previous|formal|real|hands-on|commercial|professional|practical|using|knowing))* ",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"(?:\b(?:not|never|cannot)|n['’]t)\b(?! (?:only|just|merely|simply|as|so|limited)\b)"
    r"(?: (?:yet|really|very|currently|personally|actually|formally|fully|ever|even|been))*",
    re.IGNORECASE,
)
_DENYING = re.compile(
    r"(?: (?:an?|any|the)(?: \S+)?)?"
    r"|(?: (?:an?|the))? (?:know|known|uses?d?|writ(?:e|ten)|wrote|speak|spoken|hold|held|work(?:ed)?|code|program|do|done"
    r"|understand|possess|touch(?:ed)?|learn(?:ed|t)?|stud(?:y|ied)|tried|practi[cs]ed?|earned|completed|obtained|passed"
    r"|master(?:ed)?|buil[dt]|managed?|led|lead|ran|run|operated?|driven?|taught|familiar|experienced|proficient|certified|trained|skilled|fluent|versed|licen[cs]ed|qualified|comfortable"
    r"|confident|good|competent|conversant|expert)(?: \S+){0,3}"
    r"|(?: (?:have|had|got))(?: (?:an?|any|much|the|my|real|prior|formal|hands-on|practical))*"
    r"(?: (?:experience|knowledge|exposure|skills?|training|certification|licen[cs]e|certificate)(?: (?:of|in|with|for))?)?"
    r"(?: \S+)?",
    re.IGNORECASE,
)
"""What stands between a "not" and the skill, or ends with the first of several."""
_JOINT = re.compile(r"(,?\s\b(?:and|or|nor)\b|[,/])", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"\b(?:but|only|until|unless|except|however|though|although|because|without|lack|instead|now|than)\b", re.IGNORECASE
)
_CONDITION = re.compile(r"\b(?:if|unless|when|where|who)\b", re.IGNORECASE)
_SPEAKERS = frozenset(["i", "we", "they", "he", "she", "you", "it"])


def has_denial(sentence: str) -> bool:
    """Whether a sentence denies something, whatever it is."""
    return _NOT.search(sentence) is not None or _WORDY.search(sentence) is not None


def is_negated(clause: str) -> bool:
    """Whether a clause, up to what is named and with one space for any, denies it."""
    return _WORDY.search(clause) is not None or _reaches_bare(clause) or _reaches_not(clause)


def _reaches_bare(clause: str) -> bool:
    found = _last(_BARE, clause)
    if not found:
        return False
    first, *rest = _JOINT.split(clause[found.end() :])
    # "No accidents, CDL" has one: only "or" carries a "no" on.
    is_carried = rest and len(first.split()) <= _MOST_WORDS and all(joint.strip() in ("or", "nor") for joint in rest[::2])
    return is_carried or not (first.strip() or rest)


def _reaches_not(clause: str) -> bool:
    found = _last(_NOT, clause)
    if not found or _OTHERWISE.search(clause, found.end()) or _CONDITION.search(clause, 0, found.start()):
        return False
    first, *rest = _JOINT.split(clause[found.end() :])
    if not _DENYING.fullmatch(first.rstrip()):
        return False
    return not any(_begins_anew(joint, item) for joint, item in zip(rest[::2], rest[1::2], strict=True))


def _begins_anew(joint: str, item: str) -> bool:
    """Whether what follows a comma or an "and" is a clause of its own, as in "did not manage people, built services"."""
    words = item.lower().split()
    if len(words) > _MOST_WORDS or not _SPEAKERS.isdisjoint(words):
        return True
    if joint.strip(" ,").lower() in ("or", "nor") or not words:
        return False
    verbs = vocabulary()
    return words[0] in verbs.past or words[0] in verbs.present


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for each in pattern.finditer(text):
        found = each
    return found
