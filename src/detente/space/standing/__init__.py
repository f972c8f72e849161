"""What stands now, kept so that one new volume is compared with all at once.

`live` is the picture, `asked` the question. Columns as narrow as they can be, boxes of
their own, and no Python object a volume (adr/0010).
"""
