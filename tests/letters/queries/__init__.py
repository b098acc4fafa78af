"""Tests of the queries of letters."""
