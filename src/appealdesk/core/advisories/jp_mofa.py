"""Japan: the open data on safety abroad of the Ministry of Foreign Affairs (外務省 海外安全情報オープンデータ).

Two documents are read. The list of new arrivals (odType 02) holds mails of every kind, of which only 危険情報 (infoType
T40) with a country are advisories. The country document (odType 04) holds the advisory in force. In both the flags
riskLevel4 to riskLevel1 are the set of levels that are present somewhere in the country: one flag does not prove the
whole country, so the scope is WHOLE only where the ministry's own sentence says 全土 or 全域 for that level.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from typing import Final

from lxml import etree

from appealdesk.core.advisories.document import moment_at, parse_xml, text_of, web_address
from appealdesk.core.advisories.mofa_codes import MOFA_COUNTRIES, PARTS_OF_COUNTRIES
from appealdesk.core.advisories.reading import (
    JST,
    AdvisoryBatch,
    AdvisoryReading,
    AdvisoryRefused,
    Scope,
    Skipped,
)

__all__ = ["ISSUER", "normalised_level", "read", "scope_of"]

ISSUER: Final = "jp-mofa"
_SOURCE: Final = "the Japanese Ministry of Foreign Affairs"
_DATE: Final = "%Y/%m/%d %H:%M:%S"
_LEVELS: Final = (4, 3, 2, 1)
_OWN_WORDS: Final = {
    4: "レベル４：退避してください。渡航は止めてください。（退避勧告）",
    3: "レベル３：渡航は止めてください。（渡航中止勧告）",
    2: "レベル２：不要不急の渡航は止めてください。",
    1: "レベル１：十分注意してください。",
}
_NO_LEVEL: Final = "危険情報は出ていません。"
_SPOKEN: Final = {4: "退避勧告", 3: "渡航中止勧告", 2: "不要不急", 1: "十分注意"}
_DANGER: Final = "T40"
# infotype.xlsx of the ministry's open-data pages; T41 is the former code of T81.
_OTHER_KINDS: Final = {
    "T41": "感染症危険情報",
    "T81": "感染症危険情報",
    "C30": "スポット情報",
    "C31": "スポット情報（感染症）",
    "C50": "広域情報",
    "C51": "広域情報（感染症）",
    "R10": "領事メール（一般）",
    "R20": "領事メール（緊急）",
}
_SENTENCE_END: Final = re.compile(r"[。●■・\n]")
_WHOLE: Final = re.compile(r"全土|全域")
_NOT_WHOLE: Final = re.compile(r"その他|除く|除い|以外|一部|または|又は")


def normalised_level(levels: Collection[int]) -> int | None:
    """Their levels are ours (4 退避勧告, 3 渡航中止勧告, 2 不要不急の渡航中止, 1 十分注意); the highest counts."""
    return max(levels, default=None)


def read(data: bytes) -> AdvisoryBatch:
    """Reads either document; refuses any other, and any value that is not in the ministry's lists."""
    root = parse_xml(data, root="opendata", source=_SOURCE)
    kind = root.get("odType")
    if kind == "02":
        return _read_new_arrivals(root)
    if kind == "04":
        return AdvisoryBatch(ISSUER, (_read_country(root),), ())
    raise AdvisoryRefused(
        f'The document has odType "{kind or ""!s:.20}"; use the list of new arrivals (02) or a country document (04).'
    )


def scope_of(levels: Collection[int], texts: Collection[str]) -> Scope:
    """How far the highest level reaches, from the flags and from the ministry's own sentences.

    Several levels: PARTS. One level: WHOLE if a sentence has 全土 or 全域 together with that level and no exception in
    it; PARTS if one speaks of 一部 together with a level; else UNKNOWN. No level: WHOLE, as nothing is in force.
    """
    if not levels:
        return Scope.WHOLE
    if len(levels) > 1:
        return Scope.PARTS
    (level,) = levels
    sentences = [sentence for text in texts for sentence in _SENTENCE_END.split(unicodedata.normalize("NFKC", text))]
    if any(_WHOLE.search(part) and _names(part, level) and not _NOT_WHOLE.search(part) for part in sentences):
        return Scope.WHOLE
    return Scope.PARTS if any("一部" in part and "レベル" in part for part in sentences) else Scope.UNKNOWN


def _names(sentence: str, level: int) -> bool:
    """Whether the sentence states this level and no other; NFKC has made the digits half-width."""
    numbers = {int(digit) for digit in re.findall(r"レベル ?([1-4])", sentence)}
    return numbers == {level} or (not numbers and _SPOKEN[level] in sentence)


