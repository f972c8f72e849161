"""Play the counterpart: two real nodes, a script, and a cable that can be cut.

A demonstration, and later a drill, perform here through the product's own path: nodes
started as any operator starts them, statements signed by officers' credentials and
released at a node's door, records read from the stores. `script` says what is played,
`stage` sets the lines up, `side` runs one of them, `cable` is the network between them,
`player` performs the steps, `ending` counts what came of it, `narrator` tells it.
"""
