"""Phone numbers and e-mail addresses in one comparable form, with warnings in place of refusals.

Somebody who offers help must not be turned away because their address looks odd: `taro..yamada@docomo.ne.jp` exists,
because Japanese mobile carriers gave such addresses out for years. A number or an address that cannot be used is told
apart from one that is merely unusual; only the first has no normalised form. Nothing here asks the network.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat

__all__ = [
    "Contact",
    "ContactProblem",
    "ContactState",
    "comparable_mail",
    "comparable_phone",
    "normalise_mail",
    "normalise_phone",
]

LONGEST_PHONE: Final = 60
LONGEST_MAIL: Final = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets.
LONGEST_LOCAL_PART: Final = 64  # RFC 5321, 4.5.3.1.1.

_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−ー－ｰ"), "-")
_PLAIN_PHONE: Final = re.compile(r"\+?[0-9() -]{9,20}")
_NO_DIGIT: Final = str.maketrans("", "", "+() -")
_NATIONAL: Final = re.compile(r"0[789]0[1-9][0-9]{7}|0[1-9][1-9][0-9]{7}")
_INTERNATIONAL: Final = re.compile(r"81[789]0[1-9][0-9]{7}|81[1-9][1-9][0-9]{7}")

_PLAIN_MAIL: Final = re.compile(r"[A-Za-z0-9._+-]+@([A-Za-z0-9.-]+)")


class ContactState(StrEnum):
    """VALID: as the numbering plan or RFC 5321 has it. WARN: unusual. UNUSABLE: nothing can be sent there."""

    VALID = "valid"
    WARN = "warn"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True)
class ContactProblem:
    """What is unusual; `code` is stable and `sentence` is for the person who typed it."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """`value` is E.164 for a phone and the comparable address for a mail; it is empty exactly when UNUSABLE.

    `written` is what was typed. `region` is the ISO country that the number's country code tells, else empty.
    """

    written: str
    value: str
    state: ContactState
    problems: tuple[ContactProblem, ...] = ()
    region: str = ""


def comparable_phone(text: str) -> str:
    """The value that `normalise_phone` gives, or nothing; for numbers of Japan in their usual spellings in a tenth of
    the time."""
    if _PLAIN_PHONE.fullmatch(text):
        digits = text.translate(_NO_DIGIT)
        if text[0] != "+" and _NATIONAL.fullmatch(digits):
            return f"+81{digits[1:]}"
        if text[0] == "+" and _INTERNATIONAL.fullmatch(digits):
            return f"+{digits}"
    return normalise_phone(text, warn=False).value


def comparable_mail(text: str) -> str:
    """The value that `normalise_mail` gives, or nothing; a usual domain is looked at once."""
    plain = _PLAIN_MAIL.fullmatch(text)
    if plain and len(text) <= LONGEST_MAIL and _is_usual(plain[1]):
        return text.lower()
    return normalise_mail(text, warn=False).value


@lru_cache(maxsize=1 << 14)
def _is_usual(domain: str) -> bool:
    return normalise_mail(f"somebody@{domain}", warn=False).value == f"somebody@{domain.lower()}"


def normalise_phone(text: str, *, default_region: str = "JP", warn: bool = True) -> Contact:
    """Reads a number as typed in `default_region` (ISO alpha-2), in any width, with 00, 010 or + before a country code.

    A number of a possible length that no plan assigns is WARN and kept in E.164; it may be newer than our tables.
    Without `warn` the plans are not asked, for a caller who only has to know whether a number can be used at all.
    """
    typed = unicodedata.normalize("NFKC", text).translate(_DASHES).strip()
    if not any(character.isdigit() for character in typed):
        return _unusable(text, "phone.blank", "The phone number is missing.")
    if len(typed) > LONGEST_PHONE:
        return _unusable(text, "phone.too_long", f"The phone number is longer than {LONGEST_PHONE} characters.")
    try:
        number = phonenumbers.parse(typed, default_region)
    except NumberParseException:
        sentence = "This does not look like a phone number; please write it with its area code, or with + and country."
        return _unusable(text, "phone.unreadable", sentence)
    if not phonenumbers.is_possible_number(number):
        sentence = "The phone number has too few or too many digits; please check it."
        return _unusable(text, "phone.wrong_length", sentence)
    problems: tuple[ContactProblem, ...] = ()
    if warn and not phonenumbers.is_valid_number(number):
        sentence = "No such phone number is assigned as far as we know; please check it once more."
        problems = (ContactProblem("phone.not_assigned", sentence),)
    return Contact(
        written=text,
        value=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        state=ContactState.WARN if problems else ContactState.VALID,
        problems=problems,
        region=phonenumbers.region_code_for_number(number) or "",
    )


def normalise_mail(text: str, *, warn: bool = True) -> Contact:
    """The address in NFKC and lower case, its domain in ASCII; dots and +tags are left, as owners differ by them.

    UNUSABLE only where no server could be asked: no single @, white space or control characters inside, an empty
    half, or more than 254 characters. Everything else that RFC 5321 would not have is WARN, unless `warn` is false,
    which is for a caller who only has to know whether an address can be used at all.
    """
    address = unicodedata.normalize("NFKC", text).strip().removeprefix("mailto:").strip("<>")
    if not address:
        return _unusable(text, "mail.blank", "The e-mail address is missing.")
    if any(character.isspace() or unicodedata.category(character).startswith("C") for character in address):
        return _unusable(text, "mail.white_space", "The e-mail address has a space or an invisible character in it.")
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain or "@" in local:
        sentence = "The e-mail address needs exactly one @ between a name and a domain, as in name@mail.jp."
        return _unusable(text, "mail.no_at", sentence)
    ascii_domain = _ascii_domain(domain)
    if ascii_domain is None or "." not in ascii_domain.strip("."):
        return _unusable(text, "mail.bad_domain", f"The part after the @ ({domain[:80]}) is not a domain name.")
    value = f"{local.casefold()}@{ascii_domain}"
    if len(value) > LONGEST_MAIL:
        return _unusable(text, "mail.too_long", f"The e-mail address is longer than {LONGEST_MAIL} characters.")
    problems = _mail_warnings(local, value) if warn else ()
    state = ContactState.WARN if problems else ContactState.VALID
    return Contact(written=text, value=value, state=state, problems=problems)


def _mail_warnings(local: str, value: str) -> tuple[ContactProblem, ...]:
    problems: list[ContactProblem] = []
    if ".." in local or local.startswith(".") or local.endswith("."):
        sentence = "The dots in the e-mail address are unusual; some servers will not deliver to it."
        problems.append(ContactProblem("mail.odd_dots", sentence))
    if len(local) > LONGEST_LOCAL_PART:
        sentence = f"The part before the @ is longer than {LONGEST_LOCAL_PART} characters; please check it."
        problems.append(ContactProblem("mail.long_local_part", sentence))
    if not problems:
        try:
            validate_email(value, check_deliverability=False, test_environment=True)
        except EmailNotValidError:
            sentence = "The e-mail address is unusual; please check it once more."
            problems.append(ContactProblem("mail.unusual", sentence))
    return tuple(problems)


def _ascii_domain(domain: str) -> str | None:
    """The domain in lower-case ASCII (IDNA), without a final dot, or None where it cannot be one."""
    try:
        encoded = domain.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = encoded.split(".")
    well_formed = all(label and set(label) <= _LABEL and label.strip("-") == label for label in labels)
    return encoded if well_formed else None


_LABEL: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_")


def _unusable(written: str, code: str, sentence: str) -> Contact:
    return Contact(written=written, value="", state=ContactState.UNUSABLE, problems=(ContactProblem(code, sentence),))
