"""The audit log: append-only and tamper-evident; it knows references, never people."""
