"""A bank's file of 60,000 transfers, from its bytes to donations and balanced postings; and the reader by itself."""

import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from appealdesk.core.banking.statement import scan_statement
from appealdesk.donations.actions.create import create_pledge
from appealdesk.donations.actions.import_statement import import_statement
from appealdesk.donations.actions.receive import receive_statement
from appealdesk.donations.actions.reconcile import reconcile_statement
from appealdesk.donations.inputs import PledgeInput
from appealdesk.foundation.actor import Role
from appealdesk.ops.story.bank_file import PledgedTransfer, write_story_file
from appealdesk.ops.story.cast import readings
from appealdesk.ops.story.stage import Stage
from bench.database import fresh_database
from bench.floors import copy_seconds, read_seconds
from bench.line import Line, Round, Target, make_line
from bench.memory import forget_peak, peak_mb
from bench.processor import processor_seconds
from bench.sizes import ROUNDS, pick_size
from bench.stage import NOW, open_stage

__all__ = ["measure"]

_YEN_A_LINE = 32_674
_FIRST_DAY = date(2022, 2, 25)
_TABLES = {
    "donations_statementline": "true",
    "donations_donation": "true",
    "donations_entry": "true",
    "donations_posting": "true",
}


def measure() -> Iterator[Line]:
    """Each round imports the file into a fresh database; the last one imports it a second time."""
    lines = pick_size(small=2_000, full=60_000)
    imports, again, spent, memory = [], [], [], 0.0
    for seed in range(ROUNDS):
        with fresh_database() as database:
            stage = open_stage(with_positions=False)
            data = _write_file(stage, lines=lines, seed=seed)
            forget_peak()
            seconds, processor = _import(stage, data, lines=lines)
            spent.append(processor)
            memory = max(memory, peak_mb())
            imports.append(Round(lines / seconds, lines / copy_seconds(_TABLES, database)))
            again.append(_import_again(stage, data))
    sizes = {"lines": lines}
    yield make_line(
        "statement-import",
        imports,
        unit="lines/s",
        floor_name="COPY, the same rows",
        memory_mb=memory,
        target=Target("value", "at_least", 10_000),
        sizes=sizes,
        # One core that does nothing else needs this long for a line; the disk comes on top.
        notes={"processor_ms_per_line": round(statistics.median(spent) * 1000 / lines, 4)},
    )
    yield make_line("statement-again", again, unit="s", floor_name="reading the file", memory_mb=memory, sizes=sizes)
    yield _reader(data, lines)


def _write_file(stage: Stage, *, lines: int, seed: int) -> bytes:
    """The story's file, where one transfer in a hundred carries the code of a pledge."""
    chance = random.Random(seed)
    names = readings()
    pledged = [_pledge(stage, chance, names) for _ in range(lines // 100)]
    return write_story_file(readings=names, pledged=pledged, count=lines, total=lines * _YEN_A_LINE, seed=seed)


def _pledge(stage: Stage, chance: random.Random, names: tuple[tuple[str, str], ...]) -> PledgedTransfer:
    amount = chance.choice((3_000, 5_000, 10_000, 30_000))
    entry = PledgeInput(fund_ref=stage.fund_ref, currency="JPY", amount_minor=amount)
    pledge = create_pledge(actor=stage.system, now=NOW, entry=entry)
    family, given = chance.choice(names)
    return PledgedTransfer(code=pledge.code, payer=f"{family} {given}", amount_minor=amount, day=_FIRST_DAY)


def _import(stage: Stage, data: bytes, *, lines: int) -> tuple[float, float]:
    """From the bytes to donations, balanced postings and matches: seconds on the clock, and of the processors.

    Every line has to become a donation.
    """
    before, began = processor_seconds(), time.perf_counter()
    received = receive_statement(
        actor=stage.officer(Role.FINANCE_OFFICER), now=NOW, data=data, file_name="zengin_01.txt"
    )
    import_statement(actor=stage.system, now=NOW, statement_ref=received.ref)
    result = reconcile_statement(actor=stage.system, now=NOW, statement_ref=received.ref)
    seconds = time.perf_counter() - began
    processor = processor_seconds() - before
    if (result.donations, result.matched_by_rule) != (lines, lines // 100):
        raise RuntimeError(f"The file of {lines} lines became {result}: the measurement does not count.")
    return seconds, processor


def _import_again(stage: Stage, data: bytes) -> Round:
    """The same file once more: it has to be known, and nothing may change."""
    began = time.perf_counter()
    finance = stage.officer(Role.FINANCE_OFFICER)
    if not receive_statement(actor=finance, now=NOW, data=data, file_name="zengin_01.txt").already:
        raise RuntimeError("The same file counted as a new one.")
    return Round(time.perf_counter() - began, _bare_read(data))


def _reader(data: bytes, lines: int) -> Line:
    forget_peak()
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        count = sum(1 for _ in scan_statement(lambda: (data,), None, NOW.date()).lines())
        seconds = time.perf_counter() - began
        if count != lines:
            raise RuntimeError(f"The reader found {count} of {lines} lines.")
        rounds.append(Round(lines / seconds, lines / _bare_read(data)))
    return make_line(
        "zengin-read",
        rounds,
        unit="lines/s",
        floor_name="reading the file",
        memory_mb=peak_mb(),
        target=Target("value", "at_least", 200_000),
        sizes={"lines": lines, "bytes": len(data)},
    )


def _bare_read(data: bytes) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "zengin_01.txt"
        path.write_bytes(data)
        return read_seconds(path)
