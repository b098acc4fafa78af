"""Exchange rates as central banks publish them, and conversions that name the rate that they used.

A published total in another currency is only worth something if a reader can repeat the sum. A conversion
therefore carries the rate, its source, its day and its rounding, and says when no rate was fixed on the day
asked for. Formats: ECB eurofxref (CSV and XML), Bank of Japan time series (JSON), National Bank of Ukraine (JSON).
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal
from lxml import etree

from appealdesk.core.money import Money, money_from_decimal

__all__ = [
    "BOJ",
    "ECB",
    "NBU",
    "Conversion",
    "CrossRate",
    "ExchangeRate",
    "RateMissing",
    "RateTable",
    "RatesRefused",
    "convert",
    "cross_rate",
    "rate_sentence",
    "read_boj_json",
    "read_ecb_csv",
    "read_ecb_xml",
    "read_nbu_json",
]

ECB: Final = "ECB"
BOJ: Final = "BOJ"
NBU: Final = "NBU"

_OLDEST_FIX: Final = timedelta(days=10)
"""How long a fix may stand in for later days: the longest run of holidays is Japan's ten days of 2019."""

_RATE_DIGITS: Final = Context(prec=12, rounding=ROUND_HALF_EVEN)
_ROUNDING: Final = "half-even to the minor unit"


class RatesRefused(ValueError):  # noqa: N818 - the glossary speaks of refusals
    """The file is not what its source publishes; the sentence says where it differs."""


class RateMissing(ValueError):  # noqa: N818 - it is an answer rather than an error
    """No source has a usable rate for the pair on the day or in the ten days before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    """One published fix: on that day one unit of `base` cost `value` units of `quote`."""

    source: str
    on: date
    base: str
    quote: str
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossRate:
    """A rate for a pair, straight or by way of a third currency of the same source and day.

    `value` has at most twelve significant digits, so that whoever multiplies by it gets the same sum.
    """

    source: str
    on: date
    base: str
    quote: str
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """A sum in another currency with everything that is needed to repeat it.

    `days_earlier` is 0 when the rate was fixed on `asked_on` itself; on a weekend or a holiday it counts the
    days back to the last earlier fix.
    """

    original: Money
    amount: Money
    rate: Decimal
    source: str
    rate_on: date
    asked_on: date
    rounding: str
    days_earlier: int


class RateTable:
    """Rates by source and day; immutable once built. Sources are preferred in the order given."""

    __slots__ = ("_days", "sources")

    def __init__(self, rates: Iterable[ExchangeRate], sources: tuple[str, ...] = (ECB, BOJ, NBU)) -> None:
        days: dict[tuple[str, date], dict[tuple[str, str], Decimal]] = {}
        for rate in rates:
            days.setdefault((rate.source, rate.on), {})[rate.base, rate.quote] = rate.value
        self._days = days
        self.sources = sources

    def on_day(self, source: str, day: date) -> dict[tuple[str, str], Decimal]:
        """The source's fixes of exactly that day, (base, quote) → value; empty if there is none."""
        return self._days.get((source, day), {})


def cross_rate(table: RateTable, base: str, quote: str, on: date, source: str) -> CrossRate | None:
    """The source's rate of the pair on the day, or its last fix of the ten days before; None without one."""
    for back in range(_OLDEST_FIX.days + 1):
        day = on - timedelta(days=back)
        value = _pair_value(table.on_day(source, day), base, quote)
        if value is not None:
            return CrossRate(source=source, on=day, base=base, quote=quote, value=_RATE_DIGITS.plus(value))
    return None


def convert(money: Money, to: str, table: RateTable, on: date) -> Conversion:
    """The money in the other currency at the first source that knows the pair; RateMissing if none does."""
    if money.currency == to:
        return _conversion(money, money, Decimal(1), money.currency, on, on)
    for source in table.sources:
        rate = cross_rate(table, money.currency, to, on, source)
        if rate is not None:
            amount = money_from_decimal(money.decimal * rate.value, to, ROUND_HALF_EVEN)
            return _conversion(money, amount, rate.value, source, rate.on, on)
    raise RateMissing(
        f"There is no rate from {money.currency} to {to} for {on.isoformat()} or the ten days before it; "
        "load the rates of that time first."
    )


def _conversion(money: Money, amount: Money, rate: Decimal, source: str, fixed: date, asked: date) -> Conversion:
    return Conversion(
        original=money,
        amount=amount,
        rate=rate,
        source=source,
        rate_on=fixed,
        asked_on=asked,
        rounding=_ROUNDING,
        days_earlier=(asked - fixed).days,
    )


