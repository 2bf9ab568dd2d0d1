"""Skills that a text tells of in other forms."""

from __future__ import annotations

import pytest

from scoring.skills.inflections import may_tell, openings, openings_of, told


@pytest.mark.parametrize(
    ("skill", "text", "words"),
    [
        ("Log analysis", "Analysed the logs of two firewalls", "Analysed the logs"),
        ("Log analysis", "Analysed approx. 20 logs a day", "Analysed approx. 20 logs"),
        ("Patient education", "Rounds, and education of patients at home", "education of patients"),
        ("Freight forwarding", "Freight forwarder since the spring", "Freight forwarder"),
        ("Site management", "I managed sites in three towns", "managed sites"),
        ("Account reconciliations", "Reconcile 120 accounts each month", "Reconcile 120 accounts"),
        ("Data migration", "Migrated the data of two clinics", "Migrated the data"),
        ("Contract negotiation", "Negotiated 40 supply contracts", "Negotiated 40 supply contracts"),
        ("Budget management", "Managed a $1.2M budget", "Managed a $1.2M budget"),
        ("Process mapping", "Mapped all core processes", "Mapped all core processes"),
        ("Report writing", "Wrote the summary report", "Wrote the summary report"),
        ("Team leadership", "Led a finance team of 35", "Led a finance team"),
        ("Food hygiene Level 3", "Level 3 Award in Food Hygiene", "Level 3 Award in Food Hygiene"),
        ("NVQ Level 2 Plumbing", "Level 2 NVQ in plumbing", "Level 2 NVQ in plumbing"),
        ("Windows 10 migration", "Migrated 300 laptops to Windows 10", "Migrated 300 laptops to Windows 10"),
        ("Food hygiene Level 3", "Level 2 Award in Food Hygiene", None),
        ("Food hygiene Level 3", "Level 2 Food Hygiene for 3 years", None),
        ("Food hygiene Level 3", "Level 13 Food Hygiene", None),
        ("Food hygiene Level 3", "Level of 3 Food Hygiene awards", None),
        ("Log analysis", "Kept logs. Analysed sales", None),  # two clauses
        ("People management", "HR Manager | CIPD | People and culture", None),
        ("Log analysis", "I want to learn to analyse logs", None),
        ("Log analysis", "Analysed sales", None),
        ("Tiling", "Tiled bathrooms", "Tiled"),  # of one word another form is looked for
        ("Nursing", "Nursed a drink", None),
        ("React Native", "Native apps in React", None),
        ("C++ development", "Developed C", None),
        ("", "Anything", None),
    ],
)
def test_all_words_of_a_skill_near_each_other_show_it(skill: str, text: str, words: str | None) -> None:
    assert told((skill,), text) == words


