"""Amounts of time in words, as experience: what a job asks for and what a resume states. Pure functions.

"5+ years of experience", "over a decade in nursing", "10 Jahre Berufserfahrung"; not "18 years or older", "a 3-year
contract" or "our company has 20 years of history".
"""

from __future__ import annotations

from collections.abc import Iterable

from scoring.amounts import Amount, Setting, read, words
from scoring.titles import is_occupation
from scoring.vocabulary import vocabulary

_NEAR_WORDS = 7
_WORKED = ("work", "serv", "arbeit", "gearbeit", "travail", "trabaj", "lavor", "gewerkt")


def stated(text: str) -> float | None:
    """The years of experience that a resume states of itself, the most where there are several; None when none.

    One statement may be about one skill, and is then fewer years than all.
    """
    return max((each.years for each, setting in read(text) if _is_own(each, setting)), default=None)


def asked(text: str) -> float | None:
    """The years of experience that a job asks for, the fewest that it takes; None when it says nothing.

    Of several requirements the highest counts, as in "5+ years in all, 2 of them with Kubernetes"; wishes do not.
    """
    return max((each.years for each, setting in read(text) if _is_asked(each, setting)), default=None)


def _is_own(each: Amount, setting: Setting) -> bool:
    table = words()
    if _is_alien(each, setting) or _has(setting.before, table.company) or _has(setting.behind[:_NEAR_WORDS], table.combined):
        return False
    behind = setting.behind
    if each.is_labelled or _has(behind[:_NEAR_WORDS], table.experience):
        return True
    if setting.before and setting.near in table.experience:  # "experience: 5 years"
        return True
    is_role = bool(behind) and behind[0] in table.role
    is_field = bool(behind) and behind[0] in table.field and (not setting.near or setting.near in table.having)
    has_worked = setting.near in table.passing and (_ends_in_occupation(setting) or _has_worked(setting))
    return not each.is_compound and (is_role or is_field or has_worked)


def _has_worked(setting: Setting) -> bool:
    return any(
        word.startswith(_WORKED) or word in ("taught", "nursed", "cooked", "driven", "drove") for word in setting.before
    )


def _ends_in_occupation(setting: Setting) -> bool:
    """Whether what goes on "for 12 years" is somebody's work, as in "high school teacher for 12 years"."""
    kept = setting.before[: len(setting.before) - setting.before[::-1].index(setting.near) - 1]
    verbs = vocabulary()
    # "Managed a nurse for 12 years" is of another one.
    does = any(word in verbs.past or (word.endswith("ed") and word not in verbs.never_past) for word in kept)
    return bool(kept) and is_occupation(kept[-1]) and not does


def _is_asked(each: Amount, setting: Setting) -> bool:
    table = words()
    near = setting.behind[:_NEAR_WORDS]
    if _is_alien(each, setting) or setting.is_wish:
        return False
    if _has(setting.before, table.company) and not _has(setting.before, table.asker):
        return False
    if each.is_labelled or _has(near, table.experience) or setting.is_least:
        return True
    if each.is_vague and not _has(near[:1], table.role | table.field):
        return False
    return not each.is_compound and setting.near not in table.passing


def _is_alien(each: Amount, setting: Setting) -> bool:
    """Whether the amount is an age, or how long something else than work goes on."""
    table, behind = words(), setting.behind
    if _has(behind[:3], table.age) or setting.near in table.age or (behind[:1] and behind[0] in table.alien):
        return True
    if each.is_labelled or _has(behind[:_NEAR_WORDS], table.experience):
        return False
    is_lasting = setting.near in table.lasting and "plus" not in setting.before[-2:]
    return is_lasting or _has(behind[:3], table.alien)


def _has(found: Iterable[str], wanted: frozenset[str]) -> bool:
    return not wanted.isdisjoint(found)
