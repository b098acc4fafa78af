"""The stage that most tests of enquiries play on."""

import pytest

from tests.enquiries.cast import Stage, set_stage


@pytest.fixture
def stage(db: None) -> Stage:
    """One organisation with one open appeal and one position."""
    return set_stage()
