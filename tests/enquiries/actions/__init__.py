"""Tests of the actions of enquiries."""
