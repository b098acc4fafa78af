"""PayPal as its API documentation describes it, as far as we use it, with certificates of an authority of its own."""

import base64
import json
import zlib
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.donations.cards.server import Answer, Asked, Server

__all__ = ["WEBHOOK_ID", "PayPalStandIn", "make_chain"]

WEBHOOK_ID = "WH-STAND-IN"
NAME = "messageverificationcerts.paypal.com"
START = datetime(2022, 2, 25, 9, tzinfo=UTC)
Thing = dict[str, Any]
Key = rsa.RSAPrivateKey


@cache
def make_chain(name: str = NAME) -> tuple[Key, str, str]:
    """A key, its certificate for a name in PEM, and in PEM the root that signed it; made once."""
    root_key, key = (rsa.generate_private_key(65_537, 2048) for _ in range(2))
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Stand-in Root")])
    root = _certificate(root_name, root_name, root_key, root_key, authority=True)
    leaf_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    leaf = _certificate(leaf_name, root_name, key, root_key, authority=False, name=name)
    return key, leaf.public_bytes(Encoding.PEM).decode(), root.public_bytes(Encoding.PEM).decode()


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: Key, signer: Key, *, authority: bool, name: str = ""
) -> x509.Certificate:
    usage = {
        "digital_signature": not authority,
        "content_commitment": False,
        "key_encipherment": False,
        "data_encipherment": False,
        "key_agreement": False,
        "key_cert_sign": authority,
        "crl_sign": authority,
        "encipher_only": False,
        "decipher_only": False,
    }
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(START - timedelta(days=30))
        .not_valid_after(START + timedelta(days=300))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if name:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    return builder.sign(signer, SHA256())


