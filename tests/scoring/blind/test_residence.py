"""Where a resume says at its head that somebody lives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.blind.residence import HEAD_CHARS, spans
from scoring.models import Candidate
from scoring.profile import blind
from scoring.text.folding import glance


def marked(text: str) -> str:
    for start, end in reversed(list(spans(glance(text)))):
        text = f"{text[:start]}_{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("San Francisco, CA | a@x.com", "_ | a@x.com"),
        ("san francisco, ca | a@x.com", "_ | a@x.com"),
        ("Springfield, IL 62701\nNurse", "_\nNurse"),
        ("Lagos, Nigeria\nNurse at a hospital in Lagos, Nigeria", "_\nNurse at a hospital in Lagos, Nigeria"),
        ("New York, NY, USA", "_"),
        ("Boston MA | a@x.com", "_ | a@x.com"),
        ("London, SW1A 1AA", "_"),
        ("Toronto, ON M5V 2T6", "_"),
        ("Hackney, London, UK", "_"),
        ("+44 20 7946 0018 • Leeds • a@x.com", "+44 20 7946 0018 • _ • a@x.com"),
        ("Paris\nFrance\nInfirmière", "_\n_\nInfirmière"),
        ("São Paulo, Brasil", "_"),
        ("Data Engineer (Berlin, Germany)", "Data Engineer (_)"),
        ("Registered Nurse - Austin, TX", "Registered Nurse - _"),
        ("Based in Cape Town, South Africa.", "Based in _."),
        ("Sales Manager, India", "Sales Manager, _"),
        ("Head of Sales, DACH, Germany", "Head of Sales, _"),
        ("Greater London Area", "_"),
        ("San Francisco Bay Area", "_"),
        ("Austin, Texas Metropolitan Area", "_"),
        ("new york, ny", "_"),
        ("Registered Nurse based in Leeds\n", "Registered Nurse based in _\n"),
        ("City Hospital, Leeds, UK", "City Hospital, _"),
        ("ACCA, UK", "ACCA, _"),
        ("Senior CRA II, Syneos Health, UK", "Senior CRA II, Syneos Health, _"),
        ("Staff Nurse, Barts Health, UK", "Staff Nurse, Barts Health, _"),
        ("Product Owner, Monzo, Sweden", "Product Owner, Monzo, _"),
        ("UI/UX, Spotify, Sweden", "UI/UX, Spotify, _"),
        ("Senior CRA, UK", "Senior CRA, _"),
        ("Acme Foods, Chicago, IL", "Acme Foods, _"),
        ("Deloitte, Springfield, IL", "Deloitte, _"),
        ("Nurse, Springfield, IL", "Nurse, _"),
        ("Wigan, Lancashire, UK", "_"),
        ("WIGAN, LANCASHIRE, UK", "_"),
        ("Isle of Man, UK", "_"),
        ("8001 Zürich", "_"),
        ("A-1010 Wien", "_"),
        ("Nurse · 10827 Berlin · Tel.", "Nurse · _ · Tel."),
        ("Calle de Alcalá 15, 3ºB, 28014 Madrid", "_"),
        ("ul. Marszałkowska 10/5, 00-590 Warszawa", "_"),
        ("Storgatan 5, 111 22 Stockholm", "_"),
        ("Rue de la Loi 5, 1000 Bruxelles", "_"),
        ("H-45, Lajpat Nagar, New Delhi-110024", "_"),
        ("H.No 23-A, Sector 14, Gurgaon, Haryana", "_"),
        ("#12, 3rd Main, Koramangala, Bengaluru 560034", "_"),
        ("Villa 5, Street 12, Al Wasl, Dubai", "_"),
        ("Jeddah 21441, Kingdom of Saudi Arabia", "_"),
        ("Seoul 06234, Republic of Korea", "_"),
        ("Nurse\r\nLeeds\r\nTriage", "Nurse\r\n_\r\nTriage"),
        (f"Leeds, UK | {HEAD_CHARS * 'x'}", f"_ | {HEAD_CHARS * 'x'}"),
    ],
)
def test_a_place_at_the_head_is_where_somebody_lives(text: str, left: str) -> None:
    assert marked(text) == left


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Python, Go, Java",
        "me, in or on",
        "Nurse OR",
        "The team was based in",
        "Nurse in a town of England",
        "Led a ward based in a town of England",
        "Led a greater area",
        "Moved the teams of London, Paris and Rome together",
        "Nurse, OR",
        "2019 London",
        "2019, AWS, London",
        "Python 3, Django, Berlin",
        "Nurse, 5 years, Lagos",
        "5000 users, Berlin",
        "Served 1000 Berlin flats",
        "C-3 licence, London",
        "Flat roof fitter, 5 years, Leeds",
        "Block 5 manager, Leeds",
        HEAD_CHARS * "x" + "\nLagos, Nigeria",
        (HEAD_CHARS - len("\nLagos, Niger")) * "x" + "\nLagos, Nigeria",
    ],
)
def test_other_words_tell_of_no_place(text: str) -> None:
    assert marked(text) == text


@given(st.text(alphabet="Leds,UK India|-()\n\t 12.", max_size=80))
def test_places_are_in_order_and_not_empty(text: str) -> None:
    last = 0
    for start, end in spans(glance(text)):
        assert last <= start < end <= len(text)
        last = end


def test_only_the_resume_loses_its_place() -> None:
    view = blind(Candidate(currentTitle="Sales Manager, India", resume_text="Pune, India\nSold cars."))
    assert (view.title, view.text) == ("Sales Manager, India", "[redacted]\nSold cars.")
