"""What is dropped into the page that judges proofs, and what the command says of it."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from playwright.sync_api import Page

import detente_verify
from detente_verify import NotReadable, Trust, Verdict
from findings import ROOT

VECTORS: Final = ROOT / "spec" / "vectors"
PAGE: Final = ROOT / "src/detente/console/static/vendor/verify.html"
_NO_FILE: Final = frozenset({"file-missing_fail", "policy-missing_fail"})
_DROPPED: Final = """async ([channel, policy, files]) => {
  const held = (names) => {
    const transfer = new DataTransfer();
    for (const [name, data] of names) {
      transfer.items.add(new File([Uint8Array.fromBase64(data)], name));
    }
    return transfer.files;
  };
  const part = id => document.getElementById(id);
  part("channel").value = channel;
  part("policy").files = held(policy === null ? [] : [["policy", policy]]);
  const judged = new Promise(go => {
    new MutationObserver((_, watching) => { watching.disconnect(); go(); })
      .observe(part("state"), {attributeFilter: ["data-done"]});
  });
  part("files").files = held(files);
  part("files").dispatchEvent(new Event("change"));
  await judged;
  return [...document.querySelectorAll("article")].map(article => ({
    exit: Number(article.dataset.exit),
    verdict: article.querySelector(".verdict").textContent,
    file: article.querySelector(".file").textContent,
    sentence: article.querySelector(".sentence").textContent,
    rows: [...article.querySelectorAll("dl > div")].map(
      row => [...row.children].map(part => part.textContent)),
  }));
}"""
_JUDGED: Final = """async ([file, channel, policy]) => {
  const {judge, unhex} = globalThis.verifier;
  const trust = {channel, policy: policy === null ? null : unhex(policy)};
  const {exit, sentence, shown} = await judge(unhex(file), trust, "mutant");
  const plain = value => typeof value === "bigint" ? Number(value) : value;
  return [exit, sentence, shown.map(([name, value]) => [name, plain(value)])];
}"""


class Given(NamedTuple):
    """What a reader gives: a channel's id as he types it, and a policy's bytes."""

    channel: str = ""
    policy: bytes | None = None

    def trust(self) -> Trust:
        """Return it as the command takes it, which may refuse it."""
        if self.policy is not None:
            detente_verify.Policy(self.policy)
        channel = detente_verify.channel_id(self.channel) if self.channel else None
        return Trust(channel, self.policy)


class Case(NamedTuple):
    """A case of `spec/vectors`: its name, its file, and what the reader gives."""

    name: str
    data: bytes
    given: Given
    exit: int


def cases() -> Iterator[Case]:
    """Read every case that is about a file which is there."""
    for path in sorted(VECTORS.glob("*/case.json")):
        name = path.parent.name
        if name not in _NO_FILE:
            yield _case(path.parent, json.loads(path.read_text()))


def case(name: str) -> Case:
    """Read one case."""
    return next(each for each in cases() if each.name == name)


def _case(folder: Path, said: dict[str, Any]) -> Case:
    file, *options = said["arguments"]
    named = dict(zip(options[::2], options[1::2], strict=True))
    policy = named.get("--policy")
    given = Given(
        named.get("--channel", ""),
        (folder / policy).read_bytes() if policy is not None else None,
    )
    made = said.get("make")
    data = bytes(made["zero_bytes"]) if made else (folder / file).read_bytes()
    return Case(folder.name, data, given, said["exit"])


def by_command(data: bytes, given: Given, name: str) -> Verdict:
    """Return what the command says of a file."""
    most = detente_verify.MAX_FILE
    try:
        trust = given.trust()
    except NotReadable as error:
        return Verdict(name, detente_verify.UNREADABLE, str(error))
    if len(data) > most:
        sentence = f"The file {name} is longer than {most} bytes."
        return Verdict(name, detente_verify.UNREADABLE, sentence)
    return detente_verify.judge(data, trust, name)


def drop(page: Page, given: Given, files: dict[str, bytes]) -> dict[str, Any]:
    """Give the page files and what they are judged by; return what it shows of each."""
    policy = None if given.policy is None else as_text(given.policy)
    rows = [(name, as_text(data)) for name, data in files.items()]
    shown = page.evaluate(_DROPPED, [given.channel, policy, rows])
    return {each["file"]: each for each in shown}


def as_text(data: bytes) -> str:
    """Write bytes as a page takes them."""
    return base64.b64encode(data).decode()


def in_words(told: dict[str, Any]) -> str:
    """Write what the page shows as the command writes it."""
    rows = [f"{told['verdict']}: {told['file']}", told["sentence"]]
    for label, first, *others in told["rows"]:
        rows += [f"{label:<16}{first}", *(f"{'':<16}{line}" for line in others)]
    return "".join(f"{row}\n" for row in rows)


def by_page(page: Page, data: bytes, given: Given) -> list[Any]:
    """Return exit, sentence and rows of what the page's own judge says."""
    channel = detente_verify.channel_id(given.channel).hex() if given.channel else None
    policy = None if given.policy is None else given.policy.hex()
    told: list[Any] = page.evaluate(_JUDGED, [data.hex(), channel, policy])
    return told


def as_list(verdict: Verdict) -> list[Any]:
    """Return a verdict of the command in the same form."""
    rows = [list(row) for row in verdict.shown.items()]
    return [verdict.exit, verdict.sentence, rows]


def table(name: str) -> Any:  # noqa: ANN401 - JSON
    """Return a table of the vectors."""
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def need_page() -> None:
    """Say in one sentence what is missing where npm has not been."""
    if not PAGE.is_file():
        pytest.skip("The page is not made: npm is missing, see scripts/vendor.py.")
