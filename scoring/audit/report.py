"""An audit as text for people, 100 columns wide at most, and as a table for machines. Pure functions."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from scoring.audit.impact import LEAST_SHARE, SMALL_SAMPLE, Impact, Rule, Sample, Table
from scoring.audit.shift import Shift, Swap
from scoring.sheet import Cell

WIDTH = 100
"""Columns of a terminal."""
_GROUP_WIDTH = 42
_NOT_STATED = "(not stated)"
_BY, _AND = " x ", " / "

COLUMNS = (
    "scope",
    "job_id",
    "grouping",
    "group",
    "n",
    "candidates",
    "selected",
    "selectionRate",
    "impactRatio",
    "belowFourFifths",
    "pValue",
    "smallSample",
    "leftOutOfRatios",
)

_RATIO = (
    "Rate: selected / n. Ratio: rate / the highest rate of the grouping, which New York's Local Law 144 calls the impact "
    "ratio (6 RCNY 5-300) and sets no bound for. Below 0.8 it is the four-fifths rule's sign of adverse impact (29 CFR "
    "1607.4(D)): a reason to look closer, and no finding by itself."
)
_PROBABILITY = (
    "p: Fisher's exact test, two-sided, against the group with the highest rate, not corrected for the number of groups "
    "compared. Differences that are not significant may be chance."
)


def report(samples: Sequence[Sample], rule: Rule, notes: Sequence[str]) -> str:
    """The whole audit as text.

    Args:
        notes: sentences on what was read.
    """
    parts = [_wrapped(notes)]
    parts += ["\n".join(_sample(each, rule)) for each in samples]
    parts.append(_wrapped((_RATIO, _PROBABILITY, *_warnings(samples))))
    return "\n\n".join(parts) + "\n"


def swap_report(swap: Swap, source: str) -> str:
    """A swap of names as text.

    Args:
        source: where the names are from.
    """
    return f"{_shifts(swap.shifts)}\n\n{_wrapped((*_findings(swap), f'Names: {source}'))}\n"


def counted(count: int, noun: str) -> str:
    """So many of something, as in "1 pair" and "2 pairs"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _shifts(shifts: Sequence[Shift]) -> str:
    lines = [f"{'names':<22} {'pairs':>7} {'differ':>7} {'mean':>7} {'largest':>8} {'now pass':>9} {'no longer':>10}"]
    for each in shifts:
        moved = (f"{each.mean:+.2f}", f"{each.largest:+d}") if each.differing else ("0", "0")
        counts = f"{each.pairs:>7} {each.differing:>7} {moved[0]:>7} {moved[1]:>8} {each.now_pass:>9} {each.no_longer:>10}"
        lines.append(f"{each.names:<22} {counts}")
    return "\n".join(lines)


def _findings(swap: Swap) -> Iterator[str]:
    analyzer = " ".join(filter(None, (swap.analyzer, swap.model)))
    yield f"Analyzer: {analyzer}. Differences are to the scores under the candidates' own names."
    if swap.candidates == 1:
        how = "differently" if swap.read_differently else "alike"
        yield f"The analyzer reads the one candidate {how} under another name."
    else:
        some = swap.read_differently or "none"
        yield f"The analyzer reads {some} of the {swap.candidates} candidates differently under another name."
    fewest = min((shift.pairs for shift in swap.shifts), default=0)
    if fewest < swap.pairs:
        yield f"Not all of the {swap.pairs} pairs were analysed in each run: {fewest} could be compared in the fewest cases."
    if not swap.moved:
        yield "No name moved a score."
    elif swap.analyzer == "local":
        yield "A name moved a score, which the local analyzer is to exclude: compare what it reads of these candidates."
    else:
        yield (
            "The first row is how far the model sways by itself. A row far beyond it, over many pairs, is a sign that names "
            "move scores; one a little beyond it may be chance: of four rows one often is."
        )


def rows(samples: Sequence[Sample]) -> Iterator[tuple[Cell, ...]]:
    """The same as rows of `COLUMNS`, the header first. Rates and ratios have 6 decimals, p values 6 digits."""
    yield COLUMNS
    for each in samples:
        scope = ("overall", "") if each.job_id is None else ("job", each.job_id)
        for table in each.tables:
            for impact in table.groups:
                yield *scope, *_cells(table, impact, _AND.join(impact.group))
            yield *scope, *_cells(table, table.not_stated, "")


