"""Tests of the donations."""
