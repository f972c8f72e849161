"""The API of a real line, asked by a real client; what it says, it documents."""

import base64
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.cli.asking import Api
from tests.cli.program import call

from detente.api.application import application
from detente.api.permissions import ROLES, Action, Role, may
from detente.node.clock import SystemClock
from detente.node.officer import open_credential
from detente.node.place import Place


def draft(**changed: object) -> dict[str, object]:
    """Return a request for a draft of a message."""
    usual: dict[str, object] = {
        "form": "MSG",
        "body": {"subject": {"text": "Aircraft"}, "text": {"text": "Off course."}},
        "to": "SOUTH/Watch",
        "from_post": "Watch",
    }
    return {**usual, **changed}


def signed(api: Api, drafted: dict[str, object]) -> dict[str, object]:
    """Sign a draft at home, as a client does."""
    story = api.story
    place = Place(story.north)
    rows: list[dict[str, Any]] = drafted["sign"]  # type: ignore[assignment]
    row = rows[0]
    passphrase = story.keys["north"].read_text().strip()
    officer = open_credential(place, "NORTH", row["post"], row["number"], passphrase)
    value = officer.secret.sign(base64.b64decode(row["message"]))
    signature = {
        "credential": row["credential"],
        "signature": base64.b64encode(value).decode(),
    }
    parts = {name: drafted[name] for name in ("payload", "salt", "body")}
    return {**parts, "signatures": [signature]}


@pytest.mark.parametrize("path", ["/v1/line", "/v1/inbox", "/v1/drafts", "/v1/tally"])
def test_without_a_token_nothing_is_said(api: Api, path: str) -> None:
    """Not even how the line is."""
    body = draft() if path == "/v1/drafts" else None
    assert api.ask(path, "", body).status == 401


def test_an_engineer_sees_the_state_of_the_line_and_no_statement(api: Api) -> None:
    """What was said is not the engineer's business."""
    assert api.ask("/v1/line", "engineer").status == 200
    refused = api.ask("/v1/inbox", "engineer")
    assert refused.status == 403
    assert refused.data["error"]["code"] == "forbidden"  # type: ignore[index]


def test_a_linguist_drafts_and_does_not_release(api: Api) -> None:
    """Who speaks for the post releases."""
    drafted = api.ask("/v1/drafts", "linguist", draft())
    assert drafted.status == 200
    release = signed(api, drafted.data)
    assert api.ask("/v1/statements", "linguist", release).status == 403
    assert api.ask("/v1/statements", "watch", release).status == 200


def test_what_is_released_through_the_api_stands_in_the_record(api: Api) -> None:
    """Signed at home, under the reference that the draft fixed."""
    drafted = api.ask("/v1/drafts", body=draft()).data
    released = api.ask("/v1/statements", body=signed(api, drafted))
    assert released.status == 200
    reference = drafted["reference"]
    assert released.data["reference"] == reference
    shown = api.ask(f"/v1/statements/{reference}").data["statement"]
    assert shown["id"] == released.data["id"]  # type: ignore[index]
    assert shown["marks"] == []  # type: ignore[index]


def test_a_body_that_was_altered_after_it_was_signed_is_not_taken(api: Api) -> None:
    """The node looks again, whoever asks."""
    release = signed(api, api.ask("/v1/drafts", body=draft()).data)
    other = api.ask(
        "/v1/drafts", body=draft(body={"subject": {"text": "x"}, "text": {"text": "y"}})
    )
    refused = api.ask("/v1/statements", body={**release, "body": other.data["body"]})
    assert refused.status == 409
    assert refused.data["error"]["code"] == "unproven"  # type: ignore[index]


def released(api: Api, **changed: object) -> dict[str, Any]:
    """Draft, sign and release; return what stands."""
    drafted = api.ask("/v1/drafts", body=draft(**changed))
    assert drafted.status == 200, drafted.data
    answer = api.ask("/v1/statements", body=signed(api, drafted.data))
    assert answer.status == 200, answer.data
    return answer.data


def test_cases_are_listed_newest_first_with_what_became_of_them(api: Api) -> None:
    """By reference and id, with the flags of their family."""
    said = released(api)
    listed = api.ask("/v1/cases?open=true").data["cases"]
    first: dict[str, Any] = listed[0]  # type: ignore[index]
    assert (first["opened"], first["id"]) == (said["reference"], said["id"])
    assert first["flags"] == ["1 NOT ACKNOWLEDGED"]
    assert first["parties"] == ["NORTH", "SOUTH"]
    assert (first["open"], first["dues"]) == (True, 1)
    assert all(row["open"] for row in listed)  # type: ignore[attr-defined]


