"""Which volumes meet, among many: candidates by boxes, then by what they enclose.

`pairs` asks, `charts`, `sheets` and `stretches` leave out what cannot meet, `hulls`,
`planar` and `lateral` judge what may, and `exact`, one floor down, decides what they
cannot tell. `margin` and `separation` say how far two are apart, and what parts them.
"""
