"""Which records of a large file are of one person: comparable columns, levels of likeness, weights, groups."""
