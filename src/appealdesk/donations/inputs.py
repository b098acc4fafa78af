"""What the actions of the donations take."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from appealdesk.people.inputs import IdentityInput

__all__ = ["BankAccountInput", "CashInput", "ClaimInput", "FundInput", "GivingInput", "PledgeInput"]

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Texts = dict[Literal["ja", "en", "uk"], Annotated[str, Field(min_length=1, max_length=200)]]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class FundInput(_Frozen):
    """A purpose that binds money."""

    names: Texts
    appeal_id: int | None = None
    restricted: bool = True


class BankAccountInput(_Frozen):
    """An account; `account_key` is how its bank's files name it."""

    label: str = Field(min_length=1, max_length=120)
    currency: Currency
    account_key: str = Field(min_length=1, max_length=80)
    fund_ref: str
    every_credit_is_donation: bool = False


class PledgeInput(_Frozen):
    """A promise; the person may be unknown."""

    fund_ref: str
    currency: Currency
    amount_minor: int | None = Field(default=None, ge=1)
    person_id: int | None = None


class CashInput(_Frozen):
    """Cash that two people counted."""

    fund_ref: str
    amount_minor: int = Field(ge=1)
    currency: Currency
    counted_with: str = Field(min_length=1, max_length=40)
    person_id: int | None = None


class GivingInput(_Frozen):
    """What somebody says on the public page who wants a code for a transfer."""

    appeal_id: int
    amount_minor: int = Field(ge=1)
    identity: IdentityInput
    submission: bytes


class ClaimInput(_Frozen):
    """What somebody says who gave without a code; `payer` is the name as it stood in the transfer."""

    appeal_id: int
    amount_minor: int = Field(ge=1)
    paid_on: date
    payer: str = Field(max_length=100)
    identity: IdentityInput
    submission: bytes
