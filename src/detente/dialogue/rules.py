"""Decide whether a statement keeps the rules, once what it cites is known.

Spec clauses 11.3 and 11.5 to 11.19, and of the receipts by persons 11.23; those of the
charter are asked in `in_force` and `suspension`. Every rule is
answered from the party's own feed and from what the statement could have seen, never
from what happened to arrive: so each node that holds the statement marks it alike.
Rules about what may follow what inside a case are folded with the case.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from detente.dialogue import address, in_force, position, purging, suspension
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.form import Body, Form, Setting, Unreadable
from detente.dialogue.forms import FORM_OF
from detente.dialogue.forms.ack import Receipt, Reviewed
from detente.dialogue.forms.cht import Act, Found
from detente.dialogue.forms.con import RefusedPrecondition
from detente.dialogue.forms.pre import Stated
from detente.dialogue.in_force import Charters, Reader
from detente.dialogue.pairing import Founding
from detente.dialogue.reading import Said
from detente.record import keys
from detente.record.credentials import Credential, KeyDocument
from detente.record.errors import Malformed
from detente.record.feed import FeedId
from detente.record.statement import Citation, Header

TWO_KEYS = 2
# What can be said where nobody else listens; the rest would pass for being asked.
OWN_FORMS = frozenset({"ACK", "CHT", "HOV", "LOG", "MSG", "PUR", "UNI", "VOID"})


class Certified(NamedTuple):
    """A key document from one position of a feed on, ready for look-up.

    `founding` marks the one that was exchanged at pairing.
    """

    feed: FeedId
    position: int
    founding: bool
    document: KeyDocument
    credentials: Mapping[bytes, Credential]
    posts: frozenset[str]


def certify(
    feed: FeedId, position: int, document: KeyDocument, *, founding: bool = False
) -> Certified:
    """Return a key document ready for look-up."""
    listed = {keys.thumbprint(c.public()): c for c in document.credentials}
    posts = frozenset(document.posts)
    return Certified(feed, position, founding, document, listed, posts)


class Context(NamedTuple):
    """What the rules may ask when a statement is entered.

    `own` is the key document in force, `used` says whether a serial stands in the feed
    already, `find` returns an entered statement by id, `certified` the key documents of
    a party that the statement could have seen, newest first, and `number_used` whether
    a precondition of the party has this number. `founding` has the charter that the
    statement is judged by, `charters` all of them.
    """

    founding: Founding
    own: Certified
    known: Mapping[FeedId, int]
    used: Callable[[Said], bool]
    find: Callable[[bytes], Entered | None]
    certified: Callable[[str, Mapping[FeedId, int]], Sequence[Certified]]
    number_used: Callable[[str, int], bool]
    charters: Charters


def faults(context: Context, said: Said) -> Iterator[Fault]:
    """Yield every rule that a statement breaks."""
    header, body = said.header, said.body
    yield from _release(context, said)
    yield from _addresses(context, said)
    yield from _words(context, said)
    if header.changes:
        yield from _changes(context, said)
    if header.answers:
        yield from _answers(context, said)
    if isinstance(body, Unreadable):
        return
    yield from body.faults(Setting(header, said.position, context.founding))
    yield from position.faults(body.placed())
    if body.always is not None and header.precedence != body.always:
        yield Fault("14.4", f"{body.title} goes with precedence {body.always}.")
    yield from _place(context, said, body)
    if isinstance(body, Receipt):
        yield from _receipts(context, said, body)
    yield from _numbers(context, said, body)
    yield from _charter(context, said)
    yield from purging.faults(said)


def _release(context: Context, said: Said) -> Iterator[Fault]:
    """Check who released it: clauses 11.6, 11.7, 11.14 to 11.16."""
    header, founding = said.header, context.founding
    if said.feed.party not in founding.speaking and not isinstance(said.body, Found):
        yield Fault(
            "11.16", "An observer states nothing beside its founding.", voids=True
        )
    officers, nodes = 0, 0
    for kid in {header.drafter, *header.releasers}:
        credential = context.own.credentials.get(kid)
        if credential is None:
            yield Fault("11.6", "A credential is not in the key document.", voids=True)
        elif f"{said.feed.party}/{credential.post}" != header.from_post:
            yield Fault("11.6", "A credential is of another post than it speaks for.")
        elif kid in header.releasers:
            nodes += credential.node
            officers += not credential.node
    if context.used(said):
        yield Fault("11.7", "Its serial was given to another statement.")
    automatic = isinstance(said.body, Body) and said.body.automatic
    if nodes and not automatic:
        yield Fault(
            "11.15", "The node's own credential releases an officer's act.", voids=True
        )
    if header.precedence != "Z" and officers < TWO_KEYS and _asks_two(founding, said):
        yield Fault("11.14", "The charter asks two keys for this form.")


def _asks_two(founding: Founding, said: Said) -> bool:
    """Say whether two officers release this, by the charter and by its own form."""
    body = said.body
    if isinstance(body, Body) and (body.automatic or body.one_suffices):
        return False
    return said.name.form in founding.charter.terms.two_key_forms


def _addresses(context: Context, said: Said) -> Iterator[Fault]:
    """Check from whom and to whom: clauses 10.15 and 11.8."""
    header = said.header
    for post in (header.to_post, *header.info_posts):
        if not _exists(context, post):
            yield Fault("11.8", f"There is no post {post[:140]}.")
    to = header.to_post.partition("/")[0]
    alone = context.founding.charter.alone
    if (to == said.feed.party and not alone) or to not in context.founding.speaking:
        yield Fault(
            "11.8", "It is not put to another party that can answer.", voids=True
        )
    if alone and said.name.form not in OWN_FORMS:
        yield Fault(
            "10.15", "Nobody else is in this channel to be told this.", voids=True
        )
    party, _, post = header.from_post.partition("/")
    if party != said.feed.party or post not in context.own.posts:
        yield Fault(
            "11.8", f"The releasing party has no post {header.from_post[:140]}."
        )


def _exists(context: Context, post: str) -> bool:
    try:
        named = address.parse(post)
    except Malformed:
        return False
    if named.party not in context.founding.numbers:
        return False
    if named.party == context.own.feed.party:
        return named.post in context.own.posts
    newest = context.certified(named.party, context.known)[0]
    return named.post in newest.posts


def _words(context: Context, said: Said) -> Iterator[Fault]:
    """Check status, language, version, times: clauses 11.9, 11.12, 11.13, 11.17."""
    header, terms = said.header, context.founding.charter.terms
    if (header.status == "EXERCISE") != (terms.traffic == "exercise"):
        if header.status == "EXERCISE":
            yield Fault(
                "11.9", "EXERCISE has no place in an operational channel.", voids=True
            )
        elif header.status == "OPERATION" and not _is_real(said):
            yield Fault("11.9", "OPERATION in an exercise channel: NO DUFF is needed.")
    if header.language not in terms.languages:
        yield Fault("11.12", "Its language is not one of the charter.")
    bound = context.charters.binding(_reader(context, said)).number
    version = 0 if isinstance(said.body, Found) else bound
    if header.charter_version != version:
        yield Fault("11.13", f"It does not name version {version}, which binds it.")
    if header.released < header.drafted:
        yield Fault("11.17", "It says that it was released before it was drafted.")
    if (header.valid_until or 0) < (header.valid_from or 0) and header.valid_until:
        yield Fault("11.17", "It ends before it is valid.")


def _reader(context: Context, said: Said) -> Reader:
    return Reader(said.feed, said.position, context.known)


def _charter(context: Context, said: Said) -> Iterator[Fault]:
    """Check what is done with the charter, and put while it is suspended."""
    charters, reader = context.charters, _reader(context, said)
    yield from in_force.faults(charters, said, reader)
    if charters.acts or isinstance(said.body, Act):
        opens = home(context, said) is None
        yield from suspension.faults(charters, said, reader, opens=opens)


def _is_real(said: Said) -> bool:
    """Say whether what stands among exercises is a NO DUFF, or follows on one.

    An answer bears the status of what it answers, or is void: the fault is his who
    brought OPERATION in.
    """
    marked = isinstance(said.body, Body) and said.body.real
    return marked or bool(said.header.answers)


def _resolve(context: Context, said: Said, cited: Citation) -> Entered | None:
    """Return the statement cited, if the releaser could have known it: clause 11.3."""
    found = context.find(cited.id)
    if found is None or found.header.reference != cited.reference:
        return None
    feed, position = found.said.feed, found.said.position
    own = feed == said.feed and position < said.position
    return found if own or context.known.get(feed, 0) > position else None


def _changes(context: Context, said: Said) -> Iterator[Fault]:
    """Check what it changes: clause 11.10."""
    for cited in said.header.changes:
        found = _resolve(context, said, cited)
        if found is None:
            yield Fault(
                "11.3", f"It changes {cited.reference}, not held or seen.", voids=True
            )
        elif found.party != said.feed.party:
            yield Fault(
                "11.10", f"It changes {cited.reference}, another's words.", voids=True
            )
        elif found.said.name.form != said.name.form:
            yield Fault(
                "11.10", f"It changes {cited.reference}, another form.", voids=True
            )


def _answers(context: Context, said: Said) -> Iterator[Fault]:
    """Check what it answers: clauses 11.3, 11.9 and 11.11."""
    form = _form(said)
    for cited in said.header.answers:
        found = _resolve(context, said, cited)
        if found is None:
            yield Fault(
                "11.3", f"It answers {cited.reference}, not held or seen.", voids=True
            )
            continue
        if not _addressed(found.header, found.party, said.feed.party):
            yield Fault(
                "11.11", f"{cited.reference} was not put to this party.", voids=True
            )
        real = isinstance(said.body, Body) and said.body.real
        if found.header.status != said.header.status and not real:
            yield Fault(
                "11.9", f"It answers {cited.reference} in another status.", voids=True
            )
        takes = None if form is None else form.answers
        if takes is not None and found.said.name.form not in takes:
            yield Fault(
                "11.11", f"{cited.reference} takes no answer of this form.", voids=True
            )


def _form(said: Said) -> Form | None:
    return None if isinstance(said.body, Unreadable) else FORM_OF[type(said.body)]


def _addressed(header: Header, author: str, party: str) -> bool:
    """Say whether a party may answer: it was addressed, or said it itself."""
    if author == party:
        return True
    posts = (header.to_post, *header.info_posts)
    return any(post.partition("/")[0] == party for post in posts)


def _place(context: Context, said: Said, body: Body) -> Iterator[Fault]:
    """Check that what must answer something does: clause 11.18."""
    if body.opens == "never":
        cited = (*said.header.changes, *said.header.answers)
        if not any(_resolve(context, said, each) for each in cited):
            yield Fault(
                "11.18", "It answers nothing, and cannot stand alone.", voids=True
            )


def _receipts(context: Context, said: Said, body: Receipt) -> Iterator[Fault]:
    """Check who receipts whose statement: clause 11.23."""
    own = isinstance(body, Reviewed)
    for cited in said.header.answers:
        found = _resolve(context, said, cited)
        if found is None:
            continue
        if (found.party == said.feed.party) != own:
            yield Fault(
                "11.23", "One side receipts, the other side reviews.", voids=True
            )
        elif own and set(said.header.releasers) & set(found.header.releasers):
            yield Fault(
                "11.23", "Who released a statement does not review it.", voids=True
            )


def _numbers(context: Context, said: Said, body: Body) -> Iterator[Fault]:
    """Check numbers of the precondition register: clause 11.19."""
    party = said.feed.party
    if isinstance(body, Stated) and said.header.kind == "NEW":
        if context.number_used(party, body.number):
            yield Fault(
                "11.19", f"Precondition {body.number} was raised before.", voids=True
            )
    elif isinstance(body, RefusedPrecondition):
        for number in body.preconditions:
            if not context.number_used(party, number):
                yield Fault("11.19", f"Precondition {number} is not in the register.")


def home(context: Context, said: Said) -> Entered | None:
    """Return the statement whose case this one joins; None where it opens its own.

    Clause 11.18: what is changed comes before what is answered, and of several answered
    the first whose case is of the form's own family.
    """
    header, body, form = said.header, said.body, _form(said)
    if header.kind != "NEW":
        cited = header.changes
    elif isinstance(body, Body) and body.opens == "always":
        return None
    else:
        cited = header.answers
    found = [each for each in (_resolve(context, said, c) for c in cited) if each]
    own = (each for each in found if form and each.family == form.family)
    return next(own, found[0] if found else None)
