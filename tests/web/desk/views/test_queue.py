"""The queue: filters in the address with counts, paging by key, searching, and a fixed number of queries."""

import re

from django.test import Client

from tests.web.desk.cast import KEIKO, TOO_OLD, Desk, apply, audited, decided, somebody
from tests.web.desk.conftest import CountQueries, SignedIn

ROW = re.compile(r'<th scope="row"><a class="ref" href="/desk/applications/(A-[0-9A-Z]{9})/')
COUNT = re.compile(r"<span>([A-Z][a-z -]+)</span></span>\s*<span class=\"number\">(\d+)</span>")


def rows(page: str) -> list[str]:
    """The references of the applications shown."""
    return ROW.findall(page)


def counts(page: str) -> dict[str, int]:
    """The counts of the filters by decision and result."""
    return {word: int(count) for word, count in COUNT.findall(page)}


def _page(client: Client, query: str = "") -> str:
    return client.get(f"/desk/{query}").content.decode()


def test_the_queue_shows_who_waits_for_a_decision(desk: Desk, signed_in: SignedIn) -> None:
    waits = apply(desk)
    decided(desk, apply(desk, somebody(1), service_branch="jsdf", service_years=3))

    page = _page(signed_in("officer"))

    assert (rows(page), "Keiko Aoki" in page) == ([waits], True)


def test_a_filter_counts_what_it_would_show(desk: Desk, signed_in: SignedIn) -> None:
    apply(desk, TOO_OLD)
    apply(desk, somebody(1), service_branch="jsdf", service_years=3)
    decided(desk, apply(desk, somebody(2), service_branch="jsdf", service_years=3))

    shown = counts(_page(signed_in("officer")))

    assert {word: shown[word] for word in ("To decide", "Accepted", "Meets", "Does not meet", "Cannot tell")} == {
        "To decide": 2,
        "Accepted": 1,
        "Meets": 1,
        "Does not meet": 1,
        "Cannot tell": 0,
    }


def test_filters_come_from_the_address(desk: Desk, signed_in: SignedIn) -> None:
    unmet = apply(desk, TOO_OLD)
    remote = apply(desk, somebody(1), position="medical", channel="phone")

    client = signed_in("officer")
    found = [
        rows(_page(client, query))
        for query in (
            "?decision=&outcome=does_not_meet",
            f"?decision=&position_ref={desk.stage.position_refs['medical']}",
            "?decision=&channel=phone",
            "?decision=accepted",
        )
    ]

    assert found == [[unmet], [remote], [remote], []]


def test_a_value_that_nobody_could_choose_is_left_out(desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(desk)

    assert rows(_page(signed_in("officer"), "?decision=lost&outcome=purple&channel=%00")) == [ref]


def test_a_name_in_any_script_a_number_and_a_reference_are_found(desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(desk, KEIKO)
    apply(desk, somebody(1))
    client = signed_in("officer")

    texts = ("青木 恵子", "アオキ ケイコ", "Aoki Keiko", "090-2345-6781", "keiko.aoki@posteo.example", ref.lower())
    found = [rows(client.get("/desk/", {"text": text}).content.decode()) for text in texts]

    assert found == [[ref]] * len(texts)


def test_pages_are_turned_by_key(desk: Desk, signed_in: SignedIn) -> None:
    refs = [apply(desk, somebody(number)) for number in range(3)]
    client = signed_in("officer")

    later = rows(_page(client, f"?decision=undecided&after={refs[0]}"))
    earlier = rows(_page(client, f"?decision=undecided&before={refs[2]}"))

    assert (later, earlier) == (refs[1:], refs[:2])


def test_an_empty_queue_teaches_the_next_step(desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in("officer")
    first_use = _page(client)
    decided(desk, apply(desk, service_branch="jsdf", service_years=3))

    all_done, unknown = _page(client), _page(client, "?text=Nobody+Here")

    assert [sentence in page for sentence, page in (
        ("Nobody has applied yet.", first_use),
        ("Nothing is left with these filters.", all_done),
        ("No application was found for this.", unknown),
    )] == [True] * 3  # fmt: skip


def test_another_organisation_sees_none_of_it(desk: Desk, elsewhere: Client) -> None:
    ref = apply(desk)

    assert (rows(_page(elsewhere)), rows(_page(elsewhere, f"?text={ref}"))) == ([], [])


def test_the_number_of_queries_does_not_grow_with_the_rows(
    desk: Desk, signed_in: SignedIn, count_queries: CountQueries
) -> None:
    client = signed_in("officer")
    apply(desk, somebody(0))
    one = count_queries(client, "/desk/")
    apply(desk, somebody(1))
    apply(desk, somebody(2), position="medical")

    assert count_queries(client, "/desk/") == one


def test_reading_the_names_stands_in_the_log(desk: Desk, signed_in: SignedIn) -> None:
    apply(desk, somebody(0))
    apply(desk, somebody(1))

    _page(signed_in("officer"))

    assert audited("person.listed") == [(f"staff:{desk.staff['officer'].ref}", "queue")]
