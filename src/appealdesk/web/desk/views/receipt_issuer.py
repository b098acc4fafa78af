"""What the organisation prints about itself on receipts; an administrator writes it down."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.donations.actions.save import LARGEST_SEAL, save_issuer
from appealdesk.donations.paper.catalogue import current_layouts
from appealdesk.donations.queries.issuers import IssuerPage, issuer_page, lacks
from appealdesk.foundation.actor import Actor, Role
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.languages import LANGUAGES, Localised
from appealdesk.foundation.refusals import NotFound, Refusal
from appealdesk.web.desk.forms.receipts import ISSUER_NAMES, issuer_fields, read_issuer
from appealdesk.web.desk.forms.typed import TypedField, problem_of, sent_values
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say

__all__ = ["IssuerView", "LayoutState", "issuer"]

_KEEP: Final = None


@dataclass(frozen=True, slots=True)
class LayoutState:
    """A layout and what it lacks before receipts can be issued with it."""

    names: Localised
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerView:
    """The form and which layouts are ready."""

    issuer: IssuerPage
    fields: Mapping[str, tuple[TypedField, ...]]
    problems: Mapping[str, str]
    layouts: tuple[LayoutState, ...]


@desk_view("receipts", "GET", "POST")
def issuer(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form, and saving it."""
    if not actor.has_role(Role.ADMINISTRATOR):
        raise NotFound("page")
    found = issuer_page(organisation_id=actor.own_organisation)
    if request.method != "POST":
        return _show(request, found, _values(found), {})
    values, problems = sent_values(request.POST), dict[str, str]()
    entry = read_issuer(values, problems, seal=_seal(request))
    if entry is not None:
        try:
            save_issuer(actor=actor, now=read_clock(), entry=entry)
        except Refusal as refusal:
            problems = problem_of(refusal, ISSUER_NAMES)
        else:
            say(request, _("Saved. Receipts from now on say this; those of before stay as they are."))
            return HttpResponseRedirect(reverse("desk:receipt_issuer"))
    return _show(request, found, values, problems)


def _seal(request: HttpRequest) -> bytes | None:
    """A new picture, nothing where it is to go, None where it stays."""
    sent = request.FILES.get("seal")
    if isinstance(sent, UploadedFile):
        # One byte more than is taken, so that a file that is too large is refused and not cut.
        return bytes(sent.read(LARGEST_SEAL + 1))
    return b"" if request.POST.get("no_seal") else _KEEP


def _values(found: IssuerPage) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, value in found.details.items():
        if isinstance(value, Mapping):
            values |= {f"{name}-{language}": str(value.get(language, "")) for language in LANGUAGES}
        else:
            values[name] = str(value or "")
    return values


def _show(
    request: HttpRequest, found: IssuerPage, values: Mapping[str, str], problems: Mapping[str, str]
) -> HttpResponse:
    layouts = tuple(LayoutState(one.names, lacks(found.details, one)) for one in current_layouts().values())
    page = IssuerView(issuer=found, fields=issuer_fields(values, problems), problems=problems, layouts=layouts)
    return render(request, "desk/receipts/issuer.html", {"page": page}, status=422 if problems else 200)
