"""Other names that a bank's files give an account, as a person said."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from appealdesk.foundation.db import grant_sql, row_security

_NAME = "donations_accountname"


class Migration(migrations.Migration):
    dependencies = [("donations", "0021_days_of_known_entries")]

    operations = [
        migrations.CreateModel(
            name="AccountName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=80)),
                ("said_at", models.DateTimeField()),
                ("said_by", models.CharField(max_length=40)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, default="", max_length=40)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="names",
                        to="donations.bankaccount",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(("ended_at__isnull", True)),
                        fields=("organisation_id", "name"),
                        name="account_name_once",
                    )
                ],
            },
        ),
        migrations.RunSQL(row_security(_NAME), migrations.RunSQL.noop),
        migrations.RunSQL(grant_sql(_NAME, "SELECT, INSERT, UPDATE"), migrations.RunSQL.noop),
    ]
