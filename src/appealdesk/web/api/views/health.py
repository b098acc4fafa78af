"""Whether this site can serve: asked by load balancers and by the supervisor, many times a minute."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from appealdesk.foundation.db import fetch_value

__all__ = ["health"]


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503; it says nothing that a stranger may not know."""
    try:
        answers = fetch_value("SELECT 1") == 1
    except DatabaseError:
        answers = False
    response = JsonResponse({"database": "up" if answers else "down"}, status=200 if answers else 503)
    response.headers["Cache-Control"] = "no-store"
    return response
