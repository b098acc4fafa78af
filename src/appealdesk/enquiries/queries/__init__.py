"""Reads of enquiries and applications that return frozen pages."""
