"""Loops that numba turns into machine code: the extra `[fast]`.

Each says what a part of the plain way says, or that it does not know; and what it does
not know is asked there. So nothing is found that is not found without them.
"""
