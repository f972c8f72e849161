"""The typed client against a real API: the records it answers in, and its refusals."""

import base64
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import msgspec
import pytest
from tests.cli.asking import Api

import detente_verify
from detente.api.answers import DraftView, Released, Signer, Signers
from detente.api.client import Client
from detente.api.home import Home
from detente.api.refusals import NotHeld
from detente.api.requests import AttachmentRequest, DraftRequest, draft_request
from detente.api.signing import payload_of
from detente.api.transport import Http
from detente.cli.shell.officers import open_all
from detente.node.officer import open_credential
from detente.node.place import Place
from detente.record.errors import Misasked, Misdirected, PathFailed, Refused
from detente.report.filling import Unfilled


@pytest.fixture(scope="module")
def client(api: Api) -> Client:
    """A client with the watch's token."""
    return Client(Http(api.address, api.token("watch")))


TYPED = [
    {"name": "subject", "text": "Aircraft"},
    {"name": "text", "text": "Off course."},
]
SAID = draft_request(form="MSG", typed=TYPED)


def drafted(client: Client) -> DraftView:
    """Draft a message to South."""
    body = {"subject": {"text": "Aircraft"}, "text": {"text": "Off course."}}
    return client.draft(
        DraftRequest(form="MSG", body=body, to="SOUTH/Watch", from_post="Watch")
    )


def released(api: Api, client: Client, draft: DraftView) -> Released:
    """Sign a draft at home, and release it."""
    place = Place(api.story.north)
    passphrase = api.story.keys["north"].read_text().strip()
    [row] = draft.sign
    officer = open_credential(place, "NORTH", row.post, row.number, passphrase)
    value = officer.secret.sign(base64.b64decode(row.message))
    return client.release(draft, {row.credential: value})


def test_a_program_speaks_through_the_client(api: Api, client: Client) -> None:
    """What it releases stands in the record, unmarked."""
    draft = drafted(client)
    done = released(api, client, draft)
    shown = client.statement(done.reference)
    assert (shown.statement.id, shown.statement.marks) == (done.id, ())
    assert done.reference in {row.reference for row in client.inbox(50).sent}


def test_every_reading_comes_back_as_its_record(client: Client) -> None:
    """The line, the dues, the count, the forms."""
    assert client.line().party == "NORTH"
    assert client.dues().now_s > 0
    assert client.tally().tally.total.requested >= 0
    assert "request" in client.forms().forms["CON"]
    assert client.form("CON", "request").act == "request"


def test_the_alarms_are_tried_by_the_node_that_is_asked(client: Client) -> None:
    """Where none is set up, its settings say when that was, and that none sounded."""
    asked = client.try_alarms()

    while (found := client.settings()).asked_s is not None:
        assert found.alarms == ()  # the duty looks twice a second

    assert (found.party, found.listen[:10]) == ("NORTH", "127.0.0.1:")
    assert found.trial is not None
    assert found.trial.tried == ()
    assert found.trial.at_s >= asked.asked_s


def test_events_go_on_from_a_place(api: Api, client: Client) -> None:
    """Nothing is told twice and nothing is left out."""
    place = next(client.events()).place
    before = client.inbox(999)
    done = released(api, client, drafted(client))
    told = next(client.events(place)).statements
    assert done.reference in told
    assert not {row.reference for row in before.sent} & set(told)


def test_a_proof_is_handed_out_that_the_verifier_passes(
    api: Api, client: Client
) -> None:
    """Once the other side has receipted it."""
    rows = client.inbox(50).sent
    reference = next(r.reference for r in rows if r.progress.stage == "IN THEIR RECORD")
    data = client.proof(reference)
    verdict = detente_verify.judge(data, detente_verify.Trust())
    assert verdict.exit == detente_verify.UNTRUSTED


def test_lists_are_as_they_were_known_at_a_moment(api: Api, client: Client) -> None:
    """A second before it was released nobody knew of it, nor of its case."""
    reference = released(api, client, drafted(client)).reference
    said_s = client.statement(reference).statement.released

    def listed(at_s: int) -> bool:
        rows = client.back_at(at_s).cases("thread", last=999).cases
        return reference in {row.opened for row in rows}

    assert [listed(at) for at in (said_s, said_s - 1, said_s)] == [True, False, True]
    assert client.known(said_s - 1).next_s == said_s
    with pytest.raises(Misasked, match="has not come"):
        client.back_at(said_s + 9_999).declared()


