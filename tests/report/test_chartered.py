"""An officer reads what was agreed, by which statements, and what is to change it."""

from pathlib import Path

import msgspec
from tests.report.lines import line_of

from detente.dialogue import charter as charters
from detente.dialogue.form import encode
from detente.dialogue.forms.cht import Consented, Proposed
from detente.dialogue.terms import Counterpart, Deadlines, Terms, Versions
from detente.node.place import Place
from detente.record import statement
from detente.record.feed import Entry, leaf_hash
from detente.record.statement import Citation, Seen
from detente.report.chartered import CharterView, charter_view, term_groups
from detente.report.record import reading
from detente.report.translated import catalogue
from detente.report.writing import Writer
from detente.testing.parties import World

TERMS = Terms(
    versions=Versions(1, 1),
    languages=("en", "zh"),
    receipt_sentence="Held.",
    counterparts=(Counterpart(("NORTH/Watch", "SOUTH/Watch"), (), "Watch"),),
    deadlines=Deadlines(echo_s=300),
)


def view(world: World, at: Path, own: str = "NORTH") -> CharterView:
    """Return the charter as a party of a world is told of it."""
    place: Place = line_of(world, own, at / "line")
    with reading(place) as record:
        return charter_view(record)


def seen(world: World, code: str) -> Seen:
    """Return the head of a party's feed, as a statement that has seen it cites it."""
    head = world.head(code).head
    return Seen(*world.feed(code), head.size, head.root)


def propose(world: World, by: str, other: str, **changed: object) -> Entry:
    """Let a party propose version 2."""
    kept = charters.parse(world.charter).terms
    terms = charters.render_terms(msgspec.structs.replace(kept, **changed))
    body = encode(Proposed(version=2, previous=world.channel, terms=terms))
    return world.say(by, body, form="CHT", to_post=f"{other}/WATCH")


def accept(world: World, by: str, other: str, proposal: Entry) -> None:
    """Let a party accept what the other proposed."""
    reference = statement.parse(proposal.raw).header.reference
    world.say(
        by,
        encode(Consented()),
        form="CHT",
        to_post=f"{other}/WATCH",
        answers=(Citation(reference, leaf_hash(proposal.raw)),),
        seen=(seen(world, other),),
    )


def test_each_term_stands_once_under_its_label() -> None:
    """Plain ones first, then each that holds several; what is fixed says so."""
    plain, *groups = term_groups(TERMS)

    told = {row.label: row.text for row in plain.rows}
    assert told["Languages"] == "en, zh"
    assert told["Each path tried"] == "1 min"
    assert told["Live positions"] == "none"
    assert [row.term for row in plain.rows if row.fixed] == ["traffic", "observers"]
    inside = {group.term: group.rows for group in groups}
    assert set(inside) == {"versions", "deadlines", "counterparts"}
    assert inside["deadlines"][-1].text == "5 min"
    assert inside["counterparts"][0].text == (
        "Posts: NORTH/Watch, SOUTH/Watch; Level: Watch"
    )
    names = {
        row.term.partition(".")[0] for group in (plain, *groups) for row in group.rows
    }
    assert names == set(Terms.__struct_fields__)


def test_terms_are_told_in_the_readers_language() -> None:
    """By the labels that forms have."""
    plain, *_ = term_groups(TERMS, Writer((catalogue("ru"),)))
    assert "Проба каждого пути" in {row.label for row in plain.rows}


def test_a_charter_without_amendments_cites_what_founded_it(tmp_path: Path) -> None:
    """Each side's own statement, and the founding version binds both."""
    told = view(World(), tmp_path)
    assert told.version.number == 1
    assert told.version.digest == told.channel
    assert [each.party for each in told.version.consents] == ["NORTH", "SOUTH"]
    assert [(each.party, each.version) for each in told.binds] == [
        ("NORTH", 1),
        ("SOUTH", 1),
    ]
    assert told.proposals == ()


def test_a_proposal_says_who_has_yet_to_consent_and_what_changes(
    tmp_path: Path,
) -> None:
    """Nobody has to open it to know whose turn it is."""
    world = World()
    propose(world, "NORTH", "SOUTH", probe_s=30)

    [proposal] = view(world, tmp_path, "SOUTH").proposals

    assert (proposal.state, proposal.open) == ("PROPOSED", True)
    assert [each.party for each in proposal.consents] == ["NORTH"]
    assert proposal.missing == ("SOUTH",)
    assert proposal.changes is not None
    assert [each.line for each in proposal.changes] == [
        "Each path tried: 1 min -> 30 s"
    ]


def test_an_agreed_version_cites_every_consent(tmp_path: Path) -> None:
    """And what it changed stays told."""
    world = World()
    accept(world, "SOUTH", "NORTH", propose(world, "NORTH", "SOUTH", probe_s=30))

    told = view(world, tmp_path)

    assert told.version.number == 2
    assert [each.party for each in told.version.consents] == ["NORTH", "SOUTH"]
    [proposal] = told.proposals
    assert (proposal.state, proposal.open, proposal.missing) == ("AGREED", False, ())


def test_proposals_that_crossed_can_be_agreed_no_more(tmp_path: Path) -> None:
    """Clause 10.12: each side has consented to its own of that number."""
    world = World()
    propose(world, "NORTH", "SOUTH", probe_s=30)
    propose(world, "SOUTH", "NORTH", probe_s=20)

    proposals = view(world, tmp_path).proposals

    assert [each.state for each in proposals] == ["PROPOSED", "PROPOSED"]
    assert not any(each.open for each in proposals)


def test_a_void_proposal_is_none(tmp_path: Path) -> None:
    """It amends what does not bind, and stands in the inbox with its mark."""
    world = World()
    terms = charters.render_terms(charters.parse(world.charter).terms)
    body = encode(Proposed(version=2, previous=bytes(32), terms=terms))
    world.say("NORTH", body, form="CHT", to_post="SOUTH/WATCH")

    assert view(world, tmp_path).proposals == ()
