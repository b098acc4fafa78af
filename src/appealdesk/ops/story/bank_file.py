"""Writes the story's bank file: 60,000 transfers of about 1,960 million yen in five days, the same for each seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from appealdesk.core.banking.zengin_write import ZenginHeader, ZenginTransfer, write_zengin_01
from appealdesk.core.text.kana import to_half_width, to_large

__all__ = ["ACCOUNT_KEY", "PledgedTransfer", "write_story_file"]

ACCOUNT_KEY = "9999-001-1-1234567"
_FIRST = date(2022, 2, 25)
_LAST = date(2022, 3, 1)
_DAYS = 5
# What people give most: round sums, from a coin to a month's wage. Together they average a little below the story's
# 32,667 yen, and the rest comes from a few companies.
_SUMS = (500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 30_000, 50_000, 100_000, 300_000, 500_000)
_WEIGHTS = (2, 9, 4, 12, 16, 27, 8, 9, 6, 5, 1.2, 0.8)
_COMPANIES = ("ｶ)ｻｸﾗｼﾖｳｼﾞ", "ｶ)ﾐﾅﾄｺｳｷﾞﾖｳ", "ﾕ)ﾔﾏﾈｺﾌﾞﾂｻﾝ", "ｼﾔ)ﾋﾏﾜﾘﾉｶｲ", "ﾄｸﾋ)ﾃﾉﾋﾗ")
_BANKS = (("ﾃｽﾄﾋｶﾞｼ", "ﾎﾝﾃﾝ"), ("ﾃｽﾄﾆｼ", "ｴｷﾏｴ"), ("ﾃｽﾄﾈﾂﾄ", "ﾀﾞｲｲﾁ"), ("ﾃｽﾄﾐﾅﾐ", "ﾁﾕｳｵｳ"))


@dataclass(frozen=True, slots=True)
class PledgedTransfer:
    """A transfer whose payer wrote the code of a pledge before the name."""

    code: str
    payer: str
    amount_minor: int
    day: date


def write_story_file(
    *, readings: Sequence[tuple[str, str]], pledged: Sequence[PledgedTransfer], count: int, total: int, seed: int
) -> bytes:
    """A Zengin 01 file of `count` transfers that sum to `total` yen; `readings` are family and given names in kana."""
    chance = random.Random(seed)  # noqa: S311 - a story, not a secret
    lines = [
        ZenginTransfer(
            booked=gift.day,
            value=gift.day,
            amount_minor=gift.amount_minor,
            payer=f"{gift.code}{_bank_kana(gift.payer)}",
            bank_name=_BANKS[0][0],
            branch_name=_BANKS[0][1],
        )
        for gift in pledged
    ]
    amounts = chance.choices(_SUMS, _WEIGHTS, k=count - len(lines))
    _meet(amounts, total - sum(gift.amount_minor for gift in pledged), chance)
    lines += [_transfer(amount, readings, chance) for amount in amounts]
    lines.sort(key=lambda line: line.booked)
    return write_zengin_01(_header(), lines)


def _meet(amounts: list[int], wanted: int, chance: random.Random) -> None:
    """Change amounts in steps until they sum to what is wanted; no gift falls below 500 yen or above 3 million."""
    missing = wanted - sum(amounts)
    while missing:
        place = chance.randrange(len(amounts))
        step = max(-(amounts[place] - 500), min(missing, 50_000, 3_000_000 - amounts[place]))
        amounts[place] += step
        missing -= step


def _transfer(amount: int, readings: Sequence[tuple[str, str]], chance: random.Random) -> ZenginTransfer:
    day = min(_FIRST + timedelta(days=chance.randrange(_DAYS)), _LAST)
    bank, branch = chance.choice(_BANKS)
    if amount >= 300_000 and chance.random() < 0.3:
        payer = chance.choice(_COMPANIES)
    else:
        payer = _bank_kana(f"{chance.choice(readings)[0]} {chance.choice(readings)[1]}")
    return ZenginTransfer(booked=day, value=day, amount_minor=amount, payer=payer, bank_name=bank, branch_name=branch)


def _bank_kana(reading: str) -> str:
    """Half-width katakana as banks write it, without small letters."""
    return to_half_width(to_large(reading))


def _header() -> ZenginHeader:
    return ZenginHeader(
        made=date(2022, 3, 2),
        period_start=_FIRST,
        period_end=_LAST,
        bank_code="9999",
        bank_name="ﾃｽﾄｷﾞﾝｺｳ",
        branch_code="001",
        branch_name="ﾎﾝﾃﾝ",
        account_number="1234567",
        holder="ﾃｽﾄﾀｲｼｶﾝ ｷﾞｴﾝｷﾝ",
    )
