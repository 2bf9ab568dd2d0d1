"""`python -m scoring audit`: whom a batch selected, group by group, and whether a name moves a score."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from fractions import Fraction
from itertools import combinations
from pathlib import Path

from msgspec.structs import replace

from scoring.audit.groups import Groups, read_groups
from scoring.audit.impact import LEAST_SHARE, Decision, Rule, Sample, sample
from scoring.audit.names import known_names
from scoring.audit.report import counted, report, rows, swap_report
from scoring.audit.results import Results, absent, read_results
from scoring.audit.swap import RUNS, price_of, some_of, swap_names
from scoring.errors import InvalidRequest, UnusableFile
from scoring.requests import decode_optioned
from scoring.settings import EngineSettings
from scoring.sheet import BYTE_ORDER_MARK, lines

_EXAMPLE_IDS = 3
_GROUPS_OPTIONS: dict[str, object] = {
    "groups": None,
    "by": "",
    "selected": "passed",
    "intersections": True,
    "absent": None,
    "least_share": LEAST_SHARE,
    "csv": None,
}
_SWAP_OPTIONS: dict[str, object] = {"swap_names": False, "pairs": None, "yes": False}
"""What goes with either kind of audit, its own option first, with its defaults."""
Read = Callable[[str], bytes]
"""Reads a file, or stdin for "-"."""
Bar = Callable[[int], AbstractContextManager[Callable[[], object]]]
"""Shows how far something is: told of how many, then each one."""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What is asked for; exits with 2 and a sentence where that makes no sense, or an option goes with the other kind."""
    parser = _parser()
    found = vars(parser.parse_args(arguments))
    kind, strays, other = ("--groups", _SWAP_OPTIONS, "--swap-names")
    if "swap_names" in found:
        kind, strays, other = ("--swap-names", _GROUPS_OPTIONS, "--groups")
    for name in strays:
        if name in found:
            parser.error(f"--{name.replace('_', '-')} goes with {other}, not with {kind}")
    return argparse.Namespace(**_GROUPS_OPTIONS | _SWAP_OPTIONS | found)


def _parser() -> argparse.ArgumentParser:
    # Of an option that is not given there is no trace, which tells those that are.
    made = argparse.ArgumentParser(prog="python -m scoring audit", description=__doc__, argument_default=argparse.SUPPRESS)
    made.add_argument(
        "results",
        help="a batch's events as JSON lines, the list of the blocking call, or its results as CSV; with --swap-names a "
        "request; - reads stdin",
    )
    kind = made.add_mutually_exclusive_group(required=True)
    kind.add_argument("--groups", metavar="CSV", help="candidateId, and a column for each grouping")
    kind.add_argument("--swap-names", action="store_true", help="score a request again under names of other groups")
    _add_groups_options(made.add_argument_group("with --groups"))
    _add_swap_options(made.add_argument_group("with --swap-names"))
    return made


def _add_groups_options(made: argparse._ArgumentGroup) -> None:
    made.add_argument("--by", metavar="COLUMNS", help="the columns to use, with commas between; default: all")
    made.add_argument(
        "--selected",
        metavar="RULE",
        type=_rule,
        help="who counts as selected: passed (who reached the threshold; the default), median (above it), or a least score",
    )
    made.add_argument(
        "--intersections",
        action=argparse.BooleanOptionalAction,
        help="pairs of columns, too, such as sex x race (the default)",
    )
    made.add_argument(
        "--absent",
        choices=("left-out", "not-selected"),
        help="what candidates of CSV without a result are; default: not-selected where the results are a list of those who "
        "passed, else left-out",
    )
    made.add_argument(
        "--least-share",
        metavar="PERCENT",
        type=_percent,
        help="groups with less of the sample are left out of the ratios, and shown (default: 2)",
    )
    made.add_argument("--csv", metavar="FILE", help="write the numbers there, too, for machines")


