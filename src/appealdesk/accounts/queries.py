"""Who a signed-in member of staff is, as an actor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from appealdesk.accounts.models import Staff
from appealdesk.foundation.actor import Actor, ActorKind, Role

__all__ = ["StaffPage", "actor_of", "organisation_of_login", "signed_in_actor", "staff_names", "staff_of", "staff_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPage:
    """A member of staff as colleagues see them."""

    ref: str
    login: str
    display_name: str
    role: Role
    language: str


def actor_of(staff: Staff) -> Actor:
    """The actor behind a session."""
    return Actor(
        kind=ActorKind.STAFF,
        ref=staff.ref,
        organisation_id=staff.organisation_id,
        role=Role(staff.role),
        language=staff.language,
    )


def signed_in_actor(user: object) -> Actor | None:
    """The actor of whoever Django says is signed in, or None for a visitor."""
    return actor_of(user) if isinstance(user, Staff) and user.is_active else None


def staff_of(*, organisation_id: int) -> tuple[StaffPage, ...]:
    """The active staff of an organisation by login."""
    rows = Staff.objects.filter(organisation_id=organisation_id, is_active=True).order_by("login")
    return tuple(staff_page(row) for row in rows)


def staff_page(row: Staff) -> StaffPage:
    """An account as colleagues see it."""
    return StaffPage(
        ref=row.ref, login=row.login, display_name=row.display_name, role=Role(row.role), language=row.language
    )


def organisation_of_login(login: str) -> int | None:
    """The organisation of an active account, for the operator of the machine, who knows the login only."""
    return Staff.objects.filter(login=login, is_active=True).values_list("organisation_id", flat=True).first()


def staff_names(refs: Iterable[str]) -> Mapping[str, str]:
    """Display names by reference; an unknown reference is left out."""
    return dict(Staff.objects.filter(ref__in=set(refs)).values_list("ref", "display_name"))
