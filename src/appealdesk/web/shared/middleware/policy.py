"""The content security policy, written once: it is the same for every page, and a page of the surge has no time for it.

Scripts, styles and pictures come from this site only, no page can be framed, and no inline code runs.
"""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse

__all__ = ["PolicyMiddleware", "policy_header"]

_HEADER = "Content-Security-Policy"


def policy_header(directives: Mapping[str, Sequence[str]]) -> str:
    """The directives as the header has them."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


class PolicyMiddleware:
    """Puts the policy of the settings on every answer that has none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._policy = policy_header(settings.CONTENT_SECURITY_POLICY)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(_HEADER, self._policy)
        return response
