"""Two or more sides that talk, without keys that cost anything.

Headers are built here by hand and folded as they are: what signatures prove was proven
before. A fake signature fits one key and one message, so that receipts are checked.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Literal, TypeVar

from detente.dialogue import charter as charters
from detente.dialogue import fold
from detente.dialogue.asked import Due, Local
from detente.dialogue.case import Case
from detente.dialogue.cases.contact import Contact
from detente.dialogue.charter import Charter
from detente.dialogue.due import dues
from detente.dialogue.entered import Entered
from detente.dialogue.fields import Text, Window
from detente.dialogue.form import Body, encode
from detente.dialogue.forms import FORM_OF, con
from detente.dialogue.forms.cht import Found
from detente.dialogue.pairing import Founding
from detente.dialogue.reading import Keyed, Said, Spoken, said
from detente.dialogue.receipts import Receipt, ReceiptBook
from detente.dialogue.standing import Standing, begin
from detente.dialogue.terms import Counterpart, Terms, Versions
from detente.record import keys, statement
from detente.record.credentials import (
    Credential,
    KeyDocument,
    Names,
    PairOfKeys,
    Root,
    RootHolder,
)
from detente.record.errors import Unproven
from detente.record.feed import FeedId, leaf_hash
from detente.record.head import Head, Note, signature_line, to_be_signed
from detente.record.statement import Citation, Header, Reference, Seen

START_S = 1_767_225_600  # 2026-01-01 00:00 UTC
YEAR = 2026
SALT = bytes(32)
POSTS = ("Minister", "Deputy", "Working level", "Watch")
LEVELS = ("minister", "deputy", "working", "watch")
DAY_S = 86_400
CONTACT_S = 2 * DAY_S


def digest(*parts: str) -> bytes:
    """Return 32 bytes that stand for a key or a hash."""
    return hashlib.sha256("/".join(parts).encode()).digest()


def fake_signature(key: bytes, message: bytes) -> bytes:
    """Return what stands for a signature."""
    return hashlib.sha256(key + message).digest()[:16]


def fake_verify(key: keys.PublicKey, message: bytes, signature: bytes) -> None:
    """Check a fake signature."""
    if signature != fake_signature(key.raw, message):
        raise Unproven("A signature does not fit its key and text.")


def document(code: str, version: int = 1, generation: int = 1) -> KeyDocument:
    """Return a key document: two officers a post, and the node at the watch."""
    listed = [
        Credential(post, number, keys.ED25519, digest(code, post, str(number)))
        for post in POSTS
        for number in (1, 2)
    ]
    node = Credential("Watch", 9, keys.ED25519, digest(code, "node"), node=True)
    return KeyDocument(
        format="detente-keys/1",
        party=code,
        name=code.title(),
        version=version,
        previous=None if version == 1 else digest(code, "before"),
        channel=None,
        nonce=digest(code, "nonce"),
        generation=generation,
        issued=START_S,
        root=Root(1, (RootHolder(digest(code, "root"), digest(code, "root 2")),)),
        posts=POSTS,
        credentials=(*listed, node),
        feed=PairOfKeys(digest(code, "feed"), digest(code, "feed 2")),
        mirror=PairOfKeys(digest(code, "mirror"), digest(code, "mirror 2")),
        sealing=b"",
        spare=digest(code, "spare"),
        tls=digest(code, "tls"),
        addresses=(),
        last_head=None,
    )


def terms(codes: Sequence[str] = ("NORTH", "SOUTH"), **changed: object) -> Terms:
    """Return the terms of a line on which every post has its counterpart."""
    rows = tuple(
        Counterpart(tuple(f"{code}/{post}" for code in codes), (), level)
        for post, level in zip(POSTS, LEVELS, strict=True)
    )
    usual: dict[str, object] = {
        "versions": Versions(1, 1),
        "languages": ("en", "zh"),
        "receipt_sentence": "I durably hold every entry up to here.",
        "counterparts": rows,
        "check_hours_utc": (6, 18),
        "paths": ("https", "folder"),
    }
    return Terms(**{**usual, **changed})  # type: ignore[arg-type]


def charter(codes: Sequence[str], agreed: Terms) -> bytes:
    """Return a charter's bytes."""
    parties = tuple(
        charters.Party(
            number, code, code.title(), digest(code, "keys"), code in agreed.observers
        )
        for number, code in enumerate(sorted(codes), 1)
    )
    return charters.render(Charter(charters.FORMAT, parties, agreed))


