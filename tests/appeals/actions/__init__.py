"""Tests of the actions of appeals."""
