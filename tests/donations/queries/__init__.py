"""Tests of the queries of donations."""
