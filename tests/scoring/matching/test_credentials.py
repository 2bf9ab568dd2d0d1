"""Which qualifications a profile holds of those asked for, which it does not state, and which are beyond."""

from __future__ import annotations

import time

import pytest

from scoring.matching.credentials import Stated, noun, stated
from scoring.matching.requirements import requirements
from scoring.models import Candidate, Job
from scoring.profile import blind

REST = "Worked in a team of five and kept the stock in order."


def of(asked: str | tuple[str, ...], text: str = REST, *listed: str, description: str = "", **fields: object) -> Stated:
    qualifications = (asked,) if isinstance(asked, str) else asked
    job = Job(title="Worker", technical_skills=("SIA licence",), qualification=qualifications, description=description)
    candidate = Candidate(currentTitle="Worker", qualification=listed, resume_text=text, **fields)  # type: ignore[arg-type]
    return stated(requirements(job), blind(candidate))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        *((each, each) for each in ("QTS", "BSc Chemistry", "PGCE", "LPC", "NVQ Level 3", "AM2", "ECS Gold Card", "SMSTS")),
        *((each, each) for each in ("CSCS card", "HNC", "GCSE Maths", "Registered Nurse licence")),
        ("Enhanced DBS", "enhanced DBS"),
        ("Degree in Mathematics", "degree in Mathematics"),
        ("High school diploma required", "high school diploma"),
    ],
)
def test_what_is_asked_for_and_nowhere_is_told(asked: str, said: str) -> None:
    for text in ("", REST, "Left school at 16."):
        assert of(asked, text) == Stated(unheld=(said,))


@pytest.mark.parametrize(
    ("asked", "text", "held"),
    [
        ("Social Work England registration", "Registered with Social Work England.", "Registered with Social Work England"),
        (
            "PMP certification",
            "Certifications: Project Management Professional (PMP), 2019",
            "Project Management Professional (PMP)",
        ),
        (
            "AWS Solutions Architect certification",
            "AWS Solutions Architect - Associate",
            "AWS Solutions Architect - Associate",
        ),
        ("Driving licence", "Full manual licence, own car", "Full manual licence"),
        ("Driving licence", "Full manual licence (Romania, exchanged)", "Full manual licence"),
        ("Driving licence", "Führerschein Klasse B", "Führerschein Klasse B"),
        ("SIA badge", "Has the SIA licence since 2019.", "Has the SIA licence"),
        ("BSc Law", "BSc Biology, BSc Law", "BSc Law"),
        ("BSc Law", "BSc Law (Hons) 2:1, University of Leeds", "BSc Law (Hons) 2:1"),
        ("CPA", "Earned the CPA with distinction", "Earned the CPA with distinction"),
        ("GCSE Maths and English", "9 GCSEs including English and Maths (A-C)", "9 GCSEs including English and Maths (A-C)"),
    ],
)
def test_a_text_states_what_is_held_in_its_words(asked: str, text: str, held: str) -> None:
    assert of(asked, f"{REST}\n{text}\n{REST}") == Stated(held=(held,))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Degree in Mathematics", "BSc (Hons), University of Leeds\nMathematics"),
        ("Degree in Mathematics", "Graduated from the University of Leeds in 2012.\n\nSubject: Mathematics"),
        ("RN licence in Ohio", "RN, [redacted] Board of Nursing"),
        ("CPA", "CPA, MBA in progress"),
        ("BSc Law", "BSc Biology, and law books sold in a shop"),
        ("CPA", "Cut the CPA of all campaigns by a third."),
        ("GCSE Maths", "Maths teacher: GCSE Maths, A level Maths"),
        ("Driving licence", "Checked driving licences of all drivers."),
        ("BSc Computer Science", "Ich habe bei der Firma und für die Bank gearbeitet. Informatiker mit Diplom."),
        ("BSc Computer Science", "会計の仕事を五年しました。"),
    ],
)
def test_what_a_text_may_state_is_told_neither_as_held_nor_as_lacking(asked: str, text: str) -> None:
    assert of(asked, text) == Stated()


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Driving licence", "No driving licence at present."),
        ("CPA", "I do not hold a CPA."),
        ("Registered Nurse licence", "Managed registered nurses of a ward, and wishes to study nursing."),
        ("Degree in Mathematics", "Taught English.\nBA English Literature"),
    ],
)
def test_a_lack_or_what_others_hold_is_not_held(asked: str, text: str) -> None:
    assert of(asked, text).held == ()
    assert len(of(asked, text).unheld) == 1


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("CIPD Level 5", "CIPD Level 7"),
        ("CCNA", "CCNP"),
        ("HND", "HND"),
        ("ACA, ACCA or CIMA qualified", "ACCA"),
        ("Scrum Master certification", "Certified ScrumMaster (CSM)"),
        ("CompTIA A+", "A+ certified"),
        ("Full UK driving licence", "Full clean driving licence"),
        ("ACA qualified", "Chartered Accountant (ICAEW)"),
    ],
)
def test_what_is_listed_and_asked_for_is_held_and_not_beyond(asked: str, listed: str) -> None:
    assert of(asked, REST, listed) == Stated(held=(listed,))


def test_several_items_together_may_be_what_is_asked() -> None:
    assert of("GCSE Maths and English", REST, "GCSE Maths", "GCSE English").unheld == ()
    assert of("GCSE Maths and English", REST, "GCSE Maths").unheld == ("GCSE Maths and English",)


