"""Which driver speaks to an account's provider."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from appealdesk.donations.cards.driver import CardDriver
from appealdesk.donations.cards.paypal_driver import PayPalDriver
from appealdesk.donations.cards.stripe_driver import StripeDriver
from appealdesk.foundation.refusals import Refusal

__all__ = ["OPTIONAL", "SECRETS", "make_driver"]

SECRETS: Final[Mapping[str, tuple[str, ...]]] = {
    "stripe": ("api_key", "webhook_secret"),
    "paypal": ("client_id", "secret", "webhook_id"),
}
"""What each provider has to be told, by the names that its own pages use."""
OPTIONAL: Final[Mapping[str, tuple[str, ...]]] = {"stripe": (), "paypal": ("roots",)}


def make_driver(*, provider: str, address: str, secrets: Mapping[str, str]) -> CardDriver:
    """The driver of an account; it is kept, because a bearer and open connections are worth keeping."""
    lacking = [name for name in SECRETS[provider] if not secrets.get(name)]
    if lacking:
        raise Refusal(
            "cards.secrets_lacking",
            f"The account lacks {', '.join(lacking)}: set it anew with what the provider's pages show.",
            values={"names": ", ".join(lacking)},
        )
    return _made(provider, address, tuple(sorted(secrets.items())))


@lru_cache(maxsize=32)
def _made(provider: str, address: str, secrets: tuple[tuple[str, str], ...]) -> CardDriver:
    given = dict(secrets)
    if provider == "stripe":
        return StripeDriver(address=address, **given)
    return PayPalDriver(address=address, **given)
