"""The cast: invented people in every script, and the staff of two organisations."""

from datetime import UTC, date, datetime
from typing import Any

from appealdesk.foundation.actor import Actor, ActorKind, Role, system_actor
from appealdesk.foundation.db import acting, fetch_all
from appealdesk.foundation.ids import new_ref
from appealdesk.people.access import access_person
from appealdesk.people.inputs import IdentityInput
from appealdesk.people.models import ErasureRequest

__all__ = [
    "KEIKO",
    "NOW",
    "OKSANA",
    "OTHER_SYSTEM",
    "SYSTEM",
    "TARO",
    "ask_for_erasure",
    "audited",
    "identity",
    "staff",
]

NOW = datetime(2022, 3, 1, 9, 0, tzinfo=UTC)
SYSTEM = system_actor(71)
OTHER_SYSTEM = system_actor(72)


def staff(role: Role, organisation_id: int = 71) -> Actor:
    """A member of staff with a role."""
    return Actor(kind=ActorKind.STAFF, ref=f"S-{role.value}", organisation_id=organisation_id, role=role, language="ja")


def identity(**facts: Any) -> IdentityInput:
    """An identity in Japanese unless told otherwise."""
    return IdentityInput(**({"language": "ja"} | facts))


KEIKO = identity(
    written="青木 恵子",
    reading="アオキ ケイコ",
    latin="Keiko Aoki",
    birth_date=date(1982, 7, 14),
    emails=("keiko.aoki@posteo.example",),
    phones=("090-2345-6781",),
    address="東京都港区芝浦九丁目",
)
TARO = identity(written="佐々木太郎", reading="ささき たろう", birth_date=date(1990, 1, 5), phones=("03-3456-7812",))
OKSANA = identity(
    written="Оксана Коваленко",
    latin="Oksana Kovalenko",
    emails=("oksana@kovalenko.example",),
    phones=("+380 67 234 56 71",),
    language="uk",
)


def ask_for_erasure(person_ref: str, *, system: Actor = SYSTEM) -> str:
    """A request to be erased, of a person who is not erased yet; its reference."""
    with acting(system):
        request = ErasureRequest.objects.create(
            ref=new_ref("M"),
            organisation_id=system.own_organisation,
            person=access_person(system, person_ref),
            asked_at=NOW,
            asked_by="public",
            due_on=NOW.date(),
        )
    return request.ref


def audited(tag: str) -> list[tuple[str, str]]:
    """(actor, subject) of the audit records with a tag, in their order."""
    return [
        (row[0], row[1])
        for row in fetch_all("SELECT actor, subject FROM audit_auditrecord WHERE tag = %s ORDER BY id", [tag])
    ]
