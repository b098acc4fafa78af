"""What is written to the log: records, seals, epochs."""
