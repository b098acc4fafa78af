"""Double entry: what an entry is, and what accounts hold once entries are posted."""
