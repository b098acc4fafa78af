"""Appeal Desk runs a crisis appeal, from the first call to the last receipt."""
