"""One write each."""
