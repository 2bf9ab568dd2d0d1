"""`python -m scoring audit` over files as users have them."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scoring.audit.command import audit, parse
from scoring.errors import UnusableFile
from tests.conftest import ROOT

# Men: 40, of whom 24 reach 50 (60 %). Women: 40, of whom 16 do (40 %): 0.4 / 0.6 = 0.667. Two state nothing.
PEOPLE = [("man", 40, 24), ("woman", 40, 16), ("", 2, 1)]
GROUPS = b"candidateId,sex\n" + b"".join(
    f"{sex or 'x'}{number},{sex}\n".encode() for sex, n, _ in PEOPLE for number in range(n)
)


def scores() -> Iterable[tuple[str, int]]:
    for sex, n, selected in PEOPLE:
        for number in range(n):
            yield f"{sex or 'x'}{number}", 60 if number < selected else 40


EVENTS = "\n".join(
    [
        json.dumps({"id": 1, "event": "accepted", "data": {"batchId": "b"}}),
        *(
            json.dumps(
                {
                    "id": pair + 2,
                    "event": "analysis",
                    "data": {
                        "pair": pair,
                        "job_id": "J",
                        "candidateId": name,
                        "passed": score >= 50,
                        "analysis": {"matchScore": score},
                    },
                }
            )
            for pair, (name, score) in enumerate(scores())
        ),
        json.dumps({"id": 99, "event": "done", "data": {"status": "completed", "notAttempted": 0}}),
    ]
).encode()
LIST = json.dumps([{"job_id": "J", "id": name, "matchScore": score} for name, score in scores() if score >= 50]).encode()
PAGE = json.dumps(
    {"results": [{"job_id": "J", "id": name, "matchScore": score} for name, score in scores()], "next": None}
).encode()
FILES = {"events": EVENTS, "list": LIST, "page": PAGE, "groups.csv": GROUPS}


def run(*arguments: str, **files: bytes) -> str:
    known = FILES | {name.replace("_", "."): data for name, data in files.items()}
    return audit(parse(arguments), known.__getitem__)


def table(text: str, title: str) -> list[list[str]]:
    """The rows under a title, each cut at its spaces."""
    below = text.partition(f"\n{title} ")[2].splitlines()[1:]
    return [line.split() for line in below[: below.index("")]]


BY_SEX = [
    ["man", "40", "24", "60.0%", "1.000"],
    ["woman", "40", "16", "40.0%", "0.667", "0.117", "below", "0.8"],
    ["(not", "stated)", "2", "1", "50.0%"],
]


@pytest.mark.parametrize(
    ("results", "more"),
    [
        ("events", ()),
        ("events", ("--selected", "50")),
        ("page", ("--selected", "50")),
        # the median of 41 scores of 60 and 41 of 40 is 50
        ("events", ("--selected", "median")),
        ("list", ()),
        ("list", ("--selected", "50")),
    ],
)
def test_the_same_groups_come_of_each_form_of_results(results: str, more: tuple[str, ...]) -> None:
    text = run(results, "--groups", "groups.csv", *more)
    assert table(text, "sex") == BY_SEX


def test_no_line_is_wider_than_the_terminal() -> None:
    groups = GROUPS.replace(b"woman\n", "女性女性女性女性女性女性女性女性女性女性女性女性女性女性\n".encode())
    groups = groups.replace(b"sex\n", b"sex " + b"long " * 30 + b"\n")
    text = run("events", "--groups", "groups.csv", groups_csv=groups)
    assert max(len(line) + sum(char >= "⺀" for char in line) for line in text.splitlines()) <= 100


def test_nothing_in_a_file_moves_the_cursor() -> None:
    groups = GROUPS.replace(b"woman\n", b"wo\x1b[2Jman\n")
    assert "\x1b" not in run("events", "--groups", "groups.csv", groups_csv=groups)


def test_candidates_without_a_result_are_left_out_or_not_selected_as_is_said() -> None:
    groups = GROUPS + b"late1,man\nlate2,man\n"
    left_out = run("events", "--groups", "groups.csv", groups_csv=groups)
    assert table(left_out, "sex") == BY_SEX
    told = "2 pairs of a job and a candidate in GROUPS have no result and are left out (change with --absent)."
    assert told in flowing(left_out)
    counted = run("events", "--groups", "groups.csv", "--absent", "not-selected", groups_csv=groups)
    assert table(counted, "sex")[0][:4] == ["man", "42", "24", "57.1%"]
    from_list = run("list", "--groups", "groups.csv", "--absent", "left-out", groups_csv=groups)
    assert table(from_list, "sex")[0][:4] == ["man", "24", "24", "100.0%"]


def flowing(text: str) -> str:
    return " ".join(text.split())


def test_what_makes_the_numbers_other_than_they_look_is_said() -> None:
    of_those_who_passed = "A list holds those alone who reached the threshold: the median is theirs"
    assert of_those_who_passed in flowing(run("list", "--groups", "groups.csv", "--selected", "median"))
    assert of_those_who_passed not in flowing(run("list", "--groups", "groups.csv"))
    assert of_those_who_passed not in flowing(run("events", "--groups", "groups.csv", "--selected", "median"))
    sheet = b"candidateId,matchScore,passed\nman0,60,true\nwoman0,60,true\n"
    turned_away = "and are left out (change with --absent). The filter may have turned them away:"
    assert turned_away in flowing(run("sheet", "--groups", "groups.csv", sheet=sheet))
    again = "1 decision repeats a candidate and a job; each is counted."
    assert again in flowing(run("sheet", "--groups", "groups.csv", sheet=sheet + b"man0,10,false\n"))
    assert "a candidate and a job; " not in flowing(run("sheet", "--groups", "groups.csv", sheet=sheet))
    nobody_passed = "A list does not tell of jobs for which nobody passed: they are not counted. The events do."
    assert nobody_passed in flowing(run("list", "--groups", "groups.csv"))
    assert nobody_passed not in flowing(run("events", "--groups", "groups.csv"))


def test_one_is_told_in_the_singular() -> None:
    groups = b"id,sex\nman0,man\nlate,man\n"
    sheet = b"candidateId,matchScore,passed\nman0,60,true\nelse,60,true\n"
    text = flowing(run("sheet", "--groups", "groups.csv", "--absent", "not-selected", sheet=sheet, groups_csv=groups))
    assert "2 pairs of 2 candidates (sheet). 1 of these is in groups.csv; the other one counts as not stated." in text
    assert "1 pair of a job and a candidate in GROUPS has no result and counts as not selected (change with" in text
    one = flowing(run("sheet", "--groups", "groups.csv", sheet=sheet[: sheet.index(b"else")], groups_csv=groups))
    assert "1 pair of 1 candidate (sheet)." in one
    assert "1 decision; selected:" in one


def test_jobs_without_an_id_are_told_apart_by_their_place() -> None:
    outcomes = [
        {
            "pair": pair,
            "jobIndex": pair,
            "job_id": "",
            "candidateId": "man0",
            "passed": not pair,
            "analysis": {"matchScore": 60},
        }
        for pair in range(2)
    ]
    text = flowing(run("r", "--groups", "groups.csv", r=b"\n".join(_event("analysis", each) for each in outcomes)))
    assert "Job no. 1, without an id: 1 decision; selected:" in text
    assert "Job no. 2, without an id: 1 decision; selected:" in text
    assert "each is counted" not in text
    alone = flowing(run("r", "--groups", "groups.csv", r=_event("analysis", outcomes[0])))
    assert "Job (without an id): 1 decision; selected:" in alone


def test_candidates_without_an_id_are_not_taken_for_the_same() -> None:
    sheet = b"candidateId,matchScore,passed\nman0,60,true\n,60,true\n,50,true\n"
    assert "each is counted" not in run("sheet", "--groups", "groups.csv", sheet=sheet)


def _event(event: str, data: dict[str, Any]) -> bytes:
    return json.dumps({"event": event, "data": data}).encode()


NUMBERS = {"0.1": Fraction(1, 1000), "2": Fraction(1, 50), "1e-99999999": Fraction(0), "100": Fraction(1)}


@pytest.mark.parametrize(("text", "share"), NUMBERS.items())
def test_a_share_is_taken_for_the_decimal_that_it_is(text: str, share: Fraction) -> None:
    parsed = parse(["r", "--groups", "g", "--least-share", text])
    assert parsed.least_share == share


def test_some_candidates_without_groups_are_told() -> None:
    text = run("events", "--groups", "groups.csv", groups_csv=b"id,sex\nman0,man\nwoman0,woman\n")
    told = " ".join(text.split())
    assert (
        "events: 82 pairs of 82 candidates (events). 2 of these are in groups.csv; the other 80 count as not stated." in told
    )


def test_pairs_of_columns_are_crossed_unless_that_is_not_wanted() -> None:
    groups = b"".join(
        line.replace(b"\n", b",race,age\n" if line.startswith(b"cand") else b",x,y\n")
        for line in GROUPS.splitlines(keepends=True)
    )
    titles = ("\nsex x race ", "\nsex x age ", "\nrace x age ")
    crossed = run("events", "--groups", "groups.csv", groups_csv=groups)
    assert all(title in crossed for title in titles)
    assert "man / x" in crossed
    plain = run("events", "--groups", "groups.csv", "--no-intersections", groups_csv=groups)
    assert not any(title in plain for title in titles)
    chosen = run("events", "--groups", "groups.csv", "--by", "age, sex", groups_csv=groups)
    assert [title in chosen for title in ("\nage x sex ", "race")] == [True, False]


def test_each_job_is_told_and_all_together() -> None:
    other = json.loads(LIST)
    both = json.dumps(other + [each | {"job_id": "K"} for each in other if each["id"].startswith("man")]).encode()
    text = run("both", "--groups", "groups.csv", both=both)
    assert table(text[text.index("\nOverall: 164 decisions on 82 candidates;") :], "sex")[0][:4] == [
        "man",
        "80",
        "48",
        "60.0%",
    ]
    assert table(text[text.index("\nJob J: 82 decisions") :], "sex") == BY_SEX
    assert table(text[text.index("\nJob K: 82 decisions") :], "sex")[1][:5] == ["woman", "40", "0", "0.0%", "0.000"]
    assert "Overall" not in run("list", "--groups", "groups.csv")


def test_the_numbers_are_written_for_machines(tmp_path: Path) -> None:
    run("events", "--groups", "groups.csv", "--csv", str(tmp_path / "out.csv"))
    text = (tmp_path / "out.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["scope"], row["job_id"], row["group"]) for row in rows] == [
        (scope, job, group) for scope, job in (("overall", ""), ("job", "J")) for group in ("man", "woman", "")
    ]
    woman = rows[1]
    assert (woman["n"], woman["selected"], woman["selectionRate"], woman["impactRatio"]) == ("40", "16", "0.4", "0.666667")
    assert (woman["belowFourFifths"], woman["smallSample"], woman["leftOutOfRatios"]) == ("true", "false", "false")
    assert float(woman["pValue"]) == pytest.approx(0.1166, abs=5e-4)


WRONG: dict[str, tuple[tuple[str, ...], dict[str, bytes], str]] = {
    "who passed is not known": (("page",), {}, "page: It is not said who passed. Give a score instead: --selected 50."),
    "nobody is known": (
        ("events",),
        {"groups_csv": b"id,sex\nC-1,f\n"},
        "None of the 82 candidates of events ('man0', 'man1', 'man2') is among the 1 of groups.csv ('C-1').",
    ),
    "two from stdin": (("-", "--groups", "-"), {}, "Results and groups cannot both come from stdin."),
    "numbers over the groups": (
        ("events", "--csv", "./groups.csv"),
        {},
        "./groups.csv: This file is read, so --csv cannot go there.",
    ),
    "no median": (
        ("events", "--selected", "median", "--absent", "not-selected"),
        {"groups_csv": GROUPS + b"late,man\n"},
        "Who has no score is not below the median either: --absent not-selected needs another rule.",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_audited_is_refused_with_a_sentence(name: str) -> None:
    arguments, files, sentence = WRONG[name]
    with pytest.raises(UnusableFile) as caught:
        run("--groups", "groups.csv", *arguments, **files)
    assert str(caught.value) == sentence


async def process(
    directory: Path, *arguments: str, stdin: bytes = b"", stdout: int = PIPE
) -> tuple[int | None, bytes | None, bytes]:
    made = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "scoring", "audit", *arguments),
        cwd=directory,
        env={"PYTHONPATH": str(ROOT), "LC_ALL": "C"},
        stdin=PIPE,
        stdout=stdout,
        stderr=PIPE,
    )
    out, err = await asyncio.wait_for(made.communicate(stdin), 60)
    return made.returncode, out, err


async def test_the_terminals_own_events_can_be_audited(tmp_path: Path) -> None:
    sample = ROOT / "static" / "sample.json"
    scored = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "scoring", str(sample)), env={"PYTHONPATH": str(ROOT)}, stdout=PIPE, stderr=PIPE
    )
    events, _ = await scored.communicate()
    ids = [each["candidateId"] for each in json.loads(sample.read_bytes())["candidates"]]
    groups = "id;größe\n" + "".join(f"{each};{'klein' if number % 2 else 'groß'}\n" for number, each in enumerate(ids))
    (tmp_path / "g.csv").write_text(groups, "utf-8-sig")
    code, out, err = await process(tmp_path, "-", "--groups", "g.csv", stdin=events)
    assert (code, err) == (0, b"")
    assert out is not None
    assert table(out.decode(), "größe")[0][1] == "51"


SENTENCES = {
    "no such file": (("none", "--groups", "g.csv"), b"none: No such file or directory.\n"),
    "no such groups": (("r", "--groups", "none"), b"none: No such file or directory.\n"),
    "an odd file": (("g.csv", "--groups", "g.csv"), b"g.csv: Expected the columns candidateId and matchScore, or JSON"),
    "nowhere to write": (("r", "--groups", "g.csv", "--csv", "no/x.csv"), b"no/x.csv: No such file or directory.\n"),
    "an odd rule": (("r", "--groups", "g.csv", "--selected", "101"), b"expected passed, median or a score from 0 to 100"),
    "an option of the other kind": (
        ("r", "--groups", "g.csv", "--pairs", "3"),
        b"error: --pairs goes with --swap-names, not with --groups\n",
    ),
    "an odd share": (("r", "--groups", "g.csv", "--least-share", "1/0"), b"expected a percentage from 0 to 100"),
}


@pytest.mark.parametrize("name", SENTENCES)
async def test_bad_input_exits_with_2_and_a_sentence(name: str, tmp_path: Path) -> None:
    arguments, sentence = SENTENCES[name]
    (tmp_path / "r").write_bytes(EVENTS)
    (tmp_path / "g.csv").write_bytes(GROUPS)
    code, out, err = await process(tmp_path, *arguments)
    assert (code, out) == (2, b"")
    assert sentence in err


async def test_a_reader_that_leaves_ends_it_in_silence(tmp_path: Path) -> None:
    (tmp_path / "r").write_bytes(EVENTS)
    (tmp_path / "g.csv").write_bytes(GROUPS)
    reader, stdout = os.pipe()
    os.close(reader)
    code, _, err = await process(tmp_path, "r", "--groups", "g.csv", stdout=stdout)
    os.close(stdout)
    assert (code, err) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
async def test_a_full_disk_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "r").write_bytes(EVENTS)
    (tmp_path / "g.csv").write_bytes(GROUPS)
    full = os.open("/dev/full", os.O_WRONLY)
    code, _, err = await process(tmp_path, "r", "--groups", "g.csv", stdout=full)
    os.close(full)
    assert (code, err) == (1, b"stdout: No space left on device.\n")
