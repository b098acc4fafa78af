"""People's names: what a person wrote, the keys that find it again, and the comparison of two records."""
