"""Appeals kept in memory, read again at most once a second; and pages kept as bytes for as long as the appeal is equal.

In a surge ten thousand people open the same form. An appeal changes a few times a day, so a page is rendered when it
has changed and otherwise only its submission token is put in.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import OperationalError

from appealdesk.appeals.queries.appeals import appeal_page
from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.foundation.clock import read_clock
from appealdesk.foundation.refusals import NotFound

__all__ = ["AppealShelf", "LastAnswers", "PageShelf", "ShelvedPage", "SplitPage"]

_SECONDS = 1.0
_SHELF_SIZE = 500
Answer = TypeVar("Answer")


@dataclass(slots=True)
class _Kept:
    page: AppealPage
    read_at: float


class AppealShelf:
    """The present appeals by slug. While one thread reads an appeal again, the others go on with the last one."""

    def __init__(self, *, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._kept: dict[str, _Kept] = {}
        self._reading = threading.Lock()

    def take(self, slug: str) -> AppealPage:
        """The appeal, at most a second old; the same object as before if nothing has changed. Raises NotFound."""
        kept = self._kept.get(slug)
        if kept is None:
            return self._read(slug)
        if time.monotonic() - kept.read_at >= self._seconds and self._reading.acquire(blocking=False):
            try:
                return self._read(slug)
            finally:
                self._reading.release()
        return kept.page

    def _read(self, slug: str) -> AppealPage:
        read_at = time.monotonic()
        before = self._kept.get(slug)
        try:
            page = appeal_page(slug=slug, now=read_clock())
        except NotFound:
            self._kept.pop(slug, None)
            raise
        except OperationalError:
            if before is None:
                raise
            # The database is away for a moment: the last page is better than none, and is asked for again in a second.
            page = before.page
        if before is not None and before.page == page:
            page = before.page
        elif len(self._kept) >= _SHELF_SIZE:
            self._kept.clear()
        self._kept[slug] = _Kept(page, read_at)
        return page

    def clear(self) -> None:
        """Forget everything, so that the next reader sees the present state at once."""
        self._kept.clear()


class LastAnswers(Generic[Answer]):
    """What the database last said to a question of which a form is made, for the moments in which it is away."""

    def __init__(self) -> None:
        self._kept: dict[int, Answer] = {}

    def ask(self, key: int, read: Callable[[], Answer]) -> Answer:
        """What is read now; the last answer if the database does not answer, so that what was typed can be shown."""
        try:
            answer = read()
        except OperationalError:
            if key not in self._kept:
                raise
            return self._kept[key]
        if len(self._kept) >= _SHELF_SIZE:
            self._kept.clear()
        self._kept[key] = answer
        return answer


@dataclass(frozen=True, slots=True)
class SplitPage:
    """A rendered page around its one changing place, and the appeal that it was rendered from."""

    appeal: AppealPage
    before: bytes
    after: bytes

    def around(self, middle: bytes) -> bytes:
        """The whole page."""
        return self.before + middle + self.after


@dataclass(frozen=True, slots=True)
class ShelvedPage:
    """A page with the headers of its answer."""

    page: SplitPage
    headers: tuple[tuple[str, str], ...]


class PageShelf:
    """Rendered pages by address; whoever takes one asks whether its appeal is still the present one."""

    def __init__(self) -> None:
        self._kept: dict[str, ShelvedPage] = {}

    def take(self, address: str) -> ShelvedPage | None:
        """The page at the address, if it stands here."""
        return self._kept.get(address)

    def put(self, address: str, page: SplitPage, headers: tuple[tuple[str, str], ...]) -> None:
        """Keep a page; a full shelf begins anew."""
        if len(self._kept) >= _SHELF_SIZE:
            self._kept.clear()
        self._kept[address] = ShelvedPage(page, headers)

    def clear(self) -> None:
        """Forget every page."""
        self._kept.clear()
