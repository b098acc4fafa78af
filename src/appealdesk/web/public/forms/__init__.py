"""What a visitor typed, read without losing any of it."""
