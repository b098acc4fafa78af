"""What the tests of receipts stand on: what the office prints about itself, and donations whose donors are known."""

import io
from collections.abc import Iterable
from datetime import UTC, date, datetime

import pypdf

from appealdesk.donations.actions.attach_donor import attach_donor
from appealdesk.donations.actions.issue import IssuedReceipt, issue_receipt
from appealdesk.donations.actions.save import save_issuer
from appealdesk.donations.inputs import IssuerInput, ReceiptInput
from appealdesk.donations.models import Donation
from appealdesk.foundation.actor import Role
from appealdesk.foundation.db import acting
from appealdesk.people.inputs import IdentityInput
from tests.cast import Cast
from tests.donations.bank import bank_file, gift
from tests.donations.money import reconciled

__all__ = ["AT", "DONOR", "ISSUER", "given", "issued", "set_issuer", "text_of"]

AT = datetime(2022, 3, 5, 1, tzinfo=UTC)
DONOR = IdentityInput(
    written="青木 恵子",
    reading="アオキ ケイコ",
    latin="AOKI KEIKO",
    birth_date=date(1982, 7, 14),
    emails=("keiko@example.org",),
    phones=("090-2345-6781",),
    address="東京都渋谷区神宮前1-2-3",
    language="ja",
)
ISSUER = IssuerInput(
    legal_name={"ja": "在外支援事務所", "en": "Relief Office Abroad", "uk": "Бюро допомоги за кордоном"},
    address={"ja": "東京都港区西麻布3-5-31", "en": "3-5-31 Nishi-Azabu\nTokyo", "uk": "3-5-31 Нісі-Адзабу\nТокіо"},
    representative={"ja": "代表 山田 太郎", "en": "Taro Yamada, Head", "uk": "Таро Ямада, голова"},
    activity={"ja": "災害救援活動", "en": "Disaster relief", "uk": "Допомога під час лих"},
    certified_by={"ja": "東京都", "en": "Tokyo Metropolitan Government", "uk": "Уряд столиці Токіо"},
    certification_number="3生都管第1234号",
    certification_on=date(2021, 6, 15),
    charity_number="1234567",
    hmrc_reference="AB12345",
    ein="12-3456789",
    phone="03-5550-0100",
    email="receipts@relief.example",
)


def set_issuer(cast: Cast) -> int:
    """The office says who it is."""
    return save_issuer(actor=cast.officer(Role.ADMINISTRATOR), now=AT, entry=ISSUER)


def given(cast: Cast, *amounts: int, donors: Iterable[IdentityInput | None] = (DONOR,)) -> list[str]:
    """Donations of these sums from one file, in its order, and their donors; the last donor gave the rest too."""
    reconciled(cast, bank_file(*(gift(amount) for amount in amounts)))
    with acting(cast.system):
        refs = list(Donation.objects.order_by("-pk").values_list("ref", flat=True)[: len(amounts)])[::-1]
    known = list(donors)
    for index, ref in enumerate(refs):
        donor = known[min(index, len(known) - 1)]
        if donor is not None:
            attach_donor(actor=cast.finance, now=AT, donation_ref=ref, identity=donor)
    return refs


def issued(cast: Cast, donation: str, *, layout: str = "jp-embassy", language: str = "ja") -> IssuedReceipt:
    """A receipt for it."""
    entry = ReceiptInput.model_validate({"donation_ref": donation, "layout": layout, "language": language})
    return issue_receipt(actor=cast.finance, now=AT, entry=entry)


def text_of(data: bytes) -> str:
    """The words of a PDF, their spaces and line ends left out: where a line ends is the renderer's business."""
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "".join("".join(page.extract_text() for page in pages).split())
