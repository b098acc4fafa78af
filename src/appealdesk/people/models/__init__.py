"""The tables of people: persons with their records and judgements, and what people ask of us."""

from appealdesk.people.models.persons import (
    ContactCheck,
    ContactPoint,
    IdentityKey,
    Judgement,
    KeyKind,
    Person,
    Record,
)
from appealdesk.people.models.relations import Relation
from appealdesk.people.models.resolving import Resolution
from appealdesk.people.models.wishes import Consent, ErasureRequest

__all__ = [
    "Consent",
    "ContactCheck",
    "ContactPoint",
    "ErasureRequest",
    "IdentityKey",
    "Judgement",
    "KeyKind",
    "Person",
    "Record",
    "Relation",
    "Resolution",
]
