"""Tests of the queries of appeals."""
