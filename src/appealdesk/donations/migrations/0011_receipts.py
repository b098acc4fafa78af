"""Receipts in series without gaps, their copies, batches of them, and Gift Aid declarations."""

import django.db.models.deletion
from django.db import migrations, models

from appealdesk.foundation.db import grant_sql, row_security

# Nothing of a receipt is ever deleted, and of what was issued only the voiding is written later.
_RIGHTS = {
    "donations_receiptissuer": "SELECT, INSERT",
    "donations_receiptseries": "SELECT, INSERT, UPDATE (last_number)",
    "donations_receipt": "SELECT, INSERT, UPDATE (voided_at, voided_by, void_reason)",
    "donations_receiptcopy": "SELECT, INSERT",
    "donations_giftaiddeclaration": "SELECT, INSERT, UPDATE (cancelled_on, cancelled_by)",
    "donations_receiptbatch": "SELECT, INSERT, UPDATE",
    "donations_receiptbatchpart": "SELECT, INSERT, UPDATE",
    "donations_receiptbatchline": "SELECT, INSERT, UPDATE",
}


class Migration(migrations.Migration):
    dependencies = [
        ("donations", "0010_money_out_rights"),
    ]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("organisation_id", models.BigIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("label", models.CharField(max_length=30)),
                ("person_id", models.BigIntegerField()),
                ("layout", models.CharField(max_length=40)),
                ("layout_version", models.PositiveSmallIntegerField()),
                ("language", models.CharField(max_length=2)),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("wrapped_key", models.BinaryField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                ("issued_on", models.DateField()),
                ("issued_at", models.DateTimeField()),
                ("issued_by", models.CharField(max_length=40)),
                ("voided_at", models.DateTimeField(null=True)),
                ("voided_by", models.CharField(blank=True, default="", max_length=40)),
                (
                    "void_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wrong_donor", "Wrong Donor"),
                            ("wrong_details", "Wrong Details"),
                            ("refunded", "Refunded"),
                            ("undone", "Undone"),
                            ("other", "Other"),
                        ],
                        default="",
                        max_length=13,
                    ),
                ),
                (
                    "donation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="donations.donation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReceiptBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("organisation_id", models.BigIntegerField()),
                ("layout", models.CharField(max_length=40)),
                ("language", models.CharField(blank=True, default="", max_length=2)),
                ("received_from", models.DateField()),
                ("received_to", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("running", "Running"), ("done", "Done")],
                        default="draft",
                        max_length=7,
                    ),
                ),
                ("left_out", models.JSONField(default=dict)),
                ("total", models.PositiveIntegerField(default=0)),
                ("prepared_at", models.DateTimeField()),
                ("prepared_by", models.CharField(max_length=40)),
                ("started_at", models.DateTimeField(null=True)),
                ("started_by", models.CharField(blank=True, default="", max_length=40)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "fund",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="donations.fund"),
                ),
            ],
            options={
                "verbose_name_plural": "receipt batches",
            },
        ),
        migrations.CreateModel(
            name="ReceiptBatchPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_id", models.BigIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("receipts", models.PositiveIntegerField(default=0)),
                ("wrapped_key", models.BinaryField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="donations.receiptbatch",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReceiptBatchLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_id", models.BigIntegerField()),
                ("left_out", models.CharField(blank=True, default="", max_length=40)),
                (
                    "donation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="donations.donation",
                    ),
                ),
                (
                    "receipt",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="donations.receipt"
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="donations.receiptbatchpart",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReceiptCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("issued_on", models.DateField()),
                ("issued_at", models.DateTimeField()),
                ("issued_by", models.CharField(max_length=40)),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="donations.receipt"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "receipt copies",
            },
        ),
        migrations.CreateModel(
            name="ReceiptIssuer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("details", models.JSONField()),
                ("seal", models.BinaryField(null=True)),
                ("saved_at", models.DateTimeField()),
                ("saved_by", models.CharField(max_length=40)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation_id", "version"), name="receipt_issuer_version")
                ],
            },
        ),
        migrations.AddField(
            model_name="receipt",
            name="issuer",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="donations.receiptissuer"),
        ),
        migrations.CreateModel(
            name="ReceiptSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_id", models.BigIntegerField()),
                ("authority", models.CharField(max_length=20)),
                ("year", models.PositiveIntegerField()),
                ("last_number", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "receipt series",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation_id", "authority", "year"), name="receipt_series_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="receipt",
            name="series",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="donations.receiptseries"
            ),
        ),
        migrations.CreateModel(
            name="GiftAidDeclaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("organisation_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField()),
                ("wording_version", models.CharField(max_length=10)),
                ("scope", models.CharField(choices=[("single", "Single"), ("all", "All")], max_length=6)),
                ("covers_from", models.DateField(null=True)),
                ("wrapped_key", models.BinaryField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                ("declared_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=40)),
                ("cancelled_on", models.DateField(null=True)),
                ("cancelled_by", models.CharField(blank=True, default="", max_length=40)),
                (
                    "donation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gift_aid_declarations",
                        to="donations.donation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["organisation_id", "person_id"], name="gift_aid_by_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("covers_from__isnull", True), ("donation__isnull", False), ("scope", "single")),
                            models.Q(("covers_from__isnull", False), ("donation__isnull", True), ("scope", "all")),
                            _connector="OR",
                        ),
                        name="gift_aid_scope_is_whole",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="receiptbatch",
            index=models.Index(fields=["organisation_id", "-id"], name="receipt_batch_newest"),
        ),
        migrations.AddConstraint(
            model_name="receiptbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "draft"), ("started_at__isnull", False), _connector="OR"),
                name="receipt_batch_started_by_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="receiptbatchpart",
            constraint=models.UniqueConstraint(fields=("batch", "number"), name="receipt_batch_part_once"),
        ),
        migrations.AddConstraint(
            model_name="receiptbatchline",
            constraint=models.UniqueConstraint(fields=("part", "donation"), name="receipt_batch_line_once"),
        ),
        migrations.AddConstraint(
            model_name="receiptcopy",
            constraint=models.UniqueConstraint(fields=("receipt", "number"), name="receipt_copy_once"),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["organisation_id", "-id"], name="receipt_newest"),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["person_id"], name="receipt_by_person"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("series", "number"), name="receipt_number_once"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("organisation_id", "label"), name="receipt_label_once"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at__isnull", True)),
                fields=("donation",),
                name="receipt_valid_once_for_a_donation",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_minor__gt", 0), ("number__gt", 0)), name="receipt_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("void_reason", ""), ("voided_at__isnull", True)),
                    models.Q(("voided_at__isnull", False), models.Q(("void_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="receipt_void_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sealed__isnull", True), ("wrapped_key__isnull", True)),
                    models.Q(("sealed__isnull", False), ("wrapped_key__isnull", False)),
                    _connector="OR",
                ),
                name="receipt_sealed_with_its_key",
            ),
        ),
        *[migrations.RunSQL(row_security(table), migrations.RunSQL.noop) for table in _RIGHTS],
        *[migrations.RunSQL(grant_sql(table, rights), migrations.RunSQL.noop) for table, rights in _RIGHTS.items()],
    ]
