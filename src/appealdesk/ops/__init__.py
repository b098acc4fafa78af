"""The operator's door: the demo, verification, imports."""
