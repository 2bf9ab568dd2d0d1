"""The titles at the head of a text, or that stand apart in it."""

from __future__ import annotations

import pytest

from scoring.roles.headlines import headline, sought, standing_apart

RISING = """Senior Backend Engineer | Leeds

Junior Developer | Bar | Jan 2014 – Dec 2015
Senior Backend Engineer, Acme (2019 - present)
* Led the rewrite of a payments service
Backend Engineer at Foo Ltd. 2016 – 2019
BSc Computing, University of Leeds, 2010 - 2013
"""
LISTS = "Skills: SQL, Excel, and the reports of a bank of three hundred people in two towns of the north."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (RISING, "Senior Backend Engineer"),
        ("[redacted]\nRegistered Nurse\nLeeds", "Registered Nurse"),
        ("Registered nurse with 6 years of experience.", "Registered nurse"),
        ("Graphic designer with over five years of experience", "Graphic designer"),
        ("Teacher with two classes", ""),
        ("Graphic Designer, 5 years", "Graphic Designer"),
        ("HR Manager | 5 years", "HR Manager"),
        ("[redacted]\nTeam Leader – Customer Service\nLeeds", "Team Leader – Customer Service"),
        ("Team Leader – Leeds", "Team Leader"),
        ("[redacted]\nRGN\nLeeds", "RGN"),
        ("IT Project Manager, PMP", "IT Project Manager"),
        ("Leeds\nHR Manager, MCIPD | 5 years", "HR Manager"),
        ("Software Engineer, BSc (Hons), M.Sc.", "Software Engineer"),
        ("Accountant, ACA qualified, 4 years", "Accountant"),
        ("Cook, clean, care", ""),
        ("Waiter, Hotel Manager, PMP", ""),
        ("[redacted]\nSoftware Engineer, Google, London", "Software Engineer"),
        ("Head chef, The Old Mill\nYork", "Head chef"),
        ("Software Engineer, Google, London, Paris, Rome", ""),
        ("Project manager, civil works\nYork", ""),
        ("Bus driver with Stagecoach, 4 years. CPC.", "Bus driver"),
        ("Data Scientist. Python required.", "Data Scientist"),
        ("KYC Analyst. KYC reviews.", "KYC Analyst"),
        ("Python required. KYC reviews.", ""),
        ("Staff Nurse. Seeking a new ward.", "Staff Nurse"),
        ("Seeking a new ward. Staff Nurse.", ""),
        ("ACCOUNTANT\nSummary", "ACCOUNTANT"),
        ("      ACCOUNTANT       Summary     Kept the books of a bakery", "ACCOUNTANT"),
        ("12 Hill Street\n\nLeeds\n+47 555 01 77\nBackend engineer (Go)", "Backend engineer (Go)"),
        ("Year 2 Teacher", "Year 2 Teacher"),
        ("[redacted]\nSenior Product Manager at Paddle\nLondon", "Senior Product Manager"),
        ("Looking at Teacher", ""),
        ("Marketing Lead", "Marketing Lead"),
        ("Data Analytics Lead\nLeeds", "Data Analytics Lead"),
        ("Follow my lead", ""),
        ("Free of lead", ""),
        ("Lead", ""),
        ("Charge\n  nurse\n  of\n  a\n  large\n  ward", ""),
        ("Teacher of 32 children", ""),
        ("Job title: Care Assistant\nLeeds", "Care Assistant"),
        ("Care Assistant | Leeds\nCurrent Role: Cook", "Care Assistant"),
        ("Position applied for: Cook\nCare Assistant", "Care Assistant"),
        ("Care Assistant (5 years 2 months)", "Care Assistant"),
        ("Care Assistant (Year 2)", "Care Assistant (Year 2)"),
        ("Experience: 5 Years 6 Months as accountant", ""),
        ("a\nb\nc\nd\ne\nf\nStaff Nurse", ""),
        ("Finance Professional", ""),
        ("", ""),
        ("Data Analyst Summary I wrote SQL for the finance team of a bank for ten years", "Data Analyst"),
        ("data analyst professional summary wrote sql for the finance team of a bank", "data analyst"),
        ("[redacted] Leeds, DATA ANALYST Career Objective To write SQL for a bank", "DATA ANALYST"),
        ("WAITER Summary Friendly waiter. I have served guests in a large hotel for years", "WAITER"),
        ("DATA ANALYST Wrote SQL for the finance team of a bank for ten years", "DATA ANALYST"),
        ("SENIOR STAFF NURSE I WORKED ON A WARD OF THIRTY BEDS FOR TEN YEARS", ""),
        ("Social Work Manager Profile I led a team of thirty for ten years in all", "Social Work Manager"),
        ("Wrote a summary for the nurse profile of a large ward in the old town", ""),
        ("I am a data analyst. Summary of ten years of work for the finance team", ""),
        ("[redacted] IT SUPPORT TECHNICIAN Leeds. A friendly technician for ten years", "IT SUPPORT TECHNICIAN"),
        ("Staff Nurse, City Hospital, 2019 - present, on a ward of thirty beds", "Staff Nurse"),
        ("[redacted] registered nurse 6 years of experience on a ward of thirty beds", "registered nurse"),
        ("frontend developer with over 4 years experience. skills: html, css, react", "frontend developer"),
        ("Account Manager,  Senior  Account Manager,  8 years", ""),
        ("SQL AND PYTHON Wrote queries for the finance team of a bank", ""),
        ("Aspiring Data Analyst\nWaiter", "Waiter"),
        ("Aspiring Data Analyst, now a waiter in a hotel of three hundred rooms", ""),
        ("Looking for Staff Nurse, nights. Ten years in hotels and on large ships", ""),
        ("Position applied for: Staff Nurse, City Hospital. Ten years in hotels", ""),
        ("Dear Hiring Manager, I have been a waiter in large hotels for ten years", ""),
        ("Reports to: Store Manager, City Shops. Ten years in hotels and on ships", ""),
        ("[redacted]\nMath teacher at Oak School for 9 years. Took a course in machine learning", "Math teacher"),
        ("Ann Lee\nLeeds\nProfessional Profile\nGraphic designer with 5 years of print and of web work", "Graphic designer"),
        ("Ann Lee\nSenior\nWrote SQL, Data Analyst of the finance team, for ten years in all", ""),
        ("Ann Lee\nTechnical Skills\nSalesforce Administrator, Flow Builder, and the reports of a bank", ""),
        ("Ann Lee\nVolunteering\nFootball coach at Oak School for 9 years, and a few of the younger ones", ""),
        ("Ann Lee\nReferences:\nHead Teacher, Oak School, who knows me from ten years in all", ""),
        ("OBJECTIVE\nData entry clerk\nLeeds", ""),
        ("Ann Lee\nCareer Objective:\nData entry clerk", ""),
        ("To obtain a position as data entry clerk, in a large firm of the north", ""),
        ("Objectives and Key Results Manager\nStaff Nurse", "Objectives and Key Results Manager"),
        ("Staff Nurse, seeking a role as Nurse Manager, on a ward of thirty beds", "Staff Nurse"),
    ],
)
def test_a_title_at_the_head_stands_alone_in_its_line(text: str, title: str) -> None:
    assert headline(text) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Nurse, RGN", "Nurse"),
        ("Software Engineer, Google, London", ""),
        ("Something, 2 years\nNurse, 3 years", ""),
        ("Something, 2 years\nNurse, RGN, 3 years", ""),
        ("Something, 2 years\nNurse at City Hospital for 3 years, on a ward of thirty beds", ""),
    ],
)
def test_a_title_with_time_behind_it_may_be_of_any_position_where_there_are_dated_ones(text: str, title: str) -> None:
    assert headline(text, is_dated=True) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ann Lee\nResults-Driven Finance Professional", "Results-Driven Finance Professional"),
        ("Supply Chain Thought Leader", "Supply Chain Thought Leader"),
        ("Data Guru\nData Engineer", "Data Guru"),
        ("[redacted] Finance Professional 8 years of experience in the accounts of a bakery", "Finance Professional"),
        ("Professional", ""),
        ("Professional Summary", ""),
        ("Star of the show in six towns of the north", ""),
    ],
)
def test_a_title_may_be_mere_praise_where_it_is_asked_for(text: str, title: str) -> None:
    assert headline(text, is_praised=True) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (
            f"{LISTS}Education Details\nBSc   Leeds University\nData Analyst \n\nData Analyst - Acme Ltd\nSkill Details",
            "Data Analyst",
        ),
        (f"{LISTS}\nStaff Nurse - City Hospital\n \nOn a ward of thirty beds.", "Staff Nurse"),
        (f"{LISTS}\nDesign Engineer (Mechanical)\n\n\nSkill Details", "Design Engineer (Mechanical)"),
        (f"{LISTS}\nStaff Nurse\nOn a ward of thirty beds.", ""),
        (f"{LISTS}\nAspiring Data Analyst\n\nWaiter\n\n", "Waiter"),
        (f"{LISTS}\nReferences\n\nHead Teacher\n\n", ""),
        (f"{LISTS}\nMS SQL Server\n\nHead Waiter\n\n", "Head Waiter"),
        (f"{LISTS}\nRestaurant Server\n\n", "Restaurant Server"),
        (f"{LISTS}\nHelped the teacher\n\n", ""),
        (f"{LISTS}\nFather: Head Teacher\n\nClient: Foot Care Nurse\n\n", ""),
        (f"{LISTS}\nHiring Manager\n\n", ""),
        (f"{LISTS}\nApache Tomcat Server\n\nRed Hat Server\n\n", ""),
        (f"{LISTS}\nProfessional References\n\nHead Teacher\n\n", ""),
        (f"{LISTS}\n1. My referees:\n\nHead Teacher\n\n", ""),
        ("", ""),
    ],
)
def test_a_title_further_down_stands_in_a_line_before_a_blank_one(text: str, title: str) -> None:
    assert standing_apart(text) == title


@pytest.mark.parametrize(
    ("description", "title"),
    [
        ("Our 18-bed unit looks for a registered nurse for rotating shifts.", "registered nurse"),
        ("We are looking for an experienced Senior Backend Engineer to design services.", "Senior Backend Engineer"),
        ("You will be working as head of marketing, in Leeds", "head of marketing"),
        ("We are looking for people who care. We are hiring a welder.", "welder"),
        ("We are looking for 5 nurses", ""),
        ("We're hiring an Account Executive! What you will do: sell", "Account Executive"),
        ("job title: senior accountant location: dallas tx responsibilities: closing", "senior accountant"),
        ("Position: Head Chef, The Old Mill", "Head Chef"),
        ("Role: to be agreed", ""),
        ("We build software.", ""),
        ("looking for " * 10_000, ""),
        ("", ""),
    ],
    ids=lambda value: value[:40],
)
def test_a_job_without_a_title_names_the_one_it_looks_for(description: str, title: str) -> None:
    assert sought(description) == title


def test_a_head_that_breaks_behind_a_comma_goes_on_in_the_next_line() -> None:
    line = "Principal engineer, payments and platforms, Madrid"
    assert headline(line.replace(", Madrid", ",\n  Madrid")) == headline(line) == "Principal engineer"
