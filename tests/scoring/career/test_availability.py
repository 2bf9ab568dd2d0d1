"""When somebody could start."""

from __future__ import annotations

import pytest

from scoring.career.availability import told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Notice period: 3 months", "3 months"),
        ("Notice Period – 30 days", "30 days"),
        ("Notice: one month", "1 month"),
        ("Notice period is currently 4 weeks.", "4 weeks"),
        ("My notice period is 1.5 months", "1.5 months"),
        ("Notice period (60 days)", "60 days"),
        ("Leeds | Notice period: 2-3 weeks | Driving licence", "2 to 3 weeks"),
        ("I am on three months' notice.", "3 months"),
        ("One month's notice", "1 month"),
        ("4 weeks notice", "4 weeks"),
        ("I have a 3 month notice period", "3 months"),
        ("available after 1 month", "1 month"),
        ("Available: 4 weeks notice", "4 weeks"),
        ("Available in two weeks", "2 weeks"),
        ("I can start within 10 days.", "10 days"),
        ("Required notice: 8 weeks", "8 weeks"),
        ("Joining time: 15 days", "15 days"),
        ("Kündigungsfrist: 3 Monate", "3 months"),
        ("Préavis : 3 mois", "3 months"),
        ("Disponible dans 2 semaines", "2 weeks"),
        ("Disponibilidad: 15 días", "15 days"),
        ("Opzegtermijn: 1 maand", "1 month"),
        ("Preavviso: 2 mesi", "2 months"),
        ("Available immediately", "Immediately"),
        ("Availability: immediate", "Immediately"),
        ("Available immediate", "Immediately"),
        ("I am available immediately for an interview.", "Immediately"),
        ("Immediate joiner", "Immediately"),
        ("Immediately available.", "Immediately"),
        ("Nurse, available immediately", "Immediately"),
        ("Available for immediate start", "Immediately"),
        ("Available now.", "Immediately"),
        ("Notice period: none", "Immediately"),
        ("No notice period", "Immediately"),
        ("Can start ASAP", "Immediately"),
        ("Ab sofort verfügbar", "Immediately"),
        ("Disponible de inmediato", "Immediately"),
        ("Available from March 2027", "From March 2027"),
        ("Available from 1st January", "From 1st January"),
        ("Start date: 3 September 2027", "From 3 September 2027"),
    ],
)
def test_what_a_text_says_of_when_somebody_can_start_is_read(text: str, expected: str) -> None:
    assert told(f"Nurse\n{text}\nWard 4, 4 years") == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Calculated notice periods of 3 months for leavers.",
        "Drafted contracts with a notice period of 1 month.",
        "Delivered events at 2 days notice.",
        "Gave 2 weeks notice.",
        "Staffed wards at short notice.",
        "References available on request.",
        "References available immediately upon request.",
        "Kept systems available 24/7 for 3 months.",
        "High availability: 99.9 % for 12 months.",
        "Available for 3 months.",
        "Launched a product, available in 2 weeks.",
        "Available 40 hours a week",
        "Available now in 12 countries.",
        "Available 7 months",
        "Available two days a week.",
        "Worked with immediate effect on 2 wards.",
        "Responsible for the immediate start of 3 projects.",
        "Started in March 2019 as a nurse.",
        "Notice period: negotiable",
        "Not available for 2 weeks in July.",
        "Reduced start-up time in 2 weeks.",
        "Notice period: 400 days",
    ],
)
def test_what_speaks_of_something_else_says_nothing_of_it(text: str) -> None:
    assert told(f"Nurse\n{text}\nWard 4, 4 years") == ""
