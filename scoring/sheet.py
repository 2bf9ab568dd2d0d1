"""Analyses as a sheet: a row each, for a recruiter's spreadsheet and an auditor's. Pure functions.

The form is RFC 4180's, with a byte-order mark, without which Excel takes UTF-8 for something else. What candidates and
models wrote is text there and never a formula: https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from scoring.events import Analysed

BYTE_ORDER_MARK = "\ufeff"
SEPARATOR = "; "
"""Between the items of one cell."""

Cell = str | int | float | bool | None

COLUMNS = (
    "job_id",
    "candidateId",
    "firstName",
    "lastName",
    "email",
    "phone",
    "currentTitle",
    "experienceYears",
    "matchScore",
    "passed",
    "recommendation",
    "coreSkillsScore",
    "experienceScore",
    "culturalFitScore",
    "confidenceLevel",
    "reasoningSummary",
    "skillMatches",
    "skillGaps",
    "strengths",
    "concerns",
    "uniqueQualities",
    "remarks",
    "remarksCount",
    "availability",
    "applicationStatus",
    "pair",
    "cached",
    "lastAnalyzedAt",
    "analyzer",
    "model",
    "provider",
    "rubric",
    "promptHash",
    "inputTokens",
    "cachedTokens",
    "outputTokens",
    "costUsd",
    "seconds",
    "shared",
    "repeats",
    "repeatScores",
)

MOST_CHARS = 32_767
"""What a cell of Excel holds; it puts the rest of a longer one into rows of its own:
https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
"""
# A spreadsheet that separates by semicolons sees a cell begin behind each of them, quoted or not, and takes quotes off it.
_FORMULA = re.compile(r"(\A|;)(?=[\s\"\0-\x1f\x7f-\x9f]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n\0])")
_GUARDED = re.compile(r"(\A|;)'(?=[\s\"]*[=+\-@\uff1d\uff0b\uff0d\uff20]|\s)")
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029), " ")


def text(cell: Cell) -> str:
    """A cell as it is written: on one line, booleans as in JSON, nothing for None, an apostrophe before what a spreadsheet
    would take for a formula, and no more than `MOST_CHARS`, of which the last is an ellipsis where some are missing.
    """
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case str():
            written = _FORMULA.sub(r"\1'", cell).translate(_CONTROLS)
            return written if len(written) <= MOST_CHARS else written[: MOST_CHARS - 1] + "…"
        case _:
            return str(cell)


def unguarded(written: str) -> str:
    """A cell's text without the apostrophes that `text` put there."""
    return _GUARDED.sub(r"\1", written) if "'" in written else written


def lines(rows: Iterable[Sequence[Cell]]) -> str:
    """Rows as CSV, each ended by CR LF."""
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows([text(cell) for cell in row] for row in rows)
    return written.getvalue()


def row(event: Analysed) -> tuple[Cell, ...]:
    """An analysis as cells, in the order of `COLUMNS`."""
    analysis, insights, record = event.analysis, event.analysis.aiInsights, event.record
    return (
        event.job_id,
        event.candidateId,
        analysis.firstName,
        analysis.lastName,
        analysis.email,
        analysis.phone,
        analysis.currentTitle,
        analysis.experienceYears,
        analysis.matchScore,
        event.passed,
        insights.recommendation,
        insights.coreSkillsScore,
        insights.experienceScore,
        insights.culturalFitScore,
        insights.confidenceLevel,
        insights.reasoningSummary,
        _joined(
            f"{match.jobRequirement}: {match.candidateSkill} ({match.matchStrength})" for match in insights.skillMatches
        ),
        _joined(insights.skillGaps),
        _joined(f"{strength.category}: {strength.point} ({strength.impact})" for strength in insights.strengths),
        _joined(insights.concerns),
        _joined(insights.uniqueQualities),
        _joined(event.remarks),
        len(event.remarks),
        analysis.availability,
        analysis.applicationStatus,
        event.pair,
        event.cached,
        analysis.lastAnalyzedAt,
        record.analyzer,
        record.model,
        record.provider,
        record.rubric,
        record.promptHash,
        record.tokens.input,
        record.tokens.cached,
        record.tokens.output,
        record.costUsd,
        record.seconds,
        record.shared,
        record.repeats.n if record.repeats else None,
        _joined(map(str, record.repeats.scores)) if record.repeats else None,
    )


def _joined(items: Iterable[str]) -> str:
    return SEPARATOR.join(items)
