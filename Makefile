# `make demo` and `make test` do everything from a fresh machine with Python 3.11 or newer.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# What students may have beside the newest Anki: the oldest that is supported, and in CI some more.
ANKIS := 24.11 $(if $(CI),23.10.1 25.2 25.9.2)

PLATFORMS := .venv/platforms

.PHONY: help demo test test-platforms browser office anki platforms lint check bench clean

help:
	@echo "make demo    install quizgen into .venv/ and build the banks of this repository into output/"
	@echo "make test    install what the tests need, too, and run them"
	@echo "make test-platforms  only what plays the exports in the software of learning platforms"
	@echo "make lint    lint, format and types"
	@echo "make check   both of these"
	@echo "make bench   the measured comparisons"
	@echo "make clean   remove .venv/, what was built, and caches"

demo: .venv/installed
	$(BIN)/quizgen build
	@echo
	@echo "In output/: open the .apkg in Anki (File, Import); print the .pdf, -key.pdf has its answers;"
	@echo "practise on the .html in a browser; the .json is for learning platforms. Try next:"
	@echo "$(BIN)/quizgen practice --bank soleimani"

test: .venv/installed-test browser office anki platforms
	$(BIN)/pytest -n auto --dist loadfile

# The last line writes the table of docs/platforms.md.
test-platforms: .venv/installed-test browser platforms
	rm -rf $(PLATFORMS)/results
	$(BIN)/pytest -m platforms tests/platforms
	$(BIN)/python -m tests.platforms.results

# Without one the tests of pages are skipped, except in CI, where they fail.
browser:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit; done; \
	test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -qq -y chromium \
	|| echo "no Chromium here, so the tests of pages are skipped; Debian has it as the package chromium"

# Here, too: in CI a missing one is a failure.
office:
	@command -v soffice >/dev/null && ls /usr/lib/libreoffice/program/libsclo.so >/dev/null 2>&1 && exit; \
	test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -qq -y libreoffice-writer-nogui libreoffice-calc-nogui \
	|| echo "no LibreOffice here, so the tests that open documents and sheets in it are skipped"

lint: .venv/installed-check
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# Each in a folder of its own, for a process of its own. In CI a missing one is a failure, too.
anki: $(ANKIS:%=.venv/anki-%)

.venv/anki-%: | .venv/installed-test
	@rm -rf $@.part
	$(PIP) install --target $@.part anki==$* && mv $@.part $@ || echo "no Anki $* here, so its tests are skipped"

# Players, parsers and validators from npm and PyPI, apart from quizgen: some have other licences or need old packages.
platforms: $(PLATFORMS)/node_modules $(PLATFORMS)/edx $(PLATFORMS)/google

$(PLATFORMS)/node_modules: tests/platforms/package.json | .venv/installed-test
	@command -v npm >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
	&& apt-get update -qq && apt-get install -qq -y nodejs npm; } || true
	@mkdir -p $(PLATFORMS) && cp tests/platforms/package.json $(PLATFORMS)
	@cd $(PLATFORMS) && npm install --no-audit --no-fund --no-package-lock --ignore-scripts --silent && touch node_modules \
	|| echo "no npm here, so the tests with players and parsers from there are skipped"

$(PLATFORMS)/edx: tests/platforms/edx.txt | .venv/installed-test
	@rm -rf $@.part $@ && $(PYTHON) -m venv $@.part && $@.part/bin/python -m pip --disable-pip-version-check --quiet \
	install --requirement tests/platforms/edx.txt && mv $@.part $@ \
	|| echo "no Open edX engine here, so its tests are skipped"

# Of this package only the description of the Forms API is read; what it needs otherwise would be 100 MB.
$(PLATFORMS)/google: tests/platforms/google.txt | .venv/installed-test
	@rm -rf $@.part $@ && $(PIP) install --no-deps --target $@.part --requirement tests/platforms/google.txt && mv $@.part $@ \
	|| echo "no description of the Google Forms API here, so its tests are skipped"

check: lint test

bench: .venv/installed-test
	$(BIN)/python benchmarks/run.py

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find output -mindepth 1 ! -name .gitignore -delete

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and f"quizgen needs Python 3.11 or newer; $(PYTHON) is {sys.version}")'
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/installed: pyproject.toml | .venv/bin/python
	$(PIP) install --editable .
	@touch $@

# An old pip knows no dependency groups, so it is renewed first.
.venv/installed-test: pyproject.toml | .venv/bin/python
	$(PIP) install --upgrade pip
	$(PIP) install --editable . --group test
	@touch $@ .venv/installed

.venv/installed-check: pyproject.toml | .venv/bin/python
	$(PIP) install --upgrade pip
	$(PIP) install --editable . --group test --group check
	@touch $@ .venv/installed .venv/installed-test
