"""The language switch of the desk."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from appealdesk.foundation.languages import LANGUAGES

__all__ = ["choose_language"]


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language in the session and go back to the page."""
    language = request.POST.get("language", "")
    if language in LANGUAGES:
        request.session["language"] = language
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/desk/"
    return HttpResponseRedirect(target)
