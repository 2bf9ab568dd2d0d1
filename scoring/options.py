"""How a batch is to be run, as its maker asks for it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from scoring.models import BatchRequest

MOST_REPEATS = 10
INTERACTIVE_PAIRS = 50
"""Up to so many pairs a batch counts as interactive, unless it says otherwise."""

Priority = Literal["interactive", "bulk"]
_Usd = Annotated[
    float,
    Meta(
        description="What the batch may cost, in USD; null: no limit. A call that it could not pay is not made.",
        extra_json_schema={"minimum": 0},
    ),
]
_Repeats = Annotated[
    int,
    Meta(
        description="How often a model scores each pair, each time by a call of its own; null: once. The analysis with the "
        "median score (of two in the middle the lower) is published, and its record tells the spread. "
        "The local analyzer scores once.",
        extra_json_schema={"minimum": 1, "maximum": MOST_REPEATS},
    ),
]


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a batch is to be run; each field may be null or missing, and one that is not known is refused.

    `priority`: an interactive batch goes before a bulk one; null: interactive when it has 50 pairs or fewer.
    """

    budgetUsd: _Usd | None = None
    priority: Priority | None = None
    repeats: _Repeats | None = None

    @property
    def times(self) -> int:
        """How often each pair is scored, 1 or more."""
        return 1 if self.repeats is None else self.repeats

    def is_interactive(self, pairs: int) -> bool:
        """Whether a batch of so many pairs goes before bulk ones."""
        return self.priority == "interactive" if self.priority else pairs <= INTERACTIVE_PAIRS


class OptionedRequest(BatchRequest, frozen=True, kw_only=True):
    """Every job is paired with every candidate, job by job. Options that say nothing count as missing."""

    options: Options | UnsetType | None = UNSET

    @property
    def asked(self) -> Options:
        """The options, empty where there are none."""
        return self.options or Options()
