"""What the tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

import unequal


@pytest.fixture(scope="session")
def session() -> unequal.Session:
    """One session for all tests, as programs have."""
    return unequal.Session()


@pytest.fixture(scope="session")
def scenarios() -> Path:
    """The scenario files of the repository."""
    return Path(__file__).parents[3] / "scenarios"
