"""The stage of the sanctions check: one office with a fund and staff."""

import pytest

from tests.cast import Cast, set_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """One office."""
    return set_cast()
