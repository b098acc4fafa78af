"""Every issuer's file gives the readings that its page shows, and no bytes whatever give anything but a refusal."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appealdesk.core.advisories.issuers import ISSUERS, read_advisories
from appealdesk.core.advisories.reading import AdvisoryRefused, Scope, to_json
from tests.core.advisories.files import arrivals, danger, feed

UKRAINE = "The page /foreign-travel-advice/ukraine"
BERLIN = "the German Federal Foreign Office"
FILES = {
    "us-state": "us_state_api_excerpt.json",
    "uk-fcdo": "uk_fcdo_pages_excerpt.json",
    "ca-gac": "ca_gac_excerpt.json",
    "de-aa": "de_aa_travelwarning_excerpt.json",
    "jp-mofa": "jp_mofa_newarrivalL_excerpt.xml",
}


@pytest.mark.parametrize(
    ("issuer", "file", "expected"),
    [
        (
            "us-state",
            "us_state_api_excerpt.json",
            [
                ("SA", "SA", 3, Scope.WHOLE),
                ("CN", "CH", 2, Scope.WHOLE),
                (None, "MC", 3, Scope.UNKNOWN),
                ("MX", "MX", 2, Scope.WHOLE),
                ("CI", "IV", 2, Scope.WHOLE),
            ],
        ),
        ("us-state", "us_state_rss_excerpt.xml", [("TD", "CD", 4, Scope.WHOLE), ("SR", "NS", 1, Scope.WHOLE)]),
        (
            "uk-fcdo",
            "uk_fcdo_pages_excerpt.json",
            [
                ("AF", "afghanistan", 4, Scope.WHOLE),
                ("UA", "ukraine", 4, Scope.PARTS),
                ("MX", "mexico", 3, Scope.PARTS),
                ("FR", "france", None, Scope.WHOLE),
            ],
        ),
        (
            "ca-gac",
            "ca_gac_excerpt.json",
            [("AF", "AF", 4, Scope.WHOLE), ("IL", "IL", 3, Scope.WHOLE), ("JP", "JP", 1, Scope.WHOLE)],
        ),
        (
            "de-aa",
            "de_aa_travelwarning_excerpt.json",
            [("BY", "BY", 4, Scope.WHOLE), ("GH", "GH", 4, Scope.PARTS), ("LI", "LI", None, Scope.WHOLE)],
        ),
    ],
)
def test_reads_the_file_of_an_issuer(
    issuer: str, file: str, expected: list[tuple[str | None, str, int | None, Scope]]
) -> None:
    batch = read_advisories(issuer, feed(file))

    assert [(item.country, item.country_code_raw, item.level, item.scope) for item in batch.readings] == expected


def test_keeps_the_issuers_own_words_and_moment() -> None:
    chad = read_advisories("us-state", feed("us_state_rss_excerpt.xml")).readings[0]
    israel = read_advisories("ca-gac", feed("ca_gac_excerpt.json")).readings[1]
    ghana = read_advisories("de-aa", feed("de_aa_travelwarning_excerpt.json")).readings[1]

    assert (chad.own_level, chad.issued) == ("Level 4: Do Not Travel", datetime(2026, 4, 28, tzinfo=UTC))
    assert chad.lead.startswith("The advisory level was increased to 4. The “health” indicator was added.")
    assert israel.own_level == "Avoid non-essential travel (with regional advisories)"
    assert israel.issued == datetime(2026, 9, 24, 8, 53, 34, 319929, timezone(timedelta(hours=-4)))
    assert (ghana.own_level, ghana.url) == (
        "Teilreisewarnung",
        "https://www.auswaertiges-amt.de/de/service/-/203372",
    )


def test_a_name_that_is_no_country_is_kept_and_said() -> None:
    macau = read_advisories("us-state", feed("us_state_api_excerpt.json")).readings[2]

    assert macau.remarks == (
        'The name "Mainland China, Hong Kong & Macau" is not in our table; a person must say which country it is.',
        "The title refers to summaries: parts of the area have levels of their own.",
    )


def test_a_title_without_a_level_is_counted() -> None:
    item = {"Title": "Worldwide Caution", "Link": "https://travel.state.gov/w", "Updated": "2026-01-01T00:00:00-05:00"}

    batch = read_advisories("us-state", json.dumps([item]).encode())

    assert (batch.readings, batch.skipped[0].reason) == ((), 'The title "Worldwide Caution" states no level.')


def test_a_title_beyond_all_measure_is_counted_and_not_searched() -> None:
    title = "- Travel Advisory " * 40 + "- Level 4: Do Not Travel"
    item = {"Title": title, "Link": "https://travel.state.gov/w", "Updated": "2026-01-01T00:00:00-05:00"}

    batch = read_advisories("us-state", json.dumps([item]).encode())

    assert (batch.readings, len(batch.skipped)) == ((), 1)


def page(**details: object) -> dict[str, object]:
    country = {"name": "Ukraine", "slug": "ukraine"}
    return {
        "base_path": "/foreign-travel-advice/ukraine",
        "title": "Ukraine travel advice",
        "public_updated_at": "2022-02-11T18:00:00+00:00",
        "details": {"alert_status": [], "country": country} | details,
    }


def test_reads_a_single_british_page() -> None:
    document = json.dumps(page(alert_status=["avoid_all_travel_to_whole_country"])).encode()

    (reading,) = read_advisories("uk-fcdo", document).readings

    assert (reading.country, reading.level, reading.scope) == ("UA", 4, Scope.WHOLE)


@pytest.mark.parametrize(
    ("issuer", "data", "sentence"),
    [
        ("au", b"{}", 'There is no issuer "au"; known are jp-mofa, us-state, uk-fcdo, ca-gac, de-aa.'),
        (
            "us-state",
            b"[]",
            "The file has no advisory in it; the State Department answers so at times, fetch it again.",
        ),
        (
            "us-state",
            b'[{"Title": "Chad - Level 5: Fly", "Link": "", "Updated": "2026-01-01T00:00:00Z"}]',
            "The State Department's levels are 1 to 4, and the title says 5.",
        ),
        (
            "us-state",
            b'[{"Title": "Chad - Level 4: Do Not Travel", "Link": "", "Updated": "yesterday"}]',
            'The item "Chad - Level 4: Do Not Travel" has the date "yesterday", which cannot be read.',
        ),
        (
            "uk-fcdo",
            json.dumps(page(alert_status=["avoid_tea"])).encode(),
            f'{UKRAINE} has the unknown alert status "avoid_tea"; the reader must learn it first.',
        ),
        (
            "uk-fcdo",
            json.dumps(page(alert_status=None)).encode(),
            f"{UKRAINE} has no list alert_status; the feed has changed and its reader must be looked at.",
        ),
        (
            "ca-gac",
            feed("ca_gac_excerpt.json").replace(b'"advisory-state":3', b'"advisory-state":4'),
            "Canada's advisory-state is 0 to 3, and the file says 4.",
        ),
        (
            "de-aa",
            b"{}",
            f"The file has no country in it: {BERLIN} has switched the interface off; try later.",
        ),
        (
            "de-aa",
            feed("de_aa_travelwarning_excerpt.json").replace(b'"warning":true', b'"warning":"ja"'),
            "The entry 201904 has 'ja' for warning, where true or false is known.",
        ),
        (
            "us-state",
            json.dumps([{"Title": "Chad - Level 4: X", "Link": "x" * 401, "Updated": "2022-03-01T00:00:00Z"}]).encode(),
            'The advisory "Chad - Level 4: X" has an identifier of more than 400 characters; do not use the file.',
        ),
        (
            "uk-fcdo",
            json.dumps(page() | {"title": "Ukraine\0"}).encode(),
            'The advisory "Ukraine\0" has a NUL character in it; do not use the file.',
        ),
        ("ca-gac", b'{"data": {', "The file is not whole JSON at line 1; fetch it from Global Affairs Canada again."),
        ("ca-gac", b"[" * 200_000, "The file is not whole JSON; fetch it from Global Affairs Canada again."),
    ],
)
def test_refuses_with_one_sentence(issuer: str, data: bytes, sentence: str) -> None:
    with pytest.raises(AdvisoryRefused) as refusal:
        read_advisories(issuer, data)

    assert str(refusal.value) == sentence


def test_writes_a_batch_as_json() -> None:
    batch = read_advisories("jp-mofa", arrivals(danger() + danger(infoType="R10")))

    assert json.loads(to_json(batch)) == {
        "issuer": "jp-mofa",
        "count": 1,
        "readings": [
            {
                "country": "UA",
                "country_code_raw": "0380",
                "country_name": "",
                "scope": "whole",
                "own_level": "レベル４：退避してください。渡航は止めてください。（退避勧告）",
                "level": 4,
                "levels_present": [4],
                "title": "ウクライナの危険情報【危険レベル引上げ】",
                "lead": "ウクライナ全土の危険情報をレベル４（退避勧告）に引き上げます。",
                "issued": "2022-02-11T12:00:00+09:00",
                "url": "https://www.anzen.mofa.go.jp/info/pchazardspecificinfo_9999T900.html",
                "key": "9999T900",
                "remarks": [],
            }
        ],
        "skipped": [{"key": "9999T900", "reason": "R10 領事メール（一般） is not an advisory on danger."}],
    }


def refused_or_read(issuer: str, data: bytes) -> bool:
    try:
        batch = read_advisories(issuer, data)
    except AdvisoryRefused as refusal:
        return str(refusal).endswith(".")
    return batch.issuer == issuer and all(item.issued.tzinfo is not None for item in batch.readings)


@given(st.sampled_from(sorted(ISSUERS)), st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_a_sentence(issuer: str, data: bytes) -> None:
    assert refused_or_read(issuer, data)


@given(st.data(), st.sampled_from(sorted(FILES)))
def test_a_damaged_file_is_read_or_refused_in_a_sentence(draw: st.DataObject, issuer: str) -> None:
    data = feed(FILES[issuer])
    start = draw.draw(st.integers(0, len(data)))
    end = draw.draw(st.integers(start, min(len(data), start + 60)))
    put = draw.draw(st.binary(max_size=8) | st.sampled_from([b"null", b"[]", b"{}", b"-1", b"1e999", b"<a/>", b"&x;"]))

    assert refused_or_read(issuer, data[:start] + put + data[end:])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["data", "response", "eng", "x"]), inner)
    ),
    max_leaves=8,
)


@given(st.sampled_from(sorted(ISSUERS)), JSON)
def test_any_json_is_read_or_refused_in_a_sentence(issuer: str, value: object) -> None:
    assert refused_or_read(issuer, json.dumps(value).encode())
