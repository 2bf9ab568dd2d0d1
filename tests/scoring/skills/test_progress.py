"""What is only studied for, and what is held."""

from __future__ import annotations

import pytest

from scoring.matching.skills import find, own
from scoring.models import Candidate
from scoring.notes.passages import first, telling
from scoring.profile import blind
from scoring.skills.mentions import showing
from scoring.skills.progress import opens_with_study


@pytest.mark.parametrize(
    ("skill", "text"),
    [
        ("ACCA", "ACCA part-qualified (9 papers passed)"),
        ("ACCA", "Part-qualified ACCA"),
        ("ACCA", "ACCA (part qualified)"),
        ("ACCA", "ACCA, part-qualified"),
        ("ACCA", "Part-qualified accountant (ACCA)"),
        ("ACCA", "Nearly qualified (ACCA)"),
        ("ACCA", "PQ ACCA"),
        ("ACCA", "ACCA finalist"),
        ("ACCA", "ACCA student"),
        ("ACCA", "Student member of ACCA"),
        ("ACCA", "Trainee ACCA accountant"),
        ("ACCA", "Studying for ACCA"),
        ("ACCA", "Studying ACCA."),
        ("ACCA", "Studying: ACCA"),
        ("ACCA", "Studying for\nACCA"),
        ("ACCA", "Currently studying CIMA and ACCA"),
        ("ACCA", "Working towards ACCA"),
        ("ACCA", "ACCA (9 papers passed)"),
        ("ACCA", "ACCA - 9 of 13 papers"),
        ("ACCA", "ACCA: 9/13 papers passed"),
        ("ACCA", "ACCA (in progress)"),
        ("ACCA", "ACCA\n(in progress)"),
        ("ACCA", "ACCA Strategic Professional (in progress)"),
        ("ACCA", "ACCA expected 2026"),
        ("ACCA", "ACCA (expected June 2026)"),
        ("ACCA", "ACCA, due to finish in 2026"),
        ("ACCA", "ACCA (studying)"),
        ("ACCA", "ACCA qualification, ongoing"),
        ("ACCA", "ACCA, awaiting results"),
        ("ACCA", "ACCA exams booked for June"),
        ("ACCA", "ACCA lapsed"),
        ("SIA licence", "SIA licence applied for"),
        ("Driving licence", "Provisional driving licence"),
        ("CSCS card", "CSCS card, expired in 2019"),
        ("Phlebotomy", "Phlebotomy training to be completed in May"),
        ("BLS", "BLS training due in June"),
        ("Forklift driving", "Working towards forklift licence"),
        ("Forklift driving", "Willing to train for forklift licence"),
        ("Forklift driving", "Happy to do my forklift licence"),
        ("Forklift driving", "I want to get my forklift licence"),
        ("CIPD Level 5", "Studying CIPD Level 5, due to finish"),
        ("CIPD Level 5", "CIPD Level 5 Associate Diploma in People Management – in progress"),
        ("CIPD Level 7", "Working towards CIPD Level 7."),
        ("PMP", "PMP candidate"),
        ("CFA", "CFA Level II candidate"),
        ("DBS check", "DBS check pending"),
        ("First aid", "First aid (expired 2020)"),
        ("Forklift driving", "I used to hold a forklift licence."),
        ("Forklift driving", "Formerly held a forklift licence"),
        ("Forklift driving", "Forklift driving - expired 2023"),
        ("FLT Counterbalance", "FLT Counterbalance (NPORS), expired 2023"),
        ("HGV Class 1", "Licence C+E - lapsed at 45, medical not renewed"),
        ("HGV Class 1", "C+E: test booked for 14 February - my current licence does not cover artics."),
        ("SIA licence", "I no longer hold an SIA licence"),
        ("NMC registration", "No longer NMC registered"),
        ("NMC registration", "I allowed my NMC registration to lapse in 2020"),
        ("ALS", "I'm booked on the ALS course in January."),
        ("ALS", "My ALS has expired."),
        ("ALS", "My ALS certificate has recently expired"),
        ("ALS", "ALS is now out of date"),
        ("ALS", "ALS ran out in 2022"),
        ("ALS", "ALS, overdue for renewal"),
        ("ALS", "I let my ALS lapse."),
        ("ACLS", "ACLS (AHA) - expired 2024, renewal awaited"),
        ("QTS", "I shall apply for QTS through the DfE's service."),
        ("QTS", "I have applied for QTS"),
        ("QTS", "I will have QTS in June."),
        ("QTS", "By June I'll hold QTS"),
        ("AWS", "Currently studying for AWS Cloud Practitioner."),
        ("AWS", "AWS Solutions Architect Associate (in progress)"),
        ("AWS", "Working towards the AWS Certified Developer exam"),
    ],
)
def test_what_is_studied_for_or_there_in_part_is_not_held(skill: str, text: str) -> None:
    assert not list(showing(skill, text))
    assert not telling((skill,), text)


