"""The form of an offer of goods that came by telephone or at the counter."""

from collections.abc import Mapping, Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from appealdesk.donations.inputs import InKindInput
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.foundation.refusals import NotFound
from appealdesk.people.inputs import IdentityInput, SpeakerInput
from appealdesk.web.desk.forms.identity import read_identity
from appealdesk.web.desk.forms.typed import (
    Option,
    Problems,
    TypedField,
    build_input,
    plain_field,
    read_day,
    sent_values,
)
from appealdesk.web.desk.words import word_of

__all__ = ["goods_fields", "read_goods"]


def goods_fields(
    data: Mapping[str, str], problems: Mapping[str, str], appeals: Sequence[tuple[str, str]]
) -> tuple[TypedField, ...]:
    """Goods, then who offers them."""
    languages = [Option(code, word_of("language", code), False) for code in LANGUAGES]
    asked = [Option(ref, title, False) for ref, title in appeals]
    longest = {"goods": 2000, "quantity": 200, "place": 300}
    return (
        plain_field("appeal", _("Appeal"), data, problems, kind="select", options=asked),
        plain_field("goods", _("Goods"), data, problems, kind="lines", longest=longest["goods"], needed=True),
        plain_field("quantity", _("How much or how many"), data, problems, longest=longest["quantity"], needed=True),
        plain_field("place", _("Where they are"), data, problems, longest=longest["place"], needed=True),
        plain_field("until", _("There until"), data, problems, kind="date", needed=True),
        plain_field("written", _("Name"), data, problems, longest=200, needed=True),
        plain_field(
            "contact",
            _("Contact person"),
            data,
            problems,
            hint=_("Where a company or group offers: who speaks for it."),
            longest=200,
        ),
        plain_field("email", _("E-mail address"), data, problems, kind="email"),
        plain_field("phone", _("Phone number"), data, problems, kind="tel"),
        plain_field("language", _("Language of the answer"), data, problems, kind="select", options=languages),
    )


def read_goods(data: QueryDict, appeals: Mapping[str, int], problems: Problems) -> InKindInput | None:
    """The action's input, or None with a sentence for each field that does not fit."""
    appeal_id = appeals.get(data.get("appeal", ""))
    try:
        submission = bytes.fromhex(data.get("submission", ""))
    except ValueError:
        submission = b""
    if len(submission) != 16:
        raise NotFound("form")
    if appeal_id is None:
        problems["appeal"] = _("This appeal takes no goods any more. Choose another one.")
    words = {name: data.get(name, "").replace("\r\n", "\n").strip() for name in ("goods", "quantity", "place")}
    missing = {
        "goods": _("Write what is offered."),
        "quantity": _("Write how much or how many there are."),
        "place": _("Write where the goods are."),
    }
    problems.update({name: missing[name] for name, text in words.items() if not text})
    until = read_day(data, "until", problems, needed=True)
    if not data.get("written", "").strip():
        problems["written"] = _("Write the name of whoever offers.")
    if not data.get("email", "").strip() and not data.get("phone", "").strip():
        problems["email"] = _("Write an e-mail address or a phone number, so that somebody can answer.")
    identity, speaker = _read_who(data, problems)
    values = {
        "appeal_id": appeal_id,
        "available_until": until,
        "identity": identity,
        "speaker": speaker,
        "submission": submission,
    }
    return build_input(InKindInput, values | words, problems)


def _read_who(data: QueryDict, problems: Problems) -> tuple[IdentityInput | None, SpeakerInput | None]:
    """Who offers; with a contact person the address and the number are that one's."""
    contact = data.get("contact", "").strip()
    if not contact:
        return read_identity(data, problems), None
    wrong: Problems = {}
    speaks = read_identity(sent_values(data) | {"written": contact, "reading": ""}, wrong)
    problems.update({"contact" if name == "written" else name: sentence for name, sentence in wrong.items()})
    company = read_identity({"written": data.get("written", ""), "language": data.get("language", "")}, problems)
    if speaks is None or company is None:
        return company, None
    return company, SpeakerInput(identity=speaks, relation="contact_of", agreed=True)
