"""The level of the ladder that a title or a stated level names. Pure functions.

Only words that grade an occupation name a level. Charge nurse, manager, supervisor or foreman are occupations of their
own: a level stands for years, and these words for none. So are head chefs and team leaders where a trade has no ladder:
their level ranks somebody who is one, and asks no years of those who apply to be.
"""

from __future__ import annotations

import re
from functools import lru_cache

from scoring.text.dates import fold

MAX_CHARS = 200
"""Characters of a text that are read."""

_OF_ANOTHER = re.compile(r"\b(?:assistant|secretary|aide|pa|advisor|adviser|report(?:s|ing)?) to\b.*", re.DOTALL)
"""Whose assistant somebody is says nothing of the assistant's level."""
_NO_LEVEL = re.compile(
    r"\bsenior (?:care|living|citizens?'?|services?|housing|cent(?:er|re)s?|communit\w+|homes?|companion|helper|adults?)\b"
    r"|\b(?:senior|junior) (?:high|schools?|college|league)\b"
    r"|\bgraduate (?:school|admissions?|program\w*|recruit\w+|studies|research)\b"
    r"|\blead[ -](?:gen\w*|qualif\w+|nurtur\w+|manage\w+|scor\w+|paint|poison\w*|free|time|singer|actor|vocalist|guitarist)"
    r"\b|\b(?:school|academy|college|vice|assistant|deputy|elementary|primary|secondary|high)\b[^|]*\bprincipal\b"
    r"|\bprincipal\b[^|]*\b(?:school|academy|college|kindergarten)\b|\bchief of staff\b"
    r"|\b(?:art|music|funeral|casting|activit\w+|camp|choir|film|stage|creative|photography) director\b"
    r"|\bmid[ -]?(?:market|day|office|size\w*|west\w*|term|atlantic|cap|year|week|stage)\b"
    r"|\bassociate (?:professor|dean|editor|producer|attorney|solicitor|lawyer|counsel|dentist|vet(?:erinarian)?)\b"
)
"""Words of a level that are none in these."""
_WHOLE = {
    word: level
    for level, alone in {
        "entry": (
            "entry",
            "beginner",
            "novice",
            "student",
            "debutant",
            "freshers",
            "no experience",
            "einsteiger",
            "principiante",
        ),
        "junior": ("associate", "low"),
        "mid": ("experienced", "professional", "medium", "middle", "intermedio", "confirme", "berufserfahren"),
        "senior": ("expert", "advanced", "high", "avance", "experte", "experto"),
        "lead": ("leadership", "management", "manager"),
        "principal": ("executive", "staff", "c-level", "c level"),
    }.items()
    for word in alone
}
"""What a stated level may be alone, where the same word in a title says nothing."""
_TRAINING = re.compile(
    r"\b(?:intern|interns|internship|trainee|apprentice|apprenticeship"
    r"|praktikant(?:in)?|auszubildende[rn]?|azubi|volontar(?:in)?|stagiaire|alternante?|apprentie?"
    r"|becari[oa]|pasante|tirocinante|stagista|apprendista|stagiair|leerling|estagiari[oa])\b"
    r"|\bstudent (?:nurse|teacher|midwife|doctor|pharmacist|engineer|paramedic|radiographer)\b"
)
_ENTRY = re.compile(
    rf"{_TRAINING.pattern}|\b(?:graduate|fresher|entry[ -]?level|working student|werkstudent(?:in)?)\b"
    r"|^\W*entry\b(?!\W+[^\W\d_])"
)
_MID_TO_SENIOR = re.compile(r"\bmid(?:dle)?(?: ?- ?| ?/ ?| to | )?(?:level )?(?:- |/ |to |and |bis )?senior\b")
_DEEP = r"(?:\w+ ){0,3}(?:engineer|developer|scientist|designer|architect|researcher|programmer|sre)"
_HIGH_TO_LOW = (
    (
        "principal",
        re.compile(
            rf"\bprincipal\b|\b(?:staff|distinguished) (?={_DEEP}\b)"
            r"|\b(?:chief|vp|svp|evp|vice[ -]president|c[etfoim]o|ciso)\b"
            r"|\b(?<!assistant )(?<!deputy )(?<!associate )director\b"
        ),
    ),
    (
        "lead",
        re.compile(
            r"\b(?:lead|team[ -]?leader|teamlead|techlead|teamleiter(?:in)?|leitende[rn]?|leiter(?:in)? der)\b"
            r"|\b(?:director|head of)\b"
            r"|\bhead (?=chef|nurse|teacher|baker|gardener|waiter|coach|cook|barista|pharmacist|porter)"
        ),
    ),
    ("senior", re.compile(r"\b(?:senior|sr|snr|iii|iv|seniorin)\b")),
    ("mid", re.compile(r"\b(?:mid|mid[ -]?level|intermediate|middle (?=level|\w+ ?developer|developer|engineer)|ii)\b")),
    ("junior", re.compile(r"\b(?:junior|jr|jnr|juniorin)\b|^\W*associate (?!director|vice|partner|principal|dean)(?=\w)")),
)
_FIRST_GRADE = re.compile(r"[a-z] I\W*\Z")
_OF_A_TEAM = re.compile(
    r"\b(?:teamlead|teamleiter(?:in)?"
    r"|(?:class|crew|floor|group|line|room|section|shift|site|team|unit|ward|zone)[ -]?lead(?:er)?"
    r"|lead (?:\w+ )?(?:assistant|hand|operative|operator|practitioner|steward|technician|worker))\b"
)
_OF_A_PROFESSION = re.compile(r"\b(?:data|design|development|engineering|research|scientific|technical)\b")
_OF_A_HOUSE = re.compile(
    r"\bhead (?!of\b)|\bhead of (?:care|department|faculty|house|(?:lower |upper )?school|sixth form|year)\b"
)
_OF_A_FIELD = re.compile(r"\b(?:director|head)\b")
_IN_HANDS = frozenset(["crafts", "food and stays", "goods", "health", "learning", "leisure", "order", "selling", "upkeep"])
"""Families of fields where a lead is who leads those on duty."""
_OF_FEW = frozenset(["beauty", "care", "childcare", "cleaning", "hotels", "kitchen", "land", "schools", "service"])
"""Fields of these where who heads one heads a house, and no department of a company."""
_OF_TEAMS = frozenset(["computing", "engineering", "media", "science"])
"""Families of fields where a team's leader is the most senior of its profession."""


