"""Reads of the money that return frozen pages."""
