"""The stage of the appeals: one office with an open appeal, its position and its staff."""

import pytest

from tests.cast import Cast, set_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """One office with an open appeal."""
    return set_cast()
