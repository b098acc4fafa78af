"""The stage of the donations: one office with a fund and an account."""

import pytest

from tests.cast import Cast, set_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """One office whose account takes donations only."""
    return set_cast()
