"""Takes identity out of texts: names, contacts, addresses, ages, pronouns, and dates, of which a duration is left.

Each pattern begins with what is rare in prose (an @, a colon, a digit) and looks back from there, which reads a text ten
times as fast as one that may begin anywhere; what begins with a word is looked for only where that word stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from scoring.blind import addresses, bearer, names, others, phones, registers, residence, traits
from scoring.blind.pronouns import neutral
from scoring.career.tenure import Range
from scoring.models import Candidate
from scoring.text.folding import Folded, Place, fold, glance, led, places, words

REDACTED = "[redacted]"

_DOMAIN = re.compile(r"@[\w\u0300-\u036f-]+(?:\.[\w-]+)+")
_MAILBOX = re.compile(r"(?<![\w.+-])[\w\u0300-\u036f.+-]{1,64}\Z")
_MAILBOX_CHARS = 64
_HOSTS = (
    *("linkedin.com", "github.com", "gitlab.com", "bitbucket.org", "xing.com", "twitter.com", "x.com", "facebook.com"),
    *(
        "instagram.com",
        "t.me",
        "wa.me",
        "medium.com",
        "behance.net",
        "dribbble.com",
        "kaggle.com",
        "about.me",
        "youtube.com",
    ),
    *("stackoverflow.com", "researchgate.net", "orcid.org", "huggingface.co", "codepen.io", "linktr.ee", "substack.com"),
)
_SITES = "|".join(rf"(?<=\b({re.escape(host)}\.)){top}/" for host, _, top in (each.partition(".") for each in _HOSTS))
_TOP = "|".join(sorted({each.partition(".")[2] for each in _HOSTS}))
# In these the group that took part tells where the match really begins. A link goes on to the next white space, so that it
# does not matter which of two patterns finds it.
_SCHEME = re.compile(r":(?:(?<=(https:))|(?<=(http:))|(?<=(mailto:)))(?://)?\S+", re.IGNORECASE)
_HOST = re.compile(rf"\.(?:(?<=(www\.))|(?=(?:{_TOP})/)(?:{_SITES}))\S+(?:\s\(LinkedIn\))?", re.IGNORECASE)
_HANDLE = re.compile(
    r"\b(?:twitter|github|gitlab|telegram|skype|instagram|facebook|linkedin|xing|medium|wechat|whatsapp|signal|discord|behance"
    r"|kaggle|mastodon|bluesky)[ \t]*(?:id|handle|user(?:name)?)?[ \t]*[:：=][ \t]*@?[\w\u0300-\u036f.:/+-]{2,60}"
    r"(?=[ \t]*(?:\Z|[\n|•,;)]))"
)
_AT = re.compile(r"(?<![\w@./])@[a-z_][\w.]{1,30}(?![\w/])")
_HANDLE_WORDS = words(
    [
        "twitter github gitlab telegram skype instagram facebook linkedin xing medium wechat whatsapp signal discord",
        "behance kaggle mastodon bluesky",
    ]
)
_LINE_CHARS = 80
"""A text up to so long is taken for a title or the like."""
_GIVEN_CHARS = 5
"""A shorter address or number of the candidate's is none."""
_RUN = re.compile(r"\[redacted\](?:[ \t\u00a0]*[,/|(]?[ \t\u00a0]*\[redacted\]\)?)+")
_PLACES = frozenset(
    ["remote", "hybrid", "onsite", "on-site", "anywhere", "worldwide", "home office", "n/a", "none", "flexible"]
)


