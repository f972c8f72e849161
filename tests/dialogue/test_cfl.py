"""What a node states of the conflicts that it finds can be compared, or is void."""

from tests.dialogue.talk import Talk

from detente.dialogue.forms.cfl import HeadOf, Stated


def test_one_that_rests_on_what_it_has_not_seen_is_void() -> None:
    """Nobody could know of the other's node what it looked at."""
    talk = Talk()
    size = talk.heads()["SOUTH"]
    for more, clauses in ((0, []), (1, ["34.10"])):
        heads = (HeadOf("SOUTH", 1, size + more),)
        body = Stated(engine="e", heads=heads, standing=0, digest=bytes(32))
        assert talk.clauses(talk.by_node("NORTH", body)) == clauses


def test_one_that_cannot_be_compared_is_void() -> None:
    """Without a digest, an engine, or with fewer conflicts than none."""
    talk = Talk()
    for engine, standing, digest in (
        ("e", 0, b""),
        (" ", 0, bytes(32)),
        ("e", -1, bytes(32)),
    ):
        heads = (HeadOf("NORTH", 1, 1),)
        body = Stated(engine=engine, heads=heads, standing=standing, digest=digest)
        assert talk.clauses(talk.by_node("NORTH", body)) == ["34.10"]
