"""Tests of the queries of enquiries."""
