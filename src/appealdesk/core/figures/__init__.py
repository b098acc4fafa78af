"""Public figures: how small numbers are protected, how a release is audited before it goes out, and how it is
proved.
"""
