"""Decide what charter and key documents alone say of how a statement is made.

Spec clauses 10.15, 11.6, 11.8, 11.9 and 11.12 to 11.16. A node asks this of every
statement it holds, each time it starts, and a watch says most of what it says in a few
manners. So what is the same of many statements has a name here, the `Manner`, and the
rules that look at nothing else: of two statements of one manner they say the same, as
long as their party knows the same key documents.
"""

from collections.abc import Iterator
from typing import Final, TypeAlias

from detente.dialogue import address
from detente.dialogue.context import Context
from detente.dialogue.fault import Fault
from detente.dialogue.forms.cht import Found
from detente.dialogue.reading import Said
from detente.record.errors import Malformed

TWO_KEYS: Final = 2
# What can be said where nobody else listens; the rest would pass for being asked.
OWN_FORMS: Final = frozenset({"ACK", "CHT", "HOV", "LOG", "MSG", "PUR", "UNI", "VOID"})

Manner: TypeAlias = tuple[object, ...]
"""All that the rules of this module look at, but for the feed and the key documents."""


def manner(said: Said, version: int, bound: int) -> Manner:
    """Return what two statements of a feed have in common that are judged alike.

    Whatever a rule of this module comes to look at must stand here.

    Args:
        said: the statement.
        version: that of the charter by which it is judged.
        bound: that of the charter which binds it.
    """
    header = said.header
    return (
        type(said.body),
        said.name.form,
        header.drafter,
        header.releasers,
        header.from_post,
        header.to_post,
        header.info_posts,
        header.status,
        header.precedence,
        header.language,
        header.charter_version,
        bool(header.answers),
        version,
        bound,
    )


def faults(context: Context, said: Said) -> Iterator[Fault]:
    """Yield the rules that a statement breaks by its manner alone."""
    yield from _release(context, said)
    yield from _addresses(context, said)
    yield from _words(context, said)


def _release(context: Context, said: Said) -> Iterator[Fault]:
    """Check who released it: clauses 11.6 and 11.14 to 11.16."""
    header, founding = said.header, context.founding
    if said.feed.party not in founding.speaking and not isinstance(said.body, Found):
        yield Fault(
            "11.16", "An observer states nothing beside its founding.", voids=True
        )
    officers, nodes = 0, 0
    for kid in dict.fromkeys((header.drafter, *header.releasers)):
        credential = context.own.credentials.get(kid)
        if credential is None:
            yield Fault("11.6", "A credential is not in the key document.", voids=True)
        elif f"{said.feed.party}/{credential.post}" != header.from_post:
            yield Fault("11.6", "A credential is of another post than it speaks for.")
        elif kid in header.releasers:
            nodes += credential.node
            officers += not credential.node
    if nodes and not context.kind.automatic:
        yield Fault(
            "11.15", "The node's own credential releases an officer's act.", voids=True
        )
    if header.precedence != "Z" and officers < TWO_KEYS and _asks_two(context, said):
        yield Fault("11.14", "The charter asks two keys for this form.")


def _asks_two(context: Context, said: Said) -> bool:
    """Say whether two officers release this, by the charter and by its own form."""
    if context.kind.automatic or context.kind.one_suffices:
        return False
    return said.name.form in context.founding.charter.terms.two_key_forms


def _addresses(context: Context, said: Said) -> Iterator[Fault]:
    """Check from whom and to whom: clauses 10.15 and 11.8."""
    header, founding = said.header, context.founding
    for post in (header.to_post, *header.info_posts):
        if not _exists(context, post):
            yield Fault("11.8", f"There is no post {post[:140]}.")
    to = header.to_post.partition("/")[0]
    alone = founding.charter.alone
    if (to == said.feed.party and not alone) or to not in founding.speaking:
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
    newest = context.held.certified(named.party, context.reader.known)[0]
    return named.post in newest.posts


def _words(context: Context, said: Said) -> Iterator[Fault]:
    """Check status, language, version: clauses 11.9, 11.12 and 11.13."""
    header, terms = said.header, context.founding.charter.terms
    if (header.status == "EXERCISE") != (terms.traffic == "exercise"):
        if header.status == "EXERCISE":
            yield Fault(
                "11.9", "EXERCISE has no place in an operational channel.", voids=True
            )
        elif header.status == "OPERATION" and not _is_real(context, said):
            yield Fault("11.9", "OPERATION in an exercise channel: NO DUFF is needed.")
    if header.language not in terms.languages:
        yield Fault("11.12", "Its language is not one of the charter.")
    version = 0 if isinstance(said.body, Found) else context.bound
    if header.charter_version != version:
        yield Fault("11.13", f"It does not name version {version}, which binds it.")


def _is_real(context: Context, said: Said) -> bool:
    """Say whether what stands among exercises is a NO DUFF, or follows on one.

    An answer bears the status of what it answers, or is void: the fault is his who
    brought OPERATION in.
    """
    return context.kind.real or bool(said.header.answers)
