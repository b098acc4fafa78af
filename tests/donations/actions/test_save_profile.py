"""A profile is saved in versions, and the account's files are read by it from then on."""

from typing import Any

import pytest

from appealdesk.donations.actions.import_statement import import_statement
from appealdesk.donations.actions.receive import ReceivedStatement, receive_statement
from appealdesk.donations.actions.save_profile import save_profile
from appealdesk.donations.queries.money import statement_preview
from appealdesk.donations.queries.profiles import profile_page
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.cast import Cast, set_cast
from tests.donations.money import LATER, balances, violations
from tests.people.cast import audited

DOCUMENT: dict[str, Any] = {
    "encoding": "cp932",
    "delimiter": ",",
    "skip": 0,
    "headed": True,
    "headings": ["日付", "金額", "内容"],
    "date_format": "YYYY/MM/DD",
    "decimal_mark": ".",
    "group_mark": ",",
    "columns": {"booked": "日付", "amount": "金額", "description": "内容"},
}
FILE = "日付,金額,内容\n2022/03/01,1000,ｱｵｷ ｹｲｺ\n2022/03/01,1000,ｻﾄｳ ﾐﾅ\n2022/03/02,-110,手数料\n".encode("cp932")


def saved(cast: Cast, seen: int = 0, **change: Any) -> int:
    return save_profile(
        actor=cast.finance,
        now=LATER,
        account_ref=cast.account_ref,
        document=DOCUMENT | change,
        seen_version=seen,
    )


def received(cast: Cast, data: bytes = FILE) -> ReceivedStatement:
    return receive_statement(
        actor=cast.finance, now=LATER, data=data, file_name="bank.csv", account_ref=cast.account_ref
    )


def test_the_accounts_files_are_read_by_it_from_then_on(cast: Cast) -> None:
    with pytest.raises(Refusal, match="none of zengin"):
        received(cast)
    assert (saved(cast), saved(cast, seen=1)) == (1, 1)

    statement = received(cast)
    # A later version does not change how a file is read that was received by an earlier one.
    assert saved(cast, seen=1, date_format="DD/MM/YYYY") == 2
    with acting(cast.finance):
        first = statement_preview(actor=cast.finance, ref=statement.ref)[0]
    result = import_statement(actor=cast.system, now=LATER, statement_ref=statement.ref)

    assert (statement.format, statement.lines, first.payer) == ("saved:1", 3, "ｱｵｷ ｹｲｺ")
    assert (result.new, balances(cast)["bank"], violations(cast)) == (3, 1890, [])
    assert audited("statement_profile.saved") == [(f"staff:{cast.finance.ref}", cast.account_ref)] * 2


def test_a_file_that_it_does_not_fit_is_refused_with_line_field_and_reason(cast: Cast) -> None:
    saved(cast)

    with pytest.raises(Refusal) as refused:
        received(cast, FILE.replace(b"2022/03/02", b"02/03/2022"))

    assert refused.value.code == "donations.statement_refused"
    (problem,) = refused.value.values["problems"]  # type: ignore[misc]
    assert str(problem) == "Line 4, 日付: '02/03/2022' is not a date as saved:1 files write it."
    assert balances(cast) == {}


def test_what_names_its_own_format_is_read_as_that(cast: Cast) -> None:
    saved(cast)

    with pytest.raises(Refusal, match="camt"):
        received(cast, b"<Document>")


def test_a_colleagues_version_is_not_covered_unseen(cast: Cast) -> None:
    saved(cast)

    with pytest.raises(Refusal, match="A colleague changed this profile"):
        saved(cast, skip=1)


def test_what_is_not_whole_is_not_saved(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        saved(cast, columns={})

    assert refused.value.code == "donations.profile_malformed"
    with acting(cast.finance):
        assert profile_page(actor=cast.finance, account_ref=cast.account_ref).version == 0


def test_strangers_and_other_roles_find_nothing(cast: Cast) -> None:
    stranger = set_cast("other-office", account_key="9999-001-1-7654321")

    for actor in (stranger.finance, cast.officer(Role.DESK_OFFICER)):
        with pytest.raises(NotFound):
            save_profile(actor=actor, now=LATER, account_ref=cast.account_ref, document=DOCUMENT, seen_version=0)
