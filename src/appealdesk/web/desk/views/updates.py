"""Updates: written in three languages, seen as the public and each network will show them, published for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appealdesk.appeals.actions.publish import publish_update
from appealdesk.appeals.queries.appeals import update_of
from appealdesk.appeals.queries.life import appeal_life, rights_of
from appealdesk.appeals.queries.pages import AppealCard, AppealPage, UpdatePage
from appealdesk.core.text.social import Post, posts_of
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.foundation.refusals import NotFound
from appealdesk.web.desk.forms.typed import TypedField, read_texts, sent_values
from appealdesk.web.desk.forms.updates import LONGEST_UPDATE, update_fields
from appealdesk.web.desk.gate import desk_view
from appealdesk.web.shared.notices import say

__all__ = ["LanguagePosts", "PreviewView", "UpdateFormView", "UpdateView", "new", "preview", "update"]

# As long as every reference, so that the preview counts what will be published.
_REFERENCE_TO_COME = "X-000000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguagePosts:
    """The update in one language: as the public reads it, and as a post on each network."""

    language: str
    text: str
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What is written so far, as others will see it."""

    languages: tuple[LanguagePosts, ...]
    published_at: datetime
    is_preview: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateFormView:
    """The form of an update; `corrects` is the earlier one, if it corrects one."""

    appeal: AppealCard
    corrects: UpdatePage | None
    fields: tuple[TypedField, ...]
    problems: Mapping[str, str]
    preview: PreviewView


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateView:
    """One published update with its texts for the networks."""

    appeal: AppealCard
    update: UpdatePage
    preview: PreviewView
    may_tell: bool
    language: str


@desk_view("appeals", "GET", "POST")
def new(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The form, its preview, and publishing."""
    if not rights_of(actor).tell:
        raise NotFound("page")
    now = read_clock()
    appeal = appeal_life(actor=actor, ref=ref, now=now).appeal
    wanted = request.POST.get("corrects") or request.GET.get("corrects", "")
    corrects = next((one for one in appeal.updates if one.ref == wanted), None)
    problems: dict[str, str] = {}
    sent = sent_values(request.POST)
    if request.method != "POST":
        return _form(request, appeal, corrects, {}, {}, now)
    texts = read_texts(sent, "texts", problems)
    problems |= {
        f"texts-{language}": _("This is too long: at most %(most)s characters.") % {"most": LONGEST_UPDATE}
        for language, text in texts.items()
        if len(text) > LONGEST_UPDATE
    }
    if problems or "publish" not in request.POST:
        shown = problems if "publish" in request.POST else {}
        return _form(request, appeal, corrects, sent, shown, now, status=422 if shown else 200)
    corrected = corrects.ref if corrects else ""
    published = publish_update(actor=actor, now=now, appeal_ref=ref, texts=texts, corrects=corrected)
    say(request, _("Published. Copy the texts for X, Bluesky and Mastodon from here."))
    return HttpResponseRedirect(reverse("desk:update", args=[published]))


@desk_view("appeals", "POST")
def preview(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """The fragment beside the form, while somebody types."""
    now = read_clock()
    appeal = appeal_life(actor=actor, ref=ref, now=now).appeal
    return render(request, "desk/updates/_posts.html", {"page": _preview(appeal, sent_values(request.POST), now)})


@desk_view("appeals", "GET")
def update(request: HttpRequest, actor: Actor, ref: str) -> HttpResponse:
    """One published update."""
    found, card, limit = update_of(actor=actor, ref=ref)
    page = UpdateView(
        appeal=card,
        update=found,
        preview=PreviewView(
            tuple(
                _posts(language, found.texts.get(language, ""), card.slug, found.ref, limit) for language in LANGUAGES
            ),
            found.published_at,
            is_preview=False,
        ),
        may_tell=rights_of(actor).tell,
        language=get_language() or "en",
    )
    return render(request, "desk/updates/update.html", {"page": page})


def _form(
    request: HttpRequest,
    appeal: AppealPage,
    corrects: UpdatePage | None,
    sent: Mapping[str, str],
    problems: Mapping[str, str],
    now: datetime,
    *,
    status: int = 200,
) -> HttpResponse:
    page = UpdateFormView(
        appeal=appeal,
        corrects=corrects,
        fields=update_fields(sent, problems),
        problems=problems,
        preview=_preview(appeal, sent, now),
    )
    return render(request, "desk/updates/form.html", {"page": page}, status=status)


def _preview(appeal: AppealPage, sent: Mapping[str, str], now: datetime) -> PreviewView:
    texts = {
        language: sent.get(f"texts-{language}", "").replace("\r\n", "\n").strip()[:LONGEST_UPDATE]
        for language in LANGUAGES
    }
    return PreviewView(
        tuple(
            _posts(language, text, appeal.slug, _REFERENCE_TO_COME, appeal.mastodon_limit)
            for language, text in texts.items()
        ),
        now,
    )


def _posts(language: str, text: str, slug: str, ref: str, limit: int) -> LanguagePosts:
    path = reverse("public:update", kwargs={"language": language, "slug": slug, "ref": ref})
    link = settings.PUBLIC_ADDRESS.rstrip("/") + path
    return LanguagePosts(language=language, text=text, posts=posts_of(text, link, mastodon_limit=limit) if text else ())
