"""Where volumes, sites and moving objects lie, and which of them come too close.

Pure and numeric: the same input gives the same pairs on every processor (clause 30).
`volume` holds what is declared, `sphere` turns places into whole-numbered directions,
`exact` decides on those, and floating point only saves it work. Reading files, keeping
records and telling officers are the business of others.
"""
