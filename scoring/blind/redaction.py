"""Takes identity out of texts: names, contacts, addresses, ages, pronouns, and dates, of which a duration is left.

Each pattern begins with what is rare in prose (an @, a colon, a digit) and looks back from there, which reads a text ten
times as fast as one that may begin anywhere; what begins with a word is looked for only where that word stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from scoring.blind import addresses, bearer, namelike, names, others, phones, registers, residence, traits
from scoring.blind.pronouns import neutral
from scoring.career.tenure import Range
from scoring.models import Candidate
from scoring.text.folding import Folded, Place, fold, glance, led, places, words

REDACTED = "[redacted]"
SOMEBODY = "Somebody"
"""Stands for a name where a text is read on: whoever it is has done what it says."""

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


class Unnamed(Struct, frozen=True):
    """A text with `SOMEBODY` for some spans of it, and these spans in the text as it was."""

    text: str
    spans: tuple[Place, ...]

    def in_place(self, ranges: Iterable[Range]) -> tuple[Range, ...]:
        """Ranges of dates of this text, where they stand in the text as it was."""
        return tuple(replace(each, start=self._before(each.start), end=self._before(each.end)) for each in ranges)

    def _before(self, at: int) -> int:
        for start, end in self.spans:
            if at <= start:
                break
            at += end - start - len(SOMEBODY)
        return at


class Redactor:
    """Redacts the texts of one candidate, of whom the resume's `text` may tell the name."""

    def __init__(self, candidate: Candidate, text: str = "") -> None:
        self._names = tuple(map(names.name, _called(namelike.given(candidate.name or ""), text)))
        given = (fold((value or "").strip()) for value in (candidate.email, candidate.phone))
        self._given = tuple(value for value in given if len(value) >= _GIVEN_CHARS)
        self._places = _places(candidate.location or "")

    def unnamed(self, text: str) -> Unnamed:
        """A text to read the same whatever the candidate is called: without the name and addresses that are made of it."""
        whole = glance(text)
        spans = _apart([*self._named(whole), *(_emails(text) if "@" in text else ())])
        return Unnamed(whole.exchanged(spans, [SOMEBODY] * len(spans)).text if spans else text, tuple(spans))

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

    def is_anyones(self, text: str) -> bool:
        """Whether words of an unnamed text have nothing of identity in them."""
        return SOMEBODY not in text and self.prose(text) == text

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
        return _without([*found, *self._named(whole, alone=alone)], whole)

    def _named(self, whole: Folded, *, alone: bool = True) -> list[Place]:
        return [span for name in self._names for span in name.spans(whole, alone=alone)]


def _called(given: str, text: str) -> Sequence[str]:
    """The names of a candidate: the one that is given, and what the text tells beside; the given one may be wrong or short.

    Where the text has all of the given name near its beginning, what it tells is of somebody else, or has a part of it.
    """
    if given and bearer.begins(text, given):  # mostly so
        return (given,)
    head = text[: bearer.HEAD_CHARS]
    told = bearer.told(text, has_contact=_has_contact(head))
    known, found = (frozenset(fold(each).replace(",", " ").split()) for each in (given, told))
    if found <= known or (found.isdisjoint(known) and given and names.name(given).spans(glance(head), alone=False)):
        told = ""
    return tuple(filter(None, (given, told)))


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


def tells_contact(whole: Folded) -> bool:
    """Whether a text tells how somebody or something is reached: an address, a number, a link or a handle."""
    return _without_contacts(whole) is not whole


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
    if not (found := _apart(spans)):  # mostly so
        return whole
    return whole.exchanged(found, [REDACTED] * len(found))


def _apart(spans: Iterable[Place]) -> list[Place]:
    """Spans in order, of those that overlap one."""
    apart: list[Place] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = apart[-1][0], max(apart[-1][1], end)
        else:
            apart.append((start, end))
    return apart
