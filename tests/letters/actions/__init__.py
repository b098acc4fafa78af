"""Tests of the actions of letters."""
