"""Pledges from the public page, and claims to donations that were made without a code."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from appealdesk.foundation.db import grant_sql, row_security

_CLAIM = "donations_claim"


class Migration(migrations.Migration):
    dependencies = [("donations", "0006_matches")]

    operations = [
        migrations.AddField("pledge", "secret_hash", models.BinaryField(null=True)),
        migrations.AddField("pledge", "submission", models.BinaryField(null=True)),
        migrations.AddIndex("pledge", models.Index(fields=["organisation_id", "pledged_at"], name="pledge_newest")),
        migrations.AddConstraint(
            "pledge",
            models.UniqueConstraint(fields=("organisation_id", "submission"), name="pledge_once_per_submission"),
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ref", models.CharField(max_length=16, unique=True)),
                ("organisation_id", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("paid_on", models.DateField()),
                ("wrapped_key", models.BinaryField(null=True)),
                ("sealed", models.BinaryField(null=True)),
                ("submission", models.BinaryField()),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Open"), ("confirmed", "Confirmed"), ("dismissed", "Dismissed")],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("claimed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, default="", max_length=40)),
                ("fund", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="donations.fund")),
                (
                    "match",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="donations.match"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation_id", "claimed_at"], name="claim_newest"),
                    models.Index(condition=Q(status="open"), fields=["organisation_id", "id"], name="claim_open"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation_id", "submission"), name="claim_once_per_submission"),
                    models.CheckConstraint(condition=Q(amount_minor__gt=0), name="claim_positive"),
                ],
            },
        ),
        migrations.RunSQL(row_security(_CLAIM), migrations.RunSQL.noop),
        migrations.RunSQL(grant_sql(_CLAIM, "SELECT, INSERT, UPDATE"), migrations.RunSQL.noop),
    ]
