"""The page that judges proofs says of every file what the command says."""

# ruff: noqa: RUF001 - letters of Russian and marks of Chinese are meant

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Request, expect
from tests.browser.dropping import (
    PAGE,
    Case,
    Given,
    as_list,
    as_text,
    by_command,
    by_page,
    case,
    cases,
    drop,
    in_words,
    need_page,
    table,
)
from tests.verifier.judging import MOST, flipped, flips, values, verifier_reads

import detente_verify
import verify_page
from detente.console.languages import NAMES, tag
from detente.record import wire
from detente.report.translated import LANGUAGES
from detente.testing.parties import World

_WITHOUT_SUBTLE: Final = "Object.defineProperty(crypto, 'subtle', {value: undefined});"
_TAKES: Final = """async (row) => {
  const v = globalThis.verifier;
  const key = row => v.makeKey(row.algorithm ?? -19, v.unhex(row.key), row.origins);
  const ways = {
    wire: () => v.cbor(v.unhex(row.hex), 1 << 20),
    notes: () => v.note(new TextEncoder().encode(row.note)),
    ed25519: () => v.sound(key(row)),
    signatures: () =>
      v.checkSignature(key(row), v.unhex(row.message), v.unhex(row.signature)),
    points: () => {
      const parts = [row.key, row.message, row.signature].map(v.unhex);
      if (v.isSmall(parts[2].subarray(0, 32)) || !v.fitsByPoints(...parts)) throw 0;
    },
  };
  try { await ways[row.way](); return true; } catch { return false; }
}"""
_OWN: Final = {
    "zh": ("信任依据", "未证明事项"),
    "ru": ("Почему доверие", "Не доказано"),
}
"""Rows in which the verifier alone speaks."""
_ENGLISH: Final = re.compile(r"\b(the|is|of|an?|by|not|has|are|that)\b")
_LEADS: Final = """([old, size, path, leaf]) => {
  const v = globalThis.verifier;
  const steps = path.map(v.unhex);
  try {
    const sizes = [BigInt(old), BigInt(size)];
    return leaf === null
      ? v.consistentRoots(...sizes, steps).map(v.hex)
      : [v.hex(v.includedRoot(v.unhex(leaf), ...sizes, steps))];
  } catch { return null; }
}"""
_MUTATED: Final = (
    "statement",
    "credential-passkey",
    "fork-of-sizes",
    "policy-groups",
    "second-generation",
    "two-receipts",
)


def opened(browser: Browser, before: str = "") -> Iterator[Page]:
    """Open the page from its file; it must ask for nothing else, and complain not."""
    need_page()
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []

    def noted(request: Request) -> None:
        asked.append(request.url)

    page.on("request", noted)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text))
    if before:
        page.add_init_script(before)
    page.goto(PAGE.as_uri())
    yield page
    context.close()
    assert (asked, wrong) == ([PAGE.as_uri()], [])


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """The page, as anyone opens it who has saved it."""
    yield from opened(browser)


@pytest.fixture
def fresh(browser: Browser) -> Iterator[Page]:
    """The page once more, for a test that changes it."""
    yield from opened(browser)


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """The page in a browser whose own cryptography knows no Ed25519."""
    yield from opened(browser, _WITHOUT_SUBTLE)


def together(found: list[Case]) -> Iterator[tuple[Given, list[Case]]]:
    """Put cases together that are judged by the same."""

    def order(each: Case) -> tuple[str, bool, bytes]:
        policy = each.given.policy
        return each.given.channel, policy is None, policy or b""

    for _, group in groupby(sorted(found, key=order), key=order):
        same = list(group)
        yield same[0].given, same


def judge_all(page: Page, found: list[Case]) -> dict[str, Any]:
    """Drop cases into the page; return what it shows of each."""
    told: dict[str, Any] = {}
    for trusted, same in together(found):
        told |= drop(page, trusted, {each.name: each.data for each in same})
    return told


def test_the_page_is_what_its_sources_make() -> None:
    """What is served and saved has every change in it."""
    need_page()
    if not verify_page.LIBRARIES.is_dir():
        pytest.skip("What npm delivers is not here any more.")

    assert PAGE.read_text(encoding="utf-8") == verify_page.page()


