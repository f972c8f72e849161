"""Where volumes, sites and moving objects lie, and which of them come too close.

Pure and numeric: the same input gives the same pairs on every processor (clause 30).
`volume` holds what is declared, `sphere` turns places into whole-numbered directions,
`exact` decides on those, and floating point only saves it work. On that stand the
rooms: `soundness`, `meeting`, `standing`, `tracking`, `passing`, `files`, `notices`,
and `kernels`, which does the same faster. Keeping records and telling officers are the
business of others.
"""
