"""Does a shape make sense: corners, sides that cross, holes, swapped figures (30.7)."""
