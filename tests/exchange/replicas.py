"""The feeds and the terms between which a replica is played."""

from detente.exchange.replica import Terms
from detente.record.feed import FeedId

OWN, THEIRS, THIRD = (FeedId(code, 1) for code in ("NORTH", "SOUTH", "EAST"))
TERMS = Terms(relay_after_s=10.0, probe_s=60.0, receipt_withheld_s=120.0)
