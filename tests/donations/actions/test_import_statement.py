"""Storing and posting the lines of a received file."""

import pytest

from appealdesk.donations.actions import import_statement as module
from appealdesk.donations.actions.import_statement import import_statement
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.models import Entry, Statement, StatementLine
from appealdesk.donations.queries.payers import line_context, open_payer
from appealdesk.foundation.db import acting
from appealdesk.foundation.models import OutboxEvent
from appealdesk.foundation.refusals import NotFound
from tests.cast import Cast, set_cast
from tests.donations.bank import BANK, bank_file, gift
from tests.donations.money import LATER, balances, imported, violations
from tests.people.cast import audited


def test_every_line_of_the_sample_is_stored_and_posted(cast: Cast) -> None:
    data = (BANK / "zengin_01_furikomi_nyukin_A_RECONSTRUCTED.txt").read_bytes()

    result = imported(cast, data)

    with acting(cast.system):
        lines = list(StatementLine.objects.order_by("number").values_list("amount_minor", "reversal", "pledge_code"))
        status = Statement.objects.get(ref=result.statement_ref).status
    assert (result.lines, result.new, result.known) == (6, 6, 0)
    assert lines[:4] == [(100000, False, ""), (5000, False, "12345"), (1000000, False, ""), (100000, False, "")]
    assert status == "imported"
    assert balances(cast) == {"bank": 1205000, "unallocated": -1205000}
    assert audited("statement.imported") == [("system:system", result.statement_ref)]
    assert violations(cast) == []


def test_a_payer_is_sealed_under_a_key_of_the_line(cast: Cast) -> None:
    imported(cast, bank_file(gift(1000, "ｱｵｷ ｹｲｺ"), gift(2000, "ｱｵｷ ｹｲｺ"), gift(3000, "ｻﾄｳ ﾐﾅ")))

    with acting(cast.system):
        one, two, three = StatementLine.objects.order_by("number")
    opened = open_payer(
        wrapped_key=one.wrapped_key, sealed=one.sealed, context=line_context(one.account_id, one.bank_reference)
    )
    assert opened is not None
    assert opened.payer == "ｱｵｷ ｹｲｺ"
    assert bytes(one.payer_token or b"") == bytes(two.payer_token or b"")
    assert bytes(one.payer_token or b"") != bytes(three.payer_token or b"")
    assert len({bytes(line.wrapped_key or b"") for line in (one, two, three)}) == 3
    assert "ｱｵｷ".encode() not in bytes(one.sealed or b"")


def test_importing_again_changes_nothing(cast: Cast) -> None:
    first = imported(cast, bank_file(gift(1000), gift(2000)))

    again = import_statement(actor=cast.system, now=LATER, statement_ref=first.statement_ref)

    with acting(cast.system):
        assert (StatementLine.objects.count(), Entry.objects.count()) == (2, 1)
        assert OutboxEvent.objects.filter(name="StatementImported").count() == 1
    assert again == first


def test_an_overlapping_file_brings_only_its_new_lines(cast: Cast) -> None:
    imported(cast, bank_file(gift(1000), gift(2000)))

    second = imported(cast, bank_file(gift(1000), gift(2000), gift(4000)))

    assert (second.lines, second.new, second.known) == (3, 1, 2)
    assert balances(cast) == {"bank": 7000, "unallocated": -7000}
    assert violations(cast) == []


def test_a_file_of_known_lines_alone_posts_nothing(cast: Cast) -> None:
    imported(cast, bank_file(gift(1000), gift(2000)))

    second = imported(cast, bank_file(gift(1000)))

    with acting(cast.system):
        assert Entry.objects.count() == 1
    assert (second.lines, second.new, second.known) == (1, 0, 1)
    assert violations(cast) == []


def test_lines_that_cancel_each_other_out_need_no_entry(cast: Cast) -> None:
    imported(cast, bank_file(gift(1000), gift(1000, cancelled=True)))

    with acting(cast.system):
        assert (StatementLine.objects.count(), Entry.objects.count()) == (2, 0)
    assert violations(cast) == []


def test_a_line_of_zero_is_nothing_to_post(cast: Cast) -> None:
    result = imported(cast, bank_file(gift(0), gift(1_000)))

    with acting(cast.system):
        stored = list(StatementLine.objects.values_list("number", "amount_minor"))
    assert (result.lines, result.new, stored) == (2, 1, [(2, 1_000)])
    assert (balances(cast), violations(cast)) == ({"bank": 1_000, "unallocated": -1_000}, [])


def test_an_empty_statement_is_imported(cast: Cast) -> None:
    result = imported(cast, bank_file())

    assert (result.lines, result.new) == (0, 0)
    assert violations(cast) == []


def test_two_organisations_may_have_the_same_lines(cast: Cast) -> None:
    other = set_cast("other-office")
    data = bank_file(gift(1000))

    results = [imported(one, data) for one in (cast, other)]

    assert [result.new for result in results] == [1, 1]
    assert [balances(one) for one in (cast, other)] == [{"bank": 1000, "unallocated": -1000}] * 2


def test_progress_is_told_chunk_by_chunk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 2)
    told: list[tuple[int, int]] = []
    received = receive_statement(actor=cast.finance, now=LATER, data=bank_file(*[gift(1000)] * 5), file_name="bank.txt")

    import_statement(
        actor=cast.system,
        now=LATER,
        statement_ref=received.ref,
        on_progress=lambda done, total: told.append((done, total)),
    )

    assert told == [(2, 5), (4, 5), (5, 5)]


def test_a_statement_of_another_organisation_is_not_found(cast: Cast) -> None:
    received = receive_statement(actor=cast.finance, now=LATER, data=bank_file(gift(1000)), file_name="bank.txt")
    other = set_cast("other-office")

    with pytest.raises(NotFound):
        import_statement(actor=other.system, now=LATER, statement_ref=received.ref)
