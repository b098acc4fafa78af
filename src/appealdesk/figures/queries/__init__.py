"""Reads of the public figures that return frozen pages."""
