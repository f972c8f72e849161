# The two commands a newcomer needs are `make test` and `make demo`: each installs what it
# needs into .venv, from a lock file with hashes, and then works. `make help` lists all.

# Debian's Python is built with optimizations, which a Python built by hand often is not,
# and they are worth a third of the speed (bench/README.md).
PYTHON ?= $(shell /usr/bin/python3 -c 'import ensurepip, sys; sys.exit(sys.version_info[:2] != (3, 11))' \
	2>/dev/null && echo /usr/bin/python3 || echo python3)
BIN := .venv/bin
# A process a processor; tests that share what takes long to set up stay in one.
PARALLEL := --numprocesses auto --dist loadgroup

.DEFAULT_GOAL := help
.PHONY: help test search demo simulate fuzz bench-line bench-dialogue bench-space bench-console vectors labels
.PHONY: test-browser screenshots picture fix coverage lock clean
.PHONY: install-run install-dev install-bench install-fuzz install-browser

help: ## List what can be made
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) \
		| while IFS='|' read -r name text; do printf '%-18s %s\n' "$$name" "$$text"; done

test: install-browser ## Check style, types, imports, documents and behaviour
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_source.py
	$(BIN)/python scripts/check_docs.py
	$(BIN)/pytest $(PARALLEL)

test-browser: install-browser ## Drive the console in a real browser, between two real nodes
	$(BIN)/pytest -m '' $(PARALLEL) tests/browser

search: install-browser ## Try other examples and another order than make test does, in TESTS=path
	$(BIN)/pytest -m '' --hypothesis-profile=search --randomly-seed=default $(or $(TESTS),tests)

demo: install-run ## Play documented and invented cases between two nodes
	$(BIN)/detente demo --once

simulate: install-dev ## Play SCHEDULES=n invented schedules from SEED=s
	$(BIN)/python -m detente.testing.simulate --schedules $(or $(SCHEDULES),2000) --seed $(or $(SEED),1)

fuzz: install-fuzz ## Search every decoder for SECONDS=n
	$(BIN)/python -m tests.fuzz.run --seconds $(or $(SECONDS),60)

bench-line: install-bench ## Measure the line beside its floor and NATS
	$(BIN)/python bench/line.py

bench-dialogue: install-bench ## Measure folding, inbox and dues of 100,000 statements
	$(BIN)/python bench/dialogue.py

bench-console: install-browser ## Measure the console in a real browser
	$(BIN)/python bench/console.py

bench-space: install-bench ## Measure volumes, reports and approaches beside PostGIS and BlueSky
	$(BIN)/python bench/space.py

vectors: install-dev ## Write spec/vectors anew
	$(BIN)/python scripts/make_vectors.py

labels: install-dev ## Bring the translators' catalogues in step with forms and pages
	$(BIN)/python scripts/catalogue.py

screenshots: install-browser ## Take the pictures of the console in docs/ anew
	$(BIN)/python scripts/screenshots.py

picture: install-run ## Draw docs/demo.svg anew
	$(BIN)/python scripts/picture.py

fix: install-dev ## Put into form what a tool can put into form
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

coverage: install-dev ## Show which lines and branches no test reaches
	$(BIN)/pytest --cov --cov-report=term-missing

lock: ## Write the lock files anew (needs uv; UPGRADE=1 moves every pin)
	scripts/lock.sh

clean: ## Remove .venv and all that tools have left
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -rf dist .coverage
	find . -name __pycache__ -prune -exec rm -rf {} +

# Not meant to be called by hand: what the others stand on.
install-run install-dev install-bench install-fuzz: install-%:
	@$(PYTHON) scripts/install.py $*
	@$(PYTHON) scripts/vendor.py

install-browser: install-dev
	@$(PYTHON) scripts/browser.py
