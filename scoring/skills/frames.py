"""What an item of a list says around its skills: that they are wanted, how well, and of what kind they are. Pure functions.

"Strong knowledge of Excel" is Excel, "Must have: SAP" is SAP, and "CRM (e.g. Salesforce)" any CRM.
"""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

Need = Literal["must", "plus"]

MUST = r"(?:required|must[\s-]+have|a\s+must|must|essential|mandatory)"
PLUS = (
    r"(?:nice[\s-]+to[\s-]+have|good[\s-]+to[\s-]+have|preferred|desirable|desired|optional"
    r"|(?:an?\s+)?(?:plus|bonus|advantage)|not\s+required)"
)
_WANTED = re.compile(
    r"(?:(?P<must>(?:you\s+)?must(?:[\s-]+have\b\s*:?|(?=\s+(?:be|know)\b))"
    r"|(?:required|essential|mandatory)(?:\s+skills?)?\s*:)|(?:ideally|preferably)\b[:,]?|(?:nice|good)[\s-]+to[\s-]+have\b\s*:?"
    r"|(?:bonus(?:\s+points)?|desirable|preferred|optional)(?:\s+skills?)?\s*:)\s+(?:an?\s+(?!level\b))?(?=[\w.])",
    re.IGNORECASE,
)
_VERDICT = re.compile(rf"\s+(?:(?:is|are|would\s+be)\s+)?(?:(?P<must>{MUST})|{PLUS})\s*\Z", re.IGNORECASE)
_MEASURE = re.compile(r"\s*(?:an?\s+)?(?:minimum|min\.?|at\s+least|over|more\s+than)(?:\s+of)?\s*\Z", re.IGNORECASE)
"""What stands before a number of years."""

_PRAISE = r"(?:(?:strong|solid|good|excellent|advanced|basic|deep|proven|hands-on|working|practical)\s+)*"
_MORE_PRAISE = (
    r"(?:(?:strong|solid|good|excellent|advanced|basic|deep|proven|hands-on|working|practical|very|sound|thorough|extensive"
    r"|in-depth|demonstrable|demonstrated|previous|prior|relevant|recent|commercial|professional|intermediate|general|some|an?)"
    r"\s+)*"
)
_LEAD = re.compile(
    rf"(?:(?:you\s+|to\s+)?(?:have\s+|are\s+|be\s+)?{_MORE_PRAISE}"
    r"(?:(?:experience|knowledge|understanding|proficiency|familiarity|expertise|command|use|grasp|competenc[ey]|exposure"
    r"|ability|fluency|mastery)\s+(?:with|of|in|to)\s+(?:the\s+use\s+of\s+|(?:using|working\s+with|use)\s+)?(?:an?\s+|the\s+)?"
    r"|(?:experience|skills?|able\s+to|(?:proficient|experienced|skilled|competent|confident|comfortable|capable)(?:\s+in)?)"
    r"\s+(?:using|working\s+with|use)\s+(?:an?\s+|the\s+)?"
    r"|(?:proficient|experienced|skilled|fluent|expert|versed|competent|confident|adept|knowledgeable|trained|skills?)"
    r"\s+(?:in|with|at|on)\s+|(?:comfortable|familiar)\s+with\s+))?"
    rf"{_PRAISE}",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+(?:skills?|experience|knowledge|proficiency|programming|expertise)\s*\Z", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:an?|the)\s+", re.IGNORECASE)
