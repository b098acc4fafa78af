"""Rows of the log are never changed or removed, by anybody; the application's role may only read and add."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql

_TABLES = ("audit_auditepoch", "audit_auditrecord", "audit_auditseal", "audit_auditnode")

_REFUSE = """
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log only grows: % on % is refused.', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""

_TRIGGER = """
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows();
"""

_FIRST_EPOCH = """
INSERT INTO audit_auditepoch (number, cluster, begun_at, reason)
    SELECT 1, system_identifier::text, now(), 'The log begins.' FROM pg_control_system();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(_FIRST_EPOCH, migrations.RunSQL.noop),
        migrations.RunSQL(_REFUSE, "DROP FUNCTION audit_only_grows();"),
        *[
            migrations.RunSQL(_TRIGGER.format(table=table), f"DROP TRIGGER only_grows ON {table};")
            for table in _TABLES
        ],
        *[migrations.RunSQL(grant_sql(table, "SELECT, INSERT"), migrations.RunSQL.noop) for table in _TABLES],
    ]
