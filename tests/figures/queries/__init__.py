"""Tests of the queries of figures."""
