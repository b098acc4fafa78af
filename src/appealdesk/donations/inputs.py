"""What the actions of the donations take."""

import unicodedata
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from appealdesk.appeals.inputs import Country
from appealdesk.people.inputs import IdentityInput, SpeakerInput

__all__ = [
    "BankAccountInput",
    "CardAccountInput",
    "CardGiftInput",
    "CashBegunInput",
    "CashInput",
    "ClaimInput",
    "DisbursementInput",
    "FeeRuleInput",
    "FundInput",
    "GiftAidInput",
    "GivingInput",
    "InKindInput",
    "IssuerInput",
    "LedgerAccountInput",
    "PartInput",
    "PaymentInput",
    "PledgeInput",
    "ReceiptBatchInput",
    "ReceiptInput",
    "RefundInput",
    "TransferInput",
    "WriteOffInput",
]

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Texts = dict[Literal["ja", "en", "uk"], Annotated[str, Field(min_length=1, max_length=200)]]


def _without_controls(text: str) -> str:
    if any(unicodedata.category(letter) in {"Cc", "Cs", "Cn"} and letter not in "\n\t" for letter in text):
        raise PydanticCustomError("people.text_characters", "Please leave out control characters.")
    return text


Words = Annotated[str, AfterValidator(_without_controls)]
"""What a stranger wrote, which stands in letters and on screens."""


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


class PartInput(_Frozen):
    """A share of a line: of a pledge or donor that is known, of somebody who is named, or of nobody known."""

    amount_minor: int = Field(ge=1)
    target_ref: str = ""
    identity: IdentityInput | None = None


class CashInput(_Frozen):
    """Cash that two people counted."""

    fund_ref: str
    amount_minor: int = Field(ge=1)
    currency: Currency
    counted_with: str = Field(min_length=1, max_length=40)
    person_id: int | None = None


class CashBegunInput(_Frozen):
    """What the first of two people counted, and who gives: a person who is known, a name, or nobody."""

    fund_ref: str
    currency: Currency
    pieces: dict[int, int]
    person_ref: str = ""
    identity: IdentityInput | None = None
    language: Literal["ja", "en", "uk"] = "ja"
    submission: bytes


class GivingInput(_Frozen):
    """What somebody says on the public page who wants a code for a transfer."""

    appeal_id: int
    amount_minor: int = Field(ge=1)
    identity: IdentityInput
    submission: bytes