@lru_cache(maxsize=1024)
def stated_level(text: str) -> str | None:
    """The ladder's level that a stated level names, as in "Mid-Senior", "Entry (0-1 years)" or "Experienced"; or None."""
    return _WHOLE.get(" ".join(fold(text[:MAX_CHARS]).split()).strip(" .")) or titled_level(text)


def asked_level(title: str, *, field: str, family: str) -> str | None:
    """The ladder's level that a job's title asks for, or None, as where who leads or heads holds a post of its own.

    Args:
        field: of the title, by `titles.read`, or "".
        family: of the field, or "".
    """
    level = titled_level(title)
    return None if level == "lead" and _is_post(" ".join(fold(title[:MAX_CHARS]).split()), field, family) else level


def _is_post(words: str, field: str, family: str) -> bool:
    if _OF_A_HOUSE.search(words):
        return True
    if _OF_A_TEAM.search(words):
        return family not in _OF_TEAMS and not _OF_A_PROFESSION.search(words)
    if _OF_A_FIELD.search(words):
        return field in _OF_FEW
    return family in _IN_HANDS and field != "marketing"


@lru_cache(maxsize=16384)
def is_in_training(title: str) -> bool:
    """Whether a title is that of somebody who is not yet qualified, as "Apprentice Electrician" is."""
    return _TRAINING.search(_OF_ANOTHER.sub("", " ".join(fold(title[:MAX_CHARS]).split()))) is not None


@lru_cache(maxsize=16384)
def titled_level(title: str) -> str | None:
    """The ladder's level that a title names, or None.

    Of several the highest counts, as in "Senior Staff Engineer", but who is in training is at the entry.
    """
    title = title[:MAX_CHARS].strip()
    words = _NO_LEVEL.sub(" ", _OF_ANOTHER.sub("", " ".join(fold(title).split())))
    if _ENTRY.search(words):
        return "entry"
    if _MID_TO_SENIOR.search(words):
        return "mid-senior"
    found = next((level for level, pattern in _HIGH_TO_LOW if pattern.search(words)), None)
    return found or ("junior" if _FIRST_GRADE.search(title) else None)
