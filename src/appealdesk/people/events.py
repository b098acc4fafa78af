"""What the tables of persons tell the apps above."""

from dataclasses import dataclass

__all__ = ["PersonsJoined", "PersonsParted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsJoined:
    """An officer judged two records to be one person: `kept_ref` stays, `joined_ref` redirects to it."""

    kept_ref: str
    joined_ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsParted:
    """A judgement was revoked, and a person is two again."""

    person_ref: str
    parted_ref: str