class CardAccountInput(_Frozen):
    """An account at a card provider; `secrets` are the provider's own, `smallest` the least gift per currency."""

    provider: Literal["stripe", "paypal"]
    label: str = Field(min_length=1, max_length=120)
    secrets: dict[str, str]
    smallest: dict[Currency, Annotated[int, Field(ge=1)]] = Field(min_length=1)
    two_refund_from: dict[Currency, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    address: str = Field(default="", max_length=200, pattern=r"^(https?://[^/?#]+)?$")
    active: bool = True


class CardGiftInput(_Frozen):
    """What somebody says who gives by card; the name may be left out, and then nobody is thanked."""

    appeal_id: int
    account_ref: str
    amount_minor: int = Field(ge=1)
    currency: Currency
    anonymous: bool = True
    language: Literal["ja", "en", "uk"]
    identity: IdentityInput
    submission: bytes


class ClaimInput(_Frozen):
    """What somebody says who gave without a code; `payer` is the name as it stood in the transfer."""

    appeal_id: int
    amount_minor: int = Field(ge=1)
    paid_on: date
    payer: Words = Field(max_length=100)
    identity: IdentityInput
    submission: bytes


class InKindInput(_Frozen):
    """Goods that somebody offers; a name and a way to answer belong to it.

    `speaker` is the contact person of the company or group that offers, through whom it can be answered.
    """

    appeal_id: int
    goods: Words = Field(min_length=1, max_length=2000)
    quantity: Words = Field(min_length=1, max_length=200)
    place: Words = Field(min_length=1, max_length=300)
    available_until: date
    identity: IdentityInput
    speaker: SpeakerInput | None = None
    submission: bytes = Field(min_length=16, max_length=16)

    @model_validator(mode="after")
    def _can_be_answered(self) -> "InKindInput":
        known = [self.identity, *([self.speaker.identity] if self.speaker else [])]
        if not all(who.has_name for who in known):
            raise PydanticCustomError("name.blank", "Write the name.")
        if not any(who.emails or who.phones for who in known):
            raise PydanticCustomError("offer.contact_missing", "Give an e-mail address or a phone number.")
        return self


class LedgerAccountInput(_Frozen):
    """A line of the chart of accounts that a person opens."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_-]{1,38}$")
    kind: Literal["asset", "liability", "income", "expense"]
    names: Texts


class DisbursementInput(_Frozen):
    """Money that is to go out of a fund; `expense` is the code of the account that it is spent under.

    The payee's country, where it is known, tells them from a namesake on a sanctions list.
    """

    fund_ref: str
    expense: str = "programme"
    amount_minor: int = Field(ge=1)
    currency: Currency
    payee: str = Field(min_length=1, max_length=200)
    payee_country: Country | Literal[""] = ""
    payee_account: str = Field(default="", max_length=100)
    purpose: str = Field(min_length=1, max_length=1000)


class PaymentInput(_Frozen):
    """That a disbursement was paid, with the document that shows it."""

    disbursement_ref: str
    means: Literal["bank", "cash"]
    paid_on: date
    proof: bytes


class RefundInput(_Frozen):
    """Part or all of a donation to be given back."""

    donation_ref: str
    amount_minor: int = Field(ge=1)
    happened_on: date
    reason: Literal["donor_asked", "mistake", "not_accepted", "charged_back"]
    words: str = Field(min_length=1, max_length=1000)


class TransferInput(_Frozen):
    """Money to be moved from one fund to another."""

    source_ref: str
    target_ref: str
    amount_minor: int = Field(ge=1)
    currency: Currency
    happened_on: date
    consent: Literal["none", "donor", "authority"] = "none"
    consent_on: date | None = None
    words: str = Field(min_length=1, max_length=1000)


class WriteOffInput(_Frozen):
    """What an account holds and nobody will ever explain or pay."""

    account: str
    fund_ref: str
    amount_minor: int = Field(ge=1)
    currency: Currency
    happened_on: date
    words: str = Field(min_length=1, max_length=1000)


class FeeRuleInput(_Frozen):
    """Debits of a bank account with these words are fees, up to an amount."""

    account_ref: str
    words: str = Field(min_length=2, max_length=60)
    at_most_minor: int = Field(ge=1)
    fund_ref: str
    expense: str = "bank_fees"


class ReceiptInput(_Frozen):
    """A receipt for one donation. `goods` is what the donor received in exchange, where the authority asks for it."""

    donation_ref: str
    layout: str = Field(max_length=40)
    language: Literal["ja", "en", "uk"]
    goods: str = Field(default="", max_length=300)
    goods_minor: int = Field(default=0, ge=0)


Line = Annotated[str, Field(max_length=200)]
Lines = Annotated[str, Field(max_length=600)]


class IssuerInput(_Frozen):
    """What an organisation prints on its receipts about itself; what a layout does not need may be empty."""

    legal_name: dict[Literal["ja", "en", "uk"], Line] = Field(default_factory=dict)
    address: dict[Literal["ja", "en", "uk"], Lines] = Field(default_factory=dict)
    representative: dict[Literal["ja", "en", "uk"], Line] = Field(default_factory=dict)
    activity: dict[Literal["ja", "en", "uk"], Line] = Field(default_factory=dict)
    certified_by: dict[Literal["ja", "en", "uk"], Line] = Field(default_factory=dict)
    certification_number: Line = ""
    certification_on: date | None = None
    charity_number: Line = ""
    hmrc_reference: Line = ""
    ein: Line = ""
    phone: Line = ""
    email: Line = ""
    # A new picture of the seal; None keeps the one that is there, empty bytes take it away.
    seal: bytes | None = None


class GiftAidInput(_Frozen):
    """A declaration as the donor signed or spoke it. HMRC finds the donor by surname, house and postcode."""

    donation_ref: str
    scope: Literal["single", "all"]
    declared_on: date
    title: str = Field(default="", max_length=20)
    first_name: str = Field(min_length=1, max_length=100)
    last_name: str = Field(min_length=1, max_length=100)
    house: str = Field(min_length=1, max_length=100)
    postcode: str = Field(min_length=1, max_length=12)
    address: str = Field(min_length=1, max_length=600)


class ReceiptBatchInput(_Frozen):
    """Which donations get receipts: of a fund or of all, received from one day to another, both included."""

    layout: str = Field(max_length=40)
    received_from: date
    received_to: date
    fund_ref: str = ""
    language: Literal["", "ja", "en", "uk"] = ""
