"""Money as whole minor units of one currency, and how people of three cultures write it.

A sum that mixes currencies or loses a fraction is a wrong receipt, so both are refused here, once, for
everybody. The exponents follow ISO 4217 (list one), and not CLDR, which drops the minor unit of some
currencies, HUF among them.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from babel.numbers import format_decimal, get_currency_name, get_currency_symbol

from appealdesk.core.sentences import told

__all__ = [
    "CURRENCIES",
    "LARGEST_MINOR",
    "Money",
    "MoneyError",
    "check_currency",
    "exponent_of",
    "format_money",
    "format_money_round",
    "money_from_decimal",
    "parse_minor",
    "parse_money",
]


class MoneyError(ValueError):
    """A text is not an amount, a code is not a currency, or two currencies were to be mixed."""


_EXPONENTS: Final = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD "
        "CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS "
        "GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD "
        "LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB "
        "PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP "
        "SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW "
        "ZWG "
        # These were withdrawn after 2020, and statements of those years still carry them.
        "ANG BGN CUC HRK SLL ZWL"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}

CURRENCIES: Final[dict[str, int]] = {code: exponent for exponent, codes in _EXPONENTS.items() for code in codes.split()}
"""ISO 4217 code → number of decimal places of its minor unit."""

LARGEST_MINOR: Final = 10**18 - 1
"""Larger amounts are refused: they would not fit the database's eight-byte integers."""


def check_currency(code: str) -> str:
    """The code itself, if it is a currency of ISO 4217 in capital letters; otherwise MoneyError."""
    if code not in CURRENCIES:
        raise MoneyError(
            told(
                "%(code)s is not a currency code of ISO 4217; write three capital letters such as JPY.", code=repr(code)
            )
        )
    return code


