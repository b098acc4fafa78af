"""Who acts: every action and every query is told, so that access, audit and row security agree."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Actor", "ActorKind", "Role", "public_actor", "system_actor"]


class ActorKind(StrEnum):
    """Where the hand that acts comes from."""

    STAFF = "staff"
    PUBLIC = "public"
    SYSTEM = "system"
    API = "api"


class Role(StrEnum):
    """The staff roles of the glossary."""

    DESK_OFFICER = "desk_officer"
    DUTY_OFFICER = "duty_officer"
    FINANCE_OFFICER = "finance_officer"
    PRESS_OFFICER = "press_officer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One acting party: `ref` is opaque, so that it may stand in logs and in the audit record."""

    kind: ActorKind
    ref: str
    organisation_id: int | None
    role: Role | None = None
    language: str = "en"

    def has_role(self, *roles: Role) -> bool:
        """True for one of the roles; an administrator is not silently every role."""
        return self.role in roles

    @property
    def own_organisation(self) -> int:
        """The key of the actor's organisation; zero, which no organisation has, for an actor without one."""
        return self.organisation_id or 0

    @property
    def is_staff(self) -> bool:
        """True for a signed-in member of staff."""
        return self.kind is ActorKind.STAFF


def system_actor(organisation_id: int | None, *, ref: str = "system") -> Actor:
    """The product itself: the worker, a command, a nightly job."""
    return Actor(kind=ActorKind.SYSTEM, ref=ref, organisation_id=organisation_id)


def public_actor(organisation_id: int | None, *, language: str = "en") -> Actor:
    """A visitor without an account."""
    return Actor(kind=ActorKind.PUBLIC, ref="public", organisation_id=organisation_id, language=language)
