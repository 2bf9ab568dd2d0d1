"""What the local analyzer found in a pair: the facts that a note is written from."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from scoring.notes.passages import Passage, first, is_head, is_told
from scoring.qualifications.asked import is_licence
from scoring.roles.relations import Relation
from scoring.rubric import LEVELS
from scoring.skills.aliases import aliases, canonical

Burden = Literal["skills", "soft skills", "experience"]
"""What can cost a pair points."""

Source = Literal["stated", "words", "dates", "level", "nothing"]
"""Where years of experience come from: the profile's own field, words of its text, the dates of positions, or its level."""

A_STEP_BACK = 2
"""From a level that is so many above the job's the role may be a step back. Years alone make it none: who has done the work
for long may well want to go on with it."""

UNDATED_YEARS, UNDATED_SHARE = 3.0, 1.5
"""Years that are so many more than the dates of positions show, and so many times as many, are worth a question."""


def is_credential(skill: str) -> bool:
    """Whether a skill is a licence, a certificate or the like, which is held and not used."""
    return canonical(skill) in aliases().credentials or is_licence(skill)


class Findings(Struct, frozen=True, kw_only=True, gc=False):
    """The facts of a pair. Skills are named as the job names them; years are None when unknown or not asked for.

    Those that a level stands for are unknown as well: they count, but nobody said them.

    `earlier` is the title of an earlier position in the job's line of work where the candidate has left it, or "".
    `has_known_fields`: both titles tell of a field that is known; else their relation is by their words, or by the text.
    `is_outsider`: the candidate comes from another line of work, by the title, with few skills and no must-have.
    `is_backed`: something besides a list shows the skills. `years_from` is where the years come from; `years_in_line` are
    those of them that are of the job's line of work, those in a neighbouring one by half, as far as that is told;
    `years_dated` are those of the positions that the text dates. Else they are None.
    `states_level`: the profile does, and not only the title. `doubts_years`: it gives years that no life could hold.
    `asked` is the number of technical skills that the job asks for, missing ones of which any one would do counted once;
    `matched` maps those that were found to the words of the profile that name them; of these `musts_met` are required. Of
    the `gaps`, `must` are required and `wanted` only wished for; `rows` are canonical names of which any one would do.
    `passages` tell of matched skills, the most telling first.
    `ways` are ways of working that the job states, each with the profile's sentence, or "". Of the qualifications asked
    for, `held` are stated (in the profile's words) and `unheld` not; `beyond` were not asked for.
    `close` is the opening sentence where it tells of work that is close to the job's, or "". `text` is the profile's,
    without white space around it; `has_text` says whether it is long enough to tell a person something. `burdens` are
    what costs the pair points, the most first.
    """

    title: str
    relation: Relation
    has_known_fields: bool
    is_outsider: bool
    earlier: str
    is_backed: bool
    years: float | None
    years_from: Source
    years_in_line: float | None
    years_dated: float | None
    years_asked: float | None
    states_years: bool
    doubts_years: bool
    level: str | None
    states_level: bool
    level_asked: str | None
    asked: int
    matched: dict[str, str]
    musts_met: frozenset[str]
    gaps: tuple[str, ...]
    must: tuple[str, ...]
    wanted: tuple[str, ...]
    rows: tuple[frozenset[str], ...]
    soft: tuple[str, ...]
    soft_gaps: tuple[str, ...]
    extra: tuple[str, ...]
    further: tuple[str, ...]
    passages: tuple[Passage, ...]
    ways: tuple[tuple[str, str], ...]
    held: tuple[str, ...]
    unheld: tuple[str, ...]
    beyond: tuple[str, ...]
    close: str
    text: str
    has_text: bool
    is_thin: bool
    burdens: tuple[Burden, ...]

    @property
    def share(self) -> float:
        """Technical skills found of those asked for, 0-1; 0 when none is."""
        return len(self.matched) / self.asked if self.asked else 0.0

    @property
    def nothing_asked(self) -> bool:
        """Whether the job names no skills at all."""
        return not (self.asked or self.soft or self.soft_gaps)

    @property
    def other_gaps(self) -> tuple[str, ...]:
        """The missing technical skills that the job does not require."""
        return tuple(gap for gap in self.gaps if gap not in self.must) if self.must else self.gaps

    @property
    def opening(self) -> str:
        """The sentence of the profile that tells of the work as a whole, or ""."""
        return first(self.text)

    @property
    def counted(self) -> float | None:
        """The years, or those of them that are of the job's line of work."""
        return self.years if self.years_in_line is None else self.years_in_line

    @property
    def surplus(self) -> float:
        """The years that count beyond those asked for; 0 where none are asked, and where only a level tells of any.

        It is 0 as well for years of a related field, which count half: nobody would see of what they are more.
        """
        is_half = self.relation == "related" and self.years_in_line is None
        if not self.counted or not self.years_asked or self.years_from == "level" or is_half:
            return 0.0
        return max(0.0, self.counted - self.years_asked)

    @property
    def is_mixed(self) -> bool:
        """Whether some of the years are told to be of another line of work."""
        return self.years is not None and self.years_in_line is not None and self.years_in_line < self.years

    @property
    def is_short(self) -> bool:
        """Whether the years that count are known and below those asked for; a role at the entry level takes none."""
        if self.counted is None or self.years_asked is None or not (self.states_years or self.level_asked != LEVELS[0]):
            return False
        return self.counted < self.years_asked

    @property
    def is_undated(self) -> bool:
        """Whether far more years are stated than the dates of the positions show."""
        if self.years is None or self.years_dated is None or self.years_from not in ("stated", "words"):
            return False
        return self.years >= max(self.years_dated + UNDATED_YEARS, self.years_dated * UNDATED_SHARE)

    @property
    def is_below(self) -> bool:
        """Whether both levels are known and the candidate's is below the job's."""
        return self._steps < 0

    @property
    def is_above(self) -> bool:
        """Whether the role may be a step back, by its level."""
        return self._steps >= A_STEP_BACK and not self.is_short

    @property
    def unlicensed(self) -> tuple[str, ...]:
        """Those of the qualifications asked for and not stated without which the work may not be done."""
        return tuple(each for each in self.unheld if is_licence(each))

    @property
    def told(self) -> frozenset[str]:
        """Matched skills that a sentence of the profile shows in use."""
        return frozenset(name for passage in self.passages for name in passage.practised) if self.passages else frozenset()

    @property
    def untold(self) -> tuple[str, ...]:
        """Matched technical skills that are named without a sentence about them."""
        if not self.passages:
            return tuple(self.matched)
        named = {name for passage in self.passages for name in passage.skills}
        return tuple(name for name in self.matched if name not in named)

    @property
    def only_listed(self) -> tuple[str, ...]:
        """Those of them that no sentence names at all, be it one that cannot be quoted."""
        return tuple(name for name in self.untold if not is_told(name, self.text, self.matched[name]))

    @property
    def is_only_listed(self) -> bool:
        """Whether nothing but a list shows some of the matched skills."""
        return not self.is_backed and bool(self.only_listed)

    @property
    def in_use(self) -> tuple[Passage, ...]:
        """The sentences that show a matched skill in use; one that is but a title with its years is none."""
        return tuple(passage for passage in self.passages if passage.practised and not is_head(passage.quote))

    @property
    def without_example(self) -> tuple[str, ...]:
        """Those of them that an example could be asked for: a licence or a certificate is held, and there is none."""
        return tuple(name for name in self.only_listed if not is_credential(name))

    @property
    def studied(self) -> tuple[str, ...]:
        """Matched skills that the profile knows from a course only."""
        if not self.passages:
            return ()
        named, told = dict.fromkeys(name for passage in self.passages for name in passage.studied), self.told
        return tuple(name for name in named if name not in told)

    @property
    def _steps(self) -> int:
        return LEVELS.index(self.level) - LEVELS.index(self.level_asked) if self.level and self.level_asked else 0