@pytest.mark.parametrize(
    ("skill", "text", "words"),
    [
        # What is done, and to what.
        ("Team management", "Managed budgets and a team", "Managed budgets and a team"),
        ("Team management", "Hired and managed the team", "managed the team"),
        ("Team management", "Managed and trained the team", "Managed and trained the team"),
        ("Team management", "Management of a team", "Management of a team"),
        ("Team management", "The team was managed by me", "team was managed"),
        ("Team management", "The management team", None),
        ("Team management", "Project managers and other functional teams", None),
        ("Team management", "Calls with the delivery manager and application team", None),
        ("Team management", "Teams and senior management", None),
        ("Team management", "Managed tests for the database team", None),
        ("Team management", "The team is managing well", None),
        ("Team management", "Managed to help the team", None),
        ("Staff training", "Was trained by senior staff", None),
        # Two beside each other.
        ("Food preparation", "Prepared hot and cold food", "Prepared hot and cold food"),
        ("Staff training", "Training of new and existing staff", "Training of new and existing staff"),
        ("Lesson planning", "Plan and deliver engaging lessons", "Plan and deliver engaging lessons"),
        ("Elderly care", "Care and support for the elderly", "Care and support for the elderly"),
        ("Log analysis", "Logs collected and analysed with Splunk", "Logs collected and analysed"),
        ("Bug fixing", "Bugs found and fixed", "Bugs found and fixed"),
        ("Kitchen fitting", "Kitchens and bathrooms fitted", "Kitchens and bathrooms fitted"),
        (
            "Cloud migration",
            "Migrated all servers and databases to the cloud",
            "Migrated all servers and databases to the cloud",
        ),
        ("Team management", "Managed my time and worked in a team", None),
        ("Elderly care", "Care for the elderly", "Care for the elderly"),
        ("Machine design", "Design and assembly of punching machines", "Design and assembly of punching machines"),
        ("Machine design", "Designed a business model using machine learning", None),
        ("Regression testing", "Regression and smoke tests", "Regression and smoke tests"),
        ("Functional testing", "Functional areas like performance and volume testing", None),
        ("Operations management", "Operations and project management", "Operations and project management"),
        ("Operations management", "The operation system provides a way to manage stock", None),
        ("Employee relations", "Features which are related to employees", None),
        ("Knowledge sharing", "Knowledge of life insurance products and shared flats", None),
        ("Problem solving", "Problem - solving", "Problem - solving"),
        # What comes first stays first.
        ("Organising work", "Organised the work of six", "Organised the work"),
        ("Safeguarding children", "Children safeguarded", "Children safeguarded"),
        ("Training delivery", "Delivered training to new starters", "Delivered training"),
        ("Wedding planning", "Planned weddings for up to 200 guests", "Planned weddings"),
        ("Building maintenance", "Maintenance of school buildings", "Maintenance of school buildings"),
        ("Welding inspection", "Inspected welds", "Inspected welds"),
        ("Organising work", "I want to work in an organisation", None),
        # Products and idioms are only told as they are written, and words that look alike are others.
        ("MS Project", "MS SQL and an Oracle project", None),
        ("Line management", "Managed the production line", None),
        ("Google Ads management", "Managed Google Ads", "Managed Google Ads"),
        ("User stories", "The user store", None),
    ],
)
def test_words_belong_together_by_what_stands_between_them(skill: str, text: str, words: str | None) -> None:
    assert told((skill,), text) == words


@pytest.mark.parametrize(
    ("skill", "text", "may"),
    [
        ("Log analysis", "Analysed the logs", True),
        ("Log analysis", "Analysed it all", False),
        ("Log analysis", "Logic and analogies", True),  # the first letters are there
        ("Team building", "Built a team", True),
        ("Python", "Python", False),  # of one word
    ],
)
def test_the_first_letters_of_its_words_tell_what_a_text_may_tell_of(skill: str, text: str, *, may: bool) -> None:
    assert may_tell(openings_of((skill,)), openings(text)) == may


def test_a_long_text_is_read_in_one_pass() -> None:
    assert told(("Log analysis",), "log " * 50_000 + "analysed") is None


@pytest.mark.parametrize("space", ["  ", "\u00a0 ", " \t    "])
@pytest.mark.parametrize("newline", ["\r\n", "\n\n", "  \n"])
def test_how_wide_spaces_are_changes_nothing(space: str, newline: str) -> None:
    text = "PROFILE\nSecurity professional with six years of networks.\nWalks the building at night"
    wide = text.replace(" ", space).replace("\n", newline)
    words = told(("network security",), wide)
    assert words is not None
    assert words in wide
    assert words.split() == (told(("network security",), text) or "").split()


def test_a_skill_is_told_wherever_its_first_word_stands() -> None:
    far = "The team met daily. Ran the canteen of a very large hospital with a kitchen for all of its wards. "
    assert told(("Team building",), f"{far}Built the whole team from nothing") == "Built the whole team"
    assert told(("Team building",), f"{far}Built a house of wood") is None


def test_words_of_two_lines_are_not_near() -> None:
    lines = "Walked into the building with a ladder", "Regulations are kept in a binder"
    assert told(("Building regulations",), "\n".join(lines)) is None
    assert told(("Building regulations",), "\n".join(line.lower() for line in lines)) is not None  # one line, broken off
