"""The ledger's truths: entries balance in each currency at commit, and nothing in it ever changes."""

from django.db import migrations

from appealdesk.foundation.db import grant_sql, row_security

# A row trigger would cost a look-up for each of 120,000 postings of a large file. Instead each statement notes the
# range of entries that it touched, and the deferred trigger checks the whole range once when the transaction commits.
_BALANCE = """
CREATE FUNCTION donations_note_postings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO donations_balancecheck (organisation_id, lowest, highest)
    SELECT organisation_id, min(entry_id), max(entry_id) FROM fresh GROUP BY organisation_id;
    RETURN NULL;
END $$;

CREATE FUNCTION donations_note_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO donations_balancecheck (organisation_id, lowest, highest)
    SELECT organisation_id, min(id), max(id) FROM fresh GROUP BY organisation_id;
    RETURN NULL;
END $$;

CREATE FUNCTION donations_check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong bigint;
BEGIN
    SELECT entry_id INTO wrong FROM donations_posting
    WHERE entry_id BETWEEN NEW.lowest AND NEW.highest
    GROUP BY entry_id, currency HAVING sum(amount_minor) <> 0 LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'Entry % does not balance in each currency.', wrong USING ERRCODE = 'check_violation';
    END IF;
    SELECT entry.id INTO wrong FROM donations_entry entry
    WHERE entry.id BETWEEN NEW.lowest AND NEW.highest
      AND NOT EXISTS (SELECT FROM donations_posting WHERE entry_id = entry.id) LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'Entry % has no postings.', wrong USING ERRCODE = 'check_violation';
    END IF;
    DELETE FROM donations_balancecheck WHERE id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER note_postings AFTER INSERT ON donations_posting
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION donations_note_postings();
CREATE TRIGGER note_entries AFTER INSERT ON donations_entry
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION donations_note_entries();
CREATE CONSTRAINT TRIGGER check_balance AFTER INSERT ON donations_balancecheck
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION donations_check_balance();

CREATE FUNCTION donations_keep_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The ledger is never changed: post an entry that reverses the wrong one.'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER keep_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON donations_entry
    FOR EACH STATEMENT EXECUTE FUNCTION donations_keep_ledger();
CREATE TRIGGER keep_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON donations_posting
    FOR EACH STATEMENT EXECUTE FUNCTION donations_keep_ledger();
"""

_UNDO = """
DROP TRIGGER keep_ledger ON donations_posting;
DROP TRIGGER keep_ledger ON donations_entry;
DROP FUNCTION donations_keep_ledger();
DROP TRIGGER check_balance ON donations_balancecheck;
DROP TRIGGER note_entries ON donations_entry;
DROP TRIGGER note_postings ON donations_posting;
DROP FUNCTION donations_check_balance();
DROP FUNCTION donations_note_entries();
DROP FUNCTION donations_note_postings();
"""

_RIGHTS = {
    "donations_fund": "SELECT, INSERT, UPDATE",
    "donations_bankaccount": "SELECT, INSERT, UPDATE",
    "donations_ledgeraccount": "SELECT, INSERT",
    "donations_statement": "SELECT, INSERT, UPDATE",
    "donations_statementline": "SELECT, INSERT, UPDATE",
    "donations_pledge": "SELECT, INSERT, UPDATE",
    "donations_donation": "SELECT, INSERT, UPDATE",
    "donations_entry": "SELECT, INSERT",
    "donations_posting": "SELECT, INSERT",
    "donations_balancecheck": "SELECT, INSERT, DELETE",
}


class Migration(migrations.Migration):
    dependencies = [("donations", "0001_initial")]

    operations = [
        migrations.RunSQL(_BALANCE, _UNDO),
        *[migrations.RunSQL(row_security(table), migrations.RunSQL.noop) for table in _RIGHTS],
        *[migrations.RunSQL(grant_sql(table, rights), migrations.RunSQL.noop) for table, rights in _RIGHTS.items()],
    ]
