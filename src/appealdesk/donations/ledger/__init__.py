"""The ledger: double entry over the postings of the donations."""
