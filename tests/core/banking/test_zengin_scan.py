"""A file in pieces: whatever they are, the scan says what the whole file says, and holds little of it."""

import tracemalloc
from collections.abc import Iterator
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from appealdesk.core.banking.statement import StatementScan, read_statement, scan_statement
from appealdesk.core.banking.zengin import scan_zengin
from appealdesk.core.banking.zengin_records import BLOCK_BYTES
from appealdesk.core.banking.zengin_write import ZenginTransfer, write_zengin_01
from tests.core.banking.zengin_files import FIRST, HEADER, TODAY, TYPE_01, TYPE_03, read_one


def transfers(count: int) -> list[ZenginTransfer]:
    return [
        ZenginTransfer(
            booked=FIRST + timedelta(days=number % 3),
            value=FIRST,
            amount_minor=number + 1,
            payer=f"{number:07}ｱｵｷ",
            cancelled=number % 97 == 96,
        )
        for number in range(count)
    ]


LONG = write_zengin_01(HEADER, transfers(9_000))


def scan(data: bytes, size: int, today: date = TODAY) -> StatementScan:
    (found,) = scan_zengin(lambda: (data[start : start + size] for start in range(0, len(data), size)), today)
    return found


@settings(max_examples=25, deadline=None)
@given(size=st.integers(1, 1 << 20).filter(lambda size: size > 500), ending=st.sampled_from([b"", b"\r\n", b"\x1a"]))
def test_the_size_of_the_pieces_makes_no_difference(size: int, ending: bytes) -> None:
    found = scan(LONG + ending, size)

    assert (found.count, found.total_minor) == (9_000, LONG_WHOLE.total_minor)
    assert found.whole() == LONG_WHOLE


LONG_WHOLE = read_statement(LONG, None, TODAY)


def test_records_without_line_ends_are_cut_over_the_pieces_alike() -> None:
    plain = LONG.replace(b"\r\n", b"")

    assert scan(plain, 333_333).whole() == LONG_WHOLE
    assert scan(plain + b"\r\n\x1a", 333_333).whole() == LONG_WHOLE


def test_other_line_ends_and_wide_letters_in_one_block_leave_the_others_as_they_are() -> None:
    mixed = LONG.replace(b"\r\n", b"\n", 5_000)
    wide = mixed.replace("0000007ｱｵｷ   ".encode("cp932"), "0000007青木 ".encode("cp932") + b" ", 1)

    found = scan(wide, 100_000).whole()

    assert found.lines[7].payer == "0000007青木"
    assert found.lines[8:] == LONG_WHOLE.lines[8:]


def test_the_lines_may_be_asked_for_again() -> None:
    found = scan(TYPE_03, 1_000)

    assert tuple(found.lines()) == tuple(found.lines()) == read_one(TYPE_03).lines


def test_a_million_lines_would_fit_because_a_block_is_all_that_is_held() -> None:
    header, *records, trailer, end = write_zengin_01(HEADER, transfers(2_000)).split(b"\r\n")[:-1]

    def chunks() -> Iterator[bytes]:
        yield header + b"\r\n"
        for _ in range(40):
            yield b"\r\n".join(records) + b"\r\n"
        yield TRAILER % (40 * (2_000 - 20), 40 * KEPT, 40 * 20, 40 * TAKEN) + b"\r\n" + end + b"\r\n"

    tracemalloc.start()
    (found,) = scan_zengin(chunks, TODAY)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found.count == 80_000
    assert trailer[:1] == b"8"
    assert peak < 16 * BLOCK_BYTES < 80_000 * 202


TAKEN = sum(line.amount_minor for line in transfers(2_000) if line.cancelled)
KEPT = sum(line.amount_minor for line in transfers(2_000) if not line.cancelled)
TRAILER = b"8%06d%012d%06d%012d" + b" " * 163


def test_the_door_scans_zengin_in_pieces_and_reads_other_formats_whole() -> None:
    assert scan_statement(lambda: (TYPE_01[:300], TYPE_01[300:]), None, TODAY).whole() == read_one(TYPE_01)
