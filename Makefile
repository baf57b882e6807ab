# Everything a fresh clone needs beside make is Python 3.11; what is missing is installed or named in a sentence.
.DEFAULT_GOAL := help
ifndef SIDE_BY_SIDE
.NOTPARALLEL:
endif
.DELETE_ON_ERROR:
unexport PYTHONDONTWRITEBYTECODE  # a hundred commands start in the tests: compiled once, not a hundred times

PORT ?= 8000
JOBS ?= 2
PYTHON ?=
HOUSE ?= northwind
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
LOCKED := --no-deps --no-compile --require-hashes  # all that is needed stands in the locks; what is used is compiled when it is
PYTEST := $(BIN)/pytest -n $(JOBS) --dist worksteal
MADE := $(VENV)/.made
RUNS := $(VENV)/.runs
BEYOND := $(VENV)/.beyond
TESTS := $(VENV)/.tests
CHECKS := check-types check-locks check-storeys check-style check-templates check-messages check-migrations

.PHONY: help setup demo gallery pictures test check check-security audit probe bench messages lock wheel clean \
	ready catalogues browser test-sqlite test-postgres \
	$(CHECKS)

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- set up ----------------------------------------------------------------------------------------------------

setup: $(RUNS) catalogues  ## make .venv with .venv/bin/mainstay in it

$(MADE): pyproject.toml
	@python="$(PYTHON)"; \
	for each in python3 python3.11 python3.12 python3.13 python3.14; do \
		test -n "$$python" && break; \
		$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && python=$$each; \
	done; \
	test -n "$$python" || { echo "Mainstay needs Python 3.11 or newer. Install it with: sudo apt-get install python3.11 python3.11-venv" >&2; exit 1; }; \
	"$$python" -m tests.machine.venv $(if $(PYTHON),,--fastest)
	@touch $@

$(RUNS): $(MADE) requirements.lock requirements-build.lock hatch_build.py
	@echo "Installing what Mainstay runs on …"
	@$(PIP) install $(LOCKED) -r requirements.lock -r requirements-build.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# What tests need beyond it: nothing that stands in the other locks, so that both may be installed at the same time.
$(BEYOND): $(MADE) requirements.lock requirements-build.lock requirements-dev.lock
	@echo "Installing what checks and tests it …"
	@awk 'FILENAME == ARGV[ARGC - 1] { if (/==/) known = $$1 in seen; if (!known) print; next } /==/ { seen[$$1] }' \
		requirements.lock requirements-build.lock requirements-dev.lock > $@.txt
	@$(PIP) install $(LOCKED) -r $@.txt
	@touch $@

$(TESTS): $(RUNS) $(BEYOND)
	@touch $@

catalogues: $(RUNS)
	@$(PY) hatch_build.py

# --- look at it ------------------------------------------------------------------------------------------------

demo: setup  ## load the demo house into var/, print Today, serve on http://localhost:8000 (or PORT); HOUSE=solo: the other
	@echo "Opening the demo house (the first time takes a minute) …"
	@$(if $(filter-out northwind,$(HOUSE)),MAINSTAY_HOME="$${MAINSTAY_HOME:-var/$(HOUSE)}" )$(BIN)/mainstay demo --house $(HOUSE) --port $(PORT)

GALLERY ?= docs/guide/gallery
PAGES := tests/browser/test_every_page.py
gallery: $(TESTS) catalogues browser  ## every page and state in docs/guide/gallery: three widths, light and dark, four languages
	rm -rf $(GALLERY)
	env -u DATABASE_URL MAINSTAY_PICTURES=$(GALLERY) MAINSTAY_LANGUAGES=en,de,ms,ru MAINSTAY_WIDTHS=1280,768,375 \
		MAINSTAY_SCHEMES=light,dark $(PYTEST) $(PAGES) -k "not dark and not address"
	@$(PY) -m tests.machine.gallery $(GALLERY)

pictures: $(TESTS) catalogues browser  ## draw anew the pictures that tests compare pages with, then look at what changed
	rm -f tests/browser/pictures/*.png
	env -u DATABASE_URL MAINSTAY_RENEW=yes $(PYTEST) $(PAGES)

# --- hold it to its word ---------------------------------------------------------------------------------------

test: ready check test-sqlite test-postgres  ## check, then every test on SQLite, in the browser and on PostgreSQL

ready: $(MADE)
	@$(MAKE) --no-print-directory --jobs=$(JOBS) --output-sync=line SIDE_BY_SIDE=yes $(RUNS) $(BEYOND)

test-sqlite: $(TESTS) catalogues browser  ## every test on SQLite, those in the browser included
	env -u DATABASE_URL $(PYTEST)

test-postgres: $(TESTS) catalogues  ## every test that asks the database, but the browser's, on a private PostgreSQL
	$(PY) -m tests.machine.postgres -- $(PYTEST) -m "database and not browser"

browser: $(RUNS)
	@$(PY) -m tests.machine.chromium > /dev/null

check: $(TESTS) catalogues  ## all that needs no run: storeys, types, style, templates, migrations, messages, locks
	@$(MAKE) --no-print-directory --jobs=$(JOBS) --output-sync=target SIDE_BY_SIDE=yes $(CHECKS)

check-locks: $(TESTS)
	@$(PY) -m tests.machine.locks --check
	@$(PIP) check

check-storeys: $(TESTS)
	@$(BIN)/lint-imports --no-logo

check-style: $(TESTS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-templates: $(TESTS)
	@$(BIN)/djlint mainstay --lint --quiet
	@git ls-files -z --cached --others --exclude-standard 'mainstay/*.html' | xargs -0 --no-run-if-empty $(BIN)/djade --target-version 5.2 --check

check-types: $(TESTS)
	$(BIN)/mypy --num-workers $(JOBS)

check-messages: $(TESTS)
	@$(PY) -m tests.machine.messages --check

check-migrations: $(TESTS)
	@env -u DATABASE_URL $(PY) manage.py makemigrations --check --dry-run

check-security: $(TESTS)  ## ask bandit about the code, and look for secrets in all that was ever committed
	@$(PY) -m tests.machine.security

audit: $(TESTS)  ## ask a vulnerability service about what is locked (says so where none answers)
	@$(PY) -m tests.machine.security --audit

probe: setup  ## let Wapiti crawl the pages of a demo house, signed in (minutes; fetches Wapiti)
	@$(PY) -m tests.machine.probe

# --- keep it ---------------------------------------------------------------------------------------------------

bench: $(RUNS) catalogues  ## the measurements of bench/, on this machine
	$(PY) bench/intake.py
	$(PY) bench/pages.py

messages: $(TESTS)  ## gather what people see into the catalogues of de, ms and ru
	@$(PY) -m tests.machine.messages

lock: $(TESTS)  ## make the lock files from pyproject.toml (UPGRADE=1 for newer versions)
	@command -v uv > /dev/null || test -x $(BIN)/uv || $(PIP) install uv
	@$(PY) -m tests.machine.locks $(if $(UPGRADE),--upgrade)

wheel: setup  ## build dist/mainstay-….whl
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .

clean:  ## remove what the tools made (never var/, the house's own data)
	rm -rf $(VENV) dist build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find mainstay -name '*.mo' -delete
