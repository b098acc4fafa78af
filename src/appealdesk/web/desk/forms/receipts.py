"""What an officer types about receipts: a Gift Aid declaration, a batch, and what the organisation says of itself."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from appealdesk.core.money import MoneyError
from appealdesk.core.typed_money import parse_typed
from appealdesk.donations.inputs import GiftAidInput, IssuerInput, ReceiptBatchInput
from appealdesk.foundation.languages import LANGUAGES, Localised, pick
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.desk.forms.typed import (
    Option,
    Problems,
    TypedField,
    build_input,
    plain_field,
    read_day,
    text_fields,
)
from appealdesk.web.shared.templatetags.chrome import LANGUAGE_NAMES

__all__ = [
    "BATCH_NAMES",
    "DECLARATION_NAMES",
    "ISSUER_NAMES",
    "batch_fields",
    "declaration_fields",
    "goods_minor",
    "issuer_fields",
    "read_batch",
    "read_declaration",
    "read_issuer",
]

DECLARATION_NAMES: Final = ("scope", "declared_on", "title", "first_name", "last_name", "house", "postcode", "address")
BATCH_NAMES: Final = ("layout", "fund_ref", "received_from", "received_to", "language")
_TEXTS: Final = ("legal_name", "address", "representative", "activity", "certified_by")
_PLAIN: Final = ("certification_number", "charity_number", "hmrc_reference", "ein", "phone", "email")
ISSUER_NAMES: Final = (*_TEXTS, *_PLAIN, "certification_on", "seal")


def goods_minor(text: str, currency: str) -> int:
    """The value of what the donor received, in minor units; nothing typed is nothing."""
    if not text.strip():
        return 0
    try:
        return parse_typed(text, currency)
    except MoneyError as error:
        raise Refusal(
            "receipts.goods_value", "Write the value as a number, such as 40.00.", field="goods_value"
        ) from error


def declaration_fields(data: Mapping[str, str], problems: Mapping[str, str]) -> tuple[TypedField, ...]:
    """The form of a declaration."""
    scopes = (
        Option("all", _("this donation, those of the past four years and all to come"), False),
        Option("single", _("this donation only"), False),
    )
    return (
        plain_field("scope", _("The declaration covers"), data, problems, kind="select", options=scopes),
        plain_field("declared_on", _("Declared on"), data, problems, kind="date", needed=True),
        plain_field("title", _("Title, such as Ms or Dr"), data, problems, longest=20),
        plain_field("first_name", _("First name or initial"), data, problems, longest=100, needed=True),
        plain_field("last_name", _("Last name"), data, problems, longest=100, needed=True),
        plain_field("house", _("House name or number"), data, problems, longest=100, needed=True),
        plain_field("postcode", _("Postcode"), data, problems, longest=12, needed=True),
        plain_field("address", _("Home address"), data, problems, kind="lines", longest=600, needed=True),
    )


def read_declaration(data: Mapping[str, str], donation_ref: str, problems: Problems) -> GiftAidInput | None:
    """The declaration, or a sentence for each field that does not fit."""
    declared_on = read_day(data, "declared_on", problems, needed=True)
    values = {name: data.get(name, "").replace("\r\n", "\n") for name in DECLARATION_NAMES}
    return build_input(GiftAidInput, values | {"declared_on": declared_on, "donation_ref": donation_ref}, problems)


def batch_fields(
    data: Mapping[str, str],
    problems: Mapping[str, str],
    *,
    layouts: Mapping[str, Localised],
    funds: tuple[tuple[str, Localised], ...],
    language: str,
) -> tuple[TypedField, ...]:
    """The choice of donations for a batch."""
    layout_options = tuple(Option(key, pick(names, language), False) for key, names in layouts.items())
    fund_options = (
        Option("", _("all funds"), False),
        *(Option(ref, pick(names, language), False) for ref, names in funds),
    )
    languages = (Option("", _("the donor's"), False), *(Option(one, LANGUAGE_NAMES[one], False) for one in LANGUAGES))
    return (
        plain_field("layout", _("Layout"), data, problems, kind="select", options=layout_options),
        plain_field("fund_ref", _("Fund"), data, problems, kind="select", options=fund_options),
        plain_field("received_from", _("Received from"), data, problems, kind="date", needed=True),
        plain_field("received_to", _("Received until"), data, problems, kind="date", needed=True),
        plain_field("language", _("Language"), data, problems, kind="select", options=languages),
    )


def read_batch(data: Mapping[str, str], problems: Problems) -> ReceiptBatchInput | None:
    """The choice, or a sentence for each field that does not fit."""
    days = {name: read_day(data, name, problems, needed=True) for name in ("received_from", "received_to")}
    return build_input(ReceiptBatchInput, {name: data.get(name, "") for name in BATCH_NAMES} | days, problems)


def issuer_fields(data: Mapping[str, str], problems: Mapping[str, str]) -> Mapping[str, tuple[TypedField, ...]]:
    """The form in groups: what every layout prints, and what one authority wants."""

    def plain(name: str, label: str, **more: object) -> TypedField:
        return plain_field(name, label, data, problems, longest=200, **more)

    def texts(name: str, label: str, *, rows: int = 1) -> tuple[TypedField, ...]:
        return text_fields(name, label, data, problems, rows=rows, longest=600 if rows > 1 else 200)

    return {
        "common": (
            *texts("legal_name", _("Legal name")),
            *texts("address", _("Address"), rows=3),
            *texts("representative", _("Who signs: office and name")),
        ),
        "reach": (plain("phone", _("Telephone")), plain("email", _("E-mail"))),
        "japan": (
            plain("certification_number", _("Certification number")),
            plain("certification_on", _("Certified on"), kind="date"),
        ),
        "japan_texts": (
            *texts("certified_by", _("Certified by")),
            *texts("activity", _("Specified non-profit activity")),
        ),
        "others": (
            plain("charity_number", _("UK: charity number")),
            plain("hmrc_reference", _("UK: HMRC reference")),
            plain("ein", _("US: Employer Identification Number")),
        ),
    }


def read_issuer(data: Mapping[str, str], problems: Problems, *, seal: bytes | None) -> IssuerInput | None:
    """What was typed; every field may be empty, because no organisation answers to all authorities."""
    values: dict[str, object] = {name: data.get(name, "") for name in _PLAIN}
    for name in _TEXTS:
        typed = {language: data.get(f"{name}-{language}", "").replace("\r\n", "\n").strip() for language in LANGUAGES}
        values[name] = {language: text for language, text in typed.items() if text}
    values["certification_on"] = read_day(data, "certification_on", problems)
    return build_input(IssuerInput, values | {"seal": seal}, problems)
