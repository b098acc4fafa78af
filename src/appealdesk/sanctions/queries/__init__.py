"""Reads about sanctions that return frozen pages."""