Cited = Said | Entered | Citation
C = TypeVar("C", bound=Case)


def cite(cited: Cited) -> Citation:
    """Return the citation of a statement; one that is made already stays as it is."""
    if isinstance(cited, Citation):
        return cited
    return Citation(cited.header.reference, cited.id)


class Talk:
    """What the parties of a channel say, one after the other, on one clock.

    Unless told otherwise a statement is released by the first officer of a watch, to
    the next party's watch, and has seen everything said so far.
    """

    def __init__(
        self, codes: Sequence[str] = ("NORTH", "SOUTH"), **changed: object
    ) -> None:
        raw = charter(codes, terms(codes, **changed))
        documents = tuple(document(code) for code in sorted(codes))
        self.founding = Founding.of(raw, documents, fake_verify)
        self.now_s = START_S
        self.all: list[Spoken] = []
        self.feeds = {code: FeedId(code, 1) for code in sorted(codes)}
        self.sizes = dict.fromkeys(self.feeds.values(), 0)
        for each in documents:
            self.put(Keyed(self.feeds[each.party], 0, digest(each.party), each))
        for code in sorted(codes):
            self.say(code, Found(charter=raw), charter_version=0)

    def put(self, spoken: Spoken) -> None:
        """Append an entry to its feed."""
        assert spoken.position == self.sizes[spoken.feed]
        self.sizes[spoken.feed] += 1
        self.all.append(spoken)

    def renew(self, code: str) -> None:
        """Let a party go on in a new generation of its feed, as after a fork."""
        feed = FeedId(code, self.feeds[code].generation + 1)
        self.feeds[code], self.sizes[feed] = feed, 0
        keys = document(code, 2, feed.generation)
        self.put(Keyed(feed, 0, digest(code, str(feed.generation)), keys))

    def heads(self) -> dict[str, int]:
        """Return how much each party has said in its newest feed."""
        return {code: self.sizes[feed] for code, feed in self.feeds.items()}

    def other(self, code: str) -> str:
        """Return the next party that speaks."""
        speaking = self.founding.charter.speaking
        others = [each for each in speaking if each != code]
        return others[0] if others else code

    def header(self, code: str, body: bytes, form: str, **fields: object) -> Header:
        """Return the header of the next statement of a party; `fields` overrule it."""
        seen = fields.pop("seen", self.heads())
        assert isinstance(seen, Mapping)
        post = fields.pop("post", "Watch")
        serial = fields.pop("serial", self.sizes[self.feeds[code]])
        version = fields.pop("version", 1)
        status = str(fields.get("status", "OPERATION"))
        officers = fields.pop("officers", (1,))
        by = tuple(self.kid(code, str(post), n) for n in officers)  # type: ignore[attr-defined]
        name = Reference(code, YEAR, serial, form, version, status[0])  # type: ignore[arg-type]
        usual: dict[str, object] = {
            "channel": self.founding.channel,
            "reference": str(name),
            "from_post": f"{code}/{post}",
            "to_post": f"{self.other(code)}/Watch",
            "drafted": self.now_s,
            "released": self.now_s,
            "language": "en",
            "drafter": by[0],
            "releasers": by,
            "seen": tuple(
                Seen(*feed, size, digest(feed.party, str(size)))
                for feed, size in self.shown(code, seen).items()
                if size
            ),
            "charter_version": 1,
            "body_digest": statement.body_digest(SALT, body),
        }
        return Header(**{**usual, **fields})  # type: ignore[arg-type]

    def shown(self, code: str, seen: Mapping[str, int]) -> dict[FeedId, int]:
        """Return the heads that a page shows: these of others, its own old feeds."""
        own = self.feeds[code]
        old = {f: n for f, n in self.sizes.items() if f.party == code and f != own}
        return old | {self.feeds[p]: n for p, n in seen.items() if p != code}

    def kid(self, code: str, post: str, number: int) -> bytes:
        """Return the thumbprint of an officer's credential, or with 9 the node's."""
        name = "node" if number == 9 else f"{post}/{number}"
        return keys.thumbprint(keys.PublicKey(keys.ED25519, digest(code, name)))

    def say(
        self,
        code: str,
        body: Body | bytes,
        *,
        at: int | None = None,
        answers: Sequence[Cited] = (),
        changes: Sequence[Cited] = (),
        form: str = "",
        **fields: object,
    ) -> Said:
        """Append a statement to a party's feed, a second later or at `at`."""
        self.now_s = self.now_s + 1 if at is None else at
        data = body if isinstance(body, bytes) else encode(body)
        if not form and isinstance(body, Body):
            form = FORM_OF[type(body)].code
        fields.setdefault("answers", tuple(cite(each) for each in answers))
        fields.setdefault("changes", tuple(cite(each) for each in changes))
        header = self.header(code, data, form, **fields)
        feed = self.feeds[code]
        id_ = leaf_hash(statement.payload(header))
        spoken = said(self.founding, feed, self.sizes[feed], id_, header, data)
        self.put(spoken)
        return spoken

    def by_node(self, code: str, body: Body, **fields: object) -> Said:
        """Append an entry that a node makes by itself."""
        return self.say(code, body, officers=(9,), **fields)  # type: ignore[arg-type]

    def request(self, code: str = "NORTH", **changed: object) -> Said:
        """Ask for contact between the ministers, by voice."""
        fields = {
            name: changed.pop(name)
            for name in ("at", "seen", "to_post", "status", "precedence", "kind")
            if name in changed
        }
        return self.say(code, request(**changed), **fields)  # type: ignore[arg-type]

    def receipt(
        self, mirror: str, of: str, size: int, time_s: int, generation: int = 1
    ) -> Receipt:
        """Return a mirror's receipt for the first entries of a feed."""
        names = Names(self.founding.channel)
        head = Head(names.origin(of, generation), size, digest(of, str(size)))
        lines = tuple(
            signature_line(
                key, time_s, fake_signature(key.raw, to_be_signed(head, key, time_s))
            )
            for key in names.mirror_keys(document(mirror))
        )
        feed = FeedId(of, generation)
        return Receipt(mirror, feed, size, time_s, Note(head, lines).text())

    def lapse(
        self, asked: Said, *, stored_at: int | None = None, **fields: object
    ) -> Said:
        """Enter the lapse of a request, with their receipt of `stored_at` if any."""
        code = asked.feed.party
        start_s, note = asked.header.released, None
        if stored_at is not None:
            mirror = asked.header.to_post.partition("/")[0]
            size = asked.position + 1
            start_s, note = stored_at, self.receipt(mirror, code, size, stored_at).note
        deadline = start_s + CONTACT_S
        body = con.Lapse(deadline=deadline, note=note)
        fields.setdefault("at", max(deadline, self.now_s + 1))
        return self.by_node(code, body, answers=[asked], **fields)

    def standing(self) -> Standing:
        """Fold everything that was said."""
        return fold.extend(begin(self.founding), self.all)

    def entered(self, spoken: Said) -> Entered:
        """Return a statement in its place."""
        return self.standing().entries[spoken.id]

    def case_of(self, spoken: Said) -> Case:
        """Return the case that a statement opened or joined."""
        standing = self.standing()
        return standing.case_of(standing.entries[spoken.id])

    def case(self, spoken: Said, family: type[C]) -> C:
        """Return the case of a statement, which is one of this family."""
        found = self.case_of(spoken)
        assert isinstance(found, family)
        return found

    def contact(self, asked: Said) -> Contact:
        """Return what has become of a request."""
        return self.case(asked, Contact)

    def dues(self, own: str, *receipts: Receipt) -> list[Due]:
        """Return what the clocks ask now, as a party's node sees it."""
        return dues(self.standing(), Local(own, self.now_s, ReceiptBook(receipts)))

    def clauses(self, spoken: Said) -> list[str]:
        """Return the clauses of the rules that a statement breaks."""
        standing = self.standing()
        return [f.clause for f in standing.faults(standing.entries[spoken.id])]


Mode = Literal["voice", "video", "in person", "text"]


def request(**changed: object) -> con.Request:
    """Return a request for a call of the ministers."""
    usual: dict[str, object] = {
        "level_sought": "Minister",
        "own_principal": "Minister",
        "mode": "voice",
        "purpose": Text("Speak before the exercise."),
        "agenda": (Text("The exercise"),),
        "answer_by_s": CONTACT_S,
    }
    return con.Request(**{**usual, **changed})  # type: ignore[arg-type]


def window(from_s: int, hours: int = 1) -> Window:
    """Return a span of whole hours."""
    return Window(from_s, from_s + hours * 3600)