@pytest.mark.parametrize(
    ("skill", "text"),
    [
        ("ACCA", "ACCA qualified (CTA in progress)"),
        ("ACCA", "ACCA qualified, supervised two part-qualified accountants"),
        ("ACCA", "ACCA, studying CTA"),
        ("ACCA", "ACCA; currently studying CTA"),
        ("ACCA", "ACCA\nStudying CTA"),
        ("ACCA", "Studying CTA | ACCA"),
        ("ACCA", "Studying for CTA, ACCA qualified"),
        ("ACCA", "Studying CTA and ACCA qualified"),
        ("ACCA", "Part-qualified CIMA, ACCA"),
        ("ACCA", "After studying at Leeds passed ACCA"),
        ("ACCA", "Fully qualified ACCA accountant"),
        ("ACCA", "ACCA passed first time, all 13 papers"),
        ("ACCA", "ACCA. Ongoing training of juniors"),
        ("ACCA", "ACCA member, expected to lead audits"),
        ("ACCA", "ACCA accountant with ongoing projects"),
        ("ACCA", "ACCA tutor: taught candidates"),
        ("ACCA", "Managed part of the ledger, ACCA"),
        ("ACCA", "Directed the team towards targets, ACCA"),
        ("PRINCE2", "PRINCE2 projects in progress at three sites"),
        ("NMC registration", "NMC registration due for renewal"),
        ("CPA", "CPA filed returns due in April"),
        ("Driving licence", "Full driving licence, student nurse"),
        ("City & Guilds", "City & Guilds (6 units)"),
        ("ALS", "My ALS has never expired."),
        ("ALS", "I have never let my ALS lapse."),
        ("ALS", "ALS, NLS (expired)"),
        ("ALS", "ALS (RCUK), renewed in May"),
        ("QTS", "I applied for QTS and was awarded it in June, QTS since then."),
        ("QTS", "I will have held QTS for ten years in June."),
        ("QTS", "With QTS I will apply for posts in primary schools"),
        ("Driving licence", "Full driving licence, used to hold an HGV one"),
        ("SAP", "I will have SAP and Oracle to offer"),
        ("SAP", "SAP contracts expired in June were renewed"),
        ("Docker", "Docker (expired images are removed each night)"),
        ("Python", "Used to write Python"),
        ("First aid", "First aid trained (expires 2027)"),
        ("BLS", "BLS training completed in May"),
        ("Forklift driving", "Forklift licence, happy to train others"),
        ("Excel", "I like to do payroll in Excel"),
        ("Excel", "Willing to train colleagues in Excel"),
        ("AWS", "AWS Certified Developer Associate"),
        ("AWS", "Preparing for AWS migrations of banks"),
        ("AWS", "Studying the logs of AWS lambdas"),
        ("Java", "Studying for a degree while building Java services"),
        ("Java", "Part time, Java and SQL in progress"),
        ("Kubernetes", "Working towards Kubernetes everywhere"),
        ("Scrum", "Working towards a Scrum team"),
        ("Excel", "Ran a usability study for Excel add-ins"),
        ("Python", "Trained candidates in Python"),
    ],
)
def test_what_only_looks_like_study_shows_the_skill(skill: str, text: str) -> None:
    assert list(showing(skill, text))


@pytest.mark.parametrize(
    "entry",
    [
        "ACCA (part-qualified)",
        "ACCA part-qualified",
        "Part-qualified ACCA",
        "ACCA (ongoing)",
        "ACCA in progress",
        "ACCA student",
    ],
)
def test_a_list_shows_no_qualification_that_it_calls_unfinished(entry: str) -> None:
    studied, held = (blind(Candidate(technical_skills=(*more, entry))) for more in ((), ("ACCA",)))
    assert find(("ACCA",), own(studied).listed, studied) == {"ACCA": None}
    assert find(("ACCA",), own(held).listed, held)["ACCA"]


def test_a_list_keeps_what_stands_beside_a_study() -> None:
    assert own(blind(Candidate(technical_skills=("Xero", "ACCA (ongoing)", "Sage")))).names == ("Xero", "Sage")


def test_a_text_names_no_skill_of_what_is_studied_for() -> None:
    assert own(blind(Candidate(resume_text="Kept books in Xero. Studying for ACCA."))).names == ("Xero",)


@pytest.mark.parametrize(
    ("text", "is_told"), [("Registered with the NMC.", True), ("Working towards registration with the NMC.", False)]
)
def test_a_qualification_in_other_words_may_be_studied_for_too(text: str, is_told: bool) -> None:
    assert bool(find(("NMC registration",), (), blind(Candidate(resume_text=text)))["NMC registration"]) is is_told


@pytest.mark.parametrize(
    "sentence",
    [
        "Working towards CIPD Level 7",
        "I am currently studying for the bar",
        "Part-qualified with nine papers passed",
        "Preparing for the PMP exam",
    ],
)
def test_what_opens_with_study_is_quoted_for_nobody(sentence: str) -> None:
    assert opens_with_study(sentence)
    assert first(f"{sentence}. Advised managers on absence and pay.") == "Advised managers on absence and pay"
    assert not first(f"{sentence} at a college in the evenings")


@pytest.mark.parametrize(
    "sentence",
    ["Worked with towns towards better parks", "Studied absence and advised managers", "Prepared for audits of the bank"],
)
def test_work_that_looks_like_study_is_quoted(sentence: str) -> None:
    assert not opens_with_study(sentence)
    assert first(sentence) == sentence
