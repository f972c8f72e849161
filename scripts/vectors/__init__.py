"""The cases that `scripts/make_vectors.py` writes, one module a subject."""