def test_each_case_is_judged_and_told_as_the_command_does(page: Page) -> None:
    """Verdict, sentence and every row are the command's own words, for each vector."""
    found = [each for each in cases() if each.name != "channel-and-policy_fail"]
    told = judge_all(page, found)

    exits = {each.name: told[each.name]["exit"] for each in found}
    assert exits == {each.name: each.exit for each in found}
    for each in found:
        verdict = by_command(each.data, each.given, each.name)
        assert in_words(told[each.name]) == detente_verify.in_words(verdict)


def test_a_channel_and_a_policy_at_once_are_refused(page: Page) -> None:
    """One question at a time, as with the command."""
    both = case("channel-and-policy_fail")

    told = drop(page, both.given, {both.name: both.data})

    assert told[both.name]["exit"] == both.exit
    assert "one question at a time" in told[both.name]["sentence"]


def test_a_browser_without_ed25519_gets_the_same_verdicts(plain: Page) -> None:
    """Where the browser does not check it, the page does."""
    expect(plain.locator("#engine")).to_have_text("the page")
    found = [case(name) for name in (*_MUTATED, "flipped-receipt-1_fail")]

    told = judge_all(plain, found)

    for each in found:
        verdict = by_command(each.data, each.given, each.name)
        assert in_words(told[each.name]) == detente_verify.in_words(verdict)


def test_a_browser_that_is_strict_checks_ed25519(page: Page) -> None:
    """Chromium refuses what only the equation times eight fits: it is taken."""
    expect(page.locator("#engine")).to_have_text("the browser")


@pytest.mark.parametrize(
    ("name", "way", "right"),
    [
        ("wire", "wire", "accepted"),
        ("notes", "notes", "readable"),
        ("passkeys", "signatures", "fits"),
        ("ed25519", "ed25519", "sound"),
        ("signatures", "signatures", "fits"),
        ("signatures", "points", "fits"),
    ],
)
def test_the_page_takes_what_the_tables_say(
    page: Page, name: str, way: str, right: str
) -> None:
    """Values, heads, keys and signatures are taken or refused row by row."""
    rows = table(name) if name in {"wire", "notes", "passkeys"} else table("keys")[name]

    for row in rows:
        assert page.evaluate(_TAKES, {"way": way, **row}) == row[right], row["what"]


def test_keys_have_the_names_of_the_table(page: Page) -> None:
    """A thumbprint is that of RFC 9679."""
    named = """row => {
      const v = globalThis.verifier;
      return v.hex(v.thumbprint(v.makeKey(row.algorithm, v.unhex(row.key))));
    }"""

    for row in table("keys")["thumbprints"]:
        assert page.evaluate(named, row) == row["kid"]


def test_paths_lead_where_the_table_says(page: Page) -> None:
    """Inclusion and consistency, right paths and wrong ones."""
    trees = table("trees")
    roots, leaves = [*trees["roots"], "", ""], [*trees["leaf_hashes"], "", "", ""]

    for row in trees["inclusion"]:
        asked = [row["index"], row["size"], row["path"], leaves[row["index"]]]
        led = page.evaluate(_LEADS, asked) == [roots[row["size"]]]
        assert led == row["leads"], row
    for row in trees["consistency"]:
        asked = [row["old"], row["size"], row["path"], None]
        led = page.evaluate(_LEADS, asked) == [roots[row["old"]], roots[row["size"]]]
        assert led == row["leads"], row


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=40) | values.map(wire.encode), st.none() | flips)
def test_the_page_and_the_command_read_the_same_values(
    page: Page, data: bytes, flip: tuple[float, int] | None
) -> None:
    """Bytes are a value of clause 1 for both, or for neither."""
    if flip and data:
        data = flipped(data, flip)

    taken = page.evaluate(_TAKES, {"way": "wire", "hex": data.hex()})

    assert taken == verifier_reads(lambda: detente_verify.cbor(data, MOST))


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(_MUTATED), flips)
def test_a_proof_with_a_byte_changed_gets_one_verdict(
    page: Page, name: str, flip: tuple[float, int]
) -> None:
    """Exit code, sentence and all that is shown are the same from both."""
    found = case(name)
    data = flipped(found.data, flip)

    told = by_page(page, data, found.given)

    assert told == as_list(by_command(data, found.given, "mutant"))


