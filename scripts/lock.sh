#!/usr/bin/env bash
# Write requirements/*.lock anew from pyproject.toml and requirements/*.in.
#
# Only those who change a dependency run this; it needs uv on the PATH. Pins that still
# fit stay as they are; `make lock UPGRADE=1` moves all of them. Releases younger than a
# week are not taken: a poisoned one is mostly found, and withdrawn, within days.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../requirements"

command -v uv >/dev/null || {
  echo "make lock needs uv: python3 -m venv DIR, DIR/bin/pip install uv, PATH=DIR/bin:\$PATH"
  exit 1
}

options=(
  --quiet --universal --python-version 3.11 --exclude-newer "7 days"
  --generate-hashes --no-header --no-annotate --no-emit-index-url --no-config
)
[[ -z ${UPGRADE:-} ]] || options+=(--upgrade)

compile() { uv pip compile "${options[@]}" "$@"; }

compile ../pyproject.toml run.in --output-file run.lock
compile ../pyproject.toml run.in dev.in --constraints run.lock --output-file dev.lock
compile ../pyproject.toml run.in bench.in --constraints run.lock \
  --overrides bench.overrides --output-file bench.lock
compile ../pyproject.toml run.in dev.in fuzz.in --constraints dev.lock --output-file fuzz.lock

wc -l -- *.lock
