"""Money that arrives: statements, donations, pledges, and the ledger that accounts for every minor unit."""
