"""Checks references and balances once for all rows of a statement, which a file of 60,000 transfers can afford."""

from django.db import migrations

# Sets are compared without a join: under row-level security the planner may take 60,000 rows for one, and a loop over
# them for cheap. Entries and their postings mostly come in one statement, so that one note stands for both.
_CHECKS = """
CREATE OR REPLACE FUNCTION donations_note_postings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO donations_balancecheck (organisation_id, lowest, highest)
    SELECT organisation_id, min(entry_id), max(entry_id) FROM fresh GROUP BY organisation_id
    HAVING NOT EXISTS (
        SELECT FROM donations_balancecheck noted
        WHERE noted.organisation_id = fresh.organisation_id
          AND noted.lowest <= min(fresh.entry_id) AND noted.highest >= max(fresh.entry_id)
    );
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION donations_check_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong bigint;
BEGIN
    SELECT entry_id INTO wrong FROM donations_posting
    WHERE entry_id BETWEEN NEW.lowest AND NEW.highest
    GROUP BY entry_id, currency HAVING sum(amount_minor) <> 0 LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'Entry % does not balance in each currency.', wrong USING ERRCODE = 'check_violation';
    END IF;
    SELECT id INTO wrong FROM donations_entry WHERE id BETWEEN NEW.lowest AND NEW.highest
    EXCEPT SELECT entry_id FROM donations_posting WHERE entry_id BETWEEN NEW.lowest AND NEW.highest LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'Entry % has no postings.', wrong USING ERRCODE = 'check_violation';
    END IF;
    SELECT entry_id INTO wrong FROM donations_posting WHERE entry_id BETWEEN NEW.lowest AND NEW.highest
    EXCEPT SELECT id FROM donations_entry WHERE id BETWEEN NEW.lowest AND NEW.highest LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'A posting names the entry %, which does not exist.', wrong
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    DELETE FROM donations_balancecheck WHERE id = NEW.id;
    RETURN NULL;
END $$;

CREATE FUNCTION donations_check_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    named bigint[] := ARRAY(SELECT DISTINCT statement_id FROM fresh);
BEGIN
    IF (SELECT count(*) FROM donations_statement WHERE id = ANY(named)) <> cardinality(named) THEN
        RAISE EXCEPTION 'A line names a statement that does not exist.' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER check_lines AFTER INSERT ON donations_statementline
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION donations_check_lines();

CREATE FUNCTION donations_check_donations() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    funds bigint[] := ARRAY(SELECT DISTINCT fund_id FROM fresh);
    lines bigint[] := ARRAY(SELECT line_id FROM fresh WHERE line_id IS NOT NULL);
BEGIN
    IF (SELECT count(*) FROM donations_fund WHERE id = ANY(funds)) <> cardinality(funds) THEN
        RAISE EXCEPTION 'A donation names a fund that does not exist.' USING ERRCODE = 'foreign_key_violation';
    END IF;
    IF (SELECT count(*) FROM donations_statementline WHERE id = ANY(lines)) <> cardinality(lines) THEN
        RAISE EXCEPTION 'A donation names a line that does not exist.' USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER check_donations AFTER INSERT ON donations_donation
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION donations_check_donations();
"""

_UNDO = """
DROP TRIGGER check_donations ON donations_donation;
DROP TRIGGER check_lines ON donations_statementline;
DROP FUNCTION donations_check_donations();
DROP FUNCTION donations_check_lines();
"""


class Migration(migrations.Migration):
    dependencies = [("donations", "0003_lean")]

    operations = [migrations.RunSQL(_CHECKS, _UNDO)]
