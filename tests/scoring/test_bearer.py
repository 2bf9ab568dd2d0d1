"""Whose resume a text is."""

from __future__ import annotations

import pytest

from scoring.bearer import told


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Kwabena Osei\nNurse", "Kwabena Osei"),
        ("# MARÍA DEL CARMEN RUIZ\nEnfermera", "MARÍA DEL CARMEN RUIZ"),
        ("Anne-Marie O'Neil, RN\n", "Anne-Marie O'Neil"),
        ("Name: Ann Lee\n", "Ann Lee"),
        ("Nom : Zoé Petit | Paris", "Zoé Petit"),
        ("姓名：李伟\n", "李伟"),
        ("My name is Ana Ruiz. I work", "Ana Ruiz"),
        ("Senior Backend Engineer\n", ""),
        ("Curriculum Vitae\n", ""),
        ("Professional Summary\n", ""),
        ("Registered Nurse\n", ""),
        ("Machine Learning\n", ""),
        ("Python Developer\n", ""),
        ("WORK EXPERIENCE\n", ""),
        ("Worked at a bank.\n", ""),
        ("Led Teams\n", ""),
        ("", ""),
    ],
)
def test_a_resume_tells_whose_it_is(text: str, who: str) -> None:
    assert told(text, has_contact=True) == who


def test_a_first_line_without_a_contact_near_is_no_name() -> None:
    assert told("Kwabena Osei\nNurse", has_contact=False) == ""
    saved = "Contact\nwww.linkedin.com/in/kwabena-osei-12\n\nTop Skills\nTriage\nKwabena Osei\nNurse at City Hospital\n"
    assert told(saved, has_contact=True) == "Kwabena Osei"
    assert told(saved.replace("kwabena-osei", "nurse"), has_contact=True) == ""
    assert told("姓名:李伟  性别:男\n", has_contact=False) == "李伟"


def test_a_heading_that_a_link_repeats_is_no_name() -> None:
    assert told("Contact\ngithub.com/x/machine-learning\nMachine Learning\n", has_contact=True) == ""
