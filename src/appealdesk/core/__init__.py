"""The algorithms: plain Python, no framework, no I/O, no clock."""
