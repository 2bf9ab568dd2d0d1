"""What of a profile is the job's own text."""

from __future__ import annotations

import pytest

from scoring.analyzers.local import judge
from scoring.claims.verdict import Verdict, publish
from scoring.judgement import ClaimedMatch
from scoring.matching import copied
from scoring.matching.requirements import requirements
from scoring.models import Candidate, Job, Pair
from scoring.profile import BlindProfile, blind

ADVERT = """You run the whole monthly payroll of 400 people: pay, pensions, statutory deductions, and year-end returns.
You bring 5+ years of experience with Sage, Excel and the reconciliation of ledgers, and you like to explain a payslip.
"""
JOB = Job(title="Payroll Specialist", description=ADVERT)
ASKED = requirements(JOB)
OWN = "I cooked for a school of three hundred children, kept the kitchen clean and ordered what was needed."


def profile(text: str) -> BlindProfile:
    return blind(Candidate(resume_text=text))


def verdict(text: str) -> Verdict:
    candidate = Candidate(resume_text=text)
    view = blind(candidate)
    return publish(judge(JOB, view), Pair(0, 0, 0, JOB, candidate), view, analyzed_at="", by_rubric=True)


@pytest.mark.parametrize(
    "pasted",
    [
        ADVERT,
        ADVERT.upper(),
        ADVERT.replace(" ", "\n"),
        ADVERT.replace(",", ";"),
        f"Word {ADVERT}",
        ADVERT.replace("400 people", "60 people"),
        ADVERT.replace("year-end", "year-\nend").replace("experience", "expe-\nrience").replace("payroll", "pay-\nroll"),
        ADVERT.replace("year-end", "year\u2011end").replace("e", "e\u200b"),
        ADVERT.replace("a", "\u00e1"),
        ADVERT.replace("a", "a\u0301"),
        ADVERT.replace("e", "\u0435"),
        " ".join(f"{word} {number}) x" for number, word in enumerate(ADVERT.split())),
    ],
    ids=ascii,
)
def test_a_pasted_advert_shows_nothing_and_is_told(pasted: str) -> None:
    plain, with_advert = verdict(OWN), verdict(f"{OWN}\n\n{pasted}")
    assert with_advert.analysis.matchScore == plain.analysis.matchScore
    assert with_advert.analysis.aiInsights.skillMatches == ()
    words = copied.words(ASKED, profile(pasted))
    assert words > 30
    assert (
        f"{words} words of the profile are the job's own text, word for word; they were not counted." in with_advert.remarks
    )


def test_what_is_copied_is_found_wherever_it_begins_and_in_which_order() -> None:
    first, second = ADVERT.splitlines()
    for start in range(5):  # fifteen words are left at least
        part = " ".join(second.split()[start:]).removeprefix("5+ ")
        text = f"{part} {OWN} {first}"
        assert [text[slice(*span)] for span in copied.spans(ASKED, profile(text))] == [part[:-1], first[:-1]]


@pytest.mark.parametrize(
    "text",
    [
        OWN,
        "",
        "I run the whole monthly payroll of 300 people: pay, pensions, statutory deductions, and year-end returns.",  # 14
        " ".join(ADVERT.split()[:13]),
        "5+ years of experience with Sage, Excel and the reconciliation of ledgers at a bank",
    ],
)
def test_what_somebody_writes_alike_is_nobodys_copy(text: str) -> None:
    assert copied.without(ASKED, view := profile(text)) is view
    assert copied.words(ASKED, view) == 0


def test_bullets_with_numbers_are_one_text() -> None:
    lines = ("Run the payroll in Sage", "File the returns on time", "Explain payslips to staff", "Reconcile all ledgers")
    asked = requirements(Job(description="\n".join(f"- {line}" for line in lines)))
    numbered = "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
    assert copied.words(asked, profile(numbered)) == len(" ".join(lines).split())


def test_an_advert_with_marks_that_nobody_sees_is_copied_without_them() -> None:
    asked = requirements(Job(description=ADVERT.replace("pay", "pay\u00ad").replace("ion", "\u200bion")))
    assert copied.words(asked, profile(ADVERT)) > 30


def test_years_and_titles_of_the_advert_are_not_the_candidates() -> None:
    advert = f"Payroll Manager\n\nWe look for a payroll manager who knows the law and has {ADVERT}"
    asked = requirements(Job(title="Payroll Manager", description=advert))
    read, kept = profile(advert), profile(f"{OWN}\n{advert}")
    assert (read.years_told, read.title_read) == (5.0, "Payroll Manager")
    own = copied.without(asked, read)
    assert (own.years_told, own.title_read, own.text.strip("\n.")) == (None, "", "")
    assert copied.without(asked, kept).text.startswith(OWN)


def test_a_model_cannot_quote_what_is_copied() -> None:
    candidate = Candidate(resume_text=f"{OWN}\n{ADVERT}")
    view = blind(candidate)
    claim = ClaimedMatch("reconciliation of ledgers", "Reconciliation", "Reconciliation", "Exact", 0.9)
    judgement = judge(JOB, view)
    claimed = publish(
        type(judgement)(
            **{name: getattr(judgement, name) for name in judgement.__struct_fields__} | {"skillMatches": (claim,)}
        ),
        Pair(0, 0, 0, JOB, candidate),
        view,
        analyzed_at="",
    )
    assert claimed.analysis.aiInsights.skillMatches == ()
