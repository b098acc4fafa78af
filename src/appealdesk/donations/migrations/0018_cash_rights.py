"""Rights and row security of counts of cash; a tally is never changed, or the second count would not be blind."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql, row_security

_RIGHTS = {
    "donations_cashcount": "SELECT, INSERT, UPDATE",
    "donations_cashseries": "SELECT, INSERT, UPDATE",
    "donations_cashtally": "SELECT, INSERT",
}


class Migration(migrations.Migration):
    dependencies = [("donations", "0017_cash_counts")]

    operations = [
        *[migrations.RunSQL(row_security(table), migrations.RunSQL.noop) for table in _RIGHTS],
        *[migrations.RunSQL(grant_sql(table, rights), migrations.RunSQL.noop) for table, rights in _RIGHTS.items()],
    ]
