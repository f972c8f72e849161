"""Write `spec/vectors/`: what every implementation must accept and must refuse.

One folder a case, `_fail` at the end of its name where the verdict must be a refusal;
`docs/verifier.md` says how they are read. Seeds are fixed, but ML-DSA signatures draw
randomness: so the vectors are made once and kept, and made anew only when a clause
changes. Every case is judged before the old ones are replaced.
"""

import contextlib
import io
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import detente_verify
from findings import ROOT
from vectors import documents, files, forks, heads, policies, proofs, statements
from vectors.blocks import Case, Cases
from vectors.tables import TABLES

FOLDER: Final = ROOT / "spec" / "vectors"
# Made and judged with the others, but near relatives of cases that are kept: leaving
# them out keeps the folder small. The tests make and judge them anew.
LEFT_OUT: Final = frozenset(
    [
        "uneven-tree",
        "node-credential",
        "last-second",
        "credential-ml-dsa-44",
        "receipt-of-a-neutral",
        "passkey-unverified_fail",
        "passkey-elsewhere_fail",
        "passkey-made_fail",
        "passkey-other-text_fail",
        "second-before-first_fail",
        "second-doubled_fail",
        "second-of-another-channel_fail",
        "second-skipping_fail",
        "second-of-other-keys_fail",
        "flipped-salt_fail",
        "flipped-path_fail",
        "flipped-receipt-2_fail",
        "fork-by-other-path_fail",
        "charter-name_fail",
        "keys-missing_fail",
        "keys-doubled_fail",
        "no-head_fail",
        "receipt-doubled_fail",
        "receipt-renamed_fail",
        "size-nought_fail",
        "path-reversed_fail",
        "position-above_fail",
        "path-of-65_fail",
        "path-short-hash_fail",
        "position-padded_fail",
        "position-signed_fail",
        "tlog-version_fail",
        "head-size-padded_fail",
        "head-unfinished_fail",
        "head-empty-line_fail",
        "head-unsigned_fail",
        "head-of-33_fail",
        "key-document-as-statement_fail",
        "signature-doubled_fail",
        "signatures-swapped_fail",
        "signature-of-another-kind_fail",
        "unsigned_fail",
        "statement-too-long_fail",
        "header-missing-field_fail",
        "header-bool_fail",
        "header-negative-time_fail",
        "header-short-digest_fail",
        "header-unknown-status_fail",
        "header-reference_fail",
        "header-uncited-change_fail",
        "header-cited-new_fail",
        "text-control_fail",
        "text-not-utf-8_fail",
        "number-twice_fail",
        "credential-of-no-post_fail",
        "root-of-none_fail",
        "root-of-three-in-two_fail",
        "keys-of-another-name_fail",
        "signed-twice_fail",
        "nonce-short_fail",
        "sealing-short_fail",
        "generation-nought_fail",
        "file-long-head_fail",
        "file-of-fields_fail",
        "file-format_fail",
        "file-short-salt_fail",
        "file-body-alone_fail",
        "fork-from-nothing",
        "fork-with-receipts",
        "fork-backwards_fail",
        "fork-backwards-bare_fail",
        "fork-without-path_fail",
        "fork-path-too-long_fail",
        "fork-path-idle_fail",
        "fork-of-other-keys_fail",
        "fork-short-hash_fail",
        "fork-cut_fail",
    ]
)


def cases() -> Cases:
    """Yield every case."""
    for module in (proofs, heads, statements, documents, files, policies, forks):
        yield from module.cases()


def write(folder: Path, case: Case) -> None:
    """Write one case."""
    place = folder / case.name
    place.mkdir(parents=True)
    for name, data in case.files.items():
        (place / name).write_bytes(data)
    shown: dict[str, Any] = {
        "what": case.what,
        "clause": case.clause,
        "arguments": case.arguments,
        "exit": case.exit,
    }
    if case.make:
        shown["make"] = {"file": case.make[0], "zero_bytes": case.make[1]}
    text = json.dumps(shown, indent=2, ensure_ascii=False)
    (place / "case.json").write_text(text + "\n")


def judged(folder: Path, case: Case) -> tuple[int, str]:
    """Return what the verifier answers to a case: exit code and words."""
    told = io.StringIO()
    with contextlib.chdir(folder / case.name), contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(told))
        stack.enter_context(contextlib.redirect_stderr(told))
        if case.make:
            made = Path(case.make[0])
            made.write_bytes(bytes(case.make[1]))
            stack.callback(made.unlink)
        return detente_verify.main(case.arguments), told.getvalue()


def main() -> int:
    """Write all cases beside the old ones, judge them, and put them in their place."""
    with tempfile.TemporaryDirectory(dir=FOLDER.parent) as beside:
        folder = Path(beside) / "vectors"
        written = list(cases())
        for case in written:
            write(folder, case)
        wrong = 0
        for case in written:
            code, words = judged(folder, case)
            if code != case.exit or (case.exit in {1, 2}) != case.name.endswith(
                "_fail"
            ):
                wrong += 1
                print(f"{case.name}: {code} instead of {case.exit}\n{words}")
        if wrong:
            return 1
        for name in LEFT_OUT:
            shutil.rmtree(folder / name)
        for name, table in TABLES.items():
            text = json.dumps(table(), indent=1, ensure_ascii=False)
            (folder / f"{name}.json").write_text(text + "\n")
        shutil.rmtree(FOLDER, ignore_errors=True)
        folder.replace(FOLDER)
    size = sum(each.stat().st_size for each in FOLDER.rglob("*") if each.is_file())
    kept = len(written) - len(LEFT_OUT)
    print(f"{kept} cases and {len(TABLES)} tables, {size / 1e6:.1f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
