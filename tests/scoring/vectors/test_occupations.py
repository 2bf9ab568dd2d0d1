"""What is made of the tasks of occupations, made anew from those of a few."""

from __future__ import annotations

import zipfile
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from scoring.vectors.background import lines_of_work
from scoring.vectors.embeddings import load_model
from scoring.vectors.occupations import LINES_OF_WORK, centres, main, table, tasks_of, vectors

TASKS = """name,description,taxonomy
"Weld beams, and plan the work.","Welders | Weld beams, and plan the work.",onet_task
Plan meals.,Cooks | Plan meals.,onet_task
Cook meals for guests.,Cooks | Cook meals for guests.,onet_task
Comprehend spoken Georgian.,Comprehend spoken Georgian.,esco_task
"""


def wheel(folder: Path, path: str = "laiser/public/task_taxonomy.csv") -> str:
    with zipfile.ZipFile(folder / "laiser.whl", "w") as file:
        file.writestr(path, TASKS)
    return str(folder / "laiser.whl")


def test_a_word_counts_once_an_occupation_and_its_name_is_told_too(tmp_path: Path) -> None:
    lines = table(tasks_of(wheel(tmp_path)))
    assert lines[:2] == ["2", "2\tplan"]  # welders and cooks
    count, words = lines[2].split("\t")
    assert count == "1"
    assert {"cook", "cooks", "meals", "guests", "beams", "work"} <= set(words.split(" "))
    assert "georgian" not in words


def test_another_wheel_is_refused_by_name(tmp_path: Path) -> None:
    other = wheel(tmp_path, "other/tasks.csv")
    with pytest.raises(
        SystemExit, match=r"Expected a wheel of laiser, with 'laiser/public/task_taxonomy.csv' in it; .* none"
    ):
        tasks_of(other)


def test_without_a_wheel_nothing_is_written() -> None:
    with pytest.raises(SystemExit, match="Expected the path of a wheel"):
        main([])


def test_the_table_that_is_shipped_has_tokens_of_the_model_and_no_more_occupations_than_there_are() -> None:
    head, *lines = (files("scoring") / "data" / "tradewords.tsv").read_text(encoding="utf-8").splitlines()
    counts = {word: int(count) for count, words in (line.split("\t") for line in lines) for word in words.split(" ")}
    assert int(head) == 923
    assert max(counts.values()) <= 923
    assert set(counts) <= set(load_model().vocabulary)
    assert counts["equipment"] > 10 * counts["welding"] > 0


def test_each_occupation_has_what_its_tasks_mean(tmp_path: Path) -> None:
    cooks, welders = vectors(tasks_of(wheel(tmp_path)))
    kitchen, steel = load_model().embed(["Prepares meals in a kitchen.", "Welds steel."])
    assert cooks @ kitchen > welders @ kitchen
    assert welders @ steel > cooks @ steel


@pytest.mark.parametrize("order", [1, -1])
def test_groups_that_lie_apart_have_each_their_centre(order: int) -> None:
    angles = np.array([0.0, 0.1, 2.0, 2.1, 4.0, 4.1], np.float32)[::order]
    found = centres(np.column_stack([np.cos(angles), np.sin(angles)]), 3)
    told = np.sort(np.arctan2(found[:, 1], found[:, 0]) % (2 * np.pi))
    np.testing.assert_allclose(told, [0.05, 2.05, 4.05], atol=1e-5)


def test_what_is_shipped_are_so_many_lines_of_work_by_the_model_no_two_alike() -> None:
    shipped = lines_of_work()
    assert shipped.shape == (LINES_OF_WORK, load_model().dims)
    assert (shipped @ shipped.T - np.eye(LINES_OF_WORK)).max() < 0.99