def exponent_of(currency: str) -> int:
    """How many decimal places the currency has: JPY 0, USD 2, KWD 3."""
    return CURRENCIES[check_currency(currency)]


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """A signed amount in minor units (yen, cents, kopecks) of one currency."""

    amount_minor: int
    currency: str

    def __post_init__(self) -> None:
        check_currency(self.currency)
        if abs(self.amount_minor) > LARGEST_MINOR:
            raise MoneyError(f"An amount of {self.amount_minor} minor units is too large to be kept.")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount_minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount_minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount_minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.amount_minor * times, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount_minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.amount_minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.amount_minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.amount_minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.amount_minor != 0

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise MoneyError(f"{self.currency} and {other.currency} cannot be mixed; convert one of them first.")
        return other.amount_minor

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exact: Money(86800, "USD").decimal is 868.00."""
        return Decimal(self.amount_minor).scaleb(-CURRENCIES[self.currency])


def parse_minor(text: str, currency: str, *, decimal_mark: str = ".", group_mark: str = "") -> int:
    """Minor units of a plain decimal text such as `-1234.50`; MoneyError if it is anything else.

    Only ASCII digits are read. Decimal places beyond the currency's must be zeros, because a fraction of a
    minor unit cannot be booked. A group mark is accepted only where it parts groups of three digits.
    """
    exponent = exponent_of(currency)
    whole_pattern = rf"\d{{1,3}}(?:{re.escape(group_mark)}\d{{3}})+|\d+" if group_mark else r"\d+"
    found = re.fullmatch(rf"([+-]?)({whole_pattern})(?:{re.escape(decimal_mark)}(\d*))?", text, re.ASCII)
    if found is None or len(text) > 40:
        raise MoneyError(
            told(
                "%(text)s is not an amount in %(currency)s; write digits such as %(example)s.",
                text=repr(text[:40]),
                currency=currency,
                example=f"1234{decimal_mark}50",
            )
        )
    sign, whole, fraction = found.group(1), found.group(2), found.group(3) or ""
    if fraction[exponent:].strip("0"):
        raise MoneyError(
            told(
                "%(text)s has more decimal places than %(currency)s knows (%(places)s).",
                text=repr(text),
                currency=currency,
                places=exponent,
            )
        )
    digits = whole.replace(group_mark, "") if group_mark else whole
    minor = int(digits + fraction[:exponent].ljust(exponent, "0"))
    if minor > LARGEST_MINOR:
        raise MoneyError(told("%(text)s is too large an amount to be kept.", text=repr(text)))
    return -minor if sign == "-" else minor


def parse_money(text: str, currency: str) -> Money:
    """Money from decimal text in major units, such as `868.00` for USD or `100000` for JPY."""
    return Money(parse_minor(text, currency), currency)


def money_from_decimal(value: Decimal, currency: str, rounding: str = ROUND_HALF_EVEN) -> Money:
    """Money from major units, rounded to the minor unit by the named rule of the decimal module."""
    if not value.is_finite():
        raise MoneyError(f"{value} is not an amount.")
    minor = value.scaleb(exponent_of(currency)).quantize(Decimal(1), rounding=rounding)
    return Money(int(minor), currency)


_SYMBOLS: Final = {
    # Babel prints JP¥ in British English and a bare ISO code for most currencies in Ukrainian.
    "en": {"JPY": "¥", "USD": "US$", "EUR": "€", "GBP": "£"},
    "uk": {"JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "UAH": "₴"},
}
_NAMES_OF_MANY: Final = {
    # CLDR's long names, such as "Japanese yen", read stiffly after "million".
    ("en", "JPY"): "yen",
    ("en", "GBP"): "pounds",
    ("en", "UAH"): "hryvnias",
    ("uk", "JPY"): "єн",
    ("uk", "GBP"): "фунтів стерлінгів",
    ("uk", "UAH"): "гривень",
    ("ja", "UAH"): "フリヴニャ",
    ("ja", "GBP"): "ポンド",
}
_LOCALES: Final = {"ja": "ja", "en": "en_GB", "uk": "uk"}
_NO_BREAK: Final = "\u00a0"
_MILLION: Final = 1_000_000


def format_money(money: Money, language: str) -> str:
    """The exact amount as the culture writes it: 100,000円, US$868.00, 868,00 $.

    `language` is ja, en or uk. No line can break inside the result.
    """
    places = CURRENCIES[money.currency]
    pattern = "#,##0" + ("." + "0" * places if places else "")
    number = _number(abs(money.decimal), pattern, language)
    sign = "−" if money.amount_minor < 0 else ""
    if language == "ja":
        return f"{sign}{number}{_name_of_many(money.currency, language)}"
    symbol = _SYMBOLS[language].get(money.currency) or _babel_symbol(money.currency, language)
    if language == "uk":
        return f"{sign}{number}{_NO_BREAK}{symbol}"
    gap = _NO_BREAK if symbol[-1].isalpha() else ""
    return f"{sign}{symbol}{gap}{number}"


def format_money_round(money: Money, language: str) -> str:
    """A big sum in words that people say: 1,960 million yen, 19億6,000万円, 1 960 мільйонів єн.

    From 100 million major units the sum is rounded to millions, from one million to a tenth of a million
    (ties to even), in every language to the same number. Smaller sums are written in full.
    """
    major = abs(money.decimal)
    step = Decimal(_MILLION) if major >= 100 * _MILLION else Decimal(_MILLION) / 10
    rounded = (major / step).quantize(Decimal(1), rounding=ROUND_HALF_EVEN) * step
    if rounded < _MILLION:
        return format_money(money, language)
    sign = "−" if money.amount_minor < 0 else ""
    name = _name_of_many(money.currency, language)
    if language == "ja":
        return f"{sign}{_japanese_units(int(rounded))}{name}"
    millions = rounded / _MILLION
    number = _number(millions, "#,##0" if rounded >= 100 * _MILLION else "#,##0.0", language)
    word = "million" if language == "en" else _ukrainian_millions(number, millions)
    return f"{sign}{number}{_NO_BREAK}{word} {name}"


def _number(value: Decimal, pattern: str, language: str) -> str:
    if language not in _LOCALES:
        raise MoneyError(f"Money is written in ja, en and uk, and not in {language!r}.")
    return str(format_decimal(value, format=pattern, locale=_LOCALES[language]))


def _babel_symbol(currency: str, language: str) -> str:
    return str(get_currency_symbol(currency, locale=_LOCALES[language]))


def _name_of_many(currency: str, language: str) -> str:
    """The currency's name after a large number, which in Ukrainian is the genitive plural."""
    name = _NAMES_OF_MANY.get((language, currency))
    return name or str(get_currency_name(currency, count=5, locale=_LOCALES[language]))


def _japanese_units(major: int) -> str:
    """Groups of four digits with 兆, 億 and 万; the input is a whole number of 万."""
    trillions, rest = divmod(major, 10**12)
    hundred_millions, rest = divmod(rest, 10**8)
    parts = ((trillions, "兆"), (hundred_millions, "億"), (rest // 10**4, "万"))
    return "".join(f"{_number(Decimal(count), '#,##0', 'ja')}{unit}" for count, unit in parts if count)


def _ukrainian_millions(number: str, millions: Decimal) -> str:
    """The form of мільйон that CLDR's plural rules ask for; a fraction takes the genitive singular."""
    if "," in number:
        return "мільйона"
    whole = int(millions)
    if whole % 10 == 1 and whole % 100 != 11:
        return "мільйон"
    if whole % 10 in (2, 3, 4) and whole % 100 not in (12, 13, 14):
        return "мільйони"
    return "мільйонів"
