"""Name the words by which ids and bodies are read aloud (clauses 10.7 and 21.6)."""

from functools import cache

from mnemonic import Mnemonic


@cache
def word_list() -> list[str]:
    """Return the 2,048 English words of BIP-39."""
    return Mnemonic("english").wordlist
