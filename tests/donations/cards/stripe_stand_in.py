"""Stripe as its API documentation describes it, as far as we use it: objects that refer to each other, over HTTP.

A test does what donors, banks and Stripe do (`pay`, `dispute`, `pay_out` …); each act changes the objects and leaves
the events that Stripe would send.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any

from stripe import WebhookSignature

from tests.donations.cards.server import Answer, Asked, Server

__all__ = ["SECRET", "StripeStandIn"]

SECRET = "whsec_stand_in"
API_KEY = "sk_test_stand_in"
START = int(datetime(2022, 2, 25, 9, tzinfo=UTC).timestamp())
DAY = 86_400
Thing = dict[str, Any]


class StripeStandIn:
    """One Stripe account. Fees are 3.6 percent, rounded down; a dispute costs 1,500."""

    def __init__(self) -> None:
        self.server = Server()
        self.things: dict[str, Thing] = {}
        self.events: list[Thing] = []
        self._numbers = count(1)
        self._keys: dict[str, Thing] = {}
        self._clock = START
        self._due: list[str] = []
        self.takes_yen_for: str = ""
        self._routes()

    @property
    def address(self) -> str:
        return self.server.address

    # What people and banks do.

    def session_of(self, payment_ref: str) -> Thing:
        """The Checkout session that was made for a payment of ours."""
        return next(one for one in self._all("cs") if one["client_reference_id"] == payment_ref)

    def pay(self, payment_ref: str) -> str:
        """The donor pays on Stripe's page; the id of the payment."""
        session = self.session_of(payment_ref)
        intent = self.things[session["payment_intent"]]
        amount, currency = intent["amount"], intent["currency"]
        gross, settled = (amount, currency) if not self.takes_yen_for else (amount * 115 // 100, "jpy")
        charge = self._new("ch", "charge", amount=amount, currency=currency, paid=True, status="succeeded")
        balance = self._move("charge", gross, gross * 36 // 1000, settled, source=charge["id"])
        charge |= {"payment_intent": intent["id"], "balance_transaction": balance["id"], "amount_refunded": 0}
        intent |= {"status": "succeeded", "latest_charge": charge["id"], "amount_received": amount}
        session |= {"status": "complete", "payment_status": "paid"}
        self._tell("payment_intent.succeeded", intent)
        self._tell("charge.succeeded", charge)
        self._tell("checkout.session.completed", session)
        return str(intent["id"])

    def expire(self, payment_ref: str) -> None:
        """The donor never pays."""
        session = self.session_of(payment_ref)
        session["status"] = "expired"
        self._tell("checkout.session.expired", session)

    def give_back(self, intent_id: str, amount: int) -> str:
        """A refund, made on Stripe's dashboard or by us; its id."""
        charge = self.charge_of(intent_id)
        refund = self._new(
            "re", "refund", amount=amount, currency=charge["currency"], status="succeeded", payment_intent=intent_id
        )
        refund["charge"] = charge["id"]
        refund["balance_transaction"] = self._move("refund", -amount, 0, charge["currency"], source=refund["id"])["id"]
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        self._tell("charge.refunded", charge)
        self._tell("refund.created", refund)
        return str(refund["id"])

    def bounce(self, refund_id: str) -> None:
        """The donor's bank sends a refund back."""
        refund = self.things[refund_id]
        back = self._move("refund_failure", refund["amount"], 0, refund["currency"], source=refund_id)
        refund |= {"status": "failed", "failure_balance_transaction": back["id"]}
        self.charge_of(refund["payment_intent"])["amount_refunded"] -= refund["amount"]
        self._tell("refund.failed", refund)

    def dispute(self, intent_id: str) -> str:
        """The cardholder contests what is left of the payment at their bank; the dispute's id."""
        charge = self.charge_of(intent_id)
        amount = charge["amount"] - charge["amount_refunded"]
        dispute = self._new(
            "dp", "dispute", amount=amount, currency=charge["currency"], status="needs_response", charge=charge["id"]
        )
        taken = self._move("dispute", -amount, 1_500, charge["currency"], source=dispute["id"])
        dispute |= {"payment_intent": intent_id, "balance_transactions": [taken]}
        self._tell("charge.dispute.created", dispute)
        self._tell("charge.dispute.funds_withdrawn", dispute)
        return str(dispute["id"])

    def decide(self, dispute_id: str, *, won: bool) -> None:
        """The cardholder's bank decides."""
        dispute = self.things[dispute_id]
        dispute["status"] = "won" if won else "lost"
        if won:
            moved = self._move("dispute_reversal", dispute["amount"], 0, dispute["currency"], source=dispute_id)
            dispute["balance_transactions"].append(moved)
            self._tell("charge.dispute.funds_reinstated", dispute)
        self._tell("charge.dispute.closed", dispute)

    def charge_fee(self, amount: int, currency: str = "jpy") -> None:
        """Stripe's own monthly fee."""
        self._move("fee", -amount, 0, currency)

    def sell_elsewhere(self, amount: int, currency: str = "jpy") -> None:
        """Somebody uses the same account in a shop of theirs."""
        intent = self._new("pi", "payment_intent", amount=amount, currency=currency, status="succeeded", metadata={})
        charge = self._new("ch", "charge", amount=amount, currency=currency, paid=True, payment_intent=intent["id"])
        charge["balance_transaction"] = self._move("charge", amount, 0, currency, source=charge["id"])["id"]
        self._tell("payment_intent.succeeded", intent)

    def pay_out(self, currency: str = "jpy") -> str | None:
        """Everything that has not been paid out goes to the bank; the payout's id, or None where nothing is due."""
        due = [self.things[name] for name in self._due if self.things[name]["currency"] == currency]
        total = sum(row["net"] for row in due)
        if total <= 0:
            return None
        payout = self._new("po", "payout", amount=total, currency=currency, status="paid")
        payout["arrival_date"] = self._clock // DAY * DAY + 2 * DAY
        own = self._move("payout", -total, 0, currency, source=payout["id"])
        self._due = [name for name in self._due if name not in {row["id"] for row in due} | {own["id"]}]
        for row in [*due, own]:
            row["payout"] = payout["id"]
        payout["balance_transaction"] = own["id"]
        self._tell("payout.created", payout)
        self._tell("payout.paid", payout)
        return str(payout["id"])

    def balance(self, currency: str = "jpy") -> int:
        """What Stripe holds."""
        return sum(row["net"] for row in self._all("txn") if row["currency"] == currency)

    # What it sends.

    def signed(self, event: Thing, *, at: int | None = None, secret: str = SECRET) -> tuple[bytes, str]:
        """Body and signature header of a webhook, signed by the library's own function."""
        body = json.dumps(event)
        moment = event["created"] if at is None else at
        return body.encode(), WebhookSignature.generate_signature_header(body, secret, moment)

    # What its API answers.

    def _routes(self) -> None:
        route = self.server.route
        route("POST", "/v1/checkout/sessions", self._make_session)
        route("POST", "/v1/refunds", self._make_refund)
        route("GET", r"/pay/(cs_\d+)", self._page)
        route("GET", "/v1/events", self._list_events)
        for name, path in (("ch", "charges"), ("re", "refunds"), ("dp", "disputes"), ("txn", "balance_transactions")):
            route("GET", f"/v1/{path}", lambda asked, name=name: self._list(asked, name))
        route("GET", r"/v1/(?:checkout/sessions|payment_intents|payouts)/(\w+)", self._one)

    def _make_session(self, asked: Asked) -> Answer:
        if refused := self._refused(asked):
            return refused
        form, key = asked.form, asked.headers["idempotency-key"]
        if key in self._keys:
            return 200, self._keys[key]
        amount, currency = (
            int(form["line_items[0][price_data][unit_amount]"]),
            form["line_items[0][price_data][currency]"],
        )
        ref = form["client_reference_id"]
        intent = self._new("pi", "payment_intent", amount=amount, currency=currency, status="requires_payment_method")
        intent["metadata"] = {"payment": form["payment_intent_data[metadata][payment]"]}
        session = self._new("cs", "checkout.session", client_reference_id=ref, status="open", payment_status="unpaid")
        session |= {
            "payment_intent": intent["id"],
            "success_url": form["success_url"],
            "cancel_url": form["cancel_url"],
            "locale": form["locale"],
            "url": f"{self.address}/pay/{session['id']}",
        }
        self._keys[key] = session
        return 200, session

    def _make_refund(self, asked: Asked) -> Answer:
        if refused := self._refused(asked):
            return refused
        form, key = asked.form, asked.headers["idempotency-key"]
        if key not in self._keys:
            charge = self.charge_of(form["payment_intent"])
            if int(form["amount"]) > charge["amount"] - charge["amount_refunded"]:
                return 400, {"error": {"type": "invalid_request_error", "message": "too much"}}
            self._keys[key] = self.things[self.give_back(form["payment_intent"], int(form["amount"]))]
        return 200, self._keys[key]

    def _page(self, asked: Asked, session_id: str) -> Answer:
        """A page like Stripe's: it pays at once where it is asked to, and leads back."""
        session = self.things[session_id]
        if ("pay", "yes") in asked.query:
            if session["status"] == "open":
                self.pay(session["client_reference_id"])
            return (
                200,
                f'<!doctype html><title>Paid</title><a id="back" href="{session["success_url"]}">Back</a>'.encode(),
            )
        return 200, b'<!doctype html><title>Pay</title><a id="pay" href="?pay=yes">Pay</a>'

    def _list_events(self, asked: Asked) -> Answer:
        since = int(dict(asked.query).get("created[gte]", "0"))
        found = [event for event in reversed(self.events) if event["created"] >= since]
        return self._paged(asked, found)

    def _list(self, asked: Asked, name: str) -> Answer:
        query = dict(asked.query)
        wanted = {key: query[key] for key in ("payment_intent", "payout") if key in query}
        rows = [row for row in self._all(name) if all(row.get(key) == value for key, value in wanted.items())]
        return self._paged(asked, [self._expanded(asked, row, "data.") for row in rows])

    def _paged(self, asked: Asked, rows: list[Thing]) -> Answer:
        """Stripe pages by the last id seen; two rows a page here, so that paging is always tried."""
        query = dict(asked.query)
        start = next((n + 1 for n, row in enumerate(rows) if row["id"] == query.get("starting_after")), 0)
        page = rows[start : start + 2]
        more = start + 2 < len(rows)
        return 200, {"object": "list", "url": asked.path, "has_more": more, "data": page}

    def _one(self, asked: Asked, name: str) -> Answer:
        thing = self.things.get(name)
        if thing is None:
            return 404, {"error": {"type": "invalid_request_error", "message": "no such object"}}
        return 200, self._expanded(asked, thing, "")

    def _expanded(self, asked: Asked, thing: Thing, before: str) -> Thing:
        wanted = [value for key, value in asked.query if key.startswith("expand")]
        found = dict(thing)
        for name in wanted:
            field = name.removeprefix(before)
            if isinstance(found.get(field), str):
                found[field] = self.things[found[field]]
        return found

    def _refused(self, asked: Asked) -> Answer | None:
        if asked.headers.get("authorization") != f"Bearer {API_KEY}":
            return 401, {"error": {"type": "invalid_request_error", "message": "Invalid API key"}}
        return None

    # How its objects hang together.

    def _new(self, prefix: str, kind: str, **values: Any) -> Thing:
        self._clock += 60
        thing = {"id": f"{prefix}_{next(self._numbers)}", "object": kind, "created": self._clock, **values}
        self.things[thing["id"]] = thing
        return thing

    def _move(self, category: str, amount: int, fee: int, currency: str, source: str | None = None) -> Thing:
        row = self._new("txn", "balance_transaction", amount=amount, fee=fee, net=amount - fee, currency=currency)
        row |= {"reporting_category": category, "type": category, "source": source}
        self._due.append(row["id"])
        return row

    def _tell(self, kind: str, thing: Thing) -> None:
        event = self._new("evt", "event", type=kind, data={"object": json.loads(json.dumps(thing))})
        event["api_version"] = "2026-10-28.endive"
        self.events.append(event)

    def charge_of(self, intent_id: str) -> Thing:
        """The charge of a payment."""
        return next(row for row in self._all("ch") if row["payment_intent"] == intent_id)

    def _all(self, prefix: str) -> Iterator[Thing]:
        return (thing for name, thing in list(self.things.items()) if name.startswith(f"{prefix}_"))
