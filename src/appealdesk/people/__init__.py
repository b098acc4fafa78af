"""Persons: sealed identities, the keys that find them again, and the judgements that keep them apart or together."""
