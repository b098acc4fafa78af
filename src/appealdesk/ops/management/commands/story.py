"""`appealdesk story`: play 'Tokyo, February and March 2022' into an empty database."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from appealdesk.appeals.queries.appeals import organisation_id_of
from appealdesk.foundation.db import execute
from appealdesk.ops.story.play import Scene, scenes

STORY_SLUG = "embassy-tokyo"


class Command(BaseCommand):
    help = "Play the story 'Tokyo, February and March 2022' through the product's own actions; everybody is invented."

    def handle(self, *args: Any, **options: Any) -> None:
        if organisation_id_of(STORY_SLUG) is not None:
            raise CommandError("The story has been played into this database: it needs an empty one.")
        # A story that a power cut interrupts is begun again, so that its 3,000 commits need not wait for the disk.
        execute("SET synchronous_commit = off")
        console = Console(file=sys.stdout)
        columns = (TextColumn("{task.description:<56}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            task = progress.add_task("", total=100)
            done = 0.0
            for scene in scenes(settings.HOME / "story"):
                progress.update(task, description=scene.label, completed=done)
                _play(scene, progress, task, done)
                done += scene.share
            progress.update(task, description="The story is loaded", completed=100)


def _play(scene: Scene, progress: Progress, task: Any, before: float) -> None:
    def tell(part: int, whole: int) -> None:
        progress.update(task, completed=before + scene.share * part / max(whole, 1))

    scene.play(tell)
