"""How feeds become equal on both sides.

Pure: bytes and times in, bytes and effects out. `channel` says whose keys count,
`bundle` what one node hands another, `mirror` whether what arrived may be kept, `fork`
what two heads that cannot both be prove, and `replica` what to send to a peer and when.
Performing it is the node's matter.
"""