def test_only_so_many_cases_of_a_family_are_listed_as_were_asked_for(api: Api) -> None:
    """And how many more there are is said."""
    released(api)
    released(api)
    found = api.ask("/v1/cases?family=thread&last=1").data
    assert [row["family"] for row in found["cases"]] == ["thread"]  # type: ignore[attr-defined]
    assert found["left_out"]
    # The charter is the oldest of all, and other tests have opened many cases since.
    every = api.ask("/v1/cases?last=1000").data
    families = {row["family"] for row in every["cases"]}  # type: ignore[attr-defined]
    assert {"thread", "charter"} <= families
    assert api.ask("/v1/cases?family=weather").status == 400


def test_a_case_is_shown_by_its_id(api: Api) -> None:
    """With what is due in it, and its statements."""
    said = released(api)
    found: dict[str, Any] = api.ask(f"/v1/cases/{said['id']}").data
    assert found["case"]["opened"] == said["reference"]
    assert [due["kind"] for due in found["dues"]] == ["acknowledge"]
    shown = [row["reference"] for row in found["view"]["statements"]]
    assert shown == [said["reference"]]


@pytest.mark.parametrize("name", ["00" * 32, "nothing"])
def test_a_case_that_is_not_held_is_said_not_to_be(api: Api, name: str) -> None:
    """Whether the id is none, or nobody's."""
    assert api.ask(f"/v1/cases/{name}").status == 404


SPOT = {"lat_e5": 3671800, "lon_e5": 6886300, "mgrs": "42SVF8776163590"}


def test_sites_are_listed_as_at_a_time_and_without_their_contacts(api: Api) -> None:
    """Whoever gets the list gets no persons with it; the duty stands beside it."""
    now_s = SystemClock().now_s()
    body = {
        "site_id": "H-7",
        "organisation": "Relief",
        "name": "Trauma Centre",
        "local_name": "Trauma Centre",
        "function": "hospital",
        "position": SPOT,
        "fix_source": "GPS on the site",
        "fix_at": now_s - 60,
        "revalidate_by": now_s + 86_400,
        "personal": {"contact": "Duty desk, +00 000"},
    }
    said = released(api, form="SITE", act="notified", body=body)
    found: dict[str, Any] = api.ask("/v1/sites").data
    [row] = [row for row in found["sites"] if row["reference"] == said["reference"]]
    assert (row["state"], row["undisseminated"]) == ("NOTIFIED", ["SOUTH"])
    assert "Duty desk" not in json.dumps(found)
    assert "duty to protect" in found["duty"]
    assert found["heads"]["NORTH/1"] > said["position"]
    later: dict[str, Any] = api.ask(f"/v1/sites?at_s={now_s + 90_000}").data
    states = {row["reference"]: row["state"] for row in later["sites"]}
    assert states[said["reference"]] == "STALE"


def test_movements_are_listed_until_they_are_over(api: Api) -> None:
    """With how far they came, and who has not passed them on."""
    now_s = SystemClock().now_s()
    body = {
        "movement_id": "M-12",
        "organisations": ["Kitchen"],
        "purpose": "delivery",
        "origin_name": "Depot",
        "origin": SPOT,
        "destination_name": "Hall",
        "destination": SPOT,
        "departs_at": now_s + 3_600,
        "arrives_at": now_s + 7_200,
        "check_in_s": 1_800,
        "lost_contact_action": "Halt.",
        "personal": {
            "persons": 4,
            "leader": "Convoy lead",
            "communications": "Radio, channel 4",
        },
    }
    said = released(api, form="MOVE", act="notified", body=body)
    found: dict[str, Any] = api.ask("/v1/movements").data
    [row] = [r for r in found["movements"] if r["reference"] == said["reference"]]
    assert (row["state"], row["waypoint"]) == ("NOTIFIED", 0)
    assert row["undisseminated"] == ["SOUTH"]
    assert "Radio" not in json.dumps(found)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"precedence": "X"}, "precedence"),
        ({"officers": ["1"]}, "officers.0"),
        ({"officer": 1}, "officer"),
        ({"body": {"subject": {"text": 1}, "text": {"text": ""}}}, "subject.text"),
    ],
)
def test_a_wrong_request_is_told_the_field_and_the_reason(
    api: Api, changed: dict[str, object], field: str
) -> None:
    """And costs no reference."""
    refused = api.ask("/v1/drafts", body=draft(**changed))
    error = refused.data["error"]
    assert (refused.status, error["field"]) == (400, field)  # type: ignore[index]
    assert error["reason"]  # type: ignore[index]


