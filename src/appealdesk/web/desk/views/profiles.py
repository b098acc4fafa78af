"""How an account's CSV files are written: chosen while the first lines of a file are shown, saved in versions."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from appealdesk.core.banking.delimited_profiles import PROFILES
from appealdesk.core.banking.profile_document import document_of
from appealdesk.donations.actions.save_profile import save_profile
from appealdesk.donations.queries.profiles import ProfilePage, profile_page
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import Refusal
from appealdesk.web.desk.forms.profile import (
    DEFAULTS,
    Tried,
    choices_of,
    document_from,
    packed,
    sample_of,
    tried,
    unpacked,
)
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.desk.pages.profile import ProfileField, ProfileRow, column_fields, profile_fields, profile_rows
from appealdesk.web.shared.notices import say
from appealdesk.web.shared.refusals import refusal_sentence, refusal_status

__all__ = ["ProfileView", "profile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileView:
    """The choices with their effect; without a sample only the place for a file."""

    account: ProfilePage
    starts: tuple[str, ...]
    sample: str
    fields: tuple[ProfileField, ...]
    columns: tuple[ProfileField, ...]
    rows: tuple[ProfileRow, ...]
    tried: Tried | None
    refusal: str = ""


@desk_view("statements", "GET", "POST")
def profile(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """GET: the account's profile. POST: look at a file, try the choices, or save them."""
    account = profile_page(actor=actor, account_ref=ref)
    if request.method != "POST":
        return _show(request, account, b"", _first(account, request.GET.get("start", ""), b""))
    sent = request.FILES.get("file")
    sample = unpacked(request.POST.get("sample", ""))
    fields = {name: str(value) for name, value in request.POST.items()}
    if isinstance(sent, UploadedFile):
        sample = sample_of(sent.read(100_000))
        if "encoding" not in fields or request.POST.get("act") == "look":
            fields = _first(account, request.POST.get("start", ""), sample)
    if request.POST.get("act") == "save" and sample:
        return _save(request, actor, account, sample, fields)
    return _show(request, account, sample, fields)


def _save(
    request: HttpRequest, actor: Actor, account: ProfilePage, sample: bytes, fields: Mapping[str, str]
) -> HttpResponse:
    found = tried(sample, fields, account.currency)
    document, _problems = document_from(fields, found.headings)
    if found.problems or not found.is_right:
        return _show(request, account, sample, fields, status=422, refusal=_("Not saved yet: look at what is marked."))
    seen = request.POST.get("seen", "")
    try:
        version = save_profile(
            actor=actor,
            now=read_clock(),
            account_ref=account.account_ref,
            document=document,
            seen_version=int(seen) if seen.isascii() and seen.isdigit() else 0,
        )
    except Refusal as refusal:
        status = refusal_status(refusal)
        return _show(request, account, sample, fields, status=status, refusal=refusal_sentence(refusal))
    say(
        request,
        _("Version %(version)d is saved. CSV files of this account are read by it from now on.") % {"version": version},
    )
    return HttpResponseRedirect(reverse("desk:statements"))


def _first(account: ProfilePage, start: str, sample: bytes) -> dict[str, str]:
    """The fields to begin with: the account's own profile, one that comes with the desk, or the plainest."""
    document = document_of(start) if start in PROFILES else account.document
    if document is None:
        return dict(DEFAULTS)
    fields = choices_of(document, document["headings"])
    if not sample:
        return fields
    # The columns are found again by their headings, wherever they stand in this file.
    return choices_of(document, tried(sample, fields, account.currency).headings)


def _show(
    request: HttpRequest,
    account: ProfilePage,
    sample: bytes,
    fields: Mapping[str, str],
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    found = tried(sample, fields, account.currency) if sample else None
    page = ProfileView(
        account=account,
        starts=tuple(PROFILES),
        sample=packed(sample),
        fields=profile_fields(fields, found),
        columns=column_fields(fields, found),
        rows=profile_rows(found, account.currency),
        tried=found,
        refusal=refusal,
    )
    fragment = request.headers.get("HX-Request") == "true"
    template = "desk/statements/_profile.html" if fragment else "desk/statements/profile.html"
    return render(request, template, {"page": page}, status=status)
