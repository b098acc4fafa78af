"""The stage that most tests of screening play on."""

import pytest

from tests.screening.cast import ScreeningStage, set_screening_stage


@pytest.fixture
def stage(db: None) -> ScreeningStage:
    """One organisation whose position has criteria about service, training and age."""
    return set_screening_stage()
