"""Where a line's record and the head of its own feed lie: adapters of two ports.

`memory` keeps both in this process, `sqlite` keeps the record in one file, `headfile`
keeps the head in a second one. Which statements and heads are fit to be kept is decided
before anything comes here.
"""
