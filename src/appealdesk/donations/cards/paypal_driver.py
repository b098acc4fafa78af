"""PayPal: an order that is approved on its page and captured by us, and webhooks that it signs with a certificate."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import requests

from appealdesk.core.money import Money, parse_minor
from appealdesk.donations.cards.driver import (
    About,
    Checkout,
    CheckoutOrder,
    Dispute,
    Movement,
    MovementKind,
    PaymentFacts,
    PaymentStatus,
    PayoutFacts,
    ProviderAwayError,
    ProviderEvent,
    SignatureRefused,
)
from appealdesk.donations.cards.paypal_signature import check_signature
from appealdesk.foundation.refusals import Refusal

__all__ = ["PayPalDriver"]

_ADDRESS = "https://api-m.paypal.com"
_SECONDS = 10
_LOCALES: Final = {"ja": "ja-JP", "en": "en-GB", "uk": "uk-UA"}
_PAID: Final = frozenset({"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"})
_DONE: Final = frozenset({"COMPLETED"})
_WON: Final = "RESOLVED_SELLER_FAVOUR"
_LOST: Final = frozenset({"RESOLVED_BUYER_FAVOUR", "ACCEPTED"})
# Withdrawals to a bank account, by hand and by rule, in PayPal's report; it answers for a month at most.
_WITHDRAWALS: Final = ("T0400", "T0401", "T0403")
_REPORTED: Final = timedelta(days=30)
_AWAY: Final = frozenset({401, 408, 429})


class PayPalDriver:
    """One PayPal account; `address` names its sandbox, or a server of one's own with `roots` of its certificates."""

    def __init__(self, *, client_id: str, secret: str, webhook_id: str, address: str = "", roots: str = "") -> None:
        self._client_id, self._secret, self._webhook_id = client_id, secret, webhook_id
        self._address = address or _ADDRESS
        self._roots = roots
        self._http = requests.Session()
        self._bearer = ""

    def start_checkout(self, order: CheckoutOrder) -> Checkout:
        """An order that is captured after its payer has approved it."""
        unit = {
            "custom_id": order.payment_ref,
            "reference_id": order.payment_ref,
            "description": order.description[:127],
            "amount": _amount(order.amount),
        }
        experience = {
            "return_url": order.paid_address,
            "cancel_url": order.left_address,
            "user_action": "PAY_NOW",
            "shipping_preference": "NO_SHIPPING",
            "locale": _LOCALES[order.language],
        }
        made = self._ask(
            "POST",
            "/v2/checkout/orders",
            key=f"checkout-{order.payment_ref}",
            body={
                "intent": "CAPTURE",
                "purchase_units": [unit],
                "payment_source": {"paypal": {"experience_context": experience}},
            },
        )
        links = {link["rel"]: link["href"] for link in made["links"]}
        return Checkout(id=made["id"], address=links.get("payer-action") or links["approve"])

    def read_event(self, *, body: bytes, headers: Mapping[str, str], now: datetime) -> ProviderEvent:
        """RSA-SHA256 over id, time, webhook and the checksum of the body."""
        check_signature(
            body=body, headers=headers, now=now, webhook_id=self._webhook_id, address=self._address, roots=self._roots
        )
        try:
            return _event(json.loads(body))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SignatureRefused("the body is not an event") from error

    def events_since(self, moment: datetime) -> Iterable[ProviderEvent]:
        """What PayPal keeps of thirty days; it tells of no withdrawal by itself, so that its report is looked at."""
        path = f"/v1/notifications/webhooks-events?start_time={_moment(moment)}&page_size=300"
        found: list[ProviderEvent] = []
        while path:
            page = self._ask("GET", path)
            found.extend(_event(event) for event in page.get("events") or ())
            links = {link["rel"]: link["href"] for link in page.get("links") or ()}
            path = links.get("next", "").removeprefix(self._address)
        return (*found, *self._withdrawals_since(moment))

    def read_payment(self, object_id: str) -> PaymentFacts:
        """A payment by its order, by a capture (capture:…) or by a refund (refund:…); an approved order is captured."""
        order = self._ask("GET", f"/v2/checkout/orders/{self._order_of(object_id)}")
        if order["status"] == "APPROVED":
            order = self._ask("POST", f"/v2/checkout/orders/{order['id']}/capture", key=f"capture-{order['id']}")
        payments = [unit.get("payments") or {} for unit in order["purchase_units"]]
        captures = [row for each in payments for row in each.get("captures") or () if row["status"] in _PAID]
        refunds = [row for each in payments for row in each.get("refunds") or () if row["status"] in _DONE]
        cases = [case for capture in captures for case in self._disputes_of(capture["id"])]
        movements = [_captured(row) for row in captures] + [_refunded(row) for row in refunds]
        movements.extend(moved for case in cases for moved in _taken(case))
        ended = order["status"] == "VOIDED"
        return PaymentFacts(
            id=order["id"],
            payment_ref=order["purchase_units"][0].get("custom_id", ""),
            status=PaymentStatus.PAID if captures else PaymentStatus.ENDED if ended else PaymentStatus.OPEN,
            movements=tuple(movements),
            disputes=tuple(Dispute(case["dispute_id"], _dispute_state(case)) for case in cases),
        )

    def read_payout(self, object_id: str) -> PayoutFacts:
        """A withdrawal to the bank, from PayPal's own report of the days around it."""
        transaction, _, day = object_id.partition("@")
        around = datetime.fromisoformat(day).replace(tzinfo=UTC)
        found = self._ask(
            "GET",
            f"/v1/reporting/transactions?transaction_id={transaction}&fields=transaction_info"
            f"&start_date={_moment(around - timedelta(days=2))}&end_date={_moment(around + timedelta(days=2))}",
        )
        info = found["transaction_details"][0]["transaction_info"]
        amount = _money(info["transaction_amount"])
        moved_at = datetime.fromisoformat(info["transaction_updated_date"])
        movement = Movement(
            id=transaction,
            kind=MovementKind.PAYOUT,
            gross_minor=amount.amount_minor,
            fee_minor=0,
            net_minor=amount.amount_minor,
            currency=amount.currency,
            moved_at=moved_at,
        )
        status = {"S": "paid", "P": "pending"}.get(info["transaction_status"], "failed")
        return PayoutFacts(
            id=object_id,
            status=status,
            amount=-amount,
            arrives_on=moved_at.date() + timedelta(days=1),
            movements=(movement,) if status == "paid" else (),
        )

    def refund(self, *, payment_id: str, amount: Money, key: str) -> None:
        """A refund of a part or of the whole of the order's capture."""
        order = self._ask("GET", f"/v2/checkout/orders/{payment_id}")
        captures = [row for unit in order["purchase_units"] for row in unit["payments"]["captures"]]
        self._ask(
            "POST",
            f"/v2/payments/captures/{captures[0]['id']}/refund",
            key=f"refund-{key}",
            body={"amount": _amount(amount)},
        )

    def _withdrawals_since(self, moment: datetime) -> Iterator[ProviderEvent]:
        for code in _WITHDRAWALS:
            found = self._ask(
                "GET",
                f"/v1/reporting/transactions?transaction_type={code}&fields=transaction_info&page_size=500"
                f"&start_date={_moment(moment)}&end_date={_moment(moment + _REPORTED)}",
            )
            for row in found.get("transaction_details") or ():
                info = row["transaction_info"]
                happened_at = datetime.fromisoformat(info["transaction_updated_date"])
                yield ProviderEvent(
                    # A withdrawal that has gone through is another fact than one that is on its way.
                    id=f"{info['transaction_id']}:{info['transaction_status']}",
                    kind=code,
                    about=About.PAYOUT,
                    object_id=f"{info['transaction_id']}@{happened_at.date()}",
                    happened_at=happened_at,
                )

    def _order_of(self, object_id: str) -> str:
        kind, colon, name = object_id.partition(":")
        if not colon:
            return object_id
        if kind == "refund":
            links = self._ask("GET", f"/v2/payments/refunds/{name}")["links"]
            name = next(link["href"] for link in links if link["rel"] == "up").rpartition("/")[2]
        capture = self._ask("GET", f"/v2/payments/captures/{name}")
        return str(capture["supplementary_data"]["related_ids"]["order_id"])

    def _disputes_of(self, capture_id: str) -> Iterator[dict[str, Any]]:
        found = self._ask("GET", f"/v1/customer/disputes?disputed_transaction_id={capture_id}")
        for row in found.get("items") or ():
            yield self._ask("GET", f"/v1/customer/disputes/{row['dispute_id']}")

    def _ask(self, method: str, path: str, *, key: str = "", body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """One call; a bearer that has run out is asked for once more."""
        for again in (True, False):
            headers = {"Authorization": f"Bearer {self._bearer or self._sign_in()}", "Prefer": "return=representation"}
            if key:
                headers["PayPal-Request-Id"] = key
            answer = self._send(method, path, headers=headers, json=body if method == "POST" else None)
            if answer.status_code != 401 or not again:
                break
            self._bearer = ""
        if answer.status_code in _AWAY or answer.status_code >= 500:
            raise ProviderAwayError(f"status {answer.status_code}")
        if answer.status_code >= 400:
            raise Refusal(
                "cards.refund_refused", "The card provider will not refund this amount: look at the payment there."
            )
        found: dict[str, Any] = answer.json()
        return found

    def _sign_in(self) -> str:
        answer = self._send(
            "POST",
            "/v1/oauth2/token",
            auth=(self._client_id, self._secret),
            data={"grant_type": "client_credentials"},
        )
        if answer.status_code != 200:
            raise ProviderAwayError(f"status {answer.status_code}")
        self._bearer = str(answer.json()["access_token"])
        return self._bearer

    def _send(self, method: str, path: str, **options: Any) -> requests.Response:
        try:
            return self._http.request(method, self._address + path, timeout=_SECONDS, **options)
        except requests.RequestException as error:
            raise ProviderAwayError(type(error).__name__) from error


def _event(event: Mapping[str, Any]) -> ProviderEvent:
    kind, thing = str(event["event_type"]), event.get("resource") or {}
    about, object_id = _about(kind, thing)
    return ProviderEvent(
        id=str(event["id"]),
        kind=kind,
        about=about if object_id else About.NOTHING,
        object_id=object_id,
        happened_at=datetime.fromisoformat(event["create_time"]),
    )


def _about(kind: str, thing: Mapping[str, Any]) -> tuple[About, str]:
    if kind.startswith("CHECKOUT.ORDER."):
        return About.PAYMENT, str(thing["id"])
    if kind in {"PAYMENT.CAPTURE.REFUNDED", "PAYMENT.CAPTURE.REVERSED"}:
        return About.PAYMENT, f"refund:{thing['id']}"
    if kind.startswith("PAYMENT.CAPTURE."):
        order = ((thing.get("supplementary_data") or {}).get("related_ids") or {}).get("order_id")
        return About.PAYMENT, str(order or f"capture:{thing['id']}")
    if kind.startswith("CUSTOMER.DISPUTE."):
        return About.PAYMENT, f"capture:{thing['disputed_transactions'][0]['seller_transaction_id']}"
    return About.NOTHING, ""


def _captured(row: Mapping[str, Any]) -> Movement:
    told = row["seller_receivable_breakdown"]
    # Where PayPal changes the currency, what reaches the balance is the receivable amount.
    gross, fee = _money(told["gross_amount"]), _money(told.get("paypal_fee") or _nothing(told["gross_amount"]))
    return _moved(row, MovementKind.CHARGE, gross, fee, row["create_time"])


def _refunded(row: Mapping[str, Any]) -> Movement:
    told = row["seller_payable_breakdown"]
    gross = _money(told["gross_amount"])
    fee = _money(told.get("paypal_fee") or _nothing(told["gross_amount"]))
    return _moved(row, MovementKind.REFUND, -gross, -fee, row["create_time"])


def _moved(row: Mapping[str, Any], kind: MovementKind, gross: Money, fee: Money, at: str) -> Movement:
    return Movement(
        id=str(row["id"]),
        kind=kind,
        gross_minor=gross.amount_minor,
        fee_minor=fee.amount_minor,
        net_minor=(gross - fee).amount_minor,
        currency=gross.currency,
        moved_at=datetime.fromisoformat(at),
    )


def _taken(case: Mapping[str, Any]) -> tuple[Movement, ...]:
    """What a lost dispute took from the balance, and that it is lost."""
    taken = (case.get("dispute_outcome") or {}).get("amount_refunded")
    if _dispute_state(case) != "lost" or not taken:
        return ()
    gross, at = -_money(taken), case["update_time"]
    row = {"id": case["dispute_id"]}
    lost = Movement(
        id=f"{case['dispute_id']}:lost",
        kind=MovementKind.DISPUTE_LOST,
        gross_minor=gross.amount_minor,
        fee_minor=0,
        net_minor=0,
        currency=gross.currency,
        moved_at=datetime.fromisoformat(at),
    )
    return _moved(row, MovementKind.DISPUTE, gross, Money(0, gross.currency), at), lost


def _dispute_state(case: Mapping[str, Any]) -> str:
    outcome = (case.get("dispute_outcome") or {}).get("outcome_code", "")
    if case["status"] != "RESOLVED":
        return "open"
    return "lost" if outcome in _LOST else "won"


def _amount(money: Money) -> dict[str, str]:
    return {"currency_code": money.currency, "value": str(money.decimal)}


def _money(told: Mapping[str, str]) -> Money:
    return Money(parse_minor(told["value"], told["currency_code"]), told["currency_code"])


def _nothing(like: Mapping[str, str]) -> dict[str, str]:
    return {"value": "0", "currency_code": like["currency_code"]}


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
