"""The tables of the audit log; triggers refuse to change or remove a row, and no foreign key leads out."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Func

from appealdesk.foundation.privacy import Privacy, declare

__all__ = ["AuditEpoch", "AuditNode", "AuditRecord", "AuditSeal", "TransactionIdField"]


if TYPE_CHECKING:
    _BigInteger = models.BigIntegerField[int | str, int]
else:
    # Django's fields take type arguments only in the checker's eyes.
    _BigInteger = models.BigIntegerField


class TransactionIdField(_BigInteger):
    """PostgreSQL's xid8: a transaction's number, which never comes again in one cluster."""

    def db_type(self, connection: Any) -> str:
        """The column's type."""
        return "xid8"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> int | None:
        """The driver gives xid8 as text."""
        return None if value is None else int(value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Text, because PostgreSQL compares xid8 with no integer type; expressions pass as they are."""
        return str(value) if isinstance(value, int) else value


class PresentTransaction(Func):
    """The number of the transaction that inserts the row."""

    function = "pg_current_xact_id"
    output_field = TransactionIdField()


class AuditEpoch(models.Model):
    """A stretch of the log within one history of transaction numbers; a restore begins another."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    cluster = models.CharField(max_length=20)
    begun_at = models.DateTimeField()
    reason = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"epoch {self.number}"


class AuditRecord(models.Model):
    """One entry: `body` holds the exact bytes that `leaf` is the hash of; the other columns repeat it for queries."""

    epoch = models.PositiveSmallIntegerField(db_default=1)
    xid = TransactionIdField(db_default=PresentTransaction())
    at = models.DateTimeField()
    organisation_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=60)
    tag = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)
    body = models.BinaryField()
    leaf = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            models.Index(fields=["epoch", "xid", "id"], name="audit_record_order"),
            models.Index(fields=["subject", "id"], name="audit_record_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.tag} {self.subject}"


class AuditSeal(models.Model):
    """A signed head of the tree: it covers the records of its epoch with lo ≤ xid < hi."""

    epoch = models.PositiveSmallIntegerField()
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    frontier = models.BinaryField()
    lo = TransactionIdField()
    hi = TransactionIdField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    at = models.DateTimeField()
    previous = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["size"], name="audit_seal_size"),
            models.UniqueConstraint(fields=["epoch", "hi"], name="audit_seal_hi"),
        ]

    def __str__(self) -> str:
        return f"seal of {self.size} records"


class AuditNode(models.Model):
    """A complete subtree at every eighth level, so that a proof in a log of millions reads a few hundred rows.

    `last_xid` and `last_id` are of the last record under it.
    """

    level = models.PositiveSmallIntegerField()
    number = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    epoch = models.PositiveSmallIntegerField()
    last_xid = TransactionIdField()
    last_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="audit_node_place")]
        indexes = [models.Index(fields=["level", "epoch", "last_xid", "last_id"], name="audit_node_order")]

    def __str__(self) -> str:
        return f"node {self.level}/{self.number}"


declare(
    "audit.AuditRecord",
    {
        "epoch": Privacy.INTERNAL,
        "xid": Privacy.INTERNAL,
        "at": Privacy.INTERNAL,
        "organisation_id": Privacy.INTERNAL,
        "actor": Privacy.PSEUDONYMOUS,
        "tag": Privacy.INTERNAL,
        "subject": Privacy.PSEUDONYMOUS,
        "body": Privacy.PSEUDONYMOUS,
        "leaf": Privacy.INTERNAL,
    },
)
