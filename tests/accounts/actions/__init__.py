"""Tests of the actions of accounts."""
