"""How Stripe counts money: in minor units, but not always in those of ISO 4217.

Source: docs.stripe.com/currencies. The ariary has no minor unit there, the króna and the Ugandan shilling have two
places although they have none, and dinars of three places have to end in a zero.
"""

from typing import Final

from appealdesk.core.money import Money, MoneyError, exponent_of

__all__ = ["from_stripe", "to_stripe"]

_PLACES: Final = {"MGA": 0, "ISK": 2, "UGX": 2}


def to_stripe(money: Money) -> int:
    """Money as Stripe takes it; MoneyError where its places do not suffice."""
    shift = _shift(money.currency)
    if shift >= 0:
        amount = money.amount_minor * int(10**shift)
    else:
        amount, rest = divmod(money.amount_minor, int(10**-shift))
        if rest:
            raise MoneyError(f"Stripe takes {money.currency} without decimal places.")
    if exponent_of(money.currency) == 3 and amount % 10:
        raise MoneyError(f"Stripe takes {money.currency} with two decimal places.")
    return amount


def from_stripe(amount: int, currency: str) -> Money:
    """Money of a number and a currency in lower case, as Stripe writes both."""
    code = currency.upper()
    shift = _shift(code)
    if shift <= 0:
        return Money(amount * int(10**-shift), code)
    whole, rest = divmod(amount, int(10**shift))
    if rest:
        raise MoneyError(f"Stripe gave a fraction of {code}, which has none.")
    return Money(whole, code)


def _shift(currency: str) -> int:
    """How many more decimal places Stripe has than ISO 4217."""
    return _PLACES.get(currency, exponent_of(currency)) - exponent_of(currency)
