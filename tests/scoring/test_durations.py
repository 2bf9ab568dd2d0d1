"""Years of experience in words: those that a job asks for and those that a resume states."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.amounts import MOST_YEARS
from scoring.durations import asked, stated


@pytest.mark.parametrize(
    ("description", "years"),
    [
        ("5+ years of backend", 5),
        ("3 to 5 years", 3),
        ("at least 4 years", 4),
        ("10 or more years", 10),
        ("at least five years", 5),
        ("minimum of 3 yrs", 3),
        ("3-5 years", 3),
        ("5+ yrs", 5),
        ("two to four years", 2),
        ("10 Jahre", 10),
        ("mindestens 5 Jahre Berufserfahrung", 5),
        ("our company has 20 years of history", None),
        ("5+ years in FP&A, ideally in retail", 5),
        ("3 years of Kafka ideally", None),
        ("18 years or older", None),
        ("You must be 18 years of age, experience welcome", None),
        ("a 3-year contract", None),
        ("in business for over 30 years", None),
        ("100 years", None),
        ("We have 25 years of experience in logistics", None),
        ("We look for an engineer. 5+ years of Python and 2+ years of Kubernetes", 5),
        ("Minimum three (3) years experience", 3),
        ("3 years' experience", 3),
        ("5 years' post-qualification experience", 5),
        ("18 months of experience", 1.5),
        ("over a decade of experience", 10),
        ("Five years in accounting required; ten years preferred.", 5),
        ("CPA preferred, 5 years experience, advanced Excel", 5),
        ("Preferred: 5 years of experience", None),
        ("Ideally, 5 years of experience", None),
        ("In the last 3 years we grew. 2 years in sales needed", 2),
        ("au moins 3 ans d'expérience", 3),
        ("5 años de experiencia", 5),
        ("3 anni di esperienza", 3),
        ("minimaal 2 jaar ervaring", 2),
        ("5 anos de experiência", 5),
        ("For 30 years our company has built bridges", None),
        ("4-year degree required", None),
        ("0-2 years of experience", 0),
        ("2.5 years", 2.5),
        ("Team player with 5+ years of experience", 5),
        ("business analyst with 4 years of experience", 4),
        ("within 2 years you will lead", None),
        ("2,000 years", None),
        ("We need someone with 7+ years", 7),
        ("Founded 15 years ago", None),
        ("a 2-year fixed term; experience of 6 years", 6),
        ("18-24 months experience", 1.5),
        ("a company with over 10 years of experience", None),
        ("having worked as a nurse for at least five years", 5),
        ("5 (five) years' experience", 5),
        ("Experience: 3+ years", 3),
        ("5 to 7 yrs. exp.", 5),
        ("Our apprenticeship takes 3 years", None),
        ("Great team", None),
        ("Celebrating 50 years of innovation", None),
        ("Requires six-plus years", 6),
        ("1 year experience", 1),
        ("5+ Jahre", 5),
        ("Wir sind seit 40 Jahren am Markt", None),
        ("3 ou 4 ans d'expérience", 3),
        ("20 years from now", None),
        ("Applicants should have not less than 7 years", 7),
        ("Qualified for 3+ years", 3),
        ("5 Years+ experience", 5),
        ("no experience needed", None),
        ("six (6) months of training provided", None),
        ("children from 2 to 6 years old", None),
        ("Our team of 5 has 40 years of experience between them", None),
        ("between 3 and 5 years of experience", 3),
        ("Bachelor's degree and 5 years experience", 5),
        ("", None),
    ],
)
def test_years_are_asked_for_in_many_words_and_not_by_each_number_of_years(description: str, years: float | None) -> None:
    assert asked(description) == years
    assert asked(f"A good place to work. {description}") == years


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("5+ years of experience", 5),
        ("over ten years in nursing", 10),
        ("Seasoned engineer with a decade of experience", 10),
        ("seven years as a nurse", 7),
        ("18 months as a carer", 1.5),
        ("42 years old", None),
        ("about 45 positions a year\nWorked with tax every day", None),
        ("For a year worked with tax every day", 1),
        ("2,000 years", None),
        ("Company with 30 years of experience", None),
        ("3-year project", None),
        ("10-year track record", 10),
        ("I have worked as a teacher for 12 years", 12),
        ("High school teacher for 12 years", 12),
        ("I have been a registered nurse for more than 12 years", 12),
        ("Nanny for 9 years", 9),
        ("6 years waiting tables", 6),
        ("Taught maths for 7 years", 7),
        ("Managed a nurse for 3 years", None),
        ("Trained as a teacher for 3 years", None),
        ("Used a welder for 3 years", None),
        ("Python (5 years)", None),
        ("Experience: 8 years", 8),
        ("Mehr als 10 Jahre Berufserfahrung", 10),
        ("team with 100 years of combined experience", None),
        ("grew sales 40% over 3 years", None),
        ("20 Jahre als Lehrer", 20),
        ("10 ans d'expérience", 10),
        ("two decades of experience", 20),
        ("Accountant with 6 years in audit and tax", 6),
        ("5 year warranty experience", None),
        ("led a 2 year programme", None),
        ("managed budgets for 3 years", None),
        ("More than 15 years’ experience as chef", 15),
        ("4 yrs exp", 4),
        ("a 45 year old nurse with 3 years experience", 3),
        ("years of experience", None),
        ("10+ years building APIs", 10),
        ("25 yrs of progressive experience", 25),
        ("Has 400 years of experience", None),
        ("-3 years of experience", 3),
        ("6 months of experience", 0.5),
        ("² years of experience", None),
        ("٣ years of experience", None),
        ("", None),
    ],
)
def test_years_are_stated_of_oneself_in_many_words_and_not_by_each_number_of_years(text: str, years: float | None) -> None:
    assert stated(text) == years
    assert stated(f"{text}.\nSpeaks Dutch.") == years
    assert stated(text.replace(" ", "\n  ")) == years


def test_of_several_statements_the_most_years_count() -> None:
    assert stated("3 years of experience with Go. Over 10 years of experience in all.") == 10
    assert stated("7 years as a nurse\n2 years as a teacher") == 7


words = st.sampled_from(
    ["5", "ten", " years", " ans", " months", "+", "-", " of experience", "we ", "at least ", " old", "1,5", " ", "\n", "é"]
)


@given(st.lists(words | st.text(max_size=3), max_size=12).map("".join))
def test_any_text_states_and_asks_years_that_a_person_may_have_or_none(text: str) -> None:
    assert all(years is None or 0 <= years <= MOST_YEARS for years in (asked(text), stated(text)))
