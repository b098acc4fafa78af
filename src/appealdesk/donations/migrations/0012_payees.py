"""A disbursement knows its payee by a keyed token, so that a sanctions check of a name holds for all of its payments."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("donations", "0011_receipts")]

    operations = [
        migrations.AddField(
            "disbursement", "payee_ref", models.CharField(blank=True, db_default="", default="", max_length=20)
        ),
        migrations.AddIndex(
            "disbursement",
            models.Index(fields=["organisation_id", "payee_ref"], name="disbursement_by_payee"),
        ),
    ]
