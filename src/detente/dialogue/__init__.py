"""What the statements mean: charter, forms, order, cases, tally, clocks.

Everything here is pure: `now` and random bytes are arguments, and what is folded reads
no clock at all. `fold` is the way in: entries of feeds go in, what stands comes out,
the same on every node that holds the same heads (spec clauses 10 to 13). Whether an
entry is truly its party's was decided before, by `detente.record` and
`detente.exchange`.
"""