_PAPER = re.compile(r"\s+(?:accreditation|certifi(?:cate|cation|ed)|qualifi(?:cation|ed))\s*\Z", re.IGNORECASE)
_GRADE = re.compile(
    r"\s+(?:advanced|associate|expert|foundation|intermediate|practitioner|professional)\s*\Z", re.IGNORECASE
)
_ADVANCED = re.compile(r"[^(,;:]*\badvanced\b", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\((?:we|our|they)\s[^()]*\)\s*\Z", re.IGNORECASE)
"""What somebody else does: "CI/CD (we use GitLab CI)"."""

_LIKE = r"\b(?:such\s+as|for\s+(?:example|instance)|e\.?g\b\.?)[,:]?\s+"
_EXAMPLES = re.compile(rf"(?P<kind>[^()]*[^\s,:(])\s*[,(:]?\s*{_LIKE}(?P<rest>[^()]+)\)?\s*\Z", re.IGNORECASE)
_ONE = r"(?:(?:at\s+least|any)\s+)?one(?:\s+or\s+more)?"
_ANY_OF = re.compile(
    rf"(?:(?P<of>either|any\s+of|{_ONE}\s+of)|{_ONE})\b(?:\s+(?:the|these|following)\b)*\s*"
    r"(?:(?P<kind>[^:()]*)[:(]\s*)?(?P<rest>[^:()]+)\)?\s*\Z",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"(?P<kind>[^()]+)\((?P<or>or\s+)?(?P<rest>[^()]+)\)\s*\Z", re.IGNORECASE)
_LABEL = re.compile(r"(?P<kind>[^\W\d][^:(),]{0,50}):\s+(?P<rest>\S.*)\Z", re.DOTALL)
_INCLUDING = re.compile(r"(?P<kind>[^()]+?),?\s+including\s+(?P<rest>[^()]+)\Z", re.IGNORECASE)
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_KIND = re.compile(
    r"(?:(?:\A|\s+)(?:skills?|languages?|frameworks?|librar(?:y|ies)|tools?|software|systems?|platforms?|packages?|products?"
    r"|technolog(?:y|ies)|providers?|databases?|applications?|suites?|stacks?))+\Z",
    re.IGNORECASE,
)
"""The words for things of which there are several, as the last ones of what these are said to be of."""
_BETWEEN = re.compile(r"\s*,\s*(?:(?:and/or|or|and)\s+)?|\s+(?:and/or|or)\s+", re.IGNORECASE)
_OTHERS = re.compile(
    r"(?:an(?:y\s+)?)?(?:other|similar|equivalent|comparable|alternative)\b(?:\s+(?P<kind>.+))?\Z|etc\b\.?|(?:the\s+like)\Z",
    re.IGNORECASE | re.DOTALL,
)
_EDGE = " \t\n\r,;:.•·▪●*"


class Group(Struct, frozen=True):
    """Skills that an item names as some of a kind; both stand verbatim in it.

    `kind` is "" where it says none, or none that matters. `is_any`: any one will do; `is_open`: so will whatever else is of
    the kind. `is_label` and `in_brackets` say how the two stand there.
    """

    kind: str
    rest: str
    is_any: bool = False
    is_open: bool = False
    is_label: bool = False
    in_brackets: bool = False


def wanted(entry: str) -> tuple[Need, str] | None:
    """How much an item wants what it names, where its beginning says so, and the rest of it."""
    found = _WANTED.match(entry)
    return ("must" if found["must"] else "plus", entry[found.end() :]) if found else None


def verdict(entry: str) -> tuple[Need, str] | None:
    """The same where its end says so without a mark: "Excel is essential"."""
    found = _VERDICT.search(entry)
    return ("must" if found["must"] else "plus", entry[: found.start()]) if found and found.start() else None


def is_measure(words: str) -> bool:
    """Whether words only measure the years behind them, as "at least" does."""
    return _MEASURE.fullmatch(words) is not None


def without_aside(entry: str) -> str:
    """An item without what it says at its end of what somebody else does."""
    return _ASIDE.sub("", entry) or entry if "(" in entry else entry


def without_article(words: str) -> str:
    """Words without "a" or "the" before them."""
    return _ARTICLE.sub("", words, count=1) or words


def without_paper(words: str) -> str:
    """A certificate's name without what says that it is one: PMP for "PMP certification"."""
    return _PAPER.sub("", words)


def without_grade(words: str) -> str:
    """A certificate's name without the grade of it: PRINCE2 for "PRINCE2 Practitioner"."""
    return _GRADE.sub("", without_paper(words))


def is_advanced(entry: str) -> bool:
    """Whether an item wants its skill at an advanced level."""
    return _ADVANCED.match(entry) is not None


def bare(entry: str) -> str:
    """An item without what it says of its skill or skills."""
    lead = _LEAD.match(entry)
    core = entry[lead.end() :] if lead else entry
    return _TAIL.sub("", core) or core or entry


def group(entry: str) -> Group | None:
    """The kind and the skills of it that an item names."""
    if found := _EXAMPLES.match(entry):
        return Group(found["kind"].strip(), found["rest"].strip(), is_any=True, is_open=True)
    if (found := _ANY_OF.match(entry)) and (found["of"] or found["kind"] is not None):
        return Group("", found["rest"].strip(), is_any=True)
    if found := _BRACKET.match(entry):
        is_or = found["or"] is not None
        rest = found["rest"].strip()
        return Group(found["kind"].strip(), rest, is_or or is_choice(rest), is_open=is_or, in_brackets=True)
    if found := _LABEL.match(entry):
        rest = found["rest"].strip()
        return Group(found["kind"].strip(), rest, is_any=is_choice(rest), is_label=True)
    found = _INCLUDING.match(entry)
    return Group(found["kind"].strip(), found["rest"].strip()) if found else None


def kind_noun(kind: str) -> str | None:
    """What is left of a kind without such words as "software" at its end; None where there is none."""
    found = _KIND.search(kind)
    return kind[: found.start()].strip() if found else None


def row(text: str) -> list[str]:
    """What stands in a row, one of which may be the last behind an "or"; of "or another database" what others are of."""
    each = (part.strip(_EDGE) for part in _BETWEEN.split(text))
    others = ((part, _OTHERS.match(part)) for part in each if part)
    return [(found["kind"] or "").strip() if found else part for part, found in others]


def is_choice(text: str) -> bool:
    """Whether an "or" stands in a text."""
    return _OR.search(text) is not None
