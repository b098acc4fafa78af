"""Pages of documents from outside, as the desk shows them."""

from django.http import HttpResponse

__all__ = ["picture_response"]


def picture_response(jpeg: bytes, name: str) -> HttpResponse:
    """A picture that we have drawn ourselves; even so the browser is told to take it for nothing else."""
    response = HttpResponse(jpeg, content_type="image/jpeg")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.jpg"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response
