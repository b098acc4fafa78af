"""Receipts to be looked at once their donor is joined with somebody or parted from somebody."""

import django.db.models.deletion
from django.db import migrations, models

from appealdesk.foundation.db import grant_sql, row_security

_TABLE = "donations_receiptcheck"


class Migration(migrations.Migration):
    dependencies = [("donations", "0022_account_names")]

    operations = [
        migrations.CreateModel(
            name="ReceiptCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_id", models.BigIntegerField()),
                ("occasion", models.CharField(choices=[("joined", "Joined"), ("parted", "Parted")], max_length=6)),
                ("asked_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.CharField(blank=True, default="", max_length=40)),
                (
                    "receipt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="donations.receipt",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=["organisation_id", "id"],
                        name="receipt_check_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("receipt",),
                        name="receipt_check_open_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(row_security(_TABLE), migrations.RunSQL.noop),
        migrations.RunSQL(grant_sql(_TABLE, "SELECT, INSERT, UPDATE"), migrations.RunSQL.noop),
    ]
