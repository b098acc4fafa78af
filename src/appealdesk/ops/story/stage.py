"""What the scenes of the story share: who acts, the story's clock, and the worker's work between two scenes."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from typing import Any

from appealdesk.accounts.queries import StaffPage
from appealdesk.foundation.actor import Actor, ActorKind, Role, system_actor
from appealdesk.foundation.jobs import dispatch_events, run_jobs, waiting_jobs

__all__ = ["Stage", "Tell", "read_bytes", "read_json", "work_off"]

Tell = Callable[[int, int], None]


@dataclass(slots=True)
class Stage:
    """The keys of what the scenes created so far."""

    seed: int
    organisation_id: int = 0
    appeal_id: int = 0
    appeal_ref: str = ""
    fund_ref: str = ""
    positions: dict[str, str] = field(default_factory=dict)
    position_ids: dict[str, int] = field(default_factory=dict)
    staff: dict[Role, StaffPage] = field(default_factory=dict)
    enquiries: dict[str, str] = field(default_factory=dict)

    def officer(self, role: Role) -> Actor:
        """The member of staff in a role."""
        page = self.staff[role]
        return Actor(
            kind=ActorKind.STAFF,
            ref=page.ref,
            organisation_id=self.organisation_id,
            role=role,
            language=page.language,
        )

    @property
    def system(self) -> Actor:
        """The product itself, for this organisation."""
        return system_actor(self.organisation_id)


def work_off(now: datetime) -> None:
    """Do what the worker would do until nothing waits; a job that fails stops the story."""
    rounds = 0
    while waiting_jobs():
        dispatch_events(now=now)
        if not run_jobs(now=now):
            raise RuntimeError(f"{waiting_jobs()} jobs of the story wait for another try: see the log.")
        rounds += 1
        if rounds > 10_000:
            raise RuntimeError("The story's jobs never end.")


def read_json(name: str) -> Any:
    """One of the story's JSON files."""
    return json.loads(resources.files("appealdesk.ops.story").joinpath(name).read_text(encoding="utf-8"))


def read_bytes(name: str) -> bytes:
    """One of the story's files as it is."""
    return resources.files("appealdesk.ops.story").joinpath(name).read_bytes()
