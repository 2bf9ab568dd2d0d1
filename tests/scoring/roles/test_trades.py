"""The table of titles holds together."""

from __future__ import annotations

from scoring.roles import trades
from scoring.roles.titles import read
from scoring.text.dates import fold


def test_a_phrase_tells_of_one_field_and_a_name_stands_for_one_work() -> None:
    data = trades.table()
    phrases = [phrase for fields in data.fields.values() for each in fields.values() for phrase in each]
    assert len(phrases) == len(set(phrases))
    names = [other for others in data.means.values() for other in others]
    assert len(names) == len(set(names))
    assert all(fold(each) == each for each in (*phrases, *names, *data.occupations))


def test_another_name_of_a_work_is_of_its_field_and_stands_for_no_third_one() -> None:
    data = trades.table()
    for name, others in (*data.means.items(), *data.alone.items()):
        assert name not in trades.names_by_phrase()
        assert {read(each).field for each in others} == {read(name).field}, name


def test_a_phrase_is_of_its_own_field_and_neighbours_are_fields() -> None:
    data = trades.table()
    for fields in data.fields.values():
        for field, phrases in fields.items():
            assert [phrase for phrase in phrases if read(phrase).field != field] == []
    known = {field for fields in data.fields.values() for field in fields}
    assert known.issuperset((*data.neighbours, *(each for beside in data.neighbours.values() for each in beside)))
    assert data.fields.keys() >= frozenset[str]().union(*data.borrowed.values())
    assert trades.fields_by_phrase().keys() >= data.borrowed.keys()
    assert trades.fields_by_phrase().keys() >= data.also.keys()
    assert known.issuperset(field for further in data.also.values() for field in further)


def test_helpers_are_of_the_field_of_their_trade_and_named_as_the_table_names_them() -> None:
    for of_trade, helpers in trades.table().helpers:
        assert len({read(each).field for each in (*of_trade, *helpers)}) == 1, of_trade
        assert [each for each in helpers if read(each).field and not read(each).helps] == []
