"""The public door: somebody frightened or moved reads it on a telephone, without an account."""
