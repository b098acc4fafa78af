"""The export that accountants get: bean-check passes it, bean-query reads our balances back, and it names nobody."""

import csv
import io
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from appealdesk.core.ledger.export import JOURNAL_COLUMNS
from appealdesk.donations.actions.export import Format, export_ledger
from appealdesk.donations.queries.journal import balances_by_code
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import NotFound, Refusal
from tests.cast import Cast
from tests.donations.actions.test_corrections import refund
from tests.donations.bank import bank_file, gift
from tests.donations.money import reconciled
from tests.donations.spending import MARCH, approved, cash, open_fund, paid

PROGRAMS = Path(sys.executable).parent


def export(cast: Cast, format: Format, first: date | None = None, last: date | None = None) -> str:
    pieces: list[str] = []
    export_ledger(
        actor=cast.finance,
        now=MARCH,
        format=format,
        write=pieces.append,
        title='A "good" office',
        first=first,
        last=last,
    )
    return "".join(pieces)


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """A ledger with a statement, cash, a payment, a refund, and a fund of another kind."""
    reconciled(cast, bank_file(gift(10_000), gift(2_000, "ｸﾛｷ ｼﾞﾖﾝ")))
    refund(cast, cash(cast, 5_000, open_fund(cast, restricted=False)), 1_000)
    paid(cast, approved(cast, 4_000))
    return cast


def bean(program: str, path: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(PROGRAMS / program), *(["-f", "csv"] if more else []), str(path), *more],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("first", "last"), [(None, None), (date(2022, 3, 9), date(2022, 3, 9))], ids=["all days", "one day"]
)
def test_bean_check_passes_it(busy: Cast, tmp_path: Path, first: date | None, last: date | None) -> None:
    path = tmp_path / "ledger.beancount"
    path.write_text(export(busy, "beancount", first, last), encoding="utf-8")

    checked = bean("bean-check", path)

    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")


def test_bean_check_finds_a_sum_that_was_changed(busy: Cast, tmp_path: Path) -> None:
    path = tmp_path / "ledger.beancount"
    path.write_text(export(busy, "beancount").replace("  4000 JPY", "  4001 JPY", 1), encoding="utf-8")

    assert bean("bean-check", path).returncode == 1


def test_bean_query_reads_our_balances_back(busy: Cast, tmp_path: Path) -> None:
    path = tmp_path / "ledger.beancount"
    path.write_text(export(busy, "beancount"), encoding="utf-8")

    told = bean("bean-query", path, "SELECT account, sum(number) AS total GROUP BY account ORDER BY account")

    read = {row["account"].strip(): int(row["total"]) for row in csv.DictReader(io.StringIO(told.stdout))}
    with acting(busy.system):
        ours = balances_by_code(organisation_id=busy.organisation_id, upto=date(2022, 12, 31))
    assert sorted(read.values()) == sorted(money.amount_minor for sums in ours.values() for money in sums)
    assert {name.rpartition(":")[0] for name in read} == {
        "Assets",
        "Assets:Bank",
        "Equity:Funds:Free",
        "Equity:Funds:Restricted",
        "Expenses",
        "Income",
        "Liabilities",
    }


def test_the_journal_has_a_line_for_each_posting(busy: Cast) -> None:
    rows = list(csv.DictReader(io.StringIO(export(busy, "csv"))))

    sums: dict[str, int] = {}
    for row in rows:
        sums[row["entry"]] = sums.get(row["entry"], 0) + int(row["debit"] or 0) - int(row["credit"] or 0)
    assert tuple(rows[0]) == JOURNAL_COLUMNS
    assert (len(rows), len(sums), set(sums.values())) == (14, 6, {0})
    assert {row["kind"] for row in rows} == {"statement", "donation", "cash", "refund", "disbursement"}


@pytest.mark.parametrize("format", ["beancount", "csv"])
def test_it_names_nobody(busy: Cast, format: Format) -> None:
    text = export(busy, format)

    assert [word for word in ("ｻﾄｳ", "ｸﾛｷ", "Relief Supplies", "7654321", busy.finance.ref) if word in text] == []


def test_only_who_handles_money_exports_it(busy: Cast) -> None:
    with pytest.raises(NotFound):
        export_ledger(
            actor=busy.officer(Role.DESK_OFFICER), now=MARCH, format="csv", write=lambda piece: None, title="x"
        )


def test_days_that_are_turned_round_are_refused(busy: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        export(busy, "csv", date(2022, 3, 2), date(2022, 3, 1))

    assert refused.value.code == "donations.days_turned"
