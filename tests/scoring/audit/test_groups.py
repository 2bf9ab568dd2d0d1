from __future__ import annotations

import pytest

from scoring.audit.groups import read_groups
from scoring.errors import UnusableFile

TWO = {"C1": {"sex": "Female", "race": "Black"}, "C2": {"sex": "Male", "race": "Zoë's"}}
FORMS = {
    "commas": "candidateId,sex,race\nC1,Female,Black\nC2,Male,Zoë's\n".encode(),
    "semicolons": "candidateId;sex;race\r\nC1;Female;Black\r\nC2;Male;Zoë's\r\n".encode(),
    "tabs": "candidateId\tsex\trace\nC1\tFemale\tBlack\nC2\tMale\tZoë's".encode(),
    "a byte-order mark": "candidateId,sex,race\nC1,Female,Black\nC2,Male,Zoë's\n".encode("utf-8-sig"),
    "UTF-16": "candidateId\tsex\trace\r\nC1\tFemale\tBlack\r\nC2\tMale\tZoë's\r\n".encode("utf-16"),
    "a separator said": b"sep=;\nid;sex;race\nC1;Female;Black\nC2;Male;Zo\xc3\xab's\n",
    "quotes, spaces and empty rows": '\nID , sex,race,\n"C1", Female ,"Black",\n,,,\n C2,Male,"Zoë\'s",\n\n'.encode(),
    "the id last": "sex,race,candidateid\nFemale,Black,C1\nMale,Zoë's,C2\n".encode(),
    "a row twice": "candidateId,sex,race\nC1,Female,Black\nC2,Male,Zoë's\nC1,female,BLACK\n".encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_read_in_any_form_that_a_spreadsheet_saves(form: str) -> None:
    groups = read_groups("g.csv", FORMS[form])
    assert (groups.columns, groups.of) == (("sex", "race"), TWO)


def test_what_stands_in_quotes_separates_nothing() -> None:
    data = b'"id";"sex, as stated, or none";"age"\n1;f;36\n'
    assert read_groups("g.csv", data).of == {"1": {"sex, as stated, or none": "f", "age": "36"}}


def test_a_value_is_the_same_in_any_case_and_shown_as_it_came_first() -> None:
    groups = read_groups("g.csv", b"id,sex\n1,Non Binary\n2,non  binary\n3,NON BINARY\n")
    assert [each["sex"] for each in groups.of.values()] == ["Non Binary"] * 3


@pytest.mark.parametrize("value", ["", " ", "-", "N/A", "Unknown", "not stated", "Prefer not to say"])
def test_what_is_not_stated_is_no_group(value: str) -> None:
    assert read_groups("g.csv", f"id,sex,race\n1,{value},x\n".encode()).of == {"1": {"race": "x"}}


def test_a_short_row_states_less() -> None:
    assert read_groups("g.csv", b"id,sex,race\n1,f\n").of == {"1": {"sex": "f"}}


def test_an_id_that_the_sheet_guards_is_the_id() -> None:
    assert list(read_groups("g.csv", b"id,sex\n'-7,f\n").of) == ["-7"]


def test_columns_can_be_chosen_in_an_order() -> None:
    groups = read_groups("g.csv", b"id,name,sex,age\n1,Ada,f,36\n", by=["AGE", "sex", "age"])
    assert (groups.columns, groups.of) == (("age", "sex"), {"1": {"sex": "f", "age": "36"}})


BAD = {
    "empty": (b"", "g.csv: The file is empty."),
    "blank": (b"\xef\xbb\xbf \n", "g.csv: The file is empty."),
    "no UTF-8": (b"id,sex\n1,\xe9t\xe9\n", "g.csv: Not UTF-8 (byte 10). Save it as CSV UTF-8."),
    "half of UTF-16": (b"\xff\xfei", "g.csv: Not UTF-8 (byte 3). Save it as CSV UTF-8."),
    "no id": (b"name,sex\n1,f\n", "g.csv: Expected a column candidateId (or id), got name, sex."),
    "nothing but ids": (
        b"id\n1\n",
        "g.csv: Expected a column for each grouping beside the id, such as sex or age; got none.",
    ),
    "nobody": (b"id,sex\n", "g.csv: There is nobody in it, only a header."),
    "no name": (b"id,,sex\n1,2,f\n", "g.csv: Column 2 has no name."),
    "two of a name": (b"id,sex,SEX\n1,f,m\n", "g.csv: There are two columns 'SEX'."),
    "too many cells": (b"id,sex\n1,f\n2,m,x\n", "g.csv: Line 3: Expected 2 cells, as in the header, got 3."),
    "no id in a row": (b"id,sex\n1,f\n,m\n", "g.csv: Line 3 has no id."),
    "two groups": (b"id,sex\n1,f\n2,m\n1,m\n", "g.csv: Line 4: Candidate '1' was in other groups before."),
    "a group or none": (b"id,sex\n1,f\n1,\n", "g.csv: Line 3: Candidate '1' was in other groups before."),
    "a quote that is left open": (b'id,sex\n1,"f\n', "g.csv: Line 2: unexpected end of data."),
}


@pytest.mark.parametrize(("data", "sentence"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnusableFile) as caught:
        read_groups("g.csv", data)
    assert str(caught.value) == sentence


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(UnusableFile, match=r"g\.csv: There is no column 'gender'\. Known are sex, age\."):
        read_groups("g.csv", b"id,sex,age\n1,f,2\n", by=["gender"])
