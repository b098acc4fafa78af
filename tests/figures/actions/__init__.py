"""Tests of the actions of figures."""
