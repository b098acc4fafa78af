"""What the actions of the sanctions check take."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from appealdesk.core.names.person_name import PersonName

__all__ = ["PayeeInput", "SettleInput"]

_Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PayeeInput:
    """Who is to be paid; `ref` is what the caller knows the payee by, and the name is used and not kept.

    `readings` are what else the name may be where a bank's letters leave it open.
    """

    ref: str
    name: PersonName
    readings: tuple[PersonName, ...] = ()
    born_on: date | None = None
    countries: frozenset[str] = frozenset()


class SettleInput(BaseModel):
    """An officer's decision about one hit."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hit_ref: str
    verdict: Literal["not_same", "true_hit"]
    reason: _Reason = Field(description="Why, in the officer's words; sealed.")
