"""The contract of the Attachments port, sentence by sentence, on every adapter."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.stores.attached import DATA, PHOTO, TABLE, content_of, listing, piece
from tests.stores.media import FileMedium, Medium
from tests.stores.samples import SOUTH

from detente.exchange.piece import Piece
from detente.ports import Change, Filed, HeldContent, Holding, Shelf, Stray
from detente.record.errors import StoreFailed
from detente.stores.memory import MemoryStore


def file_away(medium: Medium, **filed: object) -> None:
    """Commit what is said of attachments alone."""
    medium.store.commit(Change(filed=Filed(**filed)))  # type: ignore[arg-type]


def keep_table(medium: Medium) -> None:
    """Keep the table whole."""
    file_away(medium, pieces=(piece(0, 1000),), whole=(TABLE,))


def test_a_new_store_holds_no_attachment(medium: Medium) -> None:
    """Nothing is held, listed or lacking."""
    assert medium.store.shelf() == Shelf()
    assert medium.store.content(TABLE) == HeldContent(TABLE)
    assert medium.store.content_bytes(TABLE, 0, 9) == b""
    assert (medium.store.listed(TABLE), medium.store.holdings(0)) == ([], [])


def test_pieces_continue_after_a_restart(medium: Medium) -> None:
    """What came before the process ended does not come again."""
    file_away(medium, pieces=(piece(0, 300),), kept_at_s=7)
    medium.restart()
    assert medium.store.content(TABLE) == HeldContent(TABLE, 300)
    file_away(medium, pieces=(piece(300, 301), piece(301, 1000)), whole=(TABLE,))
    medium.restart()
    assert medium.store.content(TABLE) == HeldContent(TABLE, 1000, whole=True)
    assert medium.store.content_bytes(TABLE, 0, 5000) == DATA


@pytest.mark.parametrize("cut", [1, 7, 250, 999])
def test_any_range_of_an_attachment_is_read(medium: Medium, cut: int) -> None:
    """However it was cut; a range means what it means in Python."""
    ends = range(cut, 1000 + cut, cut)
    file_away(medium, pieces=tuple(piece(end - cut, end) for end in ends))
    for start, end in ((0, 1), (249, 251), (998, 4000), (500, 500), (1000, 1001)):
        assert medium.store.content_bytes(TABLE, start, end) == DATA[start:end]
    assert medium.store.content_bytes(TABLE, 2**70, 2**71) == b""


@pytest.mark.parametrize(
    "pieces",
    [
        (piece(301, 400),),
        (piece(299, 400),),
        (piece(300, 400), piece(401, 402)),
        (Piece(TABLE, 300, b"x" * 701),),
        (Piece(TABLE, 300, b""),),
    ],
    ids=["gap", "doubled", "gap behind", "over the end", "empty"],
)
def test_a_piece_that_does_not_continue_is_refused(
    medium: Medium, pieces: tuple[Piece, ...]
) -> None:
    """With all that came in the same commit."""
    file_away(medium, pieces=(piece(0, 300),))
    with pytest.raises(StoreFailed):
        file_away(medium, pieces=pieces, listed=(listing(PHOTO),))
    assert medium.store.content(TABLE) == HeldContent(TABLE, 300)
    assert medium.store.listed(PHOTO) == []


def test_nothing_is_whole_that_is_not_all_there(medium: Medium) -> None:
    """A node that believed it would say HELD of bytes that it lacks."""
    with pytest.raises(StoreFailed):
        file_away(medium, pieces=(piece(0, 999),), whole=(TABLE,))
    assert medium.store.content(TABLE) == HeldContent(TABLE)


def test_what_is_dropped_begins_anew(medium: Medium) -> None:
    """Bytes of no use make room for the right ones, in the same commit too."""
    file_away(medium, pieces=(Piece(TABLE, 0, b"x" * 1000),))
    file_away(medium, dropped=(TABLE,), pieces=(piece(0, 5),))
    medium.restart()
    assert medium.store.content(TABLE) == HeldContent(TABLE, 5)
    assert medium.store.content_bytes(TABLE, 0, 99) == DATA[:5]
    file_away(medium, dropped=(TABLE, PHOTO))
    assert medium.store.content(TABLE) == HeldContent(TABLE)


def test_contents_of_one_hash_and_two_sizes_do_not_meet(medium: Medium) -> None:
    """Who lists a true hash under a false size keeps nothing back."""
    false = TABLE._replace(size_bytes=10)
    file_away(medium, pieces=(Piece(false, 0, b"y" * 10), piece(0, 20)))
    assert medium.store.content_bytes(false, 0, 99) == b"y" * 10
    assert medium.store.content_bytes(TABLE, 0, 99) == DATA[:20]


def test_what_is_listed_granted_and_not_whole_is_lacking(medium: Medium) -> None:
    """In the order of feeds and positions; a part of it is not enough."""
    beyond = listing(content_of(b"too much"), granted=False)
    later, other = listing(PHOTO, 9), listing(TABLE, 3, feed=SOUTH)
    file_away(medium, listed=(later, beyond, other, listing(TABLE)))
    file_away(medium, pieces=(piece(0, 999),))
    medium.restart()
    assert medium.store.shelf().lacking == (listing(TABLE), later, other)
    assert medium.store.listed(TABLE) == [listing(TABLE), other]
    file_away(medium, pieces=(piece(999, 1000),), whole=(TABLE,))
    assert medium.store.shelf().lacking == (later,)


def test_a_party_is_granted_the_same_bytes_once(medium: Medium) -> None:
    """They lie on the disk once, however many statements list them."""
    rows = (listing(TABLE), listing(TABLE, 5), listing(PHOTO, 6))
    south = listing(TABLE, 2, feed=SOUTH)
    refused = listing(content_of(b"too much"), granted=False)
    file_away(medium, listed=(*rows, south, refused))
    medium.restart()
    assert medium.store.shelf().granted_bytes == {"NORTH": 1012, "SOUTH": 1000}


def test_bytes_that_no_statement_lists_are_strays(medium: Medium) -> None:
    """With the time of the last of them, so that they need not lie for ever."""
    file_away(medium, pieces=(piece(0, 9),), kept_at_s=5)
    file_away(medium, pieces=(piece(9, 10),), kept_at_s=8)
    assert medium.store.shelf().strays == (Stray(TABLE, 8),)
    file_away(medium, listed=(listing(TABLE, granted=False),))
    assert medium.store.shelf().strays == ()


def test_holdings_are_numbered_as_they_become_whole(medium: Medium) -> None:
    """Who looks again is told what is new, whether bytes or statement came last."""
    file_away(medium, listed=(listing(TABLE), listing(PHOTO, 3)))
    assert medium.store.holdings(0) == []
    keep_table(medium)
    medium.restart()
    first = Holding(1, listing(TABLE))
    assert medium.store.holdings(0) == [first]
    again = listing(TABLE, 7)
    file_away(medium, listed=(again,))
    file_away(medium, whole=(TABLE,), listed=(again,))
    assert medium.store.holdings(0) == [first, Holding(2, again)]
    assert medium.store.holdings(1) == [Holding(2, again)]
    assert medium.store.holdings(2**70) == []


cuts = st.lists(st.integers(1, 999), max_size=6, unique=True).map(sorted)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=cuts, start=st.integers(-3, 1003), end=st.integers(-3, 1003))
def test_a_file_reads_as_memory_does(
    files: FileMedium, cuts: list[int], start: int, end: int
) -> None:
    """Whatever the cuts, and whatever is asked for."""
    memory = MemoryStore()
    for store in (files.store, memory):
        bounds = [0, *cuts, 1000]
        pieces = tuple(map(piece, bounds, bounds[1:]))
        store.commit(Change(filed=Filed((TABLE,), pieces, (TABLE,))))
    expected = memory.content_bytes(TABLE, start, end)
    assert files.store.content_bytes(TABLE, start, end) == expected


def test_what_was_purged_is_gone_and_not_lacked(medium: Medium) -> None:
    """Also for the next process: nobody asks for it again."""
    keep_table(medium)
    photo = Piece(PHOTO, 0, b"a photo")
    file_away(medium, pieces=(photo,), listed=(listing(TABLE), listing(PHOTO)))
    assert medium.store.erase([], [TABLE, PHOTO])
    medium.restart()
    for content in (TABLE, PHOTO):
        assert medium.store.content(content) == HeldContent(content, gone=True)
        assert medium.store.content_bytes(content, 0, 9) == b""
        assert medium.store.listed(content) == [listing(content)]
    shelf = medium.store.shelf()
    assert shelf.lacking == ()
    assert shelf.granted_bytes == {"NORTH": TABLE.size_bytes + PHOTO.size_bytes}


def test_what_was_purged_before_it_came_is_not_lacked_either(medium: Medium) -> None:
    """The other side agreed before its bytes were here."""
    file_away(medium, listed=(listing(TABLE),))
    assert medium.store.erase([], [TABLE])
    assert medium.store.shelf().lacking == ()
