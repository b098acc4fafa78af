"""The operator's door to the ledger and the rates."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.cast import Cast, set_cast
from tests.donations.spending import cash

RATES = Path(__file__).parents[1] / "data" / "fx" / "ecb_eurofxref-hist_2022-02-14_2022-04-01.csv"


@pytest.fixture
def cast(db: None) -> Cast:
    return set_cast()


def run(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command(*arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_ledger_is_exported_for_some_days(cast: Cast) -> None:
    cash(cast, 1_000)

    out, err = run("ledger", "export", "--organisation", "relief-office", "--from", "2022-03-10", "--to", "2022-03-10")

    assert ('option "title" "relief-office"' in out, "1000 JPY" in out) == (True, True)
    assert err == "1 entries from 2022-03-10 to 2022-03-10.\n"


def test_an_empty_ledger_and_an_unknown_organisation_are_told(cast: Cast) -> None:
    with pytest.raises(CommandError, match="Nothing is booked yet"):
        run("ledger", "export", "--organisation", "relief-office")
    with pytest.raises(CommandError, match="no organisation elsewhere"):
        run("ledger", "export", "--organisation", "elsewhere")


def test_rates_are_loaded_once(cast: Cast) -> None:
    first, _ = run("rates", "load", str(RATES), "--format", "ecb-csv")
    second, _ = run("rates", "load", str(RATES), "--format", "ecb-csv")

    assert (first.split("new:")[1] == " 0.\n", second.split("new:")[1]) == (False, " 0.\n")


def test_a_file_that_is_none_is_refused(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html>")

    with pytest.raises(CommandError, match="begins with the heading Date"):
        run("rates", "load", str(tmp_path / "page.html"), "--format", "ecb-csv")
