"""Bytes that cannot be denied: what the other side's engineers review.

Everything here is pure: bytes in, a value or one error out. No clock, randomness,
file, socket or log. Signing and sealing draw randomness and therefore live behind
`detente.ports`; this package says what is signed and checks what was signed.
"""
