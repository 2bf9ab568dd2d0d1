"""The `.env` file of the working directory, and of no other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scoring.environment import load_env_file
from scoring.errors import UnusableFile

NAME = "RESUME_STREAM_TEST"


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, below another one, in which no variable stays set."""
    monkeypatch.setenv(NAME, "")
    monkeypatch.delenv(NAME)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_it_is_read_where_the_program_is_started(encoding: str, directory: Path) -> None:
    (directory / ".env").write_text(f"{NAME}=grün\n", encoding)
    assert load_env_file() == directory / ".env"
    assert os.environ[NAME] == "grün"


def test_the_environment_wins(directory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "set")
    (directory / ".env").write_text(f"{NAME}=file")
    load_env_file()
    assert os.environ[NAME] == "set"


def test_that_of_a_parent_directory_is_not_read(directory: Path) -> None:
    (directory.parent / ".env").write_text(f"{NAME}=x")
    assert load_env_file() is None
    assert NAME not in os.environ


def test_a_directory_of_that_name_is_none(directory: Path) -> None:
    (directory / ".env").mkdir()
    assert load_env_file() is None


ODD = {
    "Latin-1": (f"{NAME}=grün".encode("latin-1"), "Not UTF-8 (byte 22). Save it as UTF-8."),
    "UTF-16": (f"{NAME}=x".encode("utf-16"), "Not UTF-8 (byte 1). Save it as UTF-8."),
    "UTF-16 without a mark": (f"{NAME}=x".encode("utf-16-le"), "embedded null byte."),
}


@pytest.mark.parametrize(("data", "sentence"), ODD.values(), ids=ODD)
def test_one_that_cannot_be_read_is_refused_with_its_path(data: bytes, sentence: str, directory: Path) -> None:
    (directory / ".env").write_bytes(data)
    with pytest.raises(UnusableFile) as caught:
        load_env_file()
    assert str(caught.value) == f"{directory / '.env'}: {sentence}"


def test_one_that_may_not_be_read_is_refused(directory: Path) -> None:
    (directory / ".env").symlink_to("/proc/self/mem")
    with pytest.raises(UnusableFile, match=r"\.env: Input/output error\.$"):
        load_env_file()
