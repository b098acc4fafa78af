"""Measures the product: named lines, each beside a floor that was measured in the same run.

A rate alone says more about the machine than about the product, so every line is also a ratio: what the product does
to what PostgreSQL, or a bare read of the same file, does with the same rows.
"""
