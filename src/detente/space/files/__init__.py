"""Read and write the files of other programs: what each says, and what it leaves open.

Pure: bytes in, records or one error out.
"""
