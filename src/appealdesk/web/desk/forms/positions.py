"""What an administrator types about a position and about what permits it."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from appealdesk.appeals.inputs import LegalBasisInput, PositionInput
from appealdesk.appeals.queries.pages import PositionPage
from appealdesk.web.desk.forms.countries import country_options
from appealdesk.web.desk.forms.typed import (
    Option,
    Problems,
    TypedField,
    build_input,
    first_values,
    plain_field,
    read_day,
    read_texts,
    sent_values,
    text_fields,
)

__all__ = [
    "POSITION_NAMES",
    "basis_fields",
    "position_fields",
    "position_values",
    "read_basis",
    "read_position",
]

_TEXTS: Final = ("titles", "summaries")
_PLAIN: Final = ("slug", "kind", "place_kind", "country", "wanted", "starts_on", "ends_on", "rank", "second_decision")
POSITION_NAMES: Final = (*_PLAIN, *_TEXTS)
# The letters of the Ukrainian alphabet in their order; Unicode has some of them elsewhere.


def position_values(page: PositionPage | None, home: str) -> dict[str, str]:
    """What the form shows first."""
    if page is None:
        return {"kind": "civil", "place_kind": "remote", "country": home, "rank": "0", "second_decision": "False"}
    return first_values({name: getattr(page, name) for name in POSITION_NAMES}, _TEXTS)


def read_position(data: QueryDict, problems: Problems) -> PositionInput | None:
    """The input, or None with what does not fit."""
    sent = sent_values(data)
    values: dict[str, Any] = {
        "slug": sent.get("slug", "").strip().lower(),
        **{name: read_texts(sent, name, problems) for name in _TEXTS},
        "kind": sent.get("kind", ""),
        "place_kind": sent.get("place_kind", ""),
        "country": sent.get("country", ""),
        "wanted": sent.get("wanted", "").strip() or None,
        "starts_on": read_day(sent, "starts_on", problems),
        "ends_on": read_day(sent, "ends_on", problems),
        "rank": sent.get("rank", "").strip() or 0,
        "second_decision": sent.get("second_decision") == "True",
    }
    return build_input(PositionInput, values, problems)


def position_fields(
    data: Mapping[str, str], problems: Mapping[str, str], fixed: frozenset[str]
) -> Mapping[str, tuple[TypedField, ...]]:
    """The fields in their groups."""
    kinds = (
        Option("civil", _("Civil"), False),
        Option("combat", _("Combat: a state authority set its criterion"), False),
    )
    deciders = (Option("False", _("One officer"), False), Option("True", _("Two, the second confirms"), False))
    places = (
        Option("remote", _("Remote"), False),
        Option("here", _("On site here"), False),
        Option("travels", _("Travels"), False),
    )
    return {
        "name": text_fields("titles", _("Title"), data, problems, fixed="titles" in fixed, longest=200),
        "text": text_fields("summaries", _("What is done there"), data, problems, rows=3, fixed="summaries" in fixed),
        "place": (
            _choice("kind", _("Kind"), data, problems, kinds, fixed),
            _choice("place_kind", _("Place"), data, problems, places, fixed),
            _choice("country", _("Country"), data, problems, country_options(), fixed),
            plain_field("slug", _("Short name"), data, problems, fixed="slug" in fixed, longest=60, needed=True),
        ),
        "numbers": (
            plain_field("wanted", _("People wanted"), data, problems, kind="number"),
            plain_field("starts_on", _("First day"), data, problems, kind="date"),
            plain_field("ends_on", _("Last day"), data, problems, kind="date"),
            plain_field("rank", _("Place in the list"), data, problems, kind="number"),
            _choice("second_decision", _("Who accepts somebody"), data, problems, deciders, fixed),
        ),
    }


def read_basis(data: QueryDict, problems: Problems) -> LegalBasisInput | None:
    """The legal basis, or None with what does not fit."""
    sent = sent_values(data)
    values = {name: sent.get(name, "").strip() for name in ("country", "authority", "title", "reference")} | {
        "valid_from": read_day(sent, "valid_from", problems, needed=True),
        "valid_until": read_day(sent, "valid_until", problems),
    }
    return build_input(LegalBasisInput, values, problems)


def basis_fields(data: Mapping[str, str], problems: Mapping[str, str]) -> tuple[TypedField, ...]:
    """The fields of a legal basis."""
    return (
        plain_field("authority", _("Authority"), data, problems, longest=200, needed=True),
        plain_field("title", _("Document"), data, problems, longest=300, needed=True),
        plain_field("reference", _("Number or address of the document"), data, problems, longest=400, needed=True),
        _choice("country", _("Where it applies"), data, problems, country_options(), frozenset()),
        plain_field("valid_from", _("Valid from"), data, problems, kind="date", needed=True),
        plain_field(
            "valid_until", _("Valid until"), data, problems, kind="date", hint=_("Empty: until further notice.")
        ),
    )


def _choice(
    name: str,
    label: str,
    data: Mapping[str, str],
    problems: Mapping[str, str],
    options: tuple[Option, ...],
    fixed: frozenset[str],
) -> TypedField:
    return plain_field(name, label, data, problems, kind="select", options=options, fixed=name in fixed)
