"""Read lists that people keep in spreadsheets: sites and movements, row by row.

A list comes out of many hands. What can be read in two ways is read in one and marked
with a doubt that an officer must confirm; what cannot be read is a fault with its row,
its column and what to do about it. Nothing is repaired in silence.
"""
