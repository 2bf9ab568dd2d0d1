"""Where sentences end, and where a full stop shortens a word."""

from __future__ import annotations

import pytest

from scoring.text.sentences import END, first_end, last_start


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Cared for all. Cooked", ["Cared for all", "Cooked"]),
        ("Cared for all.\nCooked", ["Cared for all", "Cooked"]),
        ("Teacher, St. Mary's School", ["Teacher, St. Mary's School"]),
        ("TEACHER, ST. MARY'S SCHOOL", ["TEACHER, ST. MARY'S SCHOOL"]),
        ("Aide to Mrs. Lee, Mt. Pleasant", ["Aide to Mrs. Lee, Mt. Pleasant"]),
        ("Lecturer, Univ. of Leeds", ["Lecturer, Univ. of Leeds"]),
        ("Clerk, Foo Ltd. Studied law", ["Clerk, Foo Ltd", "Studied law"]),
        ("I did my best. Mary's School", ["I did my best", "Mary's School"]),
        ("Worked first. Offered help", ["Worked first", "Offered help"]),
        ("Node.js, at 3.5 a day.", ["Node.js, at 3.5 a day."]),
        ("Tested for E. coli and S. aureus. Wrote", ["Tested for E. coli and S. aureus", "Wrote"]),
        ("Wrote code in C. Then tested it", ["Wrote code in C", "Then tested it"]),
        ("Cooked at the No. 1 in Leeds. No. Never", ["Cooked at the No. 1 in Leeds", "No", "Never"]),
        ("Led approx. 20, incl. Ann, min. 5. Left", ["Led approx. 20, incl. Ann, min. 5", "Left"]),
        ("Packed boxes, bags etc. by hand etc. Drove", ["Packed boxes, bags etc. by hand etc", "Drove"]),
        ("Worked Jan. to Dec. Left in March", ["Worked Jan. to Dec", "Left in March"]),
        ("Sold in the U.S. and the U.K. for Foo Ltd. in Leeds", ["Sold in the U.S. and the U.K. for Foo Ltd. in Leeds"]),
        ("Ran 3 p.m. to 11 p.m. shifts, i.e. Lates", ["Ran 3 p.m. to 11 p.m. shifts, i.e. Lates"]),
        ("Cook, Foo Ltd. (two years). Left", ["Cook, Foo Ltd", "(two years)", "Left"]),
        ("Used Fig. 3 for it. led a team", ["Used Fig. 3 for it", "led a team"]),
    ],
)
def test_a_full_stop_ends_a_sentence_unless_it_shortens_a_word(text: str, parts: list[str]) -> None:
    assert END.split(text) == parts


def test_the_sentence_of_a_place_has_its_bounds() -> None:
    text = "Ten years. At St. Mary's 2015 in all. More"
    at = text.index("2015")
    assert text[last_start(text, 0, at) : first_end(text, at, len(text))] == "At St. Mary's 2015 in all"
    assert last_start(text, 12, at) == 12
    assert first_end(text, at, at + 4) == at + 4
