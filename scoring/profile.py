"""The blind view of a candidate: all that an analyzer may read.

Names, contacts, place, age, pronouns and dates are left out. What remains is a list of named text fields; evidence points
into it by field and offsets. Both analyzers read this view, so a name cannot move a score. A place is left out even where a
job states one: the view is made once for all jobs, and where somebody lives tells of origin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from msgspec import Struct

from scoring.blind.injection import instructions, without
from scoring.blind.namelike import is_somebody
from scoring.blind.redaction import Redactor
from scoring.career import durations, tenure
from scoring.career.positions import Position, positions
from scoring.models import Candidate
from scoring.roles.headlines import headline, standing_apart
from scoring.roles.titles import tells_field
from scoring.text.folding import places
from scoring.text.invisible import seen
from scoring.text.spacing import evened

TEXTS = ("currentTitle", "experience_level", "resume_text")
LISTS = ("technical_skills", "softSkills", "qualification", "candidate_tag")
IDENTITY = ("name", "email", "phone", "location")
"""What a view that is not blind tells beside."""
MAX_ITEM_CHARS = 4000
"""What is read of an item of a list; longer ones name no skill."""
PLAUSIBLE_YEARS = 80.0
"""A working life; other years, and negative ones, are taken as not stated."""

_GAP = re.compile(r"\s+")


class BlindField(Struct, frozen=True, gc=False):
    """One line of the profile: `field` is its name, as in "technical_skills[2]"."""

    field: str
    text: str


class BlindProfile(Struct, frozen=True, cache_hash=True, gc=False):
    """A candidate without identity. `experience_years` is None when the profile does not say.

    What the text says with dates is read before they are taken out, but without the name: `years_dated`, the years of its
    positions, overlaps counted once, and the `positions` themselves, the latest first. `years_told` are the years that it
    states in words, looked for only without plausible `experience_years`. Both are None where the text says nothing.
    `title_read` is a title that the text gives, in its words, where `title` is empty; `title_apart` one that stands apart in
    it where there is no other. That may be of any time, or be no title: it can show the job's work, and never another's.

    `instructed` are the fields in which an instruction to the reader was found, and left out; `hid`: there were characters
    that nobody sees. `identity` is empty but in a view that is not blind; a model may read it, and none of it is evidence.
    """

    fields: tuple[BlindField, ...]
    title: str
    experience_level: str
    experience_years: float | None
    technical_skills: tuple[str, ...]
    soft_skills: tuple[str, ...]
    qualifications: tuple[str, ...]
    tags: tuple[str, ...]
    text: str
    years_dated: float | None = None
    years_told: float | None = None
    positions: tuple[Position, ...] = ()
    title_read: str = ""
    title_apart: str = ""
    instructed: tuple[str, ...] = ()
    hid: bool = False
    identity: tuple[BlindField, ...] = ()

    @property
    def years_stated(self) -> float | None:
        """The years of experience that the candidate states, if they can be."""
        return self.experience_years if is_plausible(self.experience_years) else None

    @property
    def years_read(self) -> float | None:
        """The years of experience that the text shows: the more of dates and words, as either may leave some out."""
        return max((years for years in (self.years_dated, self.years_told) if years is not None), default=None)


def is_plausible(years: float | None) -> bool:
    """Whether somebody can have worked for so many years."""
    return years is not None and 0 <= years <= PLAUSIBLE_YEARS


def blind(candidate: Candidate) -> BlindProfile:
    """The view without identity; free text loses names, contacts and what else `redaction` finds."""
    return view(candidate, blind=True)


def view(candidate: Candidate, *, blind: bool) -> BlindProfile:
    """What an analyzer may read of a candidate. `blind`: without identity; else with name, contacts and place, as sent.

    Instructions to the reader and characters that nobody sees are left out either way.
    """
    sheet = _Sheet(candidate)
    texts = {name: sheet.text(name) for name in TEXTS}
    lists = {name: sheet.items(name) for name in LISTS}
    original = texts["resume_text"]
    redact = Redactor(candidate, original)
    unnamed = redact.unnamed(original)
    dated = tenure.ranges(unnamed.text)
    begun = "\n".join(unnamed.text.lstrip().split("\n", 2)[:2])  # where a name may stand that is not known for one
    held = positions(
        unnamed.text,
        dated,
        has_identity=lambda words: not redact.is_anyones(words) or (words in begun and is_somebody(words)),
    )
    if blind:
        texts = {name: redact.prose(text) for name, text in texts.items() if name != "resume_text"}
        texts["resume_text"] = redact.prose(original, unnamed.in_place(dated), is_resume=True)
        lists["qualification"] = redact.qualifications(lists["qualification"])  # before contacts: years look like numbers
        lists["candidate_tag"] = redact.tags(lists["candidate_tag"])
        if not redact.is_clean("\n".join(chain(*lists.values()))):  # mostly it is, and there is no need to look at each
            lists = {name: redact.terms(items) for name, items in lists.items()}
    told = {} if blind else {name: sheet.text(name) for name in IDENTITY}
    read = "" if texts["currentTitle"].strip() else _title_read(held, texts["resume_text"])
    # Beside dated titles one that stands apart may be of any time.
    is_untitled = not texts["currentTitle"].strip() and not read and not any(each.title for each in held)
    identity = tuple(BlindField(name, text) for name, text in told.items() if text)
    return BlindProfile(
        fields=tuple(_fields(texts, candidate.experience_year, lists)),
        title=texts["currentTitle"],
        experience_level=texts["experience_level"],
        experience_years=candidate.experience_year,
        technical_skills=lists["technical_skills"],
        soft_skills=lists["softSkills"],
        qualifications=lists["qualification"],
        tags=lists["candidate_tag"],
        text=texts["resume_text"],
        years_dated=tenure.years(dated),
        years_told=None if is_plausible(candidate.experience_year) else _years_told(texts["currentTitle"], unnamed.text),
        positions=held,
        title_read=read,
        title_apart=standing_apart(texts["resume_text"], is_name=is_somebody) if is_untitled else "",
        instructed=tuple(dict.fromkeys(sheet.instructed)),
        hid=sheet.hid,
        identity=identity,
    )


def _years_told(title: str, text: str) -> float | None:
    """The most years of experience that a stated title, as "HR Manager | 5 years", or a text tells."""
    told = (durations.stated(text), durations.stated(title) if any(map(str.isdigit, title)) else None)
    return max((years for years in told if years is not None), default=None)


class _Sheet:
    """Reads a candidate's fields as a person would see them, and keeps in mind which of them speak to the reader."""

    def __init__(self, candidate: Candidate) -> None:
        self.instructed: list[str] = []
        self.hid = False
        self._texts = {name: evened(getattr(candidate, name) or "") for name in (*TEXTS, *IDENTITY)}
        self._lists = {name: getattr(candidate, name) or () for name in LISTS}
        short = chain((text for name, text in self._texts.items() if name != "resume_text"), *self._lists.values())
        # Mostly these hide and say nothing of the kind, and there is no need to look at each of them.
        self._is_plain = all(map(_is_plain, (self._texts["resume_text"], "\n".join(short))))

    def text(self, field: str) -> str:
        """A text without instructions and without what cannot be seen."""
        return self._read(field, self._texts[field])

    def items(self, field: str) -> tuple[str, ...]:
        """The items of a list that are none."""
        return tuple(text for each in self._lists[field] if (text := self._item(field, each)))

    def _item(self, field: str, value: str) -> str:
        before = len(self.instructed)
        text = self._read(field, value)[:MAX_ITEM_CHARS].strip()
        return text if len(self.instructed) == before else ""

    def _read(self, field: str, value: str) -> str:
        if self._is_plain:
            return value
        shown = seen(value)
        self.hid |= shown.hid
        spans = instructions(shown.text)
        if spans or (shown.tags and instructions(shown.tags)):
            self.instructed.append(field)
        return without(shown.text, spans).strip() if spans else shown.text


