"""The shelves of this process: one for appeals, one for the rendered form."""

from appealdesk.web.public.freshness import AppealShelf, PageShelf

__all__ = ["APPEALS", "FORMS"]

APPEALS = AppealShelf()
FORMS = PageShelf()