def _pair_value(fixes: dict[tuple[str, str], Decimal], base: str, quote: str) -> Decimal | None:
    straight = _leg(fixes, base, quote)
    if straight is not None:
        return straight
    for pivot in sorted({code for pair in fixes for code in pair}):
        first, second = _leg(fixes, base, pivot), _leg(fixes, pivot, quote)
        if first is not None and second is not None:
            return first * second
    return None


def _leg(fixes: dict[tuple[str, str], Decimal], base: str, quote: str) -> Decimal | None:
    if (base, quote) in fixes:
        return fixes[base, quote]
    return 1 / fixes[quote, base] if (quote, base) in fixes else None


_LOCALES: Final = {"ja": "ja", "en": "en_GB", "uk": "uk"}
_SOURCE_NAMES: Final = {
    ECB: {"ja": "欧州中央銀行", "en": "European Central Bank", "uk": "Європейський центральний банк"},
    BOJ: {"ja": "日本銀行", "en": "Bank of Japan", "uk": "Банк Японії"},
    NBU: {"ja": "ウクライナ国立銀行", "en": "National Bank of Ukraine", "uk": "Національний банк України"},
}
_EARLIER: Final = {
    "ja": "{asked}の相場はないため、直前の相場を使いました。",
    "en": "No rate was fixed on {asked}, so the last one before it is used.",
    "uk": "На {asked} курс не встановлено, тому взято останній попередній.",
}
_RATE_LINES: Final = {
    "ja": "1 {base} = {value} {quote}（{source}、{fixed}）。",
    "en": "1 {base} = {value} {quote} ({source}, {fixed}).",
    "uk": "1 {base} = {value} {quote} ({source}, {fixed}).",
}


def rate_sentence(conversion: Conversion, language: str) -> str:
    """The rate as people quote it, its source and day, and a note if it was fixed earlier; empty without a rate.

    The pair is turned so that the number is at least one: 1 USD = 115.33 JPY rather than 1 JPY = 0.0087 USD.
    """
    if conversion.original.currency == conversion.amount.currency:
        return ""
    base, quote, value = conversion.original.currency, conversion.amount.currency, conversion.rate
    if value < 1:
        base, quote, value = quote, base, _RATE_DIGITS.divide(Decimal(1), value)
    locale = _LOCALES[language]
    line = _RATE_LINES[language].format(
        base=base,
        quote=quote,
        value=format_decimal(value, format="#,##0.00##" if value < 10 else "#,##0.00", locale=locale),
        source=_SOURCE_NAMES[conversion.source][language],
        fixed=format_date(conversion.rate_on, "long", locale=locale),
    )
    if not conversion.days_earlier:
        return line
    asked = format_date(conversion.asked_on, "long", locale=locale)
    return line + ("" if language == "ja" else " ") + _EARLIER[language].format(asked=asked)


def read_ecb_csv(data: bytes) -> tuple[ExchangeRate, ...]:
    """The rates of eurofxref-hist.csv or eurofxref.csv: one row a day, euro is the base, `N/A` is no rate."""
    rows = list(_csv_rows(data))
    if not rows or rows[0][1][:1] != ["Date"]:
        raise RatesRefused("Line 1: an ECB file begins with the heading Date; choose eurofxref-hist.csv.")
    headings = [name.strip() for name in rows[0][1]]
    rates: list[ExchangeRate] = []
    for line, row in rows[1:]:
        where = f"Line {line}"
        if len(row) != len(headings):
            raise RatesRefused(f"{where}: {len(row)} columns, but the heading has {len(headings)}.")
        on = _day(row[0].strip(), "%Y-%m-%d", where)
        for code, cell in zip(headings[1:], row[1:], strict=True):
            text = cell.strip()
            if text in {"", "N/A"}:
                continue
            rates.append(_rate(ECB, on, "EUR", _code(code, where), text, where))
    return _checked(rates)