def changed(data: bytes, name: str, value: Any) -> bytes:  # noqa: ANN401 - any value
    """Return a proof in which one field is another value, spelled as it must be."""
    said = wire.decode(data, max_bytes=1 << 22)
    assert isinstance(said, dict)
    return wire.encode({**said, name: value})


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_proof_with_a_field_changed_gets_one_verdict(
    page: Page, data: st.DataObject
) -> None:
    """What is well spelled and wrong further in is refused in the same words."""
    found = case(data.draw(st.sampled_from(_MUTATED)))
    said = wire.decode(found.data, max_bytes=1 << 22)
    assert isinstance(said, dict)
    name = data.draw(st.sampled_from(sorted(map(str, said))))
    old, others = said[name], values
    if isinstance(old, bytes) and old:
        others = flips.map(lambda flip: flipped(old, flip)) | values
    if isinstance(old, str) and old:
        at = data.draw(st.integers(0, len(old) - 1))
        others = st.sampled_from("0A\n =/+é").map(
            lambda c: old[:at] + c + old[at + 1 :]
        )
    file = changed(found.data, name, data.draw(others))

    told = by_page(page, file, found.given)

    assert told == as_list(by_command(file, found.given, "mutant"))


BODIES: Final = (
    b"PROVES: other.proof\nSOUTH (South) released this",
    wire.encode({"text": "<img src=x onerror=alert(1)>\n</script>&amp;"}),
    wire.encode({"a": [1, {"b": None, "c": True}, [], {}, b"\x01"], "n": 2**64 - 1}),
    "﻿zero\u200bwidth  line".encode(),
    b"\xd8\x62\x82\x00\xf5",
    b"\xff\xfe",
    b"",
)


def test_a_body_is_shown_as_text_behind_a_bar(fresh: Page) -> None:
    """No body can become a part of the page, or pass for a verdict."""
    world = World(seed=301)
    for body in BODIES:
        world.say("NORTH", body)
    # The key document and the founding statement stand before them.
    files = {
        f"{at}": world.proof("NORTH", at).render(with_body=True)
        for at in range(2, 2 + len(BODIES))
    }

    told = drop(fresh, Given(world.channel.hex()), files)

    for name, data in files.items():
        verdict = by_command(data, Given(world.channel.hex()), name)
        assert verdict.exit == detente_verify.PROVES
        assert in_words(told[name]) == detente_verify.in_words(verdict)
    lines = fresh.locator("dd.body").all_text_contents()
    assert all(line.startswith("| ") for line in lines)
    assert fresh.locator("article img").count() == 0


def test_the_page_can_neither_load_nor_run_anything_else(browser: Browser) -> None:
    """Its policy refuses a request, and a script that was put into it."""
    need_page()
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(PAGE.as_uri())

    refusals = page.evaluate(
        """async () => {
          const refused = [];
          document.addEventListener("securitypolicyviolation",
            event => refused.push(event.effectiveDirective));
          await fetch("http://127.0.0.1:9/").catch(() => null);
          const script = document.createElement("script");
          script.textContent = "globalThis.ran = true";
          document.body.append(script);
          await new Promise(go => setTimeout(go));
          return [refused, globalThis.ran ?? false];
        }"""
    )
    page.context.close()

    assert refusals == [["connect-src", "script-src-elem"], False]
    assert asked == [PAGE.as_uri()]