def test_who_looks_back_holds_up_nobody_at_home(api: Api) -> None:
    """Two threads may ask at once, and each is answered."""
    with (
        closing(Home(Place(api.story.north))) as home,
        ThreadPoolExecutor(2) as both,
    ):
        now_s = Client(home).known().at_s
        back = both.submit(Client(home).back_at(now_s).conflicts)
        line = both.submit(Client(home).line)
        assert (back.result().heads, line.result().party) == (
            Client(home).back_at(now_s).conflicts().heads,
            "NORTH",
        )


def test_who_would_sign_is_asked_without_a_reference(client: Client) -> None:
    """And what cannot be said is refused there already."""
    before = drafted(client).serial

    found = client.signers(SAID)

    assert (found.party, [each.number for each in found.officers]) == ("NORTH", [1])
    with pytest.raises(Unfilled) as refused:
        client.signers(draft_request(form="MSG", body={"subject": {"text": "a"}}))
    assert refused.value.clause == "11.4"
    assert drafted(client).serial == before + 1


def test_a_reference_that_was_not_used_is_drafted_again_as_void(
    api: Api, client: Client
) -> None:
    """Under the same serial, so that none is missing."""
    unused = drafted(client)
    asked = draft_request(form="VOID", to="SOUTH/Watch", serial=unused.serial)

    void = client.draft(asked)
    done = released(api, client, void)

    assert void.reference == unused.reference.replace("/MSG/", "/VOID/")
    assert client.statement(done.reference).statement.marks == ()


def test_what_is_left_out_of_a_draft_is_as_usual(client: Client) -> None:
    """Our first post, the only addressee; the form from what is answered."""
    found = client.draft(draft_request(form="MSG", typed=TYPED))

    assert (found.from_post, found.to_post) == ("NORTH/Watch", "SOUTH/Watch")
    assert (found.precedence, found.kind) == ("R", "NEW")


def test_an_answer_takes_over_what_it_answers(client: Client) -> None:
    """Post, precedence, and what an echo says by itself."""
    check = next(
        row.reference for row in client.inbox(999).sent if row.title == "LINE CHECK"
    )

    found = client.signers(draft_request(act="echo", answers=[check]))
    echo = client.draft(draft_request(act="echo", answers=[check]))

    assert found.officers[0].post == "Watch"
    assert (echo.to_post, echo.answers) == ("SOUTH/Watch", (check,))
    sent = client.statement(check).statement.body
    assert echo.fields["text"] == sent["text"]


def test_a_line_check_says_its_path_and_text_by_itself(client: Client) -> None:
    """What is given stands instead."""
    asked = {"form": "LCK", "act": "challenge", "body": {"readability": 4}}
    itself = client.draft(draft_request(**asked)).fields
    given = {**asked, "body": {"readability": 4, "path": "folder"}}

    assert (itself["path"], itself["readability"]) == ("https", 4)
    assert itself["text"]
    assert client.draft(draft_request(**given)).fields["path"] == "folder"


def test_what_is_for_ourselves_is_refused_where_others_read_it(client: Client) -> None:
    """Before it costs a reference."""
    asked = draft_request(form="MSG", typed=TYPED, alone=True)

    with pytest.raises(Misasked, match="SOUTH would read it"):
        client.draft(asked)


def test_receipts_are_waited_for_as_long_as_was_asked(api: Api, client: Client) -> None:
    """And no longer than until they have come."""
    done = released(api, client, drafted(client))

    reached = client.progress(done.reference, 60.0)

    assert (reached.stage, reached.missing) == ("IN THEIR RECORD", ())


def test_what_is_too_deep_to_be_written_is_refused(client: Client) -> None:
    """In a sentence, before it is sent."""
    deep: object = {}
    for _ in range(100_000):
        deep = [deep]

    with pytest.raises(Refused):
        client.draft(draft_request(form="MSG", body={"subject": deep}))


def test_at_home_no_token_and_no_pace_is_asked_for(api: Api) -> None:
    """Whoever may read the directory is in already."""
    with closing(Home(Place(api.story.north))) as home:
        client = Client(home)
        assert {client.forms() == client.forms() for _ in range(60)} == {True}


def test_a_program_that_asks_often_waits_as_long_as_it_is_told(client: Client) -> None:
    """Its pace is the API's to say, and nothing fails for it."""
    asked = [client.channel().own.code for _ in range(130)]

    assert set(asked) == {"NORTH"}


