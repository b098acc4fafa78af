"""Reads of the log: the trail of a record, the seals, and proofs."""
