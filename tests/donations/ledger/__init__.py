"""Tests of the ledger of donations."""
