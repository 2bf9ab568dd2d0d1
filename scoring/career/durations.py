"""Amounts of time in words, as experience: what a job asks for and what a resume states. Pure functions.

"5+ years of experience", "over a decade in nursing", "10 Jahre Berufserfahrung"; not "18 years or older", "a 3-year
contract" or "our company has 20 years of history".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile

from scoring.career import stints
from scoring.career.amounts import MOST_YEARS, Amount, Setting, read, words
from scoring.career.stints import FIRM_WORDS, OF_OTHERS, is_title, joint, may_be_name
from scoring.roles.titles import is_occupation
from scoring.text.vocabulary import vocabulary

_NEAR_WORDS = 7
_WORKED = ("work", "serv", "arbeit", "gearbeit", "travail", "trabaj", "lavor", "gewerkt")
_DID = frozenset(["worked", "served", "taught", "nursed", "cooked", "driven", "drove"])
_AS_WORDS, _TITLE_WORDS = 4, 4
"""Words behind an amount among which "as" is looked for, and behind that a title."""
_BREAK = re.compile(r"[,;:.()|•·]|\s(?:[-–—&+]|and|und|et|y)\s")
_LABOUR_WORDS = 6
"""More words than an activity has behind the years that were spent on it."""
_PIECE = re.compile(r"[,;:()|·]|\s[-–—]\s|\A")
_OF_WAITING = frozenset(["in", "is", "period"])
"""Words between what is waited for and how long."""
_STUDIED = re.compile(r"[^\W\d_]\s?[(:–-]?\s?\Z")
"""What stands between studies and how long they take; a comma parts them from years of something else."""
_AS_AND = re.compile(r"\sas\s(?:an?\s)?([^\W\d_][\w\s/&'-]{1,40})\sand\s(?:for\s)?")
"""What joins the years of one occupation to those of the next."""


def stated(text: str) -> float | None:
    """The years of experience that a resume states of itself, the most where there are several; None when none.

    One statement may be about one skill, and is then fewer years than all. Only "4 years as accountant and 2 years as
    bookkeeper" are six, and stints of work are added up.
    """
    found = tuple(read(text))
    told = (_in_sentences(found), stints.years(text) if found else None)
    return max((min(years, MOST_YEARS) for years in told if years is not None), default=None)


def _in_sentences(found: Iterable[tuple[Amount, Setting]]) -> float | None:
    most, before, link = None, 0.0, None
    for each, setting in found:
        is_own = _is_own(each, setting)
        if is_own:
            is_next = link is not None and _is_another(link[1], setting.behind)
            before = before + each.years if is_next else each.years
            most = max(most or 0.0, before)
        link = _AS_AND.fullmatch(setting.gap) if is_own else None
    return most


def asked(text: str, *, of_duties: bool = False) -> float | None:
    """The years of experience that a job asks for, the fewest that it takes; None when it says nothing.

    Of several requirements the highest counts, as in "5+ years in all, 2 of them with Kubernetes"; wishes do not.

    Args:
        of_duties: the text tells what somebody is to do, as "plan three years ahead": years are asked for only where it
            calls them experience.
    """
    found = ((each, setting) for each, setting in read(text) if _is_asked(each, setting))
    return max((each.years for each, setting in found if not of_duties or _names_experience(each, setting)), default=None)


def _is_own(each: Amount, setting: Setting) -> bool:
    table = words()
    if _is_alien(each, setting) or _has(setting.before, table.company) or _has(setting.behind[:_NEAR_WORDS], table.combined):
        return False
    if _names_experience(each, setting):
        return True
    if setting.before and setting.near in table.experience:  # "experience: 5 years"
        return True
    return not each.is_compound and (
        _is_role(setting) or _is_labour(setting) or _is_field(setting) or _is_past(setting) or _is_titled(each, setting)
    )


def _is_role(setting: Setting) -> bool:
    """Whether what follows is somebody's work, as in "2 years on site as a bricklayer"."""
    behind = setting.behind
    if behind and behind[0] in words().role:
        return True
    place = behind.index("as") + 1 if "as" in behind[:_AS_WORDS] else len(behind)
    return any(map(is_occupation, behind[place : place + _TITLE_WORDS]))


def _is_labour(setting: Setting) -> bool:
    """Whether what follows is an activity, as in "3 years' 2nd line support for 800 users", and begins its sentence.

    Only its last word tells: "3 years' sales data" is none, and "bought 3 years' support" is no work.
    """
    table = words()
    if setting.before and setting.near not in table.having:
        return False
    small, said = vocabulary().small, _BREAK.split(setting.gap, maxsplit=1)[0].split()[:_LABOUR_WORDS]
    activity = list(takewhile(lambda word: word not in small, said))
    return bool(activity) and len(activity) < _LABOUR_WORDS and activity[-1] in table.labour


