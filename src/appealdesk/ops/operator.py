"""What commands share: the operator as an actor, an organisation by its short name, the bytes of a file."""

from pathlib import Path

from django.core.management.base import CommandError

from appealdesk.appeals.queries.appeals import organisation_id_of
from appealdesk.foundation.actor import Actor, system_actor

__all__ = ["operator", "operator_at", "read_file"]

_REF = "operator"


def operator(organisation_id: int | None = None) -> Actor:
    """Whoever runs the site, in an organisation or in none."""
    return system_actor(organisation_id, ref=_REF)


def operator_at(slug: str) -> Actor:
    """The operator in the organisation of this short name; raises CommandError where there is none."""
    organisation_id = organisation_id_of(slug)
    if organisation_id is None:
        raise CommandError(f"There is no organisation {slug}: `appealdesk organisation create` registers one.")
    return operator(organisation_id)


def read_file(path: Path) -> bytes:
    """The whole file; raises CommandError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
