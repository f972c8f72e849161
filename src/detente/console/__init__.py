"""The console: a watch floor in the browser (adr/0013).

No rule lives here. What is shown is what the API answers; what is said goes the way
that commands go: drafted, reviewed, signed by an officer's key, handed to the node.
"""
