"""What requests for a judgement contain, and what of it a provider says that it does not take."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from scoring.analyzers.errors import ErrorDetail

FORMATS = ("json_schema", "json_object_with_schema", "json_object", "prompt")
"""Ways to ask for JSON, best first; a provider that does not take one is asked by the next."""
TOLD = FORMATS.index("json_object")
"""From here on the schema stands in the prompt."""
_READ_CHARS = 2000
_OF = {"json_schema": "response_format", "json_object": "response_format"}
"""Names of what is in a parameter, with the parameter's own."""
_ODD = "max_completion_tokens|prompt_cache_key|response_format|json_schema|json_object"
_WORDS = "temperature|store"
_NAME = rf"""(?:['"`\[](?:{_ODD}|{_WORDS})(?:\.[\w.]+)?\\?['"`\]]|\b(?:{_ODD})\b)"""
_REFUSAL = (
    r"(?:unsupported|unrecogni[sz]ed|unknown|unexpected|unavailable|forbidden|extra(?:neous)?"
    r"|not\s+(?:be\s+)?(?:permitted|supported|allowed|available|accepted|implemented|recogni[sz]ed)"
    r"|(?:does\s+not|doesn't|do\s+not|cannot)\s+(?:support|accept|recogni[sz]e)|(?:should|must)\s+be)"
)
_REFUSALS = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        rf"{_REFUSAL}.{{0,80}}?({_NAME})",
        rf"({_NAME}).{{0,80}}?{_REFUSAL}",
        # Without quotes these are words like any other, and mean the parameter only where nothing else is named.
        rf"{_REFUSAL}[^:]{{0,40}}:\s*({_WORDS})\s*(?:$|[.,;])",
        rf"(?:^|[.:]\s+)({_WORDS})\s+(?:is|are)\s+{_REFUSAL}",
    )
)


class Shape(Struct, frozen=True):
    """What requests contain, by the names of their parameters.

    `max_completion_tokens`: its older name `max_tokens` is sent where it is false. `response_format`: a place in `FORMATS`.
    """

    temperature: bool = True
    store: bool = True
    prompt_cache_key: bool = True
    max_completion_tokens: bool = True
    response_format: int = 0

    def without(self, name: str) -> Shape | None:
        """Requests that do without a parameter, or ask less of it; None when these do already."""
        value = getattr(self, name)
        if name == "response_format":
            return replace(self, response_format=value + 1) if value + 1 < len(FORMATS) else None
        return replace(self, **{name: False}) if value else None

    def asks_more(self, name: str, other: Shape) -> bool:
        """Whether these have a parameter that others do without, or ask more of it."""
        mine, theirs = getattr(self, name), getattr(other, name)
        return bool(mine < theirs if name == "response_format" else mine > theirs)

    def again(self, name: str, before: Shape) -> Shape:
        """Requests with a parameter as it was before."""
        return replace(self, **{name: getattr(before, name)})

    def instead_of(self, name: str) -> str:
        """What these do where a parameter is not taken, in words."""
        match name:
            case "response_format":
                return f"JSON is asked for as {FORMATS[self.response_format]}"
            case "max_completion_tokens":
                return "max_tokens is sent"
            case _:
                return "it is left out"


def refused_parameter(detail: ErrorDetail) -> str:
    """The parameter of a `Shape` that a refusal is about; "" when it is about none.

    The error's own `param` decides where there is one. Otherwise it must be named as a name, beside a word of refusal: a
    refusal may quote what was sent, in which there are stores and temperatures, too.
    """
    if detail.param:
        return _known(re.split(r"[.\[]", detail.param, maxsplit=1)[0])
    found = (pattern.search(detail.message[:_READ_CHARS]) for pattern in _REFUSALS)
    return next((_known(each[1].strip("'\"`[]\\").partition(".")[0].lower()) for each in found if each), "")


def _known(name: str) -> str:
    name = _OF.get(name, name)
    return name if name in Shape.__struct_fields__ else ""
