"""Reads of the appeals that return frozen pages."""
