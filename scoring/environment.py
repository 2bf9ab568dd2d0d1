"""The `.env` file: variables that a person keeps beside what is run with them."""

from __future__ import annotations

import io
from pathlib import Path

from dotenv import load_dotenv

from scoring.errors import UnusableFile

ENV_FILE = ".env"


def load_env_file() -> Path | None:
    """Take variables from `.env` in the working directory, but for those that the environment has; gives the file's path.

    No other directory is looked into: the file of another project may hold a key, and resumes would go to who gave it.

    Raises:
        UnusableFile: the file cannot be read, or is not UTF-8.
    """
    path = Path(ENV_FILE).absolute()
    try:
        text = path.read_bytes().decode("utf-8-sig")
        load_dotenv(stream=io.StringIO(text))
    except (FileNotFoundError, IsADirectoryError):  # a directory of this name is a virtual environment
        return None
    except OSError as exc:
        raise UnusableFile(f"{path}: {exc.strerror}.") from exc
    except UnicodeDecodeError as exc:
        raise UnusableFile(f"{path}: Not UTF-8 (byte {exc.start + 1}). Save it as UTF-8.") from exc
    except ValueError as exc:  # no variable can hold it
        raise UnusableFile(f"{path}: {exc}.") from exc
    return path
