"""The paths between two nodes: each moves sealed bundles and reads none.

One conformance suite holds every carrier to the Carrier port. What a bundle says, who
may say it and whether it came before is the business of those who open it.
"""