@pytest.mark.parametrize(
    ("description", "listed", "told"),
    [
        ("NVQ Level 2 in a building trade required", "NVQ Level 2 Painting and Decorating", Stated()),
        ("Paint houses.", "NVQ Level 2 Painting and Decorating", Stated(beyond=("NVQ Level 2 Painting and Decorating",))),
        ("CPA required.", "CPA", Stated(held=("CPA",))),
        ("CPA required.", "Licensed plumber", Stated(beyond=("Licensed plumber",))),
        ("Bachelor's degree in Accounting or Finance.", "BSc Accounting", Stated(held=("BSc Accounting",))),
        ("Bachelor's degree in Accounting or Finance.", "MSc Physics", Stated(beyond=("MSc Physics",))),
    ],
)
def test_what_the_text_of_a_job_asks_for_is_not_beyond_it(description: str, listed: str, told: Stated) -> None:
    assert of((), REST, listed, description=description) == told


@pytest.mark.parametrize(
    ("asked", "description", "listed", "is_held"),
    [
        ("CIPD Level 5", "CIPD Level 5 or above is required.", "CIPD Level 3", False),
        ("CIPD Level 5", "CIPD Level 5 or above is required.", "CIPD Level 5", True),
        ("Level 5 qualification", "CIPD Level 3 or 5 is required.", "CIPD Level 3", True),
        ("PRINCE2 Practitioner", "PRINCE2 Practitioner is required.", "PRINCE2 Foundation", False),
        ("CCNP", "CCNP is required.", "CCNA", False),
        ("MSc Biology", "MSc Biology is required.", "BSc Biology", False),
        ("MSc Chemistry", "BSc or MSc in Biology is required.", "BSc Biology", True),
        ("SIA licence", "A valid SIA badge is required.", "SIA licence", True),
        ("Chartered", "You are ACA/ACCA qualified.", "ACCA", True),
    ],
)
def test_a_job_that_names_a_higher_one_asks_for_no_lower(asked: str, description: str, listed: str, is_held: bool) -> None:
    told = of(asked, REST, listed, description=description)
    assert told.held == ((listed,) if is_held else ())
    assert told.beyond == ()


@pytest.mark.parametrize(
    "text",
    [
        "Working towards CIPD Level 7.",
        "CIPD Level 7 finalist",
        "CIPD Level 7, due to finish in the summer",
        "Student member at CIPD Level 7",
    ],
)
def test_what_is_studied_for_is_not_stated(text: str) -> None:
    assert of("CIPD Level 7", f"{REST}\n{text}") == Stated(unheld=("CIPD Level 7",))
    assert of("CIPD Level 7", REST, text.strip(".")) == Stated(unheld=("CIPD Level 7",))


def test_what_is_missing_among_the_skills_is_told_there_alone() -> None:
    assert of("SIA licence").unheld == ()
    assert of("SIA badge").unheld == ()
    assert of("CSCS card").unheld == ("CSCS card",)


def test_the_place_that_a_blind_view_takes_out_is_not_told_as_a_lack() -> None:
    told = of("Current RN license in the State of Ohio", "RN, Ohio Board of Nursing.", location="Columbus, Ohio")
    assert told == Stated()


def test_what_tells_of_a_qualification_stands_in_the_profile_verbatim() -> None:
    text = f"{REST}\nSIA badge holder since 2019, night patrols\n{REST}"
    (held,) = of("SIA licence", text).held
    assert held == "SIA badge holder"
    assert held in text


def test_lists_and_texts_without_end_are_compared_in_bounded_time() -> None:
    asked = tuple(f"Degree in subject {number} or NVQ{',' * 400}" for number in range(3_000))
    listed = tuple(f"BSc Subject {number}" for number in range(3_000))
    begin = time.process_time()
    of((*asked, "degree " + ", (" * 50_000), "A degree, " * 50_000, *listed)
    assert time.process_time() - begin < 10


@pytest.mark.parametrize(
    ("need", "own", "text"),
    [
        ("NMC registration", "NMC registration applied for", ""),
        ("CSCS card", "CSCS course booked for March", ""),
        ("Driving licence", "Provisional driving licence", ""),
        ("PGCE", "PGCE application submitted", ""),
        ("NVQ Level 3", "", "Working towards NVQ Level 3 in joinery"),
        ("CSCS card", "", "CSCS card expired in 2019"),
    ],
)
def test_a_qualification_that_is_only_on_its_way_or_has_run_out_is_not_held(need: str, own: str, text: str) -> None:
    found = of(need, f"{REST}\n{text}", *([own] if own else []))
    assert found == Stated(unheld=(noun(need),))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("ARB registered", "ARB registration"),
        ("Admitted solicitor", "status of admitted solicitor"),
        ("Registered Nurse", "status of registered nurse"),
        ("HCPC registered", "HCPC registration"),
        ("Bachelor's degree in Statistics required", "Bachelor's degree in Statistics"),
        ("You must hold a Driving licence (essential)", "driving licence"),
        ("A levels in Maths", "A levels in Maths"),
        ("Admitted to the bar", "admission to the bar"),
        ("Registered with Social Work England", "registration with Social Work England"),
        ("Certified Scrum Master licence", "Certified Scrum Master licence"),
        ("Registered Nurse licence", "Registered Nurse licence"),
        ("CPA", "CPA"),
    ],
)
def test_a_licence_is_named_as_what_one_holds(asked: str, text: str) -> None:
    assert noun(asked) == text
