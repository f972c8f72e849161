"""The node: receive, verify, append, fold, push; it performs what exchange decides."""