class PayPalStandIn:
    """One PayPal account. Its fee is 3.6 percent and 40 yen."""

    def __init__(self) -> None:
        self.server = Server()
        self.key, self.certificate, self.root = make_chain()
        self.orders: dict[str, Thing] = {}
        self.disputes: dict[str, Thing] = {}
        self.withdrawals: list[Thing] = []
        self.events: list[Thing] = []
        self._numbers = count(1)
        self._keys: dict[str, Thing] = {}
        self._bearer = "A1"
        route = self.server.route
        route("POST", "/v1/oauth2/token", self._token)
        route("GET", "/v1/notifications/certs/CERT-1", lambda asked: (200, self.certificate.encode()))
        route("POST", "/v2/checkout/orders", self._make_order)
        route("GET", r"/v2/checkout/orders/([\w-]+)", lambda asked, name: self._guarded(asked, self.orders[name]))
        route("POST", r"/v2/checkout/orders/([\w-]+)/capture", self._capture)
        route("GET", r"/v2/payments/captures/([\w-]+)", self._one_capture)
        route("POST", r"/v2/payments/captures/([\w-]+)/refund", self._refund)
        route("GET", r"/v2/payments/refunds/([\w-]+)", self._one_refund)
        route("GET", "/v1/customer/disputes", self._list_disputes)
        route("GET", r"/v1/customer/disputes/([\w-]+)", lambda asked, name: self._guarded(asked, self.disputes[name]))
        route("GET", "/v1/notifications/webhooks-events", self._list_events)
        route("GET", "/v1/reporting/transactions", self._report)

    @property
    def address(self) -> str:
        return self.server.address

    def approve(self, payment_ref: str) -> str:
        """The payer approves the order on PayPal's page; the order's id."""
        order = next(row for row in self.orders.values() if row["purchase_units"][0]["custom_id"] == payment_ref)
        order["status"] = "APPROVED"
        self._tell("CHECKOUT.ORDER.APPROVED", order)
        return str(order["id"])

    def contest(self, order_id: str) -> str:
        """The payer opens a dispute."""
        capture = self.orders[order_id]["purchase_units"][0]["payments"]["captures"][0]
        dispute = {
            "dispute_id": f"PP-D-{next(self._numbers)}",
            "status": "UNDER_REVIEW",
            "update_time": self._now(),
            "disputed_transactions": [{"seller_transaction_id": capture["id"]}],
        }
        self.disputes[dispute["dispute_id"]] = dispute
        self._tell("CUSTOMER.DISPUTE.CREATED", dispute)
        return str(dispute["dispute_id"])

    def decide(self, dispute_id: str, outcome: str, taken: Thing) -> None:
        """PayPal decides."""
        dispute = self.disputes[dispute_id]
        dispute |= {"status": "RESOLVED", "update_time": self._now()}
        dispute["dispute_outcome"] = {"outcome_code": outcome, "amount_refunded": taken}
        self._tell("CUSTOMER.DISPUTE.RESOLVED", dispute)

    def withdraw(self, amount: str, currency: str = "JPY") -> None:
        """Somebody sends the balance to the bank."""
        info = {
            "transaction_id": f"W{next(self._numbers)}",
            "transaction_event_code": "T0403",
            "transaction_updated_date": self._now(),
            "transaction_status": "S",
            "transaction_amount": {"currency_code": currency, "value": f"-{amount}"},
        }
        self.withdrawals.append({"transaction_info": info})

    def signed(self, event: Thing, *, at: datetime = START, key: Key | None = None) -> tuple[bytes, dict[str, str]]:
        """Body and headers of a webhook."""
        body = json.dumps(event).encode()
        identity, moment = "00000000-0000-0000-0000-000000000001", at.strftime("%Y-%m-%dT%H:%M:%SZ")
        text = f"{identity}|{moment}|{WEBHOOK_ID}|{zlib.crc32(body)}"
        signature = (key or self.key).sign(text.encode(), padding.PKCS1v15(), SHA256())
        return body, {
            "paypal-transmission-id": identity,
            "paypal-transmission-time": moment,
            "paypal-transmission-sig": base64.b64encode(signature).decode(),
            "paypal-auth-algo": "SHA256withRSA",
            "paypal-cert-url": "https://api.paypal.com/v1/notifications/certs/CERT-1",
        }

    def _token(self, asked: Asked) -> Answer:
        wanted = "Basic " + base64.b64encode(b"client:hidden").decode()
        return (200, {"access_token": self._bearer}) if asked.headers.get("authorization") == wanted else (401, {})

    def sign_out(self) -> None:
        """The bearer runs out."""
        self._bearer = "A2"

    def _guarded(self, asked: Asked, found: Any) -> Answer:
        return (200, found) if asked.headers.get("authorization") == f"Bearer {self._bearer}" else (401, {})

    def _make_order(self, asked: Asked) -> Answer:
        key = asked.headers["paypal-request-id"]
        if key not in self._keys:
            name = f"ORDER-{next(self._numbers)}"
            links = [{"rel": "payer-action", "href": f"{self.address}/checkoutnow?token={name}"}]
            self._keys[key] = {"id": name, "status": "PAYER_ACTION_REQUIRED", "links": links, **asked.json}
            self.orders[name] = self._keys[key]
        return self._guarded(asked, self._keys[key])

    def _capture(self, asked: Asked, name: str) -> Answer:
        order = self.orders[name]
        (unit,) = order["purchase_units"]
        amount = int(unit["amount"]["value"])
        fee = amount * 36 // 1000 + 40
        unit["payments"] = {
            "captures": [
                {
                    "id": f"CAP-{next(self._numbers)}",
                    "status": "COMPLETED",
                    "create_time": self._now(),
                    "custom_id": unit["custom_id"],
                    "supplementary_data": {"related_ids": {"order_id": name}},
                    "seller_receivable_breakdown": {
                        "gross_amount": _yen(amount),
                        "paypal_fee": _yen(fee),
                        "net_amount": _yen(amount - fee),
                    },
                }
            ],
            "refunds": [],
        }
        order["status"] = "COMPLETED"
        self._tell("PAYMENT.CAPTURE.COMPLETED", unit["payments"]["captures"][0])
        return self._guarded(asked, order)

    def _refund(self, asked: Asked, name: str) -> Answer:
        key = asked.headers["paypal-request-id"]
        if key not in self._keys:
            payments = self._payments_of(name)
            amount = int(asked.json["amount"]["value"])
            given = sum(int(row["seller_payable_breakdown"]["gross_amount"]["value"]) for row in payments["refunds"])
            gross = int(payments["captures"][0]["seller_receivable_breakdown"]["gross_amount"]["value"])
            if given + amount > gross:
                return 422, {"name": "UNPROCESSABLE_ENTITY"}
            refund = {
                "id": f"REF-{next(self._numbers)}",
                "status": "COMPLETED",
                "create_time": self._now(),
                "links": [{"rel": "up", "href": f"{self.address}/v2/payments/captures/{name}"}],
                "seller_payable_breakdown": {
                    "gross_amount": _yen(amount),
                    "paypal_fee": _yen(0),
                    "net_amount": _yen(amount),
                },
            }
            payments["refunds"].append(refund)
            self._keys[key] = refund
            self._tell("PAYMENT.CAPTURE.REFUNDED", refund)
        return self._guarded(asked, self._keys[key])

    def _payments_of(self, capture_id: str) -> Thing:
        every = [order["purchase_units"][0].get("payments") or {"captures": []} for order in self.orders.values()]
        return next(each for each in every if any(row["id"] == capture_id for row in each["captures"]))

    def _one_capture(self, asked: Asked, name: str) -> Answer:
        return self._guarded(asked, self._payments_of(name)["captures"][0])

    def _one_refund(self, asked: Asked, name: str) -> Answer:
        refunds = [row for order in self.orders.values() for row in order["purchase_units"][0]["payments"]["refunds"]]
        return self._guarded(asked, next(row for row in refunds if row["id"] == name))

    def _list_disputes(self, asked: Asked) -> Answer:
        wanted = dict(asked.query)["disputed_transaction_id"]
        rows = self.disputes.values()
        found = [row for row in rows if row["disputed_transactions"][0]["seller_transaction_id"] == wanted]
        return self._guarded(asked, {"items": [{"dispute_id": row["dispute_id"]} for row in found]})

    def _list_events(self, asked: Asked) -> Answer:
        """Two a page, each with the address of the next."""
        start = int(dict(asked.query).get("from", "0"))
        more = start + 2 < len(self.events)
        links = [{"rel": "next", "href": f"{self.address}{asked.path}?from={start + 2}"}] if more else []
        return self._guarded(asked, {"events": self.events[start : start + 2], "links": links})

    def _report(self, asked: Asked) -> Answer:
        query = dict(asked.query)
        code, name = query.get("transaction_type"), query.get("transaction_id")
        found = [
            row
            for row in self.withdrawals
            if row["transaction_info"]["transaction_event_code"] == code
            or row["transaction_info"]["transaction_id"] == name
        ]
        return self._guarded(asked, {"transaction_details": found})

    def _tell(self, kind: str, thing: Thing) -> None:
        event = {"id": f"WH-{next(self._numbers)}", "event_type": kind, "create_time": self._now()}
        self.events.append(event | {"resource": json.loads(json.dumps(thing))})

    def _now(self) -> str:
        return (START + timedelta(minutes=next(self._numbers))).strftime("%Y-%m-%dT%H:%M:%SZ")


def _yen(amount: int) -> dict[str, str]:
    return {"currency_code": "JPY", "value": str(amount)}
