"""Releasing the key figures: what the public reads, when, and what is refused."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from appealdesk.figures.actions.release import release_figures
from appealdesk.figures.models import FigureRelease, ReleaseListHead
from appealdesk.figures.queries.releases import ReleasePage, current_releases, release_detail
from appealdesk.foundation.actor import Role
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.cast import Cast, set_cast
from tests.figures.cast import SIGNING_KEY, TODAY, donations, rates, released, roster
from tests.figures.story import tell_story
from tests.people.cast import audited
from tests.postgres_plugin import Database


def pages(cast: Cast) -> dict[str, ReleasePage]:
    return {f"{page.definition}/{page.cell}".rstrip("/"): page for page in current_releases(cast.appeal_id)}


def test_the_figures_of_the_article_in_three_languages(cast: Cast) -> None:
    tell_story(cast)

    released(cast)

    texts = {name: dict(page.texts) for name, page in pages(cast).items()}
    assert texts == {
        "volunteers": {"ja": "70", "en": "70", "uk": "70"},
        "volunteers-by-service/jsdf": {"ja": "50", "en": "50", "uk": "50"},
        "volunteers-by-service/ffl": {"ja": "10未満", "en": "fewer than 10", "uk": "менше ніж 10"},
        "offers": {"ja": "70", "en": "70", "uk": "70"},
        "donations": {"ja": "約60,000", "en": "about 60,000", "uk": "близько 60\N{NO-BREAK SPACE}000"},
        "raised/JPY": {
            "ja": "約19億6,000万円",
            "en": "about 1,960\N{NO-BREAK SPACE}million yen",
            "uk": "близько 1\N{NO-BREAK SPACE}960\N{NO-BREAK SPACE}мільйонів єн",
        },
    }


def test_a_converted_sum_names_rate_day_and_source(cast: Cast) -> None:
    tell_story(cast)

    released(cast)

    raised = pages(cast)["raised/JPY"]
    assert raised.converted is not None
    assert raised.rate_sentences is not None
    assert raised.converted["en"] == "17.0\N{NO-BREAK SPACE}million US dollars"
    for language, words in {
        "ja": ("115", "2022年3月2日", "欧州中央銀行"),
        "en": ("115", "2 March 2022", "European Central Bank"),
        "uk": ("115", "2 березня 2022", "Європейськ"),
    }.items():
        for word in words:
            assert word in raised.rate_sentences[language]


def test_what_is_not_known_is_not_converted(cast: Cast) -> None:
    donations(cast, 40, 4_000_000)

    released(cast)

    raised = pages(cast)["raised/JPY"]
    assert (raised.converted, raised.rate_sentences) == (None, None)


def test_few_donors_withhold_the_sum(cast: Cast) -> None:
    donations(cast, 9, 900_000)

    released(cast)

    raised, number = pages(cast)["raised/JPY"], pages(cast)["donations"]
    assert (raised.shown, raised.suppressed, raised.texts["en"]) == (None, True, "not published")
    assert number.texts["en"] == "fewer than 10"


def test_money_is_told_in_each_currency_apart(cast: Cast) -> None:
    donations(cast, 40, 4_000_000, "JPY")
    donations(cast, 30, 300_000, "EUR")

    released(cast)

    assert {name: page.shown for name, page in pages(cast).items() if name.startswith("raised")} == {
        "raised/EUR": 300_000,
        "raised/JPY": 4_000_000,
    }


def test_figures_go_out_once_a_day_of_the_organisation(cast: Cast) -> None:
    first = released(cast, now=datetime(2022, 3, 2, 14, 59, tzinfo=UTC))

    with pytest.raises(Refusal) as refused:
        released(cast, now=datetime(2022, 3, 2, 14, 59, 30, tzinfo=UTC))
    second = released(cast, now=datetime(2022, 3, 2, 15, 0, tzinfo=UTC))

    assert (refused.value.code, refused.value.values) == ("figures.once_a_day", {"next_day": "2022-03-03"})
    assert set(first.refs).isdisjoint(second.refs)


def test_a_correction_supersedes_on_the_same_day_and_says_why(cast: Cast) -> None:
    roster(cast, "jsdf", 20)
    roster(cast, "other", 40)
    released(cast)
    first = pages(cast)
    roster(cast, "other", 20, start=40)

    released(cast, now=TODAY + timedelta(minutes=5), correction="Twenty people were missing.")

    new, old = pages(cast)["volunteers"], release_detail(first["volunteers"].ref).page
    assert (old.shown, new.shown) == (60, 80)
    assert (old.superseded_by, new.superseded_by) == (new.ref, "")
    assert (old.correction, new.correction) == ("", "Twenty people were missing.")


def test_a_table_that_gives_a_small_count_away_is_refused_whole(cast: Cast) -> None:
    """Everybody served in one of two services: the total less the large one is the small one."""
    roster(cast, "jsdf", 50)
    roster(cast, "ffl", 2)

    with pytest.raises(Refusal) as refused:
        released(cast)

    assert refused.value.code == "figures.would_disclose"
    assert "volunteers-by-service/ffl" in refused.value.sentence
    assert (FigureRelease.objects.count(), ReleaseListHead.objects.count()) == (0, 0)
    assert audited("figure.released") == []


def test_nothing_is_released_before_the_audit_log_is_sealed(committed_db: Database) -> None:
    cast = set_cast()

    with pytest.raises(Refusal) as refused:
        released(cast)

    assert refused.value.code == "figures.nothing_sealed"
    assert FigureRelease.objects.count() == 0


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.DUTY_OFFICER, Role.FINANCE_OFFICER])
def test_other_roles_find_nothing(cast: Cast, role: Role) -> None:
    with pytest.raises(NotFound):
        release_figures(actor=cast.officer(role), now=TODAY, appeal_id=cast.appeal_id, signing_key=SIGNING_KEY)


def test_the_release_is_audited_and_the_list_grows(cast: Cast) -> None:
    rates(cast)
    first = released(cast)
    second = released(cast, now=TODAY + timedelta(days=1))

    sizes = list(ReleaseListHead.objects.order_by("size").values_list("size", flat=True))
    assert sizes == [len(first.refs), len(first.refs) + len(second.refs)]
    press = f"staff:{cast.staff[Role.PRESS_OFFICER]}"
    assert audited("figure.released") == [(press, cast.stage.appeal_ref)] * 2


@pytest.mark.parametrize("table", ["figures_figurerelease", "figures_releaselisthead"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_not_even_the_owner_changes_what_was_published(
    cast: Cast, committed_db: Database, table: str, verb: str
) -> None:
    released(cast)

    with psycopg.connect(committed_db.owner_url) as owner, pytest.raises(psycopg.errors.IntegrityError, match="stays"):
        owner.execute(verb.format(table).encode())


def test_only_the_key_of_its_secret_may_be_wrapped_anew(cast: Cast, committed_db: Database) -> None:
    released(cast)

    with psycopg.connect(committed_db.owner_url) as owner:
        owner.execute("UPDATE figures_figurerelease SET wrapped_key = '\\x02'")
        with pytest.raises(psycopg.errors.IntegrityError, match="stays"):
            owner.execute("UPDATE figures_figurerelease SET wrapped_key = '\\x03', ref = 'F-7K3M9Q2XC'")
