"""How much a job's text wants what it names, by its headings and its cues."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.matching.wording import MAX_CHARS, MAX_SENTENCE_CHARS, Stance, parts


def stances(text: str) -> list[tuple[Stance, str]]:
    return [(part.stance, part.text.strip(" ,()")) for part in parts(text)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Python is required", [("must", "Python is required")]),
        ("Must have Python", [("must", "Python")]),
        ("You will need Python and SQL", [("must", "Python and SQL")]),
        ("You must have led approx. 20 cooks", [("asked", "You"), ("must", "led approx. 20 cooks")]),
        ("We require Python", [("asked", "We"), ("must", "Python")]),
        ("Required: Python, SQL", [("must", "Python, SQL")]),
        ("Python and SQL are essential", [("must", "Python and SQL are essential")]),
        ("Experience with Python is a must", [("must", "Experience with Python is a must")]),
        ("ACA, ACCA or CIMA is required", [("must", "ACA, ACCA or CIMA is required")]),
        ("ACA, ACCA and CIMA is required", [("asked", "ACA"), ("must", "ACCA and CIMA is required")]),
        (
            "You will close the books, ACCA or CIMA is required",
            [("asked", "You will close the books"), ("must", "ACCA or CIMA is required")],
        ),
        ("Docker is a plus", [("plus", "Docker is a plus")]),
        ("Docker a big plus", [("plus", "Docker a big plus")]),
        ("Nice to have: Docker", [("plus", "Docker")]),
        ("Ideally with Docker", [("plus", "with Docker")]),
        ("Docker preferred", [("plus", "Docker preferred")]),
        (
            "CPA preferred, 5 years experience, advanced Excel, NetSuite experience a plus",
            [
                ("plus", "CPA preferred"),
                ("asked", "5 years experience, advanced Excel"),
                ("plus", "NetSuite experience a plus"),
            ],
        ),
        ("Docker would be helpful", [("plus", "Docker would be helpful")]),
        ("Docker would be nice to have", [("plus", "Docker would be nice to have")]),
        ("Docker experience is desirable", [("plus", "Docker experience is desirable")]),
        ("Bonus points for Docker", [("plus", "Docker")]),
        ("Docker is not required", [("plus", "Docker is not required")]),
        ("No experience with Docker needed", [("aside", "No experience with Docker needed")]),
        ("You don't need to know Docker", [("asked", "You"), ("aside", "don't need to know Docker")]),
        ("You write Python", [("asked", "You write Python")]),
        ("Travel as required", [("asked", "Travel as required")]),
        ("Kenntnisse in Docker und Kafka von Vorteil", [("plus", "Kenntnisse in Docker und Kafka von Vorteil")]),
        ("Idealerweise Erfahrung mit Kafka", [("plus", "Erfahrung mit Kafka")]),
        ("Kafka wünschenswert", [("plus", "Kafka wünschenswert")]),
        ("Docker ist kein Muss", [("plus", "Docker ist kein Muss")]),
        (
            "Gute Kenntnisse in Java sind zwingend erforderlich",
            [("must", "Gute Kenntnisse in Java sind zwingend erforderlich")],
        ),
        ("La connaissance de Docker est un plus", [("plus", "La connaissance de Docker est un plus")]),
        ("Python et SQL indispensables", [("must", "Python et SQL indispensables")]),
        ("Se valorará Docker", [("plus", "Docker")]),
        ("Imprescindible: Java", [("must", "Java")]),
    ],
)
def test_a_cue_tells_of_what_stands_before_or_behind_it(sentence: str, expected: list[tuple[Stance, str]]) -> None:
    assert stances(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Python is required and Docker is a plus", [("must", "Python is required"), ("plus", "and Docker is a plus")]),
        ("Python required, Docker preferred", [("must", "Python required"), ("plus", "Docker preferred")]),
        (
            "Python, SQL and Go are required, Docker a plus",
            [("must", "Python, SQL and Go are required"), ("plus", "Docker a plus")],
        ),
        ("You will need Python, Docker preferred", [("must", "Python"), ("plus", "Docker preferred")]),
        ("Must have Python, ideally with Django", [("must", "Python"), ("plus", "with Django")]),
        ("Python is required, ideally with Django", [("must", "Python is required"), ("plus", "with Django")]),
        ("You know Python well, Docker is a plus", [("asked", "You know Python well"), ("plus", "Docker is a plus")]),
        ("Docker, Kafka, or Go a plus", [("plus", "Docker, Kafka, or Go a plus")]),
        ("Docker and Kafka are a plus", [("plus", "Docker and Kafka are a plus")]),
        (
            "Python, Docker (nice to have), SQL (required)",
            [("asked", "Python"), ("plus", "Docker (nice to have"), ("must", "SQL (required")],
        ),
        (
            "Experience with Python, SQL, and Docker is required",
            [("must", "Experience with Python, SQL, and Docker is required")],
        ),
    ],
)
def test_several_cues_share_a_sentence(sentence: str, expected: list[tuple[Stance, str]]) -> None:
    assert stances(sentence) == expected


@pytest.mark.parametrize(
    ("heading", "stance"),
    [
        ("Requirements:", "must"),
        ("REQUIREMENTS", "must"),
        ("Must have", "must"),
        ("**Essential**", "must"),
        ("## What you'll need", "must"),
        ("You will need", "must"),
        ("Minimum qualifications", "must"),
        ("Nice to have:", "plus"),
        ("Bonus points", "plus"),
        ("Preferred qualifications", "plus"),
        ("Preferred requirements:", "plus"),
        ("Desirable skills", "plus"),
        ("Benefits:", "aside"),
        ("What we offer", "aside"),
        ("About us", "aside"),
        ("Responsibilities", "asked"),
        ("What you'll do:", "asked"),
        ("Our tools:", "asked"),
        ("Ihr Profil", "asked"),
        ("Ihre Aufgaben:", "asked"),
        ("Anforderungen", "must"),
        ("Von Vorteil:", "plus"),
        ("Das bieten wir", "aside"),
        ("Über uns", "aside"),
        ("Nous offrons", "aside"),
        ("Profil recherché", "asked"),
        ("Requisitos", "must"),
        ("Requisitos deseables", "plus"),
        ("Ofrecemos", "aside"),
    ],
)
@pytest.mark.parametrize("bullet", ["- ", "• ", "* ", "1. ", ""])
def test_a_heading_speaks_for_the_lines_under_it(heading: str, stance: Stance, bullet: str) -> None:
    assert stances(f"{heading}\n{bullet}Python\n{bullet}SQL") == [(stance, "Python"), (stance, "SQL")]


def test_a_heading_ends_at_the_next_one_and_a_list_at_a_paragraph() -> None:
    text = "Requirements:\n- Python\n\nNice to have:\n- Docker\n\nYou join a team.\n\nBenefits\n- Yoga"
    assert stances(text) == [("must", "Python"), ("plus", "Docker"), ("asked", "You join a team"), ("aside", "Yoga")]


def test_what_is_said_of_the_company_ends_at_a_paragraph() -> None:
    text = "About us\n\nWe build in Python.\nTen years of it.\n\nYou write SQL.\n\n"
    text += "Company description\n- Docker\n- Go\n\nYou like R."
    asides = ["We build in Python", "Ten years of it"], ["Docker", "Go"]
    assert stances(text) == [
        *(("aside", each) for each in asides[0]),
        ("asked", "You write SQL"),
        *(("aside", each) for each in asides[1]),
        ("asked", "You like R"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Northwind is an equal opportunity employer",
        "All are welcome regardless of age, race or religion",
        "Send us your CV and a cover letter",
        "Competitive salary, 401(k) and a dog",
        "Our core values are Python and kindness",
    ],
)
def test_a_sentence_about_the_company_is_aside_wherever_it_stands(sentence: str) -> None:
    assert stances(f"Requirements:\n- SQL. {sentence}.") == [("must", "SQL"), ("aside", sentence)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Our clients include SAP and Oracle", [("aside", "Our clients include SAP and Oracle")]),
        (
            "Our customers are banks, so you know SQL",
            [("aside", "Our customers are banks"), ("asked", "so you know SQL")],
        ),
        ("You report to the HR Director", [("asked", "You"), ("aside", "report to the HR Director")]),
        (
            "Reporting to the Head of Payroll and Tax, you use SAP",
            [("aside", "Reporting to the Head of Payroll and Tax"), ("asked", "you use SAP")],
        ),
        ("AWS (we also use a bit of GCP)", [("asked", "AWS"), ("plus", "we also use a bit of GCP")]),
        ("Must have a CRM (we use HubSpot)", [("must", "a CRM"), ("plus", "we use HubSpot")]),
        ("Reports to a deadline with Excel", [("asked", "Reports to a deadline with Excel")]),
        ("Reporting to the board with Power BI", [("asked", "Reporting to the board with Power BI")]),
        ("You support our customers with Zendesk", [("asked", "You support our customers with Zendesk")]),
        ("Python (we want it daily)", [("asked", "Python (we want it daily")]),
        ("We use Docker", [("asked", "We use Docker")]),
    ],
)
def test_what_others_are_or_have_is_not_asked_for(sentence: str, expected: list[tuple[Stance, str]]) -> None:
    assert stances(sentence) == expected


def test_what_the_company_uses_under_its_benefits_is_aside() -> None:
    assert stances("We offer:\n- Laptops (we use macOS)") == [("aside", "Laptops (we use macOS")]


def test_a_cue_under_a_heading_is_heard() -> None:
    assert stances("Requirements:\n- BLS; ACLS preferred") == [("must", "BLS"), ("plus", "ACLS preferred")]


def test_a_heading_inside_a_line_ends_where_a_sentence_speaks_of_the_work() -> None:
    text = "Preferred: BSN. CCRN. Duties include charting. Must have: BLS. ACLS. You will lead a ward. You will need Epic."
    assert stances(text) == [
        *(("plus", "BSN"), ("plus", "CCRN"), ("asked", "Duties include charting"), ("must", "BLS"), ("must", "ACLS")),
        *(("asked", "You will lead a ward"), ("must", "Epic")),
    ]


def test_headings_are_told_in_a_line_that_has_lost_its_ends() -> None:
    text = (
        "You will lead a team of five people partners who advise the managers of three plants, and look after Employee"
        " Benefits Administration and payroll in a company of four hundred people that makes pumps and valves for ships"
        " Requirements Ten years in HR. Preferred Qualifications CIPD Level 7 Benefits Health insurance and Python classes"
    )
    assert stances(text)[1:] == [
        ("must", "Ten years in HR"),
        ("plus", "CIPD Level 7"),
        ("aside", "Health insurance and Python classes"),
    ]
    assert stances("A team in HR Benefits Health insurance") == [("asked", "A team in HR Benefits Health insurance")]


def test_headings_inside_a_line_speak_until_the_next() -> None:
    text = "Requirements: Python. SQL. Nice to have: Docker. We offer: English lessons."
    assert stances(text) == [("must", "Python"), ("must", "SQL"), ("plus", "Docker"), ("aside", "English lessons")]


def test_a_sentence_goes_on_behind_an_abbreviation() -> None:
    text = "Must have a CRM, e.g. Salesforce, i.e. no paper. Ideally Egg. Docker"
    assert stances(text) == [("must", "a CRM, e.g. Salesforce, i.e. no paper"), ("plus", "Egg"), ("asked", "Docker")]


def test_a_full_line_goes_on_in_the_next() -> None:
    assert stances("Several years of experience with Python\nare required.") == [
        ("must", "Several years of experience with Python are required")
    ]


@pytest.mark.parametrize("line", ["Python required", "Go, a language: fast", "We are the company of tomorrow; join us."])
def test_a_sentence_is_no_heading(line: str) -> None:
    assert any("Kafka" not in text for _, text in stances(f"{line}\nKafka"))


@given(st.text(alphabet=st.sampled_from("ab:;.,\n -*#()required must plus not"), max_size=300))
def test_any_text_is_cut_into_stretches_that_stand_in_it(text: str) -> None:
    words = " ".join(text.split())
    assert all(" ".join(part.text.split()) in words for part in parts(text))


@pytest.mark.parametrize(
    "piece", ["no a needed, ", "required, ", "must have Python, Docker a plus ", "word " * 7 + "\nis here\n"]
)
def test_a_sentence_without_end_is_read_in_pieces(piece: str) -> None:
    text = piece * (MAX_CHARS // len(piece))
    assert all(len(part.text) <= MAX_SENTENCE_CHARS for part in parts(text))


def test_a_long_text_is_read_to_its_bound() -> None:
    assert len(parts("Python is required.\n" * MAX_CHARS)) == MAX_CHARS // len("Python is required.\n")
