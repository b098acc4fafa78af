"""The layouts: what each authority demands stands on the paper, in each language, whatever a donor is called."""

import dataclasses
import io
from datetime import date

import pypdf
import pytest

from appealdesk.core.money import Money
from appealdesk.donations.paper.catalogue import current_layouts, find_layout
from appealdesk.donations.paper.compose import (
    STYLE,
    Issuer,
    Mark,
    Paper,
    PaperContent,
    compose_document,
    compose_receipt,
)
from appealdesk.donations.paper.words import WORDS
from appealdesk.donations.paper.year import YearRow, compose_year
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.foundation.pdf import PdfPages, render_pdf
from tests.donations.receipting import ISSUER, text_of

CONTENT = PaperContent(
    donor_name="青木 恵子",
    donor_address="東京都渋谷区神宮前1-2-3",
    amount_minor=100_000,
    currency="JPY",
    received_on=date(2022, 3, 2),
    channel="bank",
    fund="ウクライナ人道支援",
)
KEYS = sorted(current_layouts())
A4 = (595, 842)


def paper(layout: str, language: str, *, mark: Mark | None = None, **changes: object) -> Paper:
    found = find_layout(layout)
    assert found is not None
    return Paper(
        layout=found,
        language=language,
        label=found.label(2022, 123),
        ref="R-7K3M9Q2XC",
        issued_on=date(2022, 3, 5),
        content=dataclasses.replace(CONTENT, **changes),  # type: ignore[arg-type]
        issuer=Issuer(ISSUER.model_dump(mode="json", exclude={"seal"})),
        mark=mark,
    )


def printed(*papers: Paper) -> PdfPages:
    html = compose_document(list(map(compose_receipt, papers)), title="Receipts", language=papers[0].language)
    return render_pdf(html=html, style=STYLE)


def words_of(*papers: Paper) -> str:
    return text_of(printed(*papers).data)


def missing(expected: tuple[str, ...], text: str) -> list[str]:
    return [words for words in expected if "".join(words.split()) not in text]


def test_each_layout_has_each_language_whole() -> None:
    assert KEYS == ["jp-certified-npo", "jp-embassy", "uk-gift-aid", "us-250"]
    for layout in current_layouts().values():
        rows = {language: [name for name, _ in layout.texts[language].rows] for language in LANGUAGES}
        assert rows["ja"] == rows["en"] == rows["uk"], layout.key
        counts = {len(layout.texts[language].statements) for language in LANGUAGES}
        assert len(counts) == 1, layout.key
    assert WORDS["ja"].keys() == WORDS["en"].keys() == WORDS["uk"].keys()


@pytest.mark.parametrize(
    ("day", "layout", "year"),
    [
        (date(2022, 4, 5), "uk-gift-aid", 2021),
        (date(2022, 4, 6), "uk-gift-aid", 2022),
        (date(2022, 1, 1), "jp-certified-npo", 2022),
        (date(2021, 12, 31), "us-250", 2021),
    ],
)
def test_a_fiscal_year_begins_where_the_law_says(day: date, layout: str, year: int) -> None:
    found = find_layout(layout)

    assert found is not None
    assert found.fiscal_year(day) == year


def test_what_japan_demands_of_a_certified_npo() -> None:
    text = words_of(paper("jp-certified-npo", "ja"))

    demanded = (
        "寄附金受領証明書", "第N2022-000123号", "発行日 令和4年(2022年)3月5日", "青木 恵子 様", "金 ¥100,000 也",
        "東京都渋谷区神宮前1-2-3", "令和4年(2022年)3月2日", "在外支援事務所", "東京都港区西麻布3-5-31", "災害救援活動",
        "3生都管第1234号 / 令和3年(2021年)6月15日", "特定非営利活動に係る事業に関連する寄附金", "所轄庁東京都",
    )  # fmt: skip
    assert missing(demanded, text) == []


@pytest.mark.parametrize(
    ("language", "demanded"),
    [
        ("ja", ("寄附金受領書", "日本の所得税法上の寄附金控除", "対象にはなりません", "銀行振込", "金 ¥100,000 也")),
        ("en", ("Receipt for a Donation", "not deductible in Japan", "2 March 2022", "¥100,000", "No. E2022-000123")),
        ("uk", ("Квитанція про пожертву", "не зменшує оподатковуваний дохід у Японії", "2 березня 2022", "100 000 ¥")),
    ],
)  # fmt: skip
def test_an_embassy_says_that_nothing_is_deductible(language: str, demanded: tuple[str, ...]) -> None:
    assert missing(demanded, words_of(paper("jp-embassy", language))) == []


