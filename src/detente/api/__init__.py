"""The HTTP face of a line: what programs and pages ask and say (clause 24).

No rule lives here: requests become what the dialogue and the node's door know, and
what they answer becomes JSON. Keys never come here: whoever releases signs at home.
"""
