"""The stage that most tests of placements play on."""

import pytest

from tests.placements.cast import PlacementStage, set_placement_stage


@pytest.fixture
def stage(db: None) -> PlacementStage:
    """One organisation with a remote position and one that travels to Ukraine."""
    return set_placement_stage()
