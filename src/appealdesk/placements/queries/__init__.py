"""Reads of roster, placements and ways to help that return frozen pages."""