class Redactor:
    """Redacts the texts of one candidate, of whom the resume's `text` may tell the name."""

    def __init__(self, candidate: Candidate, text: str = "") -> None:
        given_name = bearer.without_letters(candidate.name or "")
        own = given_name or bearer.told(text, has_contact=_has_contact(text[: bearer.HEAD_CHARS]))
        self._name = names.name(own) if own.strip() else None
        given = (fold((value or "").strip()) for value in (candidate.email, candidate.phone))
        self._given = tuple(value for value in given if len(value) >= _GIVEN_CHARS)
        self._places = _places(candidate.location or "")

    def prose(self, text: str, ranges: Sequence[Range] = (), *, is_resume: bool = False) -> str:
        """A free text without identity. `ranges` are its ranges of dates, which become durations.

        Args:
            is_resume: at its head somebody may say where they live.
        """
        if not text:
            return text
        is_line = not (ranges or is_resume) and len(text) <= _LINE_CHARS
        whole = _line(text) if is_line else _impersonal(_timeless(text, ranges), is_resume=is_resume)
        whole = self._without_own(whole, alone=True)
        text = neutral(whole.text, whole.known, REDACTED)
        return _RUN.sub(REDACTED, text) if text.count(REDACTED) > 1 else text

    def is_clean(self, text: str) -> bool:
        """Whether `terms` would leave a text as it is."""
        return REDACTED not in text and self._term(text) == text

    def terms(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Names of skills and the like, where one part of a name alone is none; without those of which nothing is left."""
        return tuple(text for each in texts if (text := self._term(each).strip()) and text != REDACTED)

    def tags(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Tags without those that are a place or somebody's origin and nothing else."""
        return tuple(text for text in texts if not (traits.is_origin(text) or residence.is_place(text)))

    def qualifications(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Degrees and licences without ages and the like, nor the years of study; `terms` takes out what else there is."""
        return tuple(text for each in texts if (text := traits.without_years(_untraited(each).text)))

    def _term(self, text: str) -> str:
        return _RUN.sub(REDACTED, self._without_own(_without_contacts(_untraited(text)), alone=False).text)

    def _without_own(self, whole: Folded, *, alone: bool) -> Folded:
        found = [(start, start + len(value)) for value in self._given for start in places(value, whole.folded)]
        found += [span for place in self._places if alone or place.is_plain for span in place.spans(whole)]
        if self._name:
            found += self._name.spans(whole, alone=alone)
        return _without(found, whole)


@lru_cache(maxsize=2048)
def _line(text: str) -> Folded:
    """A short text as `_impersonal` leaves it; it is remembered, as titles and levels are those of many candidates."""
    return _impersonal(glance(text), is_resume=False)


def _timeless(text: str, ranges: Sequence[Range]) -> Folded:
    """A text with durations for its ranges of dates."""
    whole = glance(text)
    places = [(each.start, each.end) for each in ranges]
    return whole.exchanged(places, [duration(each.months) for each in ranges]) if ranges else whole


def _impersonal(whole: Folded, *, is_resume: bool) -> Folded:
    """A text without what is personal in anybody's: traits, addresses, contacts, names of others, the place at its head."""
    lives = residence.spans(whole) if is_resume else ()
    return _without_contacts(_without([*traits.spans(whole), *addresses.spans(whole), *others.spans(whole), *lives], whole))


def _untraited(items: str) -> Folded:
    """An item of a list, or several in lines, without traits."""
    whole = glance(items)
    return _without(traits.spans(whole, is_list=True), whole)


def _places(location: str) -> list[names.Name]:
    """The place of a candidate, and its parts; each is looked for as a name is, so that the skill Java stays."""
    parts = [part.strip() for part in re.split(r"[,;/|()]", location)]
    return [names.place(part) for part in parts if len(part) > 2 and fold(part) not in _PLACES]


def _has_contact(head: str) -> bool:
    """Whether a head tells how somebody is reached, or what else stands behind a name, as a place or an age."""
    if "@" in head or next(phones.spans(head), None) or _HOST.search(head):
        return True
    return any(next(found(glance(head)), None) for found in (addresses.spans, residence.spans, traits.spans))


def duration(months: int) -> str:
    """ "4 years 3 months" """
    years, rest = divmod(months, 12)
    parts = [_counted(years, "year"), _counted(rest, "month")]
    return " ".join(filter(None, parts)) or "1 month"


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'s' * (number != 1)}" if number else ""


def _emails(text: str) -> Iterator[Place]:
    last = 0
    for domain in _DOMAIN.finditer(text):
        at = domain.start()
        if mailbox := _MAILBOX.search(text, max(last, at - _MAILBOX_CHARS), at):
            last = domain.end()
            yield mailbox.start(), last


def _links(pattern: re.Pattern[str], text: str) -> Iterator[Place]:
    for link in pattern.finditer(text):
        yield link.start(link.lastindex or 0), link.end()


def _without_contacts(whole: Folded) -> Folded:
    whole = _without(registers.spans(whole), whole)
    if "@" in whole.text:
        whole = _without(_emails(whole.text), whole)
    if ":" in whole.text:
        whole = _without(_links(_SCHEME, whole.text), whole)
    if "." in whole.text:
        whole = _without(_links(_HOST, whole.text), whole)
    whole = _without(phones.spans(whole.text), whole)
    whole = _without(phones.labelled(whole), whole)
    if told := _HANDLE_WORDS & whole.known:
        whole = _without((place.span() for place in led(_HANDLE, told, whole.folded)), whole)
    if "@" in whole.text:
        whole = _without((place.span() for place in _AT.finditer(whole.folded, 0, traits.HEAD_CHARS)), whole)
    return whole


def _without(spans: Iterable[Place], whole: Folded) -> Folded:
    """The text with these spans redacted; where they overlap, once."""
    if not (found := sorted(spans)):  # mostly so
        return whole
    apart: list[Place] = []
    for start, end in found:
        if apart and start < apart[-1][1]:
            apart[-1] = apart[-1][0], max(apart[-1][1], end)
        else:
            apart.append((start, end))
    return whole.exchanged(apart, [REDACTED] * len(apart))
