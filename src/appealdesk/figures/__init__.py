"""Key figures: defined, protected, released and provable."""