def _read_new_arrivals(root: etree._Element) -> AdvisoryBatch:
    readings: list[AdvisoryReading] = []
    skipped: list[Skipped] = []
    for mail in root.iterchildren("mail"):
        key = text_of(mail, "keyCd")
        where = f"Item {key or 'without keyCd'}"
        kind = text_of(mail, "infoType")
        if kind in _OTHER_KINDS:
            skipped.append(Skipped(key, f"{kind} {_OTHER_KINDS[kind]} is not an advisory on danger."))
        elif kind != _DANGER:
            raise AdvisoryRefused(f'{where} has the unknown infoType "{kind:.20}"; the reader must learn it first.')
        elif mail.find("country") is None:
            skipped.append(Skipped(key, "The advisory names no country."))
        else:
            readings += _readings_of_mail(mail, key, where)
    return AdvisoryBatch(ISSUER, tuple(readings), tuple(skipped))


def _readings_of_mail(mail: etree._Element, key: str, where: str) -> Iterator[AdvisoryReading]:
    levels = _levels(mail, where)
    for country in mail.iterchildren("country"):
        yield _reading(
            country,
            levels,
            title=text_of(mail, "title"),
            lead=text_of(mail, "lead"),
            when=text_of(mail, "leaveDate"),
            url=text_of(mail, "infoUrl"),
            key=key,
            where=where,
        )


def _read_country(root: etree._Element) -> AdvisoryReading:
    """One country; where no danger advisory is in force the document has no riskTitle and its own date is taken."""
    where = "The country document"
    country = root.find("country")
    if country is None:
        raise AdvisoryRefused("The country document names no country; fetch it again.")
    title = text_of(root, "riskTitle")
    silent = not title and all(root.find(f"riskLevel{level}") is None for level in _LEVELS)
    date = root.find("riskLeaveDate")
    when = text_of(root, "riskLeaveDate") or (root.get("lastModified") or "").strip()
    return _reading(
        country,
        () if silent else _levels(root, where),
        title=title,
        lead=text_of(root, "riskLead"),
        when=when,
        url=text_of(root, "riskUrl") or text_of(root, "infoUrl"),
        key=(date.get("keyCd") or "") if date is not None else "",
        where=where,
    )


def _reading(
    country: etree._Element,
    levels: tuple[int, ...],
    *,
    title: str,
    lead: str,
    when: str,
    url: str,
    key: str,
    where: str,
) -> AdvisoryReading:
    code = text_of(country, "cd")
    if not re.fullmatch(r"[0-9]{4}", code, re.ASCII):
        raise AdvisoryRefused(f'{where} has the country code "{code:.20}" and not four digits.')
    scope = scope_of(levels, (title, lead))
    remarks: list[str] = []
    if code not in MOFA_COUNTRIES:
        remarks.append(
            f"The ministry's country code {code} is not in our table; a person must say which country it is."
        )
    if code in PARTS_OF_COUNTRIES and levels:
        scope = Scope.PARTS
        remarks.append(f"The ministry's country code {code} is for {PARTS_OF_COUNTRIES[code]} only.")
    level = normalised_level(levels)
    return AdvisoryReading(
        issuer=ISSUER,
        country=MOFA_COUNTRIES.get(code),
        country_code_raw=code,
        country_name=text_of(country, "name"),
        scope=scope,
        own_level=_OWN_WORDS[level] if level else _NO_LEVEL,
        level=level,
        levels_present=levels,
        title=title,
        lead=lead,
        issued=moment_at(when, where, zone=JST, form=_DATE),
        url=web_address(url),
        key=key,
        remarks=tuple(remarks),
    )


def _levels(element: etree._Element, where: str) -> tuple[int, ...]:
    """The levels whose flag is set, highest first. A missing or unreadable flag is refused, never taken for none."""
    return tuple(level for level in _LEVELS if _is_set(element, f"riskLevel{level}", where))


def _is_set(element: etree._Element, name: str, where: str) -> bool:
    value = text_of(element, name).upper()
    if value == "Y":
        return True
    if value == "N":
        return False
    if re.fullmatch(r"[0-9]{1,9}", value, re.ASCII):
        return int(value) > 0
    if element.find(name) is None:
        raise AdvisoryRefused(f"{where} has no {name}; the feed has changed and its reader must be looked at.")
    raise AdvisoryRefused(f'{where} has "{value:.20}" for {name}, where 0, 1 or Y is known.')
