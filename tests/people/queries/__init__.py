"""Tests of the queries of people."""
