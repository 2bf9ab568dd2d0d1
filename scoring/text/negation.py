"""Whether words around a mention say that what is named is not there: "I do not know Java, Spring or SQL". Pure functions.

A "not" reaches what is named right behind it or behind a verb of knowing, holding or using, and the list that goes on from
there. In doubt it is there: who "did not only use Java", or "did not manage people, built Java services", has used it.
"""

from __future__ import annotations

import re

from scoring.text.vocabulary import vocabulary

CUES = (
    "not",
    "n't",
    "n’t",
    "never",
    "no ",
    "zero ",
    "nil ",
    "without",
    "lack",
    "rather than",
    "instead of",
    "kein",
    "ohne",
    "aucun",
    "sans ",
    "pas ",
    "sin ",
    "ningun",
)
"""A lower-case clause without any of these denies nothing."""
_MOST_WORDS = 4
"""Words of one item of a list; longer ones are a clause of their own."""

_WORDY = re.compile(
    r"\b(?:no|zero|nil|without|lack(?:s|ing)?) (?:[a-z-]+ ){0,2}(?:experience|knowledge|exposure)\b"
    r"|\b(?:keine?[mnrs]?|ohne) (?:\w+ ){0,2}\w*(?:erfahrung|kenntnisse)\w*\b"
    r"|\b(?:aucune? |sans |pas d['’])(?:expérience|connaissances?)\b|\bne (?:connais|maîtrise) pas\b"
    r"|\b(?:sin|no tengo|ninguna?) (?:experiencia|conocimientos?)\b|\bno (?:conozco|sé|domino)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\b(?:no|without|lack(?:s|ing)?|rather than|instead of|keine?[mnrs]?|ohne|sans)"
    r"(?: (?:any|prior|previous|formal|real|hands-on|commercial|professional|practical|using|knowing))* ",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"(?:\b(?:not|never|cannot|no longer(?! (?:an?|the)\b))|n['’]t)\b(?! (?:only|just|merely|simply|as|so|limited)\b)"
    r"(?: (?:yet|really|very|currently|personally|actually|formally|fully|ever|even|been))*",
    re.IGNORECASE,
)
_DENYING = re.compile(
    r"(?: (?:an?|any|the)(?: \S+)?)?"
    r"|(?: (?:an?|the))? (?:know|known|uses?d?|writ(?:e|ten)|wrote|speak|spoken|hold|held|work(?:ed)?|code|program|do|done"
    r"|understand|possess|touch(?:ed)?|cover(?:ed)?|learn(?:ed|t)?|stud(?:y|ied)|tried|practi[cs]ed?|earned|completed|obtained|passed"
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
_ANSWER = re.compile(
    r"(?:\s?[:=]\s?| \(| [–—-] )(?:no(?:ne|t yet)?|nil|zero|(?:never|not)(?: (?:held|known|tried|used))?(?: yet)?)"
    r"(?=\s*(?:[,;)\n]|\.(?!\s*\d)|\Z))",
    re.IGNORECASE,
)
"""Behind what stands for itself, as in a form: "SAP: none"."""
_FIELD = re.compile(
    r"(?:\A|[\n,|(/.;:•])[^\w\n]*(?:(?:any |prior )?(?:experience|exposure|knowledge|skills?|use) (?:in|of|to|with) )?\Z",
    re.IGNORECASE,
)
"""Before it: "points on a licence: none" denies the points."""
_FIELD_CHARS = 40
_EVER = r"(?: (?:actually|ever|really|yet))?"
_BEHIND = re.compile(
    rf" (?:is|are|was|were)(?: not|n['’]t){_EVER} (?:something (?:that |which )?i(?:['’]ve| have)?{_EVER}"
    r" (?:come across|done|know|learn(?:ed|t)|touched|tried|used|worked with)"
    r"|(?:part of |in )?my (?:area|background|field|job|remit|thing|world))\b"
    r"| (?:is|are) (?:all |completely |quite |still )?(?:foreign|new|unfamiliar|unknown) to me\b"
    rf"|,? (?:(?:that|which) )?i (?:have(?: not|n['’]t| never)|do(?: not|n['’]t)|never|cannot|can['’]t){_EVER}"
    r" (?:done|have|hold|know|learn(?:ed|t)?|touch(?:ed)?|tr(?:y|ied)|used?|work(?:ed)? with)"
    r"(?=(?: (?:at all|before|it|so far|well|yet))*(?:[.,;:!)\n]|\Z))",
    re.IGNORECASE,
)
"""What the rest of a sentence says of what it begins with."""
_NOUGHT = re.compile(r"\b(?:zero|nil) (?:[\w-]+ ){0,2}\Z", re.IGNORECASE)
_EXPERIENCE = re.compile(r" (?:[\w-]+ ){0,2}?(?:background|experience|exposure|knowledge|skills)\b", re.IGNORECASE)
_SPEAKERS = frozenset(["i", "we", "they", "he", "she", "you", "it"])


def has_denial(sentence: str) -> bool:
    """Whether a sentence denies something, whatever it is."""
    return _NOT.search(sentence) is not None or _WORDY.search(sentence) is not None


def is_negated(clause: str) -> bool:
    """Whether a clause, up to what is named and with one space for any, denies it."""
    return _WORDY.search(clause) is not None or _reaches_bare(clause) or _reaches_not(clause)


def is_nought(clause: str, text: str, end: int) -> bool:
    """Whether a clause up to what ends at a place, in characters, and the words behind make it "zero Java experience"."""
    return _NOUGHT.search(clause) is not None and _EXPERIENCE.match(text, end) is not None


def is_negated_behind(text: str, start: int, end: int) -> bool:
    """Whether what stands behind `text[start:end]` denies it: "Java isn't my thing", "Java: none"."""
    if _BEHIND.match(text, end):
        return True
    return _ANSWER.match(text, end) is not None and _FIELD.search(text, max(0, start - _FIELD_CHARS), start) is not None


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
    first, *_ = _JOINT.split(clause[found.end() :])
    return _DENYING.fullmatch(first.rstrip()) is not None and goes_on(clause[found.end() :])


def goes_on(words: str) -> bool:
    """Whether words are a list that goes on behind them, and no clause begins in it."""
    _, *rest = _JOINT.split(words)
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
