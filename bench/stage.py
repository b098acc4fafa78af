"""An organisation with an open appeal, made by the public actions as the demonstration's story makes it."""

from datetime import datetime

from django.test import override_settings

from appealdesk.ops.story.cast import TOKYO
from appealdesk.ops.story.scenes_opening import open_account, open_the_appeal, set_up_the_desk
from appealdesk.ops.story.stage import Stage

__all__ = ["NOW", "SLUG", "open_stage"]

NOW = datetime(2022, 3, 2, 10, 0, tzinfo=TOKYO)
SLUG = "help-for-ukraine"


def open_stage(*, with_positions: bool = True) -> Stage:
    """The desk, its staff, a fund and a bank account; with positions also the open appeal and its criteria."""
    stage = Stage(seed=2022)
    scenes = (set_up_the_desk, open_account, open_the_appeal) if with_positions else (set_up_the_desk, open_account)
    # Nobody signs in while something is measured, so that a slow hash of passwords would only be waited for.
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        for scene in scenes:
            scene(stage, _say_nothing)
    return stage


def _say_nothing(done: int, total: int) -> None:
    """A measurement has no progress bar."""