@pytest.mark.parametrize(
    "changed",
    [
        {"form": "XYZ"},
        {"from_post": "Nobody"},
        {"officers": [9]},
        {"answers": ["NORTH/2026/9999/MSG/1/O"]},
        {"kind": "UPDATE"},
    ],
)
def test_what_does_not_exist_is_named_in_a_sentence(
    api: Api, changed: dict[str, object]
) -> None:
    """One that an officer can act on."""
    refused = api.ask("/v1/drafts", body=draft(**changed))
    assert refused.status == 400
    assert str(refused.data["error"]["sentence"]).endswith(".")  # type: ignore[index]


def test_a_reader_who_was_away_goes_on_where_it_stopped(api: Api) -> None:
    """By the id of the last event it heard."""
    drafted = api.ask("/v1/drafts", body=draft()).data
    first = next(events(api, ""))
    api.ask("/v1/statements", body=signed(api, drafted))
    second = next(events(api, first[0]))
    assert second[1]["statements"] == [drafted["reference"]]


def events(api: Api, after: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield the id and the data of each event."""
    request = urllib.request.Request(api.address + "/v1/events")  # noqa: S310
    request.add_header("Authorization", f"Bearer {api.token('watch')}")
    request.add_header("Last-Event-ID", after)
    place = ""
    with urllib.request.urlopen(request, timeout=20) as stream:  # noqa: S310
        for line in stream:
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name == "id":
                place = value
            elif name == "data":
                yield place, json.loads(value)


# Written out a second time on purpose: a slip in what guards an address shows here.
ACTION_OF = {
    "read": (
        *("/v1/inbox", "/v1/dues", "/v1/channel", "/v1/tally", "/v1/watch-log"),
        *("/v1/turnover", "/v1/conflicts", "/v1/declared", "/v1/positions"),
        "/v1/known",
        *("/v1/cases", "/v1/cases/00", "/v1/sites", "/v1/movements", "/v1/forms"),
        *("/v1/forms/MSG", "/v1/statements/x", "/v1/progress/x", "/v1/pages/x"),
        "/v1/settings",
        *("/v1/one-sided", "/v1/deliveries/x", "/v1/terms", "/v1/attachments/x"),
        "/v1/feeds",
        *("/v1/charter", "/v1/posts"),
    ),
    "draft": (
        *("/v1/signers", "/v1/previews", "/v1/drafts"),
        *("/v1/proposals", "/v1/attachments"),
    ),
    "release": ("/v1/statements",),
    "prove": ("/v1/proofs/x", "/v1/exports/x", "/v1/forks/x", "/v1/retold"),
    "audit": ("/v1/readings",),
    "locate": ("/v1/positions/reports",),
    "attend": ("/v1/attendance", "/v1/trials"),
}
POSTED = {
    *("/v1/signers", "/v1/previews", "/v1/drafts", "/v1/proposals"),
    *("/v1/attachments", "/v1/statements", "/v1/retold", "/v1/positions/reports"),
    *("/v1/attendance", "/v1/trials"),
}
CELLS = [
    (role, action, path)
    for role in ROLES
    for action, paths in ACTION_OF.items()
    for path in paths
]


@pytest.mark.parametrize(("role", "action", "path"), CELLS)
def test_an_address_lets_in_the_roles_that_may_do_what_it_does(
    api: Api, role: Role, action: Action, path: str
) -> None:
    """One test a cell; whether what is asked makes sense is asked after that."""
    status = api.ask(path, role, {} if path in POSTED else None).status

    assert (status == 403) == (not may(role, action))


def test_every_address_stands_in_the_table_of_roles() -> None:
    """A new one is not forgotten there."""
    told = {path.partition("/{")[0] for path, _ in OPERATIONS} - {"/v1/line"}

    table = {
        re.sub("/(x|00|MSG)$", "", path)
        for paths in ACTION_OF.values()
        for path in paths
    }
    assert told == table


# What is well formed may still be refused: a post that does not exist, say.
DOCUMENTED = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = [
    (path, method)
    for path, operations in application(None).openapi()["paths"].items()
    for method in operations
    if path != "/v1/events"  # it has no end, and is asked above
]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_the_api_does_what_its_document_says(
    api: Api, path: str, method: str, mode: GenerationMode
) -> None:
    """Whatever is asked, nothing fails and nothing undocumented comes back."""
    schema = schemathesis.openapi.from_url(f"{api.address}/openapi.json")
    operation = schema[path][method]
    name = f"{method} {path} {mode.value}"
    given_out = call("token", name, *api.story.line("north"), "--json").data["token"]
    headers = {"Authorization": f"Bearer {given_out}"}

    @settings(
        max_examples=15,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(mode))
    def check(case: schemathesis.Case[Any]) -> None:
        case.call_and_validate(headers=headers, checks=DOCUMENTED)

    check()