def _is_field(setting: Setting) -> bool:
    """Whether what follows is where somebody worked, as in "spent the last six years in accounts"."""
    table, behind, near = words(), setting.behind, setting.near
    if not behind or (behind[0] != "at" and behind[0] not in table.field):
        return behind[:1] == ("service",) and not table.field.isdisjoint(behind[1:2])
    is_spent = near in ("last", "past") and "spent" in setting.before[-_AS_WORDS:]
    return near in _DID or (behind[0] != "at" and (not near or near in table.having or is_spent))


def _is_past(setting: Setting) -> bool:
    """Whether what goes on "for 12 years" is somebody's work, as in "worked in retail" or "teaching"."""
    if setting.near not in words().passing:
        return False
    before = _before_near(setting)
    is_work = bool(before) and before[-1].endswith("ing") and before[-1] in words().role
    return is_work or _ends_in_occupation(before) or any(word.startswith(_WORKED) or word in _DID for word in before)


def _before_near(setting: Setting) -> tuple[str, ...]:
    return setting.before[: len(setting.before) - setting.before[::-1].index(setting.near) - 1]


def _ends_in_occupation(before: tuple[str, ...]) -> bool:
    verbs = vocabulary()
    # "Managed a nurse for 12 years" is of another one.
    does = any(word in verbs.past or (word.endswith("ed") and word not in verbs.never_past) for word in before)
    return bool(before) and is_occupation(before[-1]) and not does


def _is_titled(each: Amount, setting: Setting) -> bool:
    """Whether an amount stands behind a title, as in "Barista - 3 yrs", or a title and an employer.

    "Accountant, Excel - 3 yrs" are of a skill: an employer is known by its legal form, or by years and months behind it, and
    between bars it is what is no skill; a place may stand there, too.
    """
    head = joint().sub("", setting.head)
    if OF_OTHERS.search(head):
        return False
    starts = [piece.end() for piece in _PIECE.finditer(head)]
    last = head[starts[-1] :]
    if is_title(last):
        return True
    of_firm = last.split()
    is_parted = len(starts) > 1 and head[starts[-1] - 1] in "|·" and may_be_name(last)
    is_firm = bool(of_firm) and len(of_firm) <= FIRM_WORDS and (is_parted or each.is_exact or of_firm[-1] in words().firms)
    return is_firm and len(starts) > 1 and is_title(joint().sub("", head[starts[-2] : starts[-1]]))


def _is_another(first: str, behind: Sequence[str]) -> bool:
    """Whether years are of another occupation than the first: those of a nurse may hold those of a charge nurse."""
    held = {word for word in first.split() if is_occupation(word)}
    own = {word for word in behind[1 : 1 + _TITLE_WORDS] if is_occupation(word)}
    return behind[:1] == ("as",) and bool(own) and held.isdisjoint(own)


def _is_asked(each: Amount, setting: Setting) -> bool:
    table = words()
    if _is_alien(each, setting) or setting.is_wish:
        return False
    if _has(setting.before, table.company) and not _has(setting.before, table.asker):
        return False
    if _names_experience(each, setting) or setting.is_least:
        return True
    if each.is_vague and not _has(setting.behind[:1], table.role | table.field):
        return False
    return not each.is_compound and setting.near not in table.passing


def _is_alien(each: Amount, setting: Setting) -> bool:
    """Whether the amount is an age, or how long something else than work goes on."""
    table, behind = words(), setting.behind
    if _is_waited(setting):
        return True
    if _has(behind[:3], table.age) or setting.near in table.age or (behind[:1] and behind[0] in table.alien):
        return True
    if _names_experience(each, setting):
        return False
    is_lasting = setting.near in table.lasting and "plus" not in setting.before[-2:]
    return is_lasting or _is_held(setting) or _has(behind[:3], table.alien)


def _is_waited(setting: Setting) -> bool:
    """Whether the amount is how long somebody is not yet there, as in "available after 1 month"."""
    table = words()
    before = (word for word in reversed(setting.before) if word not in table.passing | table.more | _OF_WAITING)
    return next(before, "") in table.waited


def _is_held(setting: Setting) -> bool:
    """Whether the amount is that of studies, as in "diploma (2 years)", or of a licence or an address held for so long."""
    table = words()
    if setting.near in ("for", "over") and _has(setting.before, table.held):
        return True
    if setting.behind[:1] == ("of",) and _has(setting.behind[1:3], table.schooling):
        return True
    return _STUDIED.search(setting.head) is not None and setting.before[-1] in table.studies


def _names_experience(each: Amount, setting: Setting) -> bool:
    return each.is_labelled or _has(setting.behind[:_NEAR_WORDS], words().experience)


def _has(found: Iterable[str], wanted: frozenset[str]) -> bool:
    return not wanted.isdisjoint(found)
