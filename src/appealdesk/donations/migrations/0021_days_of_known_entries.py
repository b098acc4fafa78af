"""A posting without an entry is refused by the check that names it, not by the sum of a day that it does not have."""

from django.db import migrations

_SUM_OF_KNOWN_ENTRIES = """
CREATE OR REPLACE FUNCTION donations_sum_days() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    low bigint;
    high bigint;
    place smallint := pg_backend_pid() % 16;
    spent record;
BEGIN
    SELECT min(entry_id), max(entry_id) INTO low, high FROM fresh;
    IF low IS NULL THEN
        RETURN NULL;
    END IF;
    WHILE NOT pg_try_advisory_xact_lock(20408, place) LOOP
        place := place + 1;
    END LOOP;
    INSERT INTO donations_accountday AS known (organisation_id, account_id, currency, day, shard, amount_minor)
    SELECT fresh.organisation_id, fresh.account_id, fresh.currency, entry.booked_on, place, sum(fresh.amount_minor)
    FROM fresh JOIN (
        SELECT id, booked_on FROM donations_entry WHERE id BETWEEN low AND high
    ) entry ON entry.id = fresh.entry_id
    GROUP BY fresh.organisation_id, fresh.account_id, fresh.currency, entry.booked_on
    ON CONFLICT (organisation_id, account_id, currency, day, shard)
        DO UPDATE SET amount_minor = known.amount_minor + excluded.amount_minor;
    FOR spent IN
        SELECT debit.organisation_id, debit.account_id, debit.currency, fund.ref FROM (
            SELECT organisation_id, account_id, currency FROM fresh
            GROUP BY organisation_id, account_id, currency HAVING sum(amount_minor) > 0
        ) debit JOIN donations_fund fund ON fund.ledger_account_id = debit.account_id
        ORDER BY debit.account_id, debit.currency
    LOOP
        -- Whoever takes from a fund waits for the one before, and then counts what that one left.
        PERFORM FROM donations_fund WHERE ledger_account_id = spent.account_id FOR NO KEY UPDATE;
        IF (SELECT sum(amount_minor) FROM donations_accountday
            WHERE organisation_id = spent.organisation_id AND account_id = spent.account_id
              AND currency = spent.currency) > 0
        THEN
            RAISE EXCEPTION 'The fund % would hold less than nothing in %.', spent.ref, spent.currency
                USING ERRCODE = 'check_violation', CONSTRAINT = 'fund_not_below_zero';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("donations", "0020_in_kind_offers")]

    operations = [migrations.RunSQL(_SUM_OF_KNOWN_ENTRIES, migrations.RunSQL.noop)]
