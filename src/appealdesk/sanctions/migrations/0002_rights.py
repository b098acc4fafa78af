"""Rights and row security: lists are everybody's, checks and hits belong to one organisation."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql, row_security

_PUBLIC = {
    "sanctions_listversion": "SELECT, INSERT, UPDATE",
    "sanctions_listentry": "SELECT, INSERT, UPDATE",
    "sanctions_entrykey": "SELECT, INSERT, DELETE",
}
_OWN = ("sanctions_subject", "sanctions_hit", "sanctions_hitdecision", "sanctions_checkrun")

# What a list said is what a check is explained by: only until when it said so, and the programmes, may be written later.
_KEEP = """
CREATE FUNCTION sanctions_keep_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (OLD.code, OLD.uid, OLD.kind, OLD.names, OLD.births, OLD.countries, OLD.digest, OLD.since_id)
        IS DISTINCT FROM (NEW.code, NEW.uid, NEW.kind, NEW.names, NEW.births, NEW.countries, NEW.digest, NEW.since_id)
        OR (OLD.until_id IS NOT NULL AND NEW.until_id IS DISTINCT FROM OLD.until_id)
    THEN
        RAISE EXCEPTION 'What a sanctions list said is never changed.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_entry BEFORE UPDATE OR DELETE ON sanctions_listentry
    FOR EACH ROW EXECUTE FUNCTION sanctions_keep_entry();
"""
_UNKEEP = "DROP TRIGGER keep_entry ON sanctions_listentry; DROP FUNCTION sanctions_keep_entry();"


class Migration(migrations.Migration):
    dependencies = [("sanctions", "0001_initial")]

    operations = [
        *(migrations.RunSQL(grant_sql(table, rights), migrations.RunSQL.noop) for table, rights in _PUBLIC.items()),
        *(migrations.RunSQL(row_security(table), migrations.RunSQL.noop) for table in _OWN),
        *(
            migrations.RunSQL(grant_sql(table, "SELECT, INSERT, UPDATE"), migrations.RunSQL.noop)
            for table in _OWN
        ),
        migrations.RunSQL(_KEEP, _UNKEEP),
    ]
