"""Seals what a bank line says about its payer: a key for each line, so that one donor can be erased alone."""

from dataclasses import dataclass

from appealdesk.core.banking.statement import StatementLine as FileLine
from appealdesk.donations.models import StatementLine
from appealdesk.foundation.crypto import new_data_key, open_json, seal_json, token, unwrap_key

__all__ = ["PayerText", "SealedPayer", "line_context", "open_payer", "seal_payer", "words_of"]


@dataclass(frozen=True, slots=True)
class PayerText:
    """The bank's words about a movement."""

    payer: str
    reference: str
    text: str


@dataclass(frozen=True, slots=True)
class SealedPayer:
    """What is stored of them."""

    wrapped_key: bytes
    sealed: bytes
    token: bytes | None


def line_context(account_id: int, bank_reference: str) -> str:
    """What binds a sealed payer to its line."""
    return f"donations.line:{account_id}:{bank_reference}"


def seal_payer(line: FileLine, *, context: str) -> SealedPayer:
    """Seal one line; equal payers of one account get equal tokens."""
    key = new_data_key()
    value = {"p": line.payer, "r": line.reference, "t": line.text}
    return SealedPayer(
        wrapped_key=key.wrapped,
        sealed=seal_json(key, context=context, value=value),
        token=token("payer", line.payer) if line.payer else None,
    )


def open_payer(
    *, wrapped_key: bytes | memoryview | None, sealed: bytes | memoryview | None, context: str
) -> PayerText | None:
    """The words again; None once the line's key was destroyed."""
    if wrapped_key is None or sealed is None:
        return None
    value = open_json(unwrap_key(wrapped_key), context=context, sealed=sealed)
    return PayerText(payer=value["p"], reference=value["r"], text=value["t"])


def words_of(line: StatementLine) -> PayerText | None:
    """The bank's words about a stored line; None once they were erased."""
    context = line_context(line.account_id, line.bank_reference)
    return open_payer(wrapped_key=line.wrapped_key, sealed=line.sealed, context=context)