def test_what_is_trusted_later_judges_the_file_anew(fresh: Page) -> None:
    """A file is chosen first; then a channel is typed, and then a policy given."""
    verdict, one = fresh.locator(".verdict"), case("policy-of-file")
    fresh.get_by_label("or choose them").set_input_files(
        {"name": "a.proof", "mimeType": "", "buffer": one.data}
    )
    expect(verdict).to_have_text("CONSISTENT, TRUST NOT SHOWN")

    fresh.get_by_label("Channel id").fill(f" {case('statement').given.channel}\n")
    expect(verdict).to_have_text("PROVES")
    fresh.get_by_role("button", name="Trust nothing").click()
    expect(verdict).to_have_text("CONSISTENT, TRUST NOT SHOWN")
    fresh.get_by_label("or a policy").set_input_files(
        {"name": "policy", "mimeType": "", "buffer": one.given.policy or b""}
    )
    expect(verdict).to_have_text("PROVES")
    expect(fresh.get_by_role("status")).to_have_text("PROVES")


def test_files_are_dropped_anywhere_and_a_policy_in_its_place(fresh: Page) -> None:
    """What falls on the page is judged; what falls where trust is given is trusted."""
    dropped = """([where, name, text]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.fromBase64(text)], name));
      const event = {dataTransfer: transfer, bubbles: true, cancelable: true};
      document.querySelector(where).dispatchEvent(new DragEvent("drop", event));
    }"""
    one = case("policy-of-file")

    fresh.evaluate(dropped, ["body", "a.proof", as_text(one.data)])
    expect(fresh.locator(".verdict")).to_have_text("CONSISTENT, TRUST NOT SHOWN")
    fresh.evaluate(dropped, ["#trust", "policy", as_text(one.given.policy or b"")])
    expect(fresh.locator(".verdict")).to_have_text("PROVES")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_kept_out_of_the_page(fresh: Page, language: str) -> None:
    """Axe finds nothing in any language, and a small screen shows all of it."""
    found = case("statement")
    speak(fresh, language)
    drop(fresh, found.given, {found.name: found.data})

    assert Axe().run(fresh).response["violations"] == []
    fresh.set_viewport_size({"width": 683, "height": 384})
    assert fresh.evaluate("document.documentElement.scrollWidth") <= 683


def speak(page: Page, language: str) -> None:
    """Choose a language of the page."""
    page.locator("#tongues").get_by_text(NAMES[language], exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", tag(language))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_verdict_is_told_in_the_language_that_was_chosen(
    fresh: Page, language: str
) -> None:
    """Sentences, labels and what the verifier says in rows, for each vector."""
    speak(fresh, language)
    known = [each for each in cases() if each.name != "channel-and-policy_fail"]

    told = judge_all(fresh, known)

    sentences = [each["sentence"] for each in told.values()]
    rows = [row for each in told.values() for row in each["rows"]]
    labels = {label for label, *_ in rows}
    own = {_OWN[language][0], _OWN[language][1]}
    assert own <= labels
    said = [*sentences, *labels, *(each["verdict"] for each in told.values())]
    said += [line for label, *lines in rows for line in lines if label in own]
    assert [each for each in said if _ENGLISH.search(each)] == []


def test_what_stands_there_already_is_told_again_in_another_language(
    fresh: Page,
) -> None:
    """An officer hands his screen to the one beside him."""
    found = case("statement")
    drop(fresh, found.given, {found.name: found.data})
    expect(fresh.locator(".verdict")).to_have_text("PROVES")

    speak(fresh, "ru")

    expect(fresh.locator(".verdict")).to_have_text("ДОКАЗЫВАЕТ")
    expect(fresh.get_by_role("status")).to_have_text("ДОКАЗЫВАЕТ")
    expect(fresh.locator("#clear")).to_have_text("Ничему не доверять")
    speak(fresh, "en")
    expect(fresh.locator(".verdict")).to_have_text("PROVES")


def test_a_body_is_never_told_in_another_language(fresh: Page) -> None:
    """It is what was signed: nobody writes it out in other words."""
    world = World(seed=302)
    world.say("NORTH", b"which of the two histories others hold")
    proof = world.proof("NORTH", 2).render(with_body=True)
    speak(fresh, "zh")

    drop(fresh, Given(world.channel.hex()), {"a": proof})

    expect(fresh.locator("dd.body")).to_have_text(
        "| which of the two histories others hold"
    )
