"""What the text of a navigational warning or a NOTAM says of areas, levels and times.

Pure: text in, areas out (clause 31). What can be read in two ways is read in one and
marked as doubtful; what cannot be read is quoted. No area is ever made up, and nothing
of the text is passed over in silence. The entry is `notice.read`.
"""
