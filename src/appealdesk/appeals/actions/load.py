"""Load a central bank's published rates; a day that is loaded already stays as it was."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from appealdesk.appeals.models import ExchangeRate
from appealdesk.audit.actions.record import record_audit
from appealdesk.core.exchange import ExchangeRate as PublishedRate
from appealdesk.core.exchange import RatesRefused, read_boj_json, read_ecb_csv, read_ecb_xml, read_nbu_json
from appealdesk.foundation.actor import Actor
from appealdesk.foundation.db import acting
from appealdesk.foundation.refusals import Refusal

__all__ = ["RATE_FORMATS", "LoadedRates", "load_rates"]

_READERS: dict[str, Callable[[bytes], tuple[PublishedRate, ...]]] = {
    "ecb-csv": read_ecb_csv,
    "ecb-xml": read_ecb_xml,
    "boj-json": read_boj_json,
    "nbu-json": read_nbu_json,
}

RATE_FORMATS = tuple(_READERS)


@dataclass(frozen=True, slots=True)
class LoadedRates:
    """How many rates the file has, and how many of them were new."""

    read: int
    new: int


def load_rates(*, actor: Actor, now: datetime, data: bytes, format: str) -> LoadedRates:
    """Read the file whole or refuse it; `format` is ecb-csv, ecb-xml, boj-json or nbu-json."""
    reader = _READERS.get(format)
    if reader is None:
        raise Refusal("appeals.rates_format", f"Rates are read as {', '.join(_READERS)}; {format} is none of these.")
    try:
        rates = reader(data)
    except RatesRefused as error:
        raise Refusal("appeals.rates_refused", f"The file of rates was refused. {error}", field="file") from error
    with acting(actor):
        before = ExchangeRate.objects.count()
        ExchangeRate.objects.bulk_create(
            [
                ExchangeRate(
                    source=rate.source, on=rate.on, base=rate.base, quote=rate.quote, value=rate.value, loaded_at=now
                )
                for rate in rates
            ],
            ignore_conflicts=True,
            batch_size=2000,
        )
        loaded = LoadedRates(read=len(rates), new=ExchangeRate.objects.count() - before)
        details = {"read": loaded.read, "new": loaded.new}
        record_audit(actor=actor, now=now, tag="rates.loaded", subject=format, details=details)
    return loaded
