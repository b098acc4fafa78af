"""Card payments: accounts at providers, their events, payments, movements, payouts, settlements and refunds."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from appealdesk.foundation.db import grant_sql, row_security

_TABLES = (
    "donations_cardaccount",
    "donations_cardevent",
    "donations_cardpayment",
    "donations_cardpayout",
    "donations_cardmovement",
    "donations_cardsettlement",
    "donations_cardrefund",
)
# A movement's entry stands for ever, and so does what it was made of; only which payout paid it out is told later.
_KEEP = """
CREATE FUNCTION donations_keep_movement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'payout_id' <> to_jsonb(OLD) - 'payout_id' OR OLD.payout_id IS NOT NULL THEN
        RAISE EXCEPTION 'A movement of a provider''s balance is never changed.'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_movement BEFORE UPDATE ON donations_cardmovement
    FOR EACH ROW EXECUTE FUNCTION donations_keep_movement();
"""
_LET_GO = "DROP TRIGGER keep_movement ON donations_cardmovement; DROP FUNCTION donations_keep_movement();"


class Migration(migrations.Migration):
    dependencies = [
        ("donations", "0014_receipt_batches_count"),
    ]

    operations = [
        migrations.CreateModel(
            name="CardAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("organisation_id", models.BigIntegerField()),
                ("provider", models.CharField(choices=[("stripe", "Stripe"), ("paypal", "Paypal")], max_length=6)),
                ("label", models.CharField(max_length=120)),
                ("address", models.CharField(blank=True, default="", max_length=200)),
                ("smallest", models.JSONField()),
                ("two_refund_from", models.JSONField(default=dict)),
                ("wrapped_key", models.BinaryField()),
                ("sealed", models.BinaryField()),
                ("active", models.BooleanField(default=True)),
                ("set_at", models.DateTimeField()),
                ("polled_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation_id", "provider"), name="card_account_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CardPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("organisation_id", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("anonymous", models.BooleanField(default=True)),
                ("language", models.CharField(max_length=2)),
                ("wrapped_key", models.BinaryField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                ("secret_hash", models.BinaryField()),
                ("submission", models.BinaryField()),
                ("checkout_id", models.CharField(blank=True, default="", max_length=140)),
                ("checkout_address", models.TextField(blank=True, default="")),
                ("provider_id", models.CharField(blank=True, default="", max_length=140)),
                (
                    "state",
                    models.CharField(
                        choices=[("started", "Started"), ("paid", "Paid"), ("ended", "Ended")],
                        default="started",
                        max_length=7,
                    ),
                ),
                (
                    "dispute",
                    models.CharField(
                        blank=True,
                        choices=[("", "None"), ("open", "Open"), ("won", "Won"), ("lost", "Lost")],
                        default="",
                        max_length=4,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("returned_at", models.DateTimeField(null=True)),
                ("paid_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="donations.cardaccount"
                    ),
                ),
                (
                    "donation",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="donations.donation"
                    ),
                ),
                (
                    "fund",
                    models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, to="donations.fund"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CardPayout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("organisation_id", models.BigIntegerField()),
                ("provider_id", models.CharField(max_length=140)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("arrives_on", models.DateField()),
                ("status", models.CharField(max_length=20)),
                ("seen_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="donations.cardaccount"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CardMovement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("organisation_id", models.BigIntegerField()),
                ("provider_id", models.CharField(max_length=140)),
                ("kind", models.CharField(max_length=13)),
                ("gross_minor", models.BigIntegerField()),
                ("fee_minor", models.BigIntegerField()),
                ("net_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("moved_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="donations.cardaccount"
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, to="donations.entry"),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="donations.cardpayment",
                    ),
                ),
                (
                    "payout",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="donations.cardpayout",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CardRefund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("organisation_id", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("needs_two", models.BooleanField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("approved", "Approved"),
                            ("sent", "Sent"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=9,
                    ),
                ),
                ("proposed_by", models.CharField(max_length=40)),
                ("proposed_at", models.DateTimeField()),
                ("approved_by", models.CharField(blank=True, default="", max_length=40)),
                ("approved_at", models.DateTimeField(null=True)),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="donations.cardpayment"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CardSettlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("organisation_id", models.BigIntegerField()),
                ("settled_at", models.DateTimeField()),
                ("settled_by", models.CharField(max_length=40)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="donations.statementline"
                    ),
                ),
                (
                    "payout",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlements",
                        to="donations.cardpayout",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CardEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_id", models.BigIntegerField()),
                ("provider_id", models.CharField(max_length=140)),
                ("kind", models.CharField(max_length=100)),
                ("about", models.CharField(max_length=7)),
                ("object_id", models.CharField(max_length=140)),
                ("happened_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("polled", models.BooleanField(default=False)),
                ("handled_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="donations.cardaccount"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "object_id"], name="card_event_object")],
                "constraints": [models.UniqueConstraint(fields=("account", "provider_id"), name="card_event_once")],
            },
        ),
        migrations.AddIndex(
            model_name="cardpayment",
            index=models.Index(fields=["organisation_id", "-id"], name="card_payment_newest"),
        ),
        migrations.AddConstraint(
            model_name="cardpayment",
            constraint=models.UniqueConstraint(fields=("organisation_id", "submission"), name="card_payment_once"),
        ),
        migrations.AddConstraint(
            model_name="cardpayment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("provider_id", ""), _negated=True),
                fields=("account", "provider_id"),
                name="card_payment_provider_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="cardpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0)), name="card_payment_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="cardpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("donation__isnull", False), ("paid_at__isnull", False), ("state", "paid")),
                    models.Q(
                        models.Q(("state", "paid"), _negated=True),
                        ("donation__isnull", True),
                        ("paid_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="card_payment_paid_is_donation",
            ),
        ),
        migrations.AddConstraint(
            model_name="cardpayout",
            constraint=models.UniqueConstraint(fields=("account", "provider_id"), name="card_payout_once"),
        ),
        migrations.AddConstraint(
            model_name="cardmovement",
            constraint=models.UniqueConstraint(fields=("account", "provider_id"), name="card_movement_once"),
        ),
        migrations.AddConstraint(
            model_name="cardmovement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "net_minor",
                        django.db.models.expressions.CombinedExpression(
                            models.F("gross_minor"), "-", models.F("fee_minor")
                        ),
                    ),
                    models.Q(("fee_minor", 0), ("kind", "dispute_lost"), ("net_minor", 0)),
                    _connector="OR",
                ),
                name="card_movement_net",
            ),
        ),
        migrations.AddConstraint(
            model_name="cardrefund",
            constraint=models.CheckConstraint(condition=models.Q(("amount_minor__gt", 0)), name="card_refund_positive"),
        ),
        migrations.AddConstraint(
            model_name="cardrefund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("needs_two", False),
                    ("approved_by", ""),
                    models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="card_refund_two_people",
            ),
        ),
        migrations.AddConstraint(
            model_name="cardrefund",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["proposed", "approved"])),
                fields=("payment",),
                name="card_refund_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="cardsettlement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)), fields=("payout",), name="card_payout_settled_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="cardsettlement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)), fields=("line",), name="card_line_settles_once"
            ),
        ),
        migrations.RunSQL(_KEEP, _LET_GO),
        *[migrations.RunSQL(row_security(table), migrations.RunSQL.noop) for table in _TABLES],
        *[migrations.RunSQL(grant_sql(table, "SELECT, INSERT, UPDATE"), migrations.RunSQL.noop) for table in _TABLES],
    ]
