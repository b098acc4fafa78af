"""The views of the public door: parse, one call, render."""
