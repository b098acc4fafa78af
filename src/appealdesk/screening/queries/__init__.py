"""Reads of screenings and decisions that return frozen pages."""
