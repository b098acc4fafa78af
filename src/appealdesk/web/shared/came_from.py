"""What a request that failed leaves to go on with: the page that it came from, and what was typed there."""

from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError

__all__ = ["page_before", "typed_fields"]

_FORM = "application/x-www-form-urlencoded"


def page_before(request: HttpRequest) -> str:
    """The address of the desk's page that led here, as the browser tells it; empty if there is none, or it is this."""
    told = urlsplit(request.headers.get("Referer", ""))
    address = f"{told.path}?{told.query}" if told.query else told.path
    own = told.netloc == request.get_host() and told.path.startswith("/desk/")
    return "" if not own or (request.method == "GET" and address == request.get_full_path()) else address


def typed_fields(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    """The fields of a form as they were sent, its token with them, so that it can be sent again as it was.

    Nothing of a form with a file, which no page can keep, nor of one with a password. The token is the form's own and
    not a new one: where it was not looked at yet, it still has to be right the next time.
    """
    if request.method != "POST" or request.content_type != _FORM:
        return ()
    try:
        fields = tuple((name, str(value)) for name, values in request.POST.lists() for value in values)
    except (SuspiciousOperation, UnreadablePostError):
        return ()
    return () if any("password" in name for name, _value in fields) else fields
