"""Balances come from the sums of days, so that no page asks for the postings of an account any more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("donations", "0023_receipt_checks"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="posting", name="posting_by_account"),
    ]
