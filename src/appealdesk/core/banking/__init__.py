"""Bank files: bytes in, a whole statement or a refusal out; and which donor a movement may belong to."""
