"""Build a statement from what an officer filled in, and say what is wrong with it.

The header and body are made, not signed. What the other side's node would mark is told
before release, by the very rules that will be folded there (clause 11.5); what no rule
forbids but an officer would want to know is a caution (clause 11.27). Neither stops a
release: that is for officers to decide.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple

from detente.dialogue import position, purging
from detente.dialogue.case import Case
from detente.dialogue.cases.contact import Contact
from detente.dialogue.entered import Entered
from detente.dialogue.fault import Fault
from detente.dialogue.fold import extend
from detente.dialogue.form import Body, encode
from detente.dialogue.forms import FORM_OF, con
from detente.dialogue.forms.cht import Found
from detente.dialogue.forms.msg import Message
from detente.dialogue.reading import said
from detente.dialogue.standing import Standing
from detente.dialogue.terms import Terms
from detente.record.errors import Misasked
from detente.record.feed import FeedId
from detente.record.statement import (
    Attachment,
    Citation,
    Header,
    Reference,
    Seen,
    body_digest,
)

FLASH_CHARS: Final = 1_500
UNRELEASED: Final = bytes(32)


class Author(NamedTuple):
    """Who speaks: a post, its drafter, and the credentials that will sign."""

    party: str
    post: str
    drafter: bytes
    releasers: tuple[bytes, ...]
    language: str


class Desk(NamedTuple):
    """What the review page fixes: serial, what it shows, the time, and random bytes.

    `seen` are the heads of the other feeds that the page shows; `salt` is 32 random
    bytes.
    """

    serial: int
    seen: tuple[Seen, ...]
    drafted_s: int
    now_s: int
    salt: bytes


class Draft(NamedTuple):
    """What is to be said; `to` and `info` are addresses."""

    body: Body
    to: str
    precedence: Literal["Z", "O", "P", "R"] = "R"
    status: Literal["OPERATION", "EXERCISE", "TEST"] = "OPERATION"
    kind: Literal["NEW", "UPDATE", "CANCEL", "CORRECTION"] = "NEW"
    info: tuple[str, ...] = ()
    answers: tuple[Citation, ...] = ()
    changes: tuple[Citation, ...] = ()
    valid_from: int | None = None
    valid_until: int | None = None
    reply_by: int | None = None
    handling: Literal["confidential", "releasable", "public"] = "confidential"
    releasable_to: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class Composed(NamedTuple):
    """A statement ready for signing.

    `faults` are what every node will mark on it, `cautions` what the officer should
    know before release.
    """

    header: Header
    body: bytes
    faults: tuple[Fault, ...]
    cautions: tuple[Fault, ...]


def cite(entered: Entered) -> Citation:
    """Return the citation of a statement."""
    return Citation(entered.header.reference, entered.id)


def answering(body: Body, *answered: Entered, to: str = "") -> Draft:
    """Return the draft of an answer.

    Args:
        body: what is answered.
        answered: the statements it answers, that of the case first.
        to: the address it is put to; left out, the post that released the first of
            them. What follows on a statement of one's own names another.

    Raises:
        Misasked: nothing is answered.
    """
    if not answered:
        raise Misasked("An answer names the statement it answers.")
    header = answered[0].header
    return Draft(
        body,
        to or header.from_post,
        header.precedence,
        header.status,
        answers=tuple(cite(each) for each in answered),
    )


def completed(standing: Standing, draft: Draft) -> Draft:
    """Return a draft with what its form adds by itself, before a reference is given.

    What cannot be said at all must not cost a reference.

    Raises:
        Misasked: it asks for what cannot be.
        Malformed: a text or number has no place in the record (clause 1).
    """
    answers = [each.id for each in draft.answers]
    draft = draft._replace(body=purging.completed(standing, draft.body, answers))
    encode(draft.body)
    return draft


def compose(standing: Standing, author: Author, desk: Desk, draft: Draft) -> Composed:
    """Return the statement that this draft becomes.

    Raises:
        Malformed: a text or number has no place in the record (clause 1).
    """
    body = encode(draft.body)
    form = FORM_OF[type(draft.body)]
    if draft.body.real and draft.status == "EXERCISE":
        draft = draft._replace(status="OPERATION")
    year = datetime.fromtimestamp(desk.now_s, UTC).year
    name = Reference(
        author.party, year, desk.serial, form.code, form.version, draft.status[0]
    )
    header = Header(
        channel=standing.founding.channel,
        reference=str(name),
        status=draft.status,
        kind=draft.kind,
        precedence=draft.body.always or draft.precedence,
        from_post=f"{author.party}/{author.post}",
        to_post=draft.to,
        info_posts=draft.info,
        drafted=desk.drafted_s,
        released=desk.now_s,
        language=author.language,
        changes=draft.changes,
        answers=draft.answers,
        valid_from=draft.valid_from,
        valid_until=draft.valid_until,
        reply_by=draft.reply_by,
        drafter=author.drafter,
        releasers=author.releasers,
        handling=draft.handling,
        releasable_to=draft.releasable_to,
        attachments=draft.attachments,
        seen=desk.seen,
        charter_version=_version(standing, author.party, desk.seen, draft.body),
        body_digest=body_digest(desk.salt, body),
    )
    faults, cautions = preview(standing, header, body)
    return Composed(header, body, faults, cautions)


def _version(standing: Standing, party: str, seen: Sequence[Seen], body: Body) -> int:
    """Return the version of the charter to name (clause 11.13)."""
    if isinstance(body, Found):
        return 0
    heads = {FeedId(each.party, each.generation): each.size for each in seen}
    return standing.bound(party, heads).number


def preview(
    standing: Standing, header: Header, body: bytes
) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """Return the faults that will be marked on a statement, and cautions about it.

    The statement is folded as if it were released now, and the result thrown away.
    """
    feed = standing.own_feed(header.name.party)
    state = standing.feeds[feed]
    position = state.placed + len(state.waiting)
    spoken = said(standing.founding, feed, position, UNRELEASED, header, body)
    after = extend(standing, [spoken])
    entered = after.entries.get(UNRELEASED)
    if entered is None:
        waits = Fault("11.1", "It has seen more than is held here, and will wait.")
        return (), (waits,)
    case = after.case_of(entered)
    return after.faults(entered), tuple(_cautions(standing, entered, case))


def _cautions(standing: Standing, entered: Entered, case: Case) -> Iterator[Fault]:
    body = entered.body
    if isinstance(body, Message) and entered.header.precedence == "Z":
        length = len(body.text.text)
        if length > FLASH_CHARS:
            yield Fault(
                "11.27", f"A FLASH of {length} signs; {FLASH_CHARS} are read at once."
            )
    if isinstance(body, Body):
        yield from position.cautions(body.placed())
        yield from purging.doubts(standing, entered)
    for crossing in case.crossings:
        # Whose party has the lower number stands first: the draft may be either.
        if entered.id in {crossing.earlier.id, crossing.later.id}:
            draft_first = entered.id == crossing.earlier.id
            other = crossing.later if draft_first else crossing.earlier
            reference = other.header.reference
            yield Fault("11.27", f"It has not seen {reference}: the two would cross.")
    if isinstance(body, con.Request) and isinstance(case, Contact):
        yield from _counterpart(standing, case)
    elif isinstance(body, con.AcceptedLower | con.Scheduled) and body.post:
        yield from _lower(standing, case, body.post)


def _counterpart(standing: Standing, contact: Contact) -> Iterator[Fault]:
    """Say before release whether the post sought is the agreed counterpart."""
    terms, request = standing.under(contact).charter.terms, contact.request
    sought = f"{contact.addressee}/{request.level_sought}"
    if terms.row_of(sought) is None:
        yield Fault("12.10", f"{sought} is not in the charter's counterpart table.")
        return
    own = [f"{contact.asker}/{request.own_principal}", contact.opened.header.from_post]
    listed = [post for post in own if terms.row_of(post) is not None]
    if not listed or not terms.are_counterparts(listed[0], sought):
        agreed = ", ".join(_counterparts(terms, listed, contact.addressee))
        yield Fault(
            "12.10",
            f"{sought} is not the agreed counterpart of {(listed or own)[0]}"
            + (f"; that is {agreed}." if agreed else "."),
        )


def _counterparts(terms: Terms, posts: Sequence[str], party: str) -> Iterator[str]:
    for row in terms.counterparts:
        if any(post in row.posts or post in row.deputies for post in posts):
            yield from (each for each in row.posts if each.startswith(f"{party}/"))


def _lower(standing: Standing, case: Case, post: str) -> Iterator[Fault]:
    if isinstance(case, Contact) and post != case.request.level_sought:
        offered = f"{case.addressee}/{post}"
        if standing.under(case).charter.terms.row_of(offered) is None:
            yield Fault(
                "12.10", f"{offered} is not in the charter's counterpart table."
            )
