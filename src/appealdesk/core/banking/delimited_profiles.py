"""How banks write their CSV files: what a profile says, and the profiles that come with the desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from appealdesk.core.banking.shapes import LineKind

__all__ = ["PROFILES", "Profile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How one bank writes its CSV. Columns are named by their headings; an empty name means there is none.

    `date_pattern` is a regular expression with the groups y, m and d. Either `amount` is a signed column, or
    `money_in` and `money_out` are two columns of which one is filled, or `direction` says by one of `out_words` that an
    unsigned amount went out; `negated` turns signs round. `payer` and `reference` are columns of their own; without
    a payer's column, the description of a transfer received is the payer, after one of the words `before_payer`.
    `currency_mark` is taken off before amounts are read. `skip` lines stand before the headings; a file that is
    not `headed` has none, and its columns are numbered.
    """

    name: str
    encoding: str
    headings: tuple[str, ...]
    currency: str
    booked: str
    date_pattern: str
    description: str = ""
    before_payer: tuple[str, ...] = ()
    value: str = ""
    money_in: str = ""
    money_out: str = ""
    amount: str = ""
    direction: str = ""
    out_words: tuple[str, ...] = ()
    negated: bool = False
    payer: str = ""
    reference: str = ""
    balance: str = ""
    account: str = ""
    number: str = ""
    kind: str = ""
    kinds: Mapping[str, LineKind] = field(default_factory=dict)
    currency_mark: str = ""
    delimiter: str = ","
    skip: int = 0
    headed: bool = True
    decimal_mark: str = "."
    group_mark: str = ","


_ANSER: Final = Profile(
    name="anser",
    encoding="cp932",
    headings=(
        "照会口座",
        "番号",
        "勘定日",
        "（起算日）",
        "出金金額（円）",
        "入金金額（円）",
        "小切手区分",
        "残高（円）",
        "取引区分",
        "明細区分",
        "金融機関名",
        "支店名",
        "摘要",
    ),
    currency="JPY",
    booked="勘定日",
    date_pattern=r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日",
    value="（起算日）",
    money_in="入金金額（円）",
    money_out="出金金額（円）",
    balance="残高（円）",
    account="照会口座",
    number="番号",
    kind="取引区分",
    description="摘要",
    kinds={
        "振込": LineKind.TRANSFER,
        "現金": LineKind.CASH,
        "振替": LineKind.SWITCH,
        "訂正": LineKind.CORRECTION,
        "手数料": LineKind.FEE,
    },
)

_SMBC: Final = Profile(
    name="smbc",
    encoding="cp932",
    headings=("年月日", "お引出し", "お預入れ", "お取り扱い内容", "残高", "メモ", "ラベル"),
    currency="JPY",
    booked="年月日",
    date_pattern=r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})",
    money_in="お預入れ",
    money_out="お引出し",
    balance="残高",
    description="お取り扱い内容",
    before_payer=("振込",),
    kinds={"振込": LineKind.TRANSFER, "手数料": LineKind.FEE, "現金": LineKind.CASH, "振替": LineKind.SWITCH},
)

_UK: Final = Profile(
    name="uk-generic",
    encoding="utf-8-sig",
    headings=("Date", "Type", "Description", "Paid out", "Paid in", "Balance"),
    currency="GBP",
    booked="Date",
    date_pattern=r"(?P<d>\d{2})/(?P<m>\d{2})/(?P<y>\d{4})",
    money_in="Paid in",
    money_out="Paid out",
    balance="Balance",
    kind="Type",
    description="Description",
    kinds={"FPI": LineKind.TRANSFER, "BGC": LineKind.TRANSFER, "CR": LineKind.TRANSFER, "CHG": LineKind.FEE},
    currency_mark="£",
)

_US: Final = Profile(
    name="us-generic",
    encoding="utf-8-sig",
    headings=("Details", "Posting Date", "Description", "Amount", "Type", "Balance", "Check or Slip #"),
    currency="USD",
    booked="Posting Date",
    date_pattern=r"(?P<m>\d{2})/(?P<d>\d{2})/(?P<y>\d{4})",
    amount="Amount",
    balance="Balance",
    kind="Type",
    description="Description",
    before_payer=("WIRE IN",),
    kinds={
        "WIRE_INCOMING": LineKind.TRANSFER,
        "ACH_CREDIT": LineKind.TRANSFER,
        "FEE_TRANSACTION": LineKind.FEE,
        "WIRE_FEE": LineKind.FEE,
    },
    currency_mark="$",
)

PROFILES: Final[Mapping[str, Profile]] = {profile.name: profile for profile in (_SMBC, _ANSER, _UK, _US)}
"""The profiles that come with the desk, by the name that a person chooses."""
