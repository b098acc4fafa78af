"""Criteria of a position: one closed tree that is read, judged, explained and compiled to SQL."""