def _add_swap_options(made: argparse._ArgumentGroup) -> None:
    made.add_argument("--pairs", metavar="N", type=_positive, help="score at most so many of the request's pairs")
    made.add_argument("--yes", action="store_true", help="make the calls that this takes where an API is paid for them")


def audit(arguments: argparse.Namespace, read: Read) -> str:
    """The report that was asked for; the numbers are written to `--csv` on the way.

    Raises:
        UnusableFile: a file makes no sense, or nothing of one is in the other.
        OSError: a file cannot be read or written.
    """
    if arguments.results == arguments.groups == "-":
        raise UnusableFile("Results and groups cannot both come from stdin.")
    if arguments.csv and Path(arguments.csv).resolve() in (
        Path(arguments.results).resolve(),
        Path(arguments.groups).resolve(),
    ):
        raise UnusableFile(f"{arguments.csv}: This file is read, so --csv cannot go there.")
    results = read_results(arguments.results, read(arguments.results))
    groups = read_groups(arguments.groups, read(arguments.groups), by=_columns(arguments.by))
    rule: Rule = arguments.selected
    decisions, notes = _complete(results, groups, rule, arguments.absent)
    _expect_passed(arguments.results, decisions, rule)
    groupings: list[tuple[str, ...]] = [(column,) for column in groups.columns]
    if arguments.intersections:
        groupings += list(combinations(groups.columns, 2))
    samples = _samples(decisions, groups.of, groupings, rule, arguments.least_share)
    if arguments.csv:
        Path(arguments.csv).write_text(BYTE_ORDER_MARK + lines(rows(samples)), "utf-8", newline="")
    shown = samples if len(samples) > 2 else samples[1:]  # of one job, all there is
    said = (_matched(arguments, results, groups), *results.notes, *_cautions(results, rule), *notes)
    return report(shown, rule, said)


def swap(arguments: argparse.Namespace, read: Read, environment: Mapping[str, str], bar: Bar) -> str:
    """The report of a swap of names.

    Args:
        bar: shows how far it is, of so many outcomes.

    Raises:
        UnusableFile: the request makes no sense, or calls would be paid for and `--yes` is missing.
        SwapFailed: a run failed.
        InvalidSetting: a setting makes no sense.
        OSError: the request cannot be read.
    """
    try:
        asked = decode_optioned(read(arguments.results))
    except InvalidRequest as exc:
        raise UnusableFile(f"{arguments.results}: {exc}") from exc
    settings, options = EngineSettings.parse(environment), asked.asked
    request = some_of(asked, arguments.pairs or asked.pair_count or 1)
    if not request.pair_count:
        raise UnusableFile(f"{arguments.results}: There is no pair in it.")
    price = asyncio.run(price_of(request, settings, options))
    if price and not arguments.yes:
        raise UnusableFile(f"{price} Nothing was called: add --yes to go on, or --pairs for fewer.")
    with bar(RUNS * request.pair_count) as update:
        try:
            found = asyncio.run(swap_names(request, settings, options, update))
        except InvalidRequest as exc:  # a budget, and no price is known
            raise UnusableFile(f"{arguments.results}: {exc}") from exc
    return swap_report(found, known_names().source)


def _samples(
    decisions: Sequence[Decision],
    groups: Mapping[str, Mapping[str, str]],
    groupings: Sequence[tuple[str, ...]],
    rule: Rule,
    least_share: Fraction,
) -> list[Sample]:
    """Of all decisions, and of each job's."""
    by_job: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_job.setdefault(decision.job_id, []).append(decision)
    of_all = sample(None, decisions, groups, groupings, rule, least_share=least_share)
    if len(by_job) == 1:
        return [of_all, *(replace(of_all, job_id=job) for job in by_job)]
    return [of_all, *(sample(job, made, groups, groupings, rule, least_share=least_share) for job, made in by_job.items())]


