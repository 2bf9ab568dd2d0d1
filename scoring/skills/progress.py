"""What is only being studied for, is there in part, or has run out: who works towards a qualification does not hold it.

Pure functions. They read a person's own words: an advert that takes "ACCA finalists" still asks for ACCA.
"""

from __future__ import annotations

import re
from functools import lru_cache

from scoring.skills.denial import clause_before
from scoring.text.folding import lower

AROUND = 90
"""Characters before a mention, and behind it, that may tell how far somebody is."""

_CUES = (
    *("studying", "student", "toward", "pursu", "revis", "prepar", "train", "undertak", "sitting", "enrol"),
    *("progress", "going", "pending", "part", "pq", "finalist", "candidate", "expect", "due", "await", "complet", "finish"),
    *("schedul", "booked", "exempt", "expired", "lapsed", "revoked", "suspended", "papers", "exam", "under way", "underway"),
    *("applied", "provisional", "currently", "now", "presently", "nearly", "almost", "half", "apply", "will", "'ll", "’ll"),
    *("shall", "used to", "formerly", "previously", "lapse", "out of date", "ran out", "run out", "overdue"),
)
"""Without one of these around it nothing is in progress; around most mentions there is none."""

_BREAK = re.compile(r"[!?;•|]|\.(?!\d)|\n(?=\s*[^\sa-z(])")
_ITEM_END = re.compile(r"[,|]")

# All of these read lower case, with one space for any.
_IN_PART = r"(?:part|partly|half|nearly|almost)[- ]?(?:qualified|completed?|finished|passed)|pq|finalist"
_HELD = (
    r"(?:achieved|admitted|attained|awarded|certified|chartered|completed|gained|held|holds?|licen[cs]ed|member|obtained|passed"
    r"|qualified|registered)\b"
)
_LED = re.compile(
    r"\b(?:studying|pursuing|undertaking|sitting|revising|enrolled (?:on|onto|in|for)"
    r"|(?:preparing|revision|training|booked|due to sit) for|(?:working|progressing|building|training|exams?) towards?"
    r"|(?:currently|now|presently) (?:completing|doing|finishing|taking)"
    rf"|{_IN_PART}|provisional|(?:towards?|expired|lapsed|revoked|suspended|pending|student(?: member(?:ship)?)?|trainee"
    r"|booked (?:in for|on|onto)|appl(?:ied|y|ying) for"
    r"|(?:shall|will|['’]ll) (?:be awarded|gain|get|have|hold|obtain|receive)"
    r"|(?:used to|formerly|previously) (?:be|certified|had|have|held|hold|licen[cs]ed|qualified|registered))"
    r"(?= (?:[\w&'’-]+ ){0,2}\Z))\b"
)
"""Before a qualification."""
_PARTED = re.compile(rf"\b(?:{_HELD}|(?:but|where|which|while|using|with|after)\b|(?:19|20)\d\d\b)")
"""What parts a qualification from such words before it: "studying ACCA and passed AAT" has the one."""
_END = (
    r"(?= ?(?:[,.:()\[\]|–—]|-\s|\Z|(?:19|20)\d\d\b"
    r"|(?:and|at|by|for|from|in|next|since|this|through|until|via|with)\b))"
)
"""Behind words of one's own state, and not behind those of something else, as in "ongoing support"."""
_KIND = (
    r"(?: (?:level|[1-8]|i{1,3}|advanced|associate|award|card|certificate|certification|course|degree|diploma|exams?"
    r"|training|foundation|in [a-z]+(?: [a-z]+)?|intermediate|licen[cs]e|membership|practitioner|professional|qualification"
    r"|registration))*"
)
"""What else a qualification is called."""
_NUMBER = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_PASSED = r"(?:passed|completed?|done|left|remaining|to go|outstanding)"
_SHARE = (
    rf"{_NUMBER}(?: ?/ ?| (?:out )?of (?:the )?){_NUMBER} (?:papers?|exams?|modules?|units?)\b"
    rf"|{_NUMBER} (?:papers?|exams?)(?: {_PASSED})?{_END}"
    rf"|{_NUMBER} (?:modules?|units?) (?:left|remaining|to go|outstanding)\b"
)
_TO_COME = (
    r"(?:expected|due)(?= (?:in|by|to (?:be completed|complete|finish|pass|qualify|sit)|early|late|mid|next|this|spring"
    r"|summer|autumn|winter|(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*|\[redacted\]|(?:19|20)\d\d)\b"
    r"| ?[),:]|\Z)"
    r"|to be (?:completed|finished)|(?:scheduled|booked) for|awaiting (?:the )?(?:final )?(?:exam )?results?"
    r"|(?:exams?|assessment|course|test|training) (?:booked|due|pending|scheduled)"
)
_LOST = r"(?:expired|lapsed|out of date|overdue|revoked|r[au]n out|suspended)"
_STATE = (
    rf"(?:in progress|on-?going|under ?way|pending|{_IN_PART}|incomplete|unfinished|not (?:yet )?(?:completed?|finished)"
    rf"|studying(?: (?:for|towards?))?|applied for|enrolled|{_LOST}){_END}"
)
_NOW = r"(?:(?:are|been|currently|had|has|have|is|just|long|now|recently|since|still) )*"
_BRACKET = r"(?: ?\([^()]{1,40}\))?"
_BEHIND = (
    re.compile(rf"(?: (?:level )?(?:\d|i{{1,3}})\b)?[ -](?:{_IN_PART}|candidate|student|trainee|exempt\w*)\b"),
    re.compile(rf"{_KIND}{_BRACKET} {_NOW}(?:{_STATE}|{_TO_COME})"),
    re.compile(rf"(?: (?!{_HELD})[\w&'’/-]+){{0,6}}{_BRACKET} ?[,:(\[–—-]+ ?{_NOW}(?:{_STATE}|{_TO_COME}|{_SHARE})"),
)
"""Behind a qualification: at once, behind what else it is called, and aside."""
_LET = re.compile(r"(?<!never )(?<!not )(?<!n['’]t )\b(?:let|allowed) (?:[\w&'’-]+ ){0,2}\Z")
_LAPSE = re.compile(rf"{_KIND} (?:to )?(?:expire|lapse|run out)\b")
_HELD_BEHIND = re.compile(rf" (?:fully |now )?{_HELD}")