def _cells(table: Table, impact: Impact, group: str) -> tuple[Cell, ...]:
    p = None if impact.p is None else float(f"{impact.p:.6g}")
    flags = (impact.is_below, p, impact.is_small, impact.left_out or not group)
    return (
        _BY.join(table.columns),
        group,
        impact.n,
        impact.candidates,
        impact.selected,
        _float(impact.rate),
        _float(impact.ratio),
        *flags,
    )


def _float(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), 6)


def _sample(sample: Sample, rule: Rule) -> Iterator[str]:
    title = "Overall" if sample.job_id is None else f"Job {_plain(sample.job_id) or '(without an id)'}"
    undecided = f", {sample.undecided} more without one" if sample.undecided else ""
    about = f" on {counted(sample.candidates, 'candidate')}" if sample.candidates < sample.decided else ""
    yield _cut(f"{title}: {counted(sample.decided, 'decision')}{about}{undecided}; selected: {_rule(rule, sample)}", WIDTH)
    for table in sample.tables:
        yield ""
        yield from _table(table)


def _rule(rule: Rule, sample: Sample) -> str:
    if rule == "passed":
        return "who reached the threshold"
    if rule == "median":
        return "nobody" if sample.median is None else f"who scored above the median, {sample.median:g}"
    return f"who scored {rule:g} or more"


def _table(table: Table) -> Iterator[str]:
    named = [(_AND.join(map(_plain, impact.group)), impact) for impact in table.groups]
    if table.not_stated.n:
        named.append((_NOT_STATED, table.not_stated))
    title = _plain(_BY.join(table.columns))
    width = min(_GROUP_WIDTH, max(_columns_of(title), *(_columns_of(name) + 2 for name, _ in named), 20))
    yield f"{_padded(title, width)} {'n':>7} {'selected':>8} {'rate':>6} {'ratio':>5} {'p':>7}"
    for name, impact in named:
        yield f"{_padded('  ' + name, width)} {_numbers(impact)}  {_remarks(impact, name)}".rstrip()


def _numbers(impact: Impact) -> str:
    rate = "" if impact.rate is None else f"{float(impact.rate):.1%}"
    ratio = "" if impact.ratio is None else f"{float(impact.ratio):.3f}"
    return f"{impact.n:>7} {impact.selected:>8} {rate:>6} {ratio:>5} {_probability(impact.p):>7}"


def _probability(p: float | None) -> str:
    if p is None:
        return ""
    return "<0.001" if p < 0.001 else f"{p:.3f}"


def _remarks(impact: Impact, name: str) -> str:
    said = [
        ("below 0.8", impact.is_below),
        (f"{'n' if impact.n < SMALL_SAMPLE else 'people'} < {SMALL_SAMPLE}", impact.is_small and name != _NOT_STATED),
        ("small share", impact.left_out),
    ]
    return ", ".join(words for words, is_so in said if is_so)


def _warnings(samples: Iterable[Sample]) -> Iterator[str]:
    impacts = [impact for sample in samples for table in sample.tables for impact in table.groups]
    if any(impact.candidates < impact.n for impact in impacts):
        yield (
            "Where several decisions are about one candidate, as over all jobs, there is no p: they are not independent, "
            "and would pass for evidence that is not there."
        )
    if any(impact.is_small for impact in impacts):
        yield f"n < {SMALL_SAMPLE}: so few people that one more or less moves the ratio; do not rely on it."
    if any(impact.left_out for impact in impacts):
        yield (
            f"small share: left out of the ratios as too small a part of the sample (below {float(LEAST_SHARE):.0%} unless "
            "--least-share says otherwise), which Local Law 144 allows where it is justified."
        )


def _wrapped(paragraphs: Iterable[str]) -> str:
    return "\n".join(textwrap.fill(_plain(each), WIDTH, break_on_hyphens=False) for each in paragraphs)


def _plain(text: str) -> str:
    """Text from outside, without what could move a terminal's cursor or colour it."""
    return "".join(char if char.isprintable() else " " for char in text)


def _padded(text: str, width: int) -> str:
    cut = _cut(text, width)
    return cut + " " * (width - _columns_of(cut))


def _cut(text: str, width: int) -> str:
    if _columns_of(text) <= width:
        return text
    while _columns_of(text) >= width:
        text = text[:-1]
    return text + "…"


def _columns_of(text: str) -> int:
    """How many columns of a terminal a text takes: two for a wide character, none for a mark on the one before."""
    return sum(0 if unicodedata.combining(char) else 1 + (unicodedata.east_asian_width(char) in "WF") for char in text)