def _complete(results: Results, groups: Groups, rule: Rule, wanted: str | None) -> tuple[Sequence[Decision], Sequence[str]]:
    """The decisions with those about candidates who have no result, if that is a decision, and a sentence on them."""
    missing = absent(results.decisions, groups.of)
    if not missing:
        return results.decisions, ()
    if wanted is None:
        wanted = "not-selected" if results.form == "list" and rule != "median" else "left-out"
    if wanted == "not-selected":
        if rule == "median":
            raise UnusableFile("Who has no score is not below the median either: --absent not-selected needs another rule.")
        one, several = "has no result and counts as not selected", "have no result and count as not selected"
        decisions: Sequence[Decision] = (*results.decisions, *missing)
    else:
        one, several = "has no result and is left out", "have no result and are left out"
        decisions = results.decisions
    pairs = f"{counted(len(missing), 'pair')} of a job and a candidate in GROUPS"
    notes = [f"{pairs} {one if len(missing) == 1 else several} (change with --absent)."]
    if wanted == "left-out" and results.form in ("sheet", "page"):
        notes.append(f"The filter may have turned them away: the events tell of that, a {results.form} does not.")
    return decisions, notes


def _cautions(results: Results, rule: Rule) -> Iterator[str]:
    """Sentences on what makes the numbers other than they look."""
    if results.form == "list":
        yield "A list does not tell of jobs for which nobody passed: they are not counted. The events do."
    if results.form == "list" and rule == "median":
        yield "A list holds those alone who reached the threshold: the median is theirs, not that of all who were scored."
    pairs = [(decision.job_id, decision.candidate_id) for decision in results.decisions if decision.candidate_id]
    if again := len(pairs) - len(set(pairs)):
        yield f"{counted(again, 'decision')} {'repeats' if again == 1 else 'repeat'} a candidate and a job; each is counted."


def _expect_passed(name: str, decisions: Sequence[Decision], rule: Rule) -> None:
    if rule == "passed" and any(each.kind == "analysis" and each.passed is None for each in decisions):
        raise UnusableFile(f"{name}: It is not said who passed. Give a score instead: --selected 50.")


def _matched(arguments: argparse.Namespace, results: Results, groups: Groups) -> str:
    """How many candidates have groups.

    Raises:
        UnusableFile: none has.
    """
    candidates = dict.fromkeys(decision.candidate_id for decision in results.decisions)
    known = [each for each in candidates if each in groups.of]
    if not known:
        some, others = (", ".join(map(repr, list(ids)[:_EXAMPLE_IDS])) for ids in (candidates, groups.of))
        raise UnusableFile(
            f"None of the {len(candidates)} candidates of {arguments.results} ({some}) is among the {len(groups.of)} of "
            f"{arguments.groups} ({others})."
        )
    unknown = len(candidates) - len(known)
    rest = f"; the other {f'{unknown} count' if unknown > 1 else 'one counts'} as not stated" if unknown else ""
    return (
        f"{arguments.results}: {counted(len(results.decisions), 'pair')} of {counted(len(candidates), 'candidate')} "
        f"({results.form}). {len(known)} of these {'is' if len(known) == 1 else 'are'} in {arguments.groups}{rest}."
    )


def _columns(text: str) -> list[str]:
    return [column.strip() for column in text.split(",") if column.strip()]


def _rule(text: str) -> Rule:
    if text in ("passed", "median"):
        return "passed" if text == "passed" else "median"
    return float(_number(text, "passed, median or a score from 0 to 100"))


def _percent(text: str) -> Fraction:
    return _number(text, "a percentage from 0 to 100") / 100


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 10**9):
        raise argparse.ArgumentTypeError(f"expected a whole number from 1, got {text!r}")
    return int(text)


def _number(text: str, expected: str) -> Fraction:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 100:
        raise argparse.ArgumentTypeError(f"expected {expected}, got {text!r}")
    return Fraction(repr(number))  # 0.1 is a tenth; and of the text itself, 1e-99999999 would take minutes
