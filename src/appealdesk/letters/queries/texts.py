"""The texts of letters, one file per kind and language; the first line is the subject."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template
from typing import Final

from appealdesk.core.names.person_name import PersonName
from appealdesk.foundation.refusals import Refusal
from appealdesk.letters.models import Letter

__all__ = ["AUTOMATIC", "ONCE", "REVIEWED_ONCE", "VALUES", "Wording", "greeting_for", "write_letter"]

_FOLDER = Path(__file__).resolve().parent.parent / "texts"
_OFFER = frozenset({"organisation", "appeal", "reference", "status_link"})
_POSITION = _OFFER | {"position"}
_GOODS = frozenset({"organisation", "appeal", "reference", "goods"})

# What each kind must be told; the greeting is made from the recipient's name.
VALUES: Final[Mapping[str, frozenset[str]]] = {
    Letter.Kind.ACKNOWLEDGEMENT: _OFFER,
    Letter.Kind.ACKNOWLEDGEMENT_ENQUIRY: _OFFER,
    Letter.Kind.DECISION_ACCEPTED: _POSITION,
    Letter.Kind.DECISION_DECLINED: _POSITION | {"reason", "ways"},
    Letter.Kind.DECISION_DEFERRED: _POSITION | {"reason", "ways"},
    Letter.Kind.DECISION_REFERRED: _POSITION | {"ways"},
    Letter.Kind.RESULT_CHANGED: _POSITION | {"result", "reason", "next"},
    Letter.Kind.REVIEW_ANSWERED: _POSITION | {"result", "answer"},
    Letter.Kind.APPEAL_SUPERSEDED: _OFFER | {"successor"},
    Letter.Kind.CONFIRM_ADDRESS: frozenset({"organisation", "reference", "link"}),
    Letter.Kind.RECEIPT_READY: frozenset({"organisation", "reference", "amount", "received_on", "link"}),
    Letter.Kind.DONATION_THANKS: frozenset({"organisation", "appeal", "reference", "amount", "received_on", "purpose"}),
    Letter.Kind.IN_KIND_RECEIVED: _GOODS,
    Letter.Kind.IN_KIND_ACCEPTED: _GOODS,
    Letter.Kind.IN_KIND_DECLINED: _GOODS,
}

# These hurt nobody and are awaited, so they leave without review.
AUTOMATIC: Final = frozenset(
    {
        Letter.Kind.ACKNOWLEDGEMENT,
        Letter.Kind.ACKNOWLEDGEMENT_ENQUIRY,
        Letter.Kind.CONFIRM_ADDRESS,
        Letter.Kind.IN_KIND_RECEIVED,
    }
)
# An occasion has one of these. Thanks and receipts wait for review, since a bank's file may have been wrong.
REVIEWED_ONCE: Final = frozenset({Letter.Kind.DONATION_THANKS, Letter.Kind.RECEIPT_READY})
ONCE: Final = AUTOMATIC | REVIEWED_ONCE

_LISTS = ("reason", "ways")
_BULLETS = {"ja": "・", "en": "- ", "uk": "– "}
# What no person's name holds: the legal forms of companies and groups, and what such are called.
_ORGANISATION: Final = re.compile("会社|法人|組合|協会|財団|委員会|㈱|[(（]株[)）]")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a letter says."""

    subject: str
    body: str


@lru_cache(maxsize=64)
def _text(kind: str, language: str) -> tuple[Template, Template]:
    subject, _, body = (_FOLDER / f"{kind}.{language}.txt").read_text(encoding="utf-8").partition("\n")
    return Template(subject), Template(body)


def greeting_for(names: PersonName, language: str) -> str:
    """The first line of a letter to somebody, also where no name is known; in Japanese a company is no 様."""
    name = names.display(language)
    if not name:
        return {"ja": "お申し出をくださった方へ", "uk": "Доброго дня!"}.get(language, "Hello,")
    honorific = "御中" if _ORGANISATION.search(name) else "様"
    return {"ja": f"{name} {honorific}", "uk": f"Доброго дня, {name}!"}.get(language, f"Dear {name},")


def write_letter(*, kind: str, language: str, greeting: str, values: Mapping[str, str]) -> Wording:
    """The letter's words. Lines of `reason` and `ways` become list points.

    Raises Refusal if a value is missing or empty: nobody gets a letter with a hole, or a decline without a way to help.
    """
    needed = VALUES[kind]
    missing = sorted(name for name in needed if not values.get(name, "").strip())
    if missing:
        raise Refusal(
            "letters.value_missing",
            f"A letter of the kind {kind} needs {', '.join(missing)}.",
            values={"kind": kind, "missing": ", ".join(missing)},
        )
    words = {name: _points(values[name], language) if name in _LISTS else values[name] for name in needed}
    subject, body = _text(kind, language)
    one_line = {name: " ".join(value.split()) for name, value in words.items()}
    return Wording(subject.substitute(one_line), body.substitute(words, greeting=greeting))


def _points(text: str, language: str) -> str:
    lines = [line.strip() for line in text.splitlines()]
    return "\n".join(_BULLETS[language] + line for line in lines if line)
