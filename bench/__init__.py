"""Benchmarks of Detente, each side by side with a peer in one run.

A benchmark is not a test: it measures time on this machine, and says so beside
every figure. The comparisons are ratios, because only those travel.
"""
