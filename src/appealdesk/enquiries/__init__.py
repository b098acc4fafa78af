"""Enquiries as they arrive by every channel, and the applications that follow from offers."""
