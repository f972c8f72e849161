"""Which keys speak for a post and which post has nobody, by key documents alone."""

from pathlib import Path

from tests.report.lines import line_of

from detente.record import wire
from detente.report.posts import PostList, post_list
from detente.report.record import reading
from detente.testing.parties import TERMS, Party, Passkey, World, seeded


def told(world: World, at: Path, own: str = "NORTH") -> PostList:
    """Return the posts as a party of a world is told of them."""
    with reading(line_of(world, own, at / "line")) as record:
        return post_list(record)


def between(*posts: str, level: str = "") -> dict[int | str, wire.Value]:
    """Return terms whose counterpart table has one row."""
    row: dict[int | str, wire.Value] = {"posts": list(posts)}
    if level:
        row["level"] = level
    return {**TERMS, "counterparts": [row]}


def test_a_post_lists_its_officers_and_the_nodes_own_key_apart(tmp_path: Path) -> None:
    """The node signs automatic entries alone, so it is no officer."""
    found = told(World(), tmp_path)

    assert [each.code for each in found.parties] == ["NORTH", "SOUTH"]
    [post] = found.parties[0].posts
    assert [(each.number, each.kind, each.node) for each in post.credentials] == [
        (1, "key", False),
        (2, "key", False),
        (3, "key", True),
    ]
    assert all(len(each.thumbprint) == 64 for each in post.credentials)
    assert found.unmanned == ()


def test_a_passkey_says_where_it_may_sign(tmp_path: Path) -> None:
    """Which site its device serves is certified with it."""
    random = seeded(7)
    people = (Passkey.draw(random),)
    parties = [Party.draw("NORTH", random, people=people), Party.draw("SOUTH", random)]
    found = told(World(parties=parties), tmp_path)

    officer, *_ = found.parties[0].posts[0].credentials
    assert officer.kind == "passkey"
    assert officer.origins == people[0].public().origins


def test_a_post_stands_in_the_table_with_whom_it_speaks(tmp_path: Path) -> None:
    """By rank and level, as a principal or a deputy."""
    table = between("NORTH/WATCH", "SOUTH/WATCH", level="Watch")
    found = told(World(terms=table), tmp_path)

    [place] = found.parties[1].posts[0].places
    assert (place.rank, place.level, place.deputy) == (1, "Watch", False)
    assert place.speaks_with == ("NORTH/WATCH",)


def test_an_address_of_the_charter_that_nobody_speaks_for_is_named(
    tmp_path: Path,
) -> None:
    """Else it is found out at the moment of need."""
    table = between("NORTH/General", "SOUTH/WATCH")
    found = told(World(terms=table), tmp_path)
    assert found.unmanned == ("NORTH/General",)


def test_one_officer_cannot_release_what_takes_two(tmp_path: Path) -> None:
    """Clause 11.14; the forms are named."""
    random = seeded(7)
    drawn = [Party.draw("NORTH", random, officers=1), Party.draw("SOUTH", random)]
    found = told(
        World(parties=drawn, terms={**TERMS, "two_key_forms": ["CON"]}), tmp_path
    )

    assert found.parties[0].posts[0].cannot == ("CON",)
    assert found.parties[1].posts[0].cannot == ()