def _is_plain(text: str) -> bool:
    return seen(text).text == text and not instructions(text)


def _fields(texts: dict[str, str], years: float | None, lists: dict[str, tuple[str, ...]]) -> Iterator[BlindField]:
    stated = {"experience_year": f"{years:g}"} if years is not None else {}
    for name, text in {
        "currentTitle": texts["currentTitle"],
        "experience_level": texts["experience_level"],
        **stated,
    }.items():
        if text:
            yield BlindField(name, text)
    for name, items in lists.items():
        yield from (BlindField(_numbered(name, i), item) for i, item in enumerate(items))
    if text := texts["resume_text"]:
        yield BlindField("resume_text", text)


@lru_cache(maxsize=1024)
def _numbered(name: str, place: int) -> str:
    # The same few names stand in every profile, and a thousand profiles are kept: made once, they take a megabyte less.
    return f"{name}[{place}]"


def _title_read(held: tuple[Position, ...], text: str) -> str:
    """The title of the latest position, or that at the head where this alone tells a field: an associate may be anything.

    So may be who has left their latest dated position behind.
    """
    # Only what stands in the blind text can be quoted; there a line may break inside a title.
    latest = held[0].title.split() if held else []
    standing = _standing(latest, text) if latest else ""
    is_former = bool(held) and held[0].is_former
    if standing and tells_field(standing) and not is_former:
        return standing
    head = headline(text, is_praised=True, is_dated=bool(held) and not is_former, is_name=is_somebody)
    return head if not standing or tells_field(head) else standing


def _standing(words: Sequence[str], text: str) -> str:
    """Words as they stand in a text one behind the other, with the white space between them; "" if they do not."""
    for start in places(words[0], text):
        end = start + len(words[0])
        for word in words[1:]:
            gap = _GAP.match(text, end)
            if not gap or not text.startswith(word, gap.end()):
                break
            end = gap.end() + len(word)
        else:
            return text[start:end]
    return ""
