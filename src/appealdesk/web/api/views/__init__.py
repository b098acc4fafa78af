"""The answers for machines."""
