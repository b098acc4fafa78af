"""Scripts and spellings: what Python's own string methods do not know about kana, kanji and Cyrillic."""