_GONE = re.compile(
    rf"{_BRACKET}(?: ?[,:(\[–—-]+ ?| ){_NOW}{_LOST}{_END}"
    rf"|{_BRACKET} ?[:(\[–—-]+ ?(?:course|exam|test|training) (?:booked|pending)\b"
)
"""Behind any skill: what has run out, or is still to be passed, was told as a paper."""
_WORDS = r"(?: (?!(?:and|at|by|using|while|with)\b)[\w&+./'’-]+)"
_STUDIED_FOR = re.compile(rf"\b(?:studying|revising|revision|sitting(?: \w+)? exams?) (?:for|towards?){_WORDS}{{0,3}} \Z")
"""Nobody studies for a tool, but for a qualification that is called after it."""
_AIMED_AT = re.compile(
    rf"\b(?:studying|towards?|(?:preparing|training|booked) for|pursuing|undertaking|enrolled (?:on|in)){_WORDS}{{0,2}} \Z"
)
_PAPER = (
    rf"{_WORDS}{{0,4}} "
    r"(?:accreditation|associate|course|training|certifi\w+|diploma|exams?|practitioner|professional|qualification|specialty)\b"
)
_A_PAPER = re.compile(_PAPER)
_NAMES_A_PAPER = re.compile(r"\b(?:card|certificate|licen[cs]e|ticket)\Z")
"""The end of a skill's spelling that is a paper, as a forklift licence shows the driving of forklifts."""
_A_PAPER_TO_COME = re.compile(rf"{_PAPER} ?[,:(\[–—-]* ?{_NOW}(?:{_STATE}|{_TO_COME})")
_OPENING = re.compile(
    r"(?:(?:i am|i['’]m|am) )?(?:(?:also|currently|now|presently) )*(?:studying|revising|(?:working|progressing) towards?"
    r"|preparing for (?:\S+ ){0,5}exams?|enrolled (?:on|onto|in)|part[- ]?qualified)\b",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(
    r"\b(?:candidate|in progress|ongoing|expected|pursuing|pending|studying|enrolled|part[- ]qualified|incomplete|unfinished"
    r"|not completed|scheduled|towards?|exam|trainee|lapsed?|expired|revoked|finalist|part[- ](?:complete\w*|passed)"
    r"|undertaking|revising|preparing for|awaiting(?: \w+){1,2}|student member\w*"
    r"|due (?:in|to (?:complete|finish|qualify|sit))|applied for|application (?:in|made|sent|submitted)|booked|provisional"
    r"|apply(?:ing)? for|r[au]n out|out of date|overdue"
    r"|to be (?:completed|finished)|(?:happy|willing) to)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)  # as of `is_denied`
def is_underway(text: str, start: int, end: int, *, is_credential: bool) -> bool:
    """Whether the words around `text[start:end]`, in characters, say that what is named there is not held, or no longer.

    Args:
        is_credential: it is a qualification itself; else it may be a part of the name of one, as in "AWS Practitioner".
    """
    around = text[max(0, start - AROUND) : end + AROUND].lower()
    if not any(map(around.__contains__, _cues_of(lower(text)))):
        return False
    before, behind = _ITEM_END.split(clause_before(text, start).lower())[-1], _clause_behind(text, end)
    if is_credential or _NAMES_A_PAPER.search(text[start:end].lower()):
        return _is_not_held(before, behind)
    if _GONE.match(behind) or _STUDIED_FOR.search(before) or _A_PAPER_TO_COME.match(behind):
        return True
    return _AIMED_AT.search(before) is not None and _A_PAPER.match(behind) is not None


@lru_cache(maxsize=32)
def _cues_of(folded: str) -> tuple[str, ...]:
    """The cues that a lower-case text has at all. Those of the latest are remembered."""
    return tuple(cue for cue in _CUES if cue in folded)


@lru_cache(maxsize=256)
def is_unfinished(shown: str) -> bool:
    """Whether a text speaks of a study that still goes on, or of what has run out."""
    return _UNFINISHED.search(shown) is not None


def opens_with_study(sentence: str) -> bool:
    """Whether a sentence begins with what somebody studies for, or has in part; it tells no work."""
    return _OPENING.match(sentence) is not None


def _is_not_held(before: str, behind: str) -> bool:
    """Whether the words around a qualification say that it is still to come, or was there once."""
    if (_is_led(before) and not _HELD_BEHIND.match(behind)) or any(each.match(behind) for each in _BEHIND):
        return True
    return _LAPSE.match(behind) is not None and _LET.search(before) is not None


def _is_led(before: str) -> bool:
    """Whether words up to a qualification say that it is studied for; another one and an "and" may stand between."""
    found = [*_LED.finditer(before)]
    return bool(found) and not _PARTED.search(before, found[-1].end())


def _clause_behind(text: str, end: int) -> str:
    """The words of a clause from a place on, in lower case with one space for any; an aside may stand in the next line."""
    mark = _BREAK.search(text, end, end + AROUND)
    rest = text[end : mark.start() if mark else end + AROUND].lower()
    return " " * rest[:1].isspace() + " ".join(rest.split())
