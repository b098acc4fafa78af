"""Roster, holds, placements, and other ways to help."""