def test_how_far_a_record_is_read_is_told_at_home(api: Api) -> None:
    """Whoever waits for a long one sees that it goes on."""
    told: list[tuple[int, int]] = []
    place = Place(api.story.north)

    with closing(Home(place, lambda *each: told.append(each))):
        pass

    assert told
    assert told[-1][0] == told[-1][1] > 0


def test_a_credential_of_another_line_is_not_used(api: Api) -> None:
    """The file bears the right name, and the channel knows another key."""
    place, key = Place(api.story.north), api.story.keys["north"]
    other = Signers("NORTH", (Signer("Watch", 1, "AAAA"),))

    with pytest.raises(Misdirected):
        open_all(place, other, [key])


def test_events_are_heard_from_a_served_api_alone(api: Api) -> None:
    """They have no end, and a command has."""
    with (
        closing(Home(Place(api.story.north))) as home,
        pytest.raises(Misasked, match="served"),
    ):
        next(Client(home).events())


def test_no_key_signs_another_statement_than_is_shown(client: Client) -> None:
    """Whoever serves the API could show one thing and give another to sign."""
    honest = drafted(client)
    body = base64.b64encode(b"\xa0").decode()
    row = msgspec.structs.replace(honest.rows[0], text="On course.")
    lies = (
        {"rows": (row, *honest.rows[1:])},
        {"to_post": "SOUTH/Admiralty"},
        {"precedence": "Z"},
        {"body": body},
        {"salt": base64.b64encode(bytes(32)).decode()},
    )

    assert payload_of(honest)
    for lie in lies:
        with pytest.raises(Misdirected):
            payload_of(msgspec.structs.replace(honest, **lie))


def test_a_refusal_comes_in_the_words_of_the_api(client: Client) -> None:
    """As the same error that the API raised."""
    with pytest.raises(NotHeld) as refused:
        client.statement("NORTH/2026/9999/MSG/1/O")
    assert refused.value.sentence.startswith("No statement")


def test_where_nobody_answers_the_path_has_failed() -> None:
    """And not the statement."""
    with pytest.raises(PathFailed):
        Client(Http("http://127.0.0.1:1", "x")).line()


def test_an_address_is_one() -> None:
    """Else a token would go who knows where."""
    with pytest.raises(Misasked):
        Http("ftp://127.0.0.1", "x")


def test_a_file_goes_and_comes_through_the_client(api: Api, client: Client) -> None:
    """In pieces, before its draft; and is handed out as it was."""
    data = bytes(range(251)) * 3_000
    listed = client.attach("log.bin", data)
    body = {"subject": {"text": "Log"}, "text": {"text": "Of the night."}}
    asked = DraftRequest(
        form="MSG",
        body=body,
        to="SOUTH/Watch",
        from_post="Watch",
        attachments=[listed],
    )
    done = released(api, client, client.draft(asked))
    [shown] = client.statement(done.reference).statement.attachments
    assert (shown.name, shown.size_bytes) == ("log.bin", len(data))
    assert shown.whole_here
    assert client.attachment(done.reference, "log.bin") == data
    assert client.attachment(done.reference, listed.sha256) == data
    with pytest.raises(NotHeld):
        client.attachment(done.reference, "../log.bin")


def test_a_draft_that_lists_what_was_never_put_is_not_released(
    api: Api, client: Client
) -> None:
    """The node would have nothing to hand on."""
    listed = AttachmentRequest(name="none", size_bytes=9, sha256="ab" * 32)
    body = {"subject": {"text": "Log"}, "text": {"text": "Of the night."}}
    asked = DraftRequest(
        form="MSG",
        body=body,
        to="SOUTH/Watch",
        from_post="Watch",
        attachments=[listed],
    )
    with pytest.raises(Refused) as refused:
        released(api, client, client.draft(asked))
    assert "not in our store" in refused.value.sentence


def test_bytes_of_another_hash_are_refused(client: Client) -> None:
    """What was put is dropped, and the same file can be put again."""
    with pytest.raises(Refused) as refused:
        client._answer(
            "POST",
            "/v1/attachments",
            b'{"sha256": "%s", "size_bytes": 3, "data": "YWJj"}' % (b"cd" * 32),
        )
    assert "another hash" in refused.value.sentence
