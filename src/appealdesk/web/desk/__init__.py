"""The desk: dense, quick, keyboard first."""
