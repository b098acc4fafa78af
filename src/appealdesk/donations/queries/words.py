"""Words of people about money, such as a payee or a reason: sealed with the key of their row."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from appealdesk.core.text.normalise import fold
from appealdesk.donations.models import Disbursement
from appealdesk.foundation.crypto import new_data_key, open_json, seal_json, token, unwrap_key

__all__ = ["Payee", "open_note", "open_payee", "open_reason", "payee_ref_of", "seal_note", "seal_payee", "seal_reason"]


@dataclass(frozen=True, slots=True)
class Payee:
    """Whom a disbursement goes to, the account that it goes to, what it is for, and the payee's country if known."""

    name: str
    account: str
    purpose: str
    country: str = ""


def payee_ref_of(payee: Payee) -> str:
    """A keyed token of the name and country, under which the sanctions check knows the payee."""
    said = f"{fold(payee.name)} ({payee.country})" if payee.country else fold(payee.name)
    return token("donations.payee", said).hex()


def seal_payee(ref: str, payee: Payee) -> tuple[bytes, bytes]:
    """The wrapped key and the sealed payee of a new disbursement."""
    key = new_data_key()
    return key.wrapped, seal_json(key, context=f"donations.disbursement:{ref}", value=asdict(payee))


def open_payee(row: Disbursement) -> Payee | None:
    """The payee again, or None once the key was destroyed."""
    if row.wrapped_key is None or row.sealed is None:
        return None
    return Payee(**_open(row.wrapped_key, f"donations.disbursement:{row.ref}", row.sealed))


def seal_note(row: Disbursement, note: str) -> bytes | None:
    """Why a disbursement ended, sealed with its key; None where that was destroyed."""
    if row.wrapped_key is None:
        return None
    key = unwrap_key(row.wrapped_key)
    return seal_json(key, context=f"donations.disbursement.note:{row.ref}", value={"note": note})


def open_note(row: Disbursement) -> str:
    """Why a disbursement ended; empty without a note."""
    if row.wrapped_key is None or row.sealed_note is None:
        return ""
    return _open(row.wrapped_key, f"donations.disbursement.note:{row.ref}", row.sealed_note)["note"]


def seal_reason(ref: str, reason: str) -> tuple[bytes, bytes]:
    """The wrapped key and the sealed reason of a new refund, transfer or write-off."""
    key = new_data_key()
    return key.wrapped, seal_json(key, context=f"donations.reason:{ref}", value={"reason": reason})


def open_reason(ref: str, wrapped_key: bytes | memoryview | None, sealed: bytes | memoryview | None) -> str:
    """The reason again; empty once the key was destroyed."""
    if wrapped_key is None or sealed is None:
        return ""
    return _open(wrapped_key, f"donations.reason:{ref}", sealed)["reason"]


def _open(wrapped_key: bytes | memoryview, context: str, sealed: bytes | memoryview) -> Mapping[str, str]:
    return open_json(unwrap_key(wrapped_key), context=context, sealed=sealed)
