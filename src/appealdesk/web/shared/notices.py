"""One sentence for the next page: what happened, and what happens next. Kept in the session of the desk."""

from dataclasses import dataclass

from django.http import HttpRequest

__all__ = ["Notice", "say", "take_notices"]

_KEY = "notices"
_ICONS = {"done": "done", "held": "held", "stop": "stop"}


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence and its tone: done, held or stop."""

    text: str
    tone: str

    @property
    def icon(self) -> str:
        """The template of the icon that says the tone."""
        return f"shared/icons/{_ICONS.get(self.tone, 'info')}.svg"


def say(request: HttpRequest, text: str, tone: str = "done") -> None:
    """Show the sentence on the next page of this session."""
    request.session[_KEY] = [*request.session.get(_KEY, []), [text, tone]]


def take_notices(request: HttpRequest) -> tuple[Notice, ...]:
    """The sentences that wait, once."""
    if not request.session.get(_KEY):
        return ()
    return tuple(Notice(text, tone) for text, tone in request.session.pop(_KEY))
