"""The queue: filters in the address, roles that have none, a fixed number of queries."""

from tests.web.desk.cast import Desk, apply
from tests.web.desk.conftest import SignedIn


def test_the_queue_shows_who_has_applied_and_what_the_rules_say(desk: Desk, signed_in: SignedIn) -> None:
    ref = apply(desk, service_branch="none", service_years=0)

    answer = signed_in("officer").get("/desk/")

    page = answer.content.decode()
    assert (answer.status_code, ref in page, "Keiko Aoki" in page, "Does not meet" in page) == (200, True, True, True)
