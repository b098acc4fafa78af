"""Tests of the actions of donations."""