def read_ecb_xml(data: bytes) -> tuple[ExchangeRate, ...]:
    """The rates of eurofxref-daily.xml or -hist.xml: Cube elements with a time hold Cube elements with a rate."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RatesRefused(f"This is not a whole XML document: {error}.") from error
    rates: list[ExchangeRate] = []
    for day in root.iter("{*}Cube"):
        time = day.get("time")
        if time is None:
            continue
        on = _day(time, "%Y-%m-%d", f"Line {day.sourceline}")
        for fix in day.iterchildren("{*}Cube"):
            where = f"Line {fix.sourceline}"
            code = _code(fix.get("currency") or "", where)
            rates.append(_rate(ECB, on, "EUR", code, fix.get("rate") or "", where))
    return _checked(rates)


_BOJ_UNITS: Final = {"Yen per U.S. Dollar": ("USD", "JPY")}


def read_boj_json(data: bytes) -> tuple[ExchangeRate, ...]:
    """The rates of the Bank of Japan's getDataCode answer; a null is a day without a fix."""
    answer = _json(data)
    if not isinstance(answer, dict) or answer.get("STATUS") != 200:
        raise RatesRefused("The Bank of Japan's answer has no STATUS 200; fetch it again later.")
    if answer.get("NEXTPOSITION") is not None:
        raise RatesRefused("The Bank of Japan's answer is not complete; ask for fewer days at a time.")
    rates: list[ExchangeRate] = []
    for series in _list(answer.get("RESULTSET"), "RESULTSET"):
        if not isinstance(series, dict) or series.get("UNIT") not in _BOJ_UNITS:
            raise RatesRefused("A series of the answer is not in yen per U.S. dollar; ask for FM08 FXERD04 only.")
        base, quote = _BOJ_UNITS[series["UNIT"]]
        values = series.get("VALUES")
        if not isinstance(values, dict):
            raise RatesRefused("A series of the answer has no VALUES.")
        days = _list(values.get("SURVEY_DATES"), "SURVEY_DATES")
        fixes = _list(values.get("VALUES"), "VALUES")
        if len(days) != len(fixes):
            raise RatesRefused(f"The series has {len(days)} days but {len(fixes)} values.")
        for day, fix in zip(days, fixes, strict=True):
            on = _day(str(day), "%Y%m%d", f"Day {day}")
            if fix is not None:
                rates.append(_rate(BOJ, on, base, quote, _number_text(fix), f"Day {day}"))
    return _checked(rates)


def read_nbu_json(data: bytes) -> tuple[ExchangeRate, ...]:
    """The rates of the National Bank of Ukraine's exchange answer: hryvnias for one unit of `cc`."""
    rates: list[ExchangeRate] = []
    for position, item in enumerate(_list(_json(data), "answer"), start=1):
        where = f"Item {position}"
        if not isinstance(item, dict):
            raise RatesRefused(f"{where}: not an object with cc, rate and exchangedate.")
        on = _day(str(item.get("exchangedate")), "%d.%m.%Y", where)
        code = _code(str(item.get("cc")), where)
        rates.append(_rate(NBU, on, code, "UAH", _number_text(item.get("rate")), where))
    return _checked(rates)


def _csv_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("ascii")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        for row in reader:
            if row:
                # The published file ends each line with a comma.
                yield reader.line_num, row[:-1] if not row[-1].strip() else row
    except (UnicodeDecodeError, csv.Error) as error:
        raise RatesRefused("This is not the comma-separated text that the ECB publishes.") from error


def _json(data: bytes) -> object:
    try:
        return json.loads(data, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise RatesRefused("The answer is not JSON; the bank may have sent an error page.") from error


def _list(value: object, name: str) -> list[object]:
    if not isinstance(value, list):
        raise RatesRefused(f"The {name} of the answer is not a list.")
    return value


def _number_text(value: object) -> str:
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else ""


def _day(text: str, pattern: str, where: str) -> date:
    try:
        return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise RatesRefused(f"{where}: {text[:20]!r} is not a date.") from error


def _code(text: str, where: str) -> str:
    # Old files hold currencies that no longer exist, so that only the shape of a code is asked for.
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise RatesRefused(f"{where}: {text[:20]!r} is not a currency code.")
    return text


def _rate(source: str, on: date, base: str, quote: str, text: str, where: str) -> ExchangeRate:
    value = Decimal(text) if re.fullmatch(r"\d{1,12}(\.\d{1,12})?", text, re.ASCII) else Decimal(0)
    if value <= 0:
        raise RatesRefused(f"{where}: {text[:20]!r} is not a rate for {base}/{quote}.")
    return ExchangeRate(source=source, on=on, base=base, quote=quote, value=value)


def _checked(rates: list[ExchangeRate]) -> tuple[ExchangeRate, ...]:
    if not rates:
        raise RatesRefused("The file holds no rate at all.")
    seen: set[tuple[date, str, str]] = set()
    for rate in rates:
        key = (rate.on, rate.base, rate.quote)
        if key in seen:
            raise RatesRefused(f"The rate {rate.base}/{rate.quote} of {rate.on.isoformat()} occurs twice.")
        seen.add(key)
    return tuple(rates)
