"""What an administrator types about an appeal, and what the public is told when it stops."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from appealdesk.appeals.inputs import AppealInput, ObjectionInput
from appealdesk.appeals.queries.pages import AppealPage
from appealdesk.core.advisories.issuers import ISSUERS
from appealdesk.foundation.languages import LANGUAGES
from appealdesk.web.desk.forms.typed import (
    Option,
    Problems,
    TypedField,
    build_input,
    first_values,
    plain_field,
    read_day,
    read_texts,
    sent_values,
    text_fields,
)
from appealdesk.web.shared.bank_text import bank_words
from appealdesk.web.shared.issuers import issuer_name

__all__ = [
    "APPEAL_NAMES",
    "appeal_fields",
    "appeal_values",
    "objection_fields",
    "read_appeal",
    "read_objection",
    "reason_fields",
    "reason_values",
]

_TEXTS: Final = ("titles", "summaries", "crisis_names")
APPEAL_NAMES: Final = ("slug", *_TEXTS, "glide", "mastodon_limit", "advisory_issuers")
_BANK: Final = (
    *("bank", "bank_code", "branch", "branch_code", "account_type", "account_number", "account_holder"),
    *("account_holder_kana", "iban", "swift", "currency", "purpose", "note.ja", "note.en", "note.uk"),
)
# What a duty officer can say at night, in three languages, and change.
_REASONS: Final[Mapping[str, Mapping[str, str]]] = {
    "pause": {
        "ja": "現在、お申し出の受け付けを一時的に停止しています。再開するときは、このページでお知らせいたします。",
        "en": "We have stopped taking offers for a while. We will say on this page when we take them again.",
        "uk": "Ми тимчасово не приймаємо пропозицій допомоги. Про відновлення повідомимо на цій сторінці.",
    },
    "close": {
        "ja": "おかげさまで必要な人数が集まりました。お申し出の受け付けを終了いたしました。ありがとうございました。",
        "en": "Thanks to you we have found the people we were looking for, and we take no more offers.",
        "uk": "Завдяки Вам ми знайшли всіх, кого шукали, і більше не приймаємо пропозицій. Дякуємо.",
    },
    "withdraw": {
        "ja": "この呼びかけは取り下げました。お申し出をくださった方には、個別にご連絡いたします。",
        "en": "We have withdrawn this appeal. We will write to everybody who offered to help.",
        "uk": "Ми відкликали це звернення. Усім, хто запропонував допомогу, ми напишемо особисто.",
    },
    "supersede": {
        "ja": "この呼びかけは、新しい呼びかけに引き継ぎました。お申し出はそのまま引き継がれます。",
        "en": "A new appeal continues this one. Offers that were made here are carried over to it.",
        "uk": "Це звернення продовжує нове. Подані тут пропозиції перенесено до нього.",
    },
    "objection": {
        "ja": "関係当局への確認のため、お申し出の受け付けを停止しています。確認後、このページでお知らせいたします。",
        "en": "We take no offers while we clarify a question with the authorities. We will say here what follows.",
        "uk": "Ми не приймаємо пропозицій, доки з’ясовуємо питання з органами влади. Про результат повідомимо тут.",
    },
}


def appeal_values(page: AppealPage | None) -> dict[str, str]:
    """What the form shows first: an appeal as it is, or what is likely for a new one."""
    if page is None:
        return {"mastodon_limit": "500"}
    values = first_values({name: getattr(page, name) for name in ("slug", *_TEXTS, "glide", "mastodon_limit")}, _TEXTS)
    values |= {f"bank:{name}": str(text) for name, text in page.donation_details.items()}
    return values | {f"issuer:{issuer}": "yes" for issuer in page.advisory_issuers}


def read_appeal(data: QueryDict, page: AppealPage | None, problems: Problems) -> AppealInput | None:
    """The input; details of a kind that the form does not show are kept."""
    sent = sent_values(data)
    kept = {name: text for name, text in (page.donation_details if page else {}).items() if name not in _BANK}
    bank = {name: text for name in _BANK if (text := sent.get(f"bank:{name}", "").strip())}
    values: dict[str, Any] = {
        "slug": sent.get("slug", "").strip().lower(),
        **{name: read_texts(sent, name, problems) for name in _TEXTS},
        "glide": sent.get("glide", "").strip(),
        "donation_details": bank | kept,
        "advisory_issuers": tuple(issuer for issuer in ISSUERS if sent.get(f"issuer:{issuer}")),
        "mastodon_limit": sent.get("mastodon_limit", "").strip() or 500,
    }
    return build_input(AppealInput, values, problems)


def appeal_fields(
    data: Mapping[str, str], problems: Mapping[str, str], fixed: frozenset[str]
) -> Mapping[str, tuple[TypedField, ...]]:
    """The fields in their groups."""
    words = _bank_words()
    return {
        "name": (
            *text_fields("titles", _("Title"), data, problems, fixed="titles" in fixed, longest=200),
            *text_fields("crisis_names", _("Crisis"), data, problems, fixed="crisis_names" in fixed, longest=200),
        ),
        "text": text_fields("summaries", _("What is asked"), data, problems, rows=4, fixed="summaries" in fixed),
        "address": (
            plain_field(
                "slug",
                pgettext("of a page", "Address"),
                data,
                problems,
                fixed="slug" in fixed,
                longest=60,
                needed=True,
                hint=_("The last part of the page's address, such as help-for-ukraine."),
            ),
            plain_field(
                "glide", "GLIDE", data, problems, longest=20, hint=_("The number of the disaster, if it has one.")
            ),
            plain_field(
                "mastodon_limit",
                _("Characters of a post on your Mastodon instance"),
                data,
                problems,
                kind="number",
                hint=_("Its “About” page tells. 500 is usual."),
            ),
        ),
        "issuers": (
            TypedField(
                name="advisory_issuers",
                label=_("Whose travel advisories hold placements"),
                kind="checks",
                options=tuple(
                    Option(f"issuer:{issuer}", issuer_name(issuer), bool(data.get(f"issuer:{issuer}")))
                    for issuer in ISSUERS
                ),
            ),
        ),
        "bank": tuple(plain_field(f"bank:{name}", words[name], data, problems, longest=200) for name in _BANK),
    }


def reason_values(act: str) -> dict[str, str]:
    """A text to begin with, so that nobody has to translate at night."""
    return {f"reason-{language}": _REASONS[act][language] for language in LANGUAGES}


def reason_fields(data: Mapping[str, str], problems: Mapping[str, str]) -> tuple[TypedField, ...]:
    """What the public reads, in each language."""
    return text_fields("reason", _("What the public reads"), data, problems, rows=3, longest=2000)


def read_objection(data: QueryDict, problems: Problems) -> ObjectionInput | None:
    """Who objected, by which note, on which day."""
    sent = sent_values(data)
    values = {
        "authority": sent.get("authority", "").strip(),
        "reference": sent.get("reference", "").strip(),
        "objected_on": read_day(sent, "objected_on", problems, needed=True),
    }
    return build_input(ObjectionInput, values, problems)


def objection_fields(data: Mapping[str, str], problems: Mapping[str, str]) -> tuple[TypedField, ...]:
    """The fields of an objection."""
    return (
        plain_field("authority", _("Who objects"), data, problems, longest=200, needed=True),
        plain_field("reference", _("Note or letter"), data, problems, longest=200, needed=True),
        plain_field("objected_on", pgettext("of a note", "Dated"), data, problems, kind="date", needed=True),
    )


def _bank_words() -> dict[str, str]:
    return {
        **bank_words(),
        "note.ja": _("Note in Japanese"),
        "note.en": _("Note in English"),
        "note.uk": _("Note in Ukrainian"),
    }
