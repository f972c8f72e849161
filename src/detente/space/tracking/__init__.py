"""What moves and was seen: who was where, when, and where he goes from there (33, 35).

`tracks` makes legs of reports, `nearby` and `fixes` find what they may meet, `crossing`
decides when they are inside, `replay` tells it; `ahead` looks forward.
"""
