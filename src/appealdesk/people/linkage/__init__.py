"""Linking a whole file of records: the engines, and what they are asked."""
