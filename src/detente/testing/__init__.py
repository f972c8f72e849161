"""What a test of Detente, or of a program beside it, stands on: known keys.

Nothing here guards a secret. A product path that imports this package would be a fault;
the import contracts refuse it.
"""