def test_what_hmrc_demands() -> None:
    declared = {"declared_on": date(2022, 2, 27), "declaration_scope": "all", "covers_from": date(2018, 2, 27)}
    given = {"donor_name": "Ms Rose Brook", "donor_address": "12 Rose Lane\nBath BA1 1AA", "fund": "Aid"}
    text = words_of(paper("uk-gift-aid", "en", amount_minor=25_000, currency="GBP", **declared, **given))

    demanded = (
        "Ms Rose Brook", "12 Rose Lane", "Bath BA1 1AA", "£250.00", "27 February 2022",
        "All donations from 27 February 2018 on", "Charity number1234567", "HMRC referenceAB12345",
        "25p of tax on every £1", "it is your responsibility to pay any difference",
    )  # fmt: skip
    assert missing(demanded, text) == []


def test_what_the_irs_demands_from_250_dollars() -> None:
    given = {"donor_name": "Rose Brook", "donor_address": "", "fund": "Aid", "amount_minor": 86_800, "currency": "USD"}
    bare = words_of(paper("us-250", "en", **given))
    exchanged = words_of(paper("us-250", "en", **given, goods="one dinner", goods_minor=4_000))

    nothing = "No goods or services were provided in exchange for this contribution."
    something = "you received: one dinner. Our good-faith estimate of its value is US$40.00"
    common = ("Relief Office Abroad", "US$868.00", "March 2, 2022", "12-3456789")
    assert (missing((*common, nothing), bare), missing((something,), bare)) == ([], [something])
    assert (missing((*common, something), exchanged), missing((nothing,), exchanged)) == ([], [nothing])


def test_a_copy_and_a_void_receipt_say_what_they_are() -> None:
    marks = (Mark("copy", date(2022, 4, 1), 2), Mark("void", date(2022, 4, 1)), Mark("preview"), None)
    papers = [paper("jp-embassy", language, mark=mark) for mark in marks for language in LANGUAGES]

    text = words_of(*papers)

    marked = ("再発行", "DUPLICATE", "ДУБЛІКАТ", "無効", "VOID", "АНУЛЬОВАНО", "見本", "PREVIEW", "ЗРАЗОК")
    # The Japanese words stand in the note below as well.
    assert [text.count(word) for word in marked] == [2, 1, 1, 2, 1, 1, 1, 1, 1]


def test_an_ordinary_receipt_is_one_page() -> None:
    declared = {"declared_on": date(2022, 2, 27), "declaration_scope": "all", "covers_from": date(2018, 2, 27)}
    given = {"donor_address": "вул. Хрещатик, 22, кв. 5\n01001 Київ\nУкраїна", "fund": "Гуманітарна допомога Україні"}

    pdf = printed(*(paper(key, language, **declared, **given) for key in KEYS for language in LANGUAGES))

    assert [page for _, page in pdf.parts] == list(range(12))
    assert pdf.pages == 12


HOSTILE = (
    "M" * 200,
    "寿限無" * 66,
    "Оленка-Ярина Їжакевич-Ґалаґан " * 6,
    "عبد الرحمن بن خالد الأنصاري",
    "שרה כהן",
    "<script>alert(1)</script><img src=x onerror=1>",
    "&amp;{name} %s {0} '\"",
    "𠮷野 家 髙﨑",
)


def test_hostile_names_stay_inside_their_own_page() -> None:
    papers = [paper("jp-certified-npo", "ja", donor_name=name, donor_address=name) for name in HOSTILE]
    pdf = printed(*papers)

    reader = pypdf.PdfReader(io.BytesIO(pdf.data))
    width, height = A4
    outside: list[tuple[float, float, str]] = []
    for page in reader.pages:

        def look(text: str, cm: list[float], tm: list[float], *_: object) -> None:
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            if text.strip() and not (0 <= x <= width and 0 <= y <= height):
                outside.append((x, y, text))

        page.extract_text(visitor_text=look)
    text = text_of(pdf.data)
    assert (len(pdf.parts), outside) == (len(HOSTILE), [])
    assert missing(("<script>alert(1)</script>", "&amp;{name}%s{0}'\"", "𠮷野", "שרה"[::-1]), text) in (
        [],
        ["שרה"[::-1]],
    )


def test_the_sums_of_a_year_and_what_it_is_not_stand_on_one_page() -> None:
    row = YearRow(
        received_on=date(2022, 12, 31), fund="ウクライナ人道支援", amount=Money(9_000, "JPY"), label="N2022-000001"
    )
    years = [
        compose_year(
            donor="青木 恵子",
            year=2022,
            rows=[row] * count,
            issuer=Issuer(ISSUER.model_dump(mode="json", exclude={"seal"})),
            language="ja",
            day=date(2023, 1, 5),
        )
        for count in (20, 21, 22)
    ]
    pdf = render_pdf(html=compose_document(years, title="Years", language="ja"), style=STYLE)

    pages = ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf.data)).pages]
    ends = [page for page in pages if "本書は領収書ではありません" in page]
    assert (len(pages) > len(ends), len(ends)) == (True, 3)
    assert ["合計" in page and "令和4年(2022年)12月31日" in page for page in ends] == [True] * 3
