"""How each account's CSV files are written, in versions of which none is changed."""

import django.db.models.deletion
from django.db import migrations, models

from appealdesk.foundation.db import grant_sql, row_security

_PROFILE = "donations_statementprofile"


class Migration(migrations.Migration):
    dependencies = [("donations", "0015_cards")]

    operations = [
        migrations.CreateModel(
            name="StatementProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation_id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("document", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=40)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="profiles",
                        to="donations.bankaccount",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "version"), name="statement_profile_version_once")
                ],
            },
        ),
        migrations.RunSQL(row_security(_PROFILE), migrations.RunSQL.noop),
        migrations.RunSQL(grant_sql(_PROFILE, "SELECT, INSERT"), migrations.RunSQL.noop),
    ]
