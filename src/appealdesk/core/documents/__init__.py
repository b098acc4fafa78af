"""Documents from strangers: what kind the bytes really are, whether they are harmless, and pictures of their pages.

Nothing that came from outside is kept as it came. A photograph or a PDF is read once, completely, and what is kept are
pictures that this code has drawn itself: no script, no hidden file, no second format and no place of a photograph
survives that. `convert` is run in a confined process, because the readers below it are large and written in C.
"""
