"""The typed client against a real API: the records it answers in, and its refusals."""

import base64

import pytest
from tests.cli.asking import Api

import detente_verify
from detente.api.client import Client, Unwelcome
from detente.api.drafting import DraftView, Released
from detente.api.requests import AttachmentRequest, DraftRequest
from detente.node.officer import open_credential
from detente.node.place import Place
from detente.record.errors import Misasked, PathFailed


@pytest.fixture(scope="module")
def client(api: Api) -> Client:
    """A client with the watch's token."""
    return Client(api.address, api.token("watch"))


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


def test_events_go_on_from_a_place(api: Api, client: Client) -> None:
    """Nothing is told twice and nothing is left out."""
    place = next(client.events()).place
    done = released(api, client, drafted(client))
    assert next(client.events(place)).statements == (done.reference,)


def test_a_proof_is_handed_out_that_the_verifier_passes(
    api: Api, client: Client
) -> None:
    """Once the other side has receipted it."""
    rows = client.inbox(50).sent
    reference = next(r.reference for r in rows if r.progress.stage == "IN THEIR RECORD")
    data = client.proof(reference)
    verdict = detente_verify.judge(data, detente_verify.Trust())
    assert verdict.exit == detente_verify.UNTRUSTED


def test_a_refusal_comes_in_the_words_of_the_api(client: Client) -> None:
    """With its code and status."""
    with pytest.raises(Unwelcome) as refused:
        client.statement("NORTH/2026/9999/MSG/1/O")
    assert (refused.value.status, refused.value.problem.code) == (404, "not-held")
    assert refused.value.sentence.startswith("No statement")


def test_where_nobody_answers_the_path_has_failed() -> None:
    """And not the statement."""
    with pytest.raises(PathFailed):
        Client("http://127.0.0.1:1", "x").line()


def test_an_address_is_one(client: Client) -> None:
    """Else a token would go who knows where."""
    del client
    with pytest.raises(Misasked):
        Client("ftp://127.0.0.1", "x")


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
    with pytest.raises(Unwelcome) as refused:
        client.attachment(done.reference, "../log.bin")
    assert refused.value.status == 404


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
    with pytest.raises(Unwelcome) as refused:
        released(api, client, client.draft(asked))
    assert (refused.value.status, refused.value.problem.code) == (409, "refused")
    assert "not in our store" in refused.value.sentence


def test_bytes_of_another_hash_are_refused(client: Client) -> None:
    """What was put is dropped, and the same file can be put again."""
    with pytest.raises(Unwelcome) as refused:
        client._ask(
            "POST",
            "/v1/attachments",
            b'{"sha256": "%s", "size_bytes": 3, "data": "YWJj"}' % (b"cd" * 32),
        )
    assert refused.value.status == 409
    assert "another hash" in refused.value.sentence
