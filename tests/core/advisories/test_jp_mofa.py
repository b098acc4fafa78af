"""Japan's documents: real items, every flag, and every way in which the feed can be wrong."""

from datetime import datetime

import pytest

from appealdesk.core.advisories import jp_mofa
from appealdesk.core.advisories.mofa_codes import MOFA_COUNTRIES
from appealdesk.core.advisories.reading import JST, AdvisoryReading, AdvisoryRefused, Scope, Skipped, latest
from appealdesk.core.places import COUNTRIES
from tests.core.advisories.files import arrivals, danger, feed

MAINTENANCE = (
    "The file is a web page and not the feed: the Japanese Ministry of Foreign Affairs answers so during maintenance; "
    "fetch it again later."
)


def test_reads_the_danger_items_of_the_new_arrivals_and_counts_the_others() -> None:
    batch = jp_mofa.read(feed("jp_mofa_newarrivalL_excerpt.xml"))

    read = [(item.key, item.country, item.level, item.levels_present, item.scope) for item in batch.readings]
    assert read == [
        ("2026T008", "UA", 4, (4,), Scope.WHOLE),
        ("2026T036", "IQ", 4, (4,), Scope.UNKNOWN),
        ("2026T033", "IQ", 4, (4, 3, 2), Scope.PARTS),
    ]
    assert batch.skipped == (
        Skipped("2026C018", "C30 スポット情報 is not an advisory on danger."),
        Skipped("164083", "R20 領事メール（緊急） is not an advisory on danger."),
        Skipped("164088", "R10 領事メール（一般） is not an advisory on danger."),
    )


def test_reads_the_country_document() -> None:
    batch = jp_mofa.read(feed("jp_mofa_country_0380A_RECONSTRUCTED.xml"))

    assert batch.readings == (
        AdvisoryReading(
            issuer="jp-mofa",
            country="UA",
            country_code_raw="0380",
            country_name="ウクライナ",
            scope=Scope.WHOLE,
            own_level="レベル４：退避してください。渡航は止めてください。（退避勧告）",
            level=4,
            levels_present=(4,),
            title="ウクライナの危険情報【危険レベル継続】",
            lead="ウクライナ全土：レベル４：退避してください。渡航は止めてください。（退避勧告）（継続）",
            issued=datetime(2022, 2, 24, tzinfo=JST),
            url="https://www.anzen.mofa.go.jp/info/pchazardspecificinfo_9999T001.html",
            key="9999T001",
        ),
    )


def test_a_country_without_danger_information_has_no_level() -> None:
    document = arrivals("<country><cd>0044</cd><name>英国</name></country>", kind="04")

    (reading,) = jp_mofa.read(document).readings

    assert (reading.country, reading.level, reading.own_level, reading.issued) == (
        "GB",
        None,
        "危険情報は出ていません。",
        datetime(2022, 3, 1, 18, tzinfo=JST),
    )


def test_the_newest_reading_of_each_country_stands() -> None:
    readings = jp_mofa.read(feed("jp_mofa_newarrivalL_excerpt.xml")).readings

    assert [(item.country, item.key) for item in latest(reversed(readings))] == [("IQ", "2026T036"), ("UA", "2026T008")]


def test_gives_one_reading_for_each_country_of_an_item() -> None:
    mail = danger(country="-").replace(
        "</mail>", "<country><cd>0972</cd></country><country><cd>0970</cd></country></mail>"
    )

    assert [item.country for item in jp_mofa.read(arrivals(mail)).readings] == ["IL", "PS"]


def test_counts_a_danger_item_without_a_country() -> None:
    batch = jp_mofa.read(arrivals(danger(country="-")))

    assert (batch.readings, batch.skipped) == ((), (Skipped("9999T900", "The advisory names no country."),))


def test_keeps_an_unknown_country_code_and_says_so() -> None:
    (reading,) = jp_mofa.read(arrivals(danger(country="<cd>0999</cd>"))).readings

    assert (reading.country, reading.country_code_raw, reading.level) == (None, "0999", 4)
    assert reading.remarks == (
        "The ministry's country code 0999 is not in our table; a person must say which country it is.",
    )


def test_hawaii_never_speaks_for_the_whole_united_states() -> None:
    (reading,) = jp_mofa.read(arrivals(danger(country="<cd>1808</cd>"))).readings

    assert (reading.country, reading.scope) == ("US", Scope.PARTS)


