"""Fixtures of the page's tests."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="module")
def unmeasured() -> Iterator[None]:
    """Servers start without the measuring of coverage, which the server's own tests do: a browser waits for them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
            patch.delenv(name)
        yield
