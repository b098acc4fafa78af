"""Tests of the actions of people."""
