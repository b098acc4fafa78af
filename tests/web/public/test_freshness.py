"""The shelves: an appeal is read again when it is old, a page is rendered again when its appeal has changed."""

import pytest

from appealdesk.appeals.actions.publish import publish_update
from appealdesk.foundation.refusals import NotFound
from appealdesk.web.public.freshness import AppealShelf, PageShelf, SplitPage
from tests.web.cast import NOW, SLUG, Stage


def test_an_unchanged_appeal_is_the_same_object(stage: Stage) -> None:
    shelf = AppealShelf(seconds=0)

    assert shelf.take(SLUG) is shelf.take(SLUG)


def test_a_change_is_seen_once_the_time_is_over(stage: Stage) -> None:
    shelf = AppealShelf(seconds=0)
    before = shelf.take(SLUG)
    publish_update(
        actor=stage.actor, now=NOW, appeal_ref=stage.appeal_ref, texts={"ja": "新着", "en": "New", "uk": "Нове"}
    )

    after = shelf.take(SLUG)

    assert (len(before.updates), len(after.updates)) == (1, 2)


def test_within_the_time_nothing_is_read(stage: Stage, django_assert_num_queries: object) -> None:
    shelf = AppealShelf(seconds=60)
    shelf.take(SLUG)

    with django_assert_num_queries(0):  # type: ignore[operator]
        shelf.take(SLUG)


def test_an_unknown_appeal_is_not_found(db: None) -> None:
    with pytest.raises(NotFound):
        AppealShelf().take("nothing-here")


def test_a_shelved_page_is_put_around_each_token(stage: Stage) -> None:
    shelf = PageShelf()
    shelf.put("/ja/", SplitPage(AppealShelf().take(SLUG), b"<a>", b"</a>"), (("X", "y"),))

    kept = shelf.take("/ja/")

    assert kept is not None
    assert (kept.page.around(b"token"), kept.headers) == (b"<a>token</a>", (("X", "y"),))


def test_what_was_not_put_is_not_there() -> None:
    assert PageShelf().take("/ja/") is None


def test_a_full_shelf_begins_anew(stage: Stage) -> None:
    shelf, page = PageShelf(), SplitPage(AppealShelf().take(SLUG), b"", b"")
    for number in range(501):
        shelf.put(f"/{number}/", page, ())

    assert (shelf.take("/0/"), shelf.take("/500/") is not None) == (None, True)