@pytest.mark.parametrize(
    ("flag", "level"), [("1", 4), ("Y", 4), ("y", 4), ("3", 4), (" 1 ", 4), ("0", None), ("N", None)]
)
def test_reads_a_flag_however_it_is_written(flag: str, level: int | None) -> None:
    (reading,) = jp_mofa.read(arrivals(danger(riskLevel4=flag))).readings

    assert reading.level == level


@pytest.mark.parametrize(
    ("levels", "text", "expected"),
    [
        ((3,), "カタール全土を危険レベル３（渡航中止勧告）に引き上げます。", Scope.WHOLE),
        ((4,), "国内全域の危険情報をレベル４とします。", Scope.WHOLE),
        ((4,), "ウクライナ全土に退避勧告を発出しました。", Scope.WHOLE),
        ((4,), "国内全域で攻撃が発生。レベル４に引き上げます。", Scope.UNKNOWN),
        ((3,), "首都を除く全土をレベル３に引き上げます。", Scope.UNKNOWN),
        ((3,), "全土の危険情報がレベル３またはレベル４となります。", Scope.UNKNOWN),
        ((2,), "全土をレベル３に引き上げます。", Scope.UNKNOWN),
        ((3,), "クウェートを危険レベル３に引き上げます。", Scope.UNKNOWN),
        ((2,), "一部地域の危険レベルを２に引き上げます。", Scope.PARTS),
        ((4, 3), "全土をレベル４に引き上げます。", Scope.PARTS),
        ((), "危険情報を解除しました。", Scope.WHOLE),
    ],
)
def test_takes_the_whole_country_only_from_the_ministrys_own_sentence(
    levels: tuple[int, ...], text: str, expected: Scope
) -> None:
    assert jp_mofa.scope_of(levels, [text]) is expected


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (
            feed("jp_mofa_http200_maintenance_RECONSTRUCTED.html"),
            MAINTENANCE,
        ),
        (b"", "The file is empty; fetch it from the Japanese Ministry of Foreign Affairs again."),
        (
            feed("jp_mofa_newarrivalL_excerpt.xml")[:3000],
            "The file is not whole XML at line 45; fetch it from the Japanese Ministry of Foreign Affairs again.",
        ),
        (
            b'<!DOCTYPE opendata [<!ENTITY a "b">]><opendata odType="02">&a;</opendata>',
            "The file declares a DOCTYPE, which the Japanese Ministry of Foreign Affairs never does; do not use it.",
        ),
        (
            b"<rss/>",
            "The file begins with <rss> and not <opendata>; it is not from the Japanese Ministry of Foreign Affairs.",
        ),
        (
            arrivals("", kind="09"),
            'The document has odType "09"; use the list of new arrivals (02) or a country document (04).',
        ),
        (
            arrivals(danger(infoType="T99")),
            'Item 9999T900 has the unknown infoType "T99"; the reader must learn it first.',
        ),
        (
            arrivals(danger(riskLevel2="maybe")),
            'Item 9999T900 has "MAYBE" for riskLevel2, where 0, 1 or Y is known.',
        ),
        (
            arrivals(danger(riskLevel2="-")),
            "Item 9999T900 has no riskLevel2; the feed has changed and its reader must be looked at.",
        ),
        (
            arrivals(danger(leaveDate="2022-02-11")),
            'Item 9999T900 has the date "2022-02-11", which cannot be read.',
        ),
        (arrivals(danger(country="<cd>UA</cd>")), 'Item 9999T900 has the country code "UA" and not four digits.'),
        (arrivals("", kind="04"), "The country document names no country; fetch it again."),
    ],
)
def test_refuses_with_one_sentence(document: bytes, sentence: str) -> None:
    with pytest.raises(AdvisoryRefused) as refusal:
        jp_mofa.read(document)

    assert str(refusal.value) == sentence


def test_links_only_to_web_addresses() -> None:
    (reading,) = jp_mofa.read(arrivals(danger(infoUrl="javascript:alert(1)"))).readings

    assert reading.url == ""


def test_every_code_of_the_table_is_a_place() -> None:
    assert (len(MOFA_COUNTRIES), [code for code in MOFA_COUNTRIES.values() if code not in COUNTRIES]) == (209, [])
