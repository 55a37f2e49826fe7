# Every target sets up what it needs, then does it; each works alone, first and twice.
# Stamps under .venv say what is set up already, so a second run starts at once.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
export PATH := $(PATH):/usr/sbin:/sbin

PYTHON ?= python3
VENV := .venv/bin
OR_SAY := >.venv/pip.log 2>&1 || { echo "Python packages are missing and could not be fetched: see .venv/pip.log" >&2; exit 1; }
PIP := $(VENV)/python -m pip --disable-pip-version-check -q install
OFFSCREEN := QT_QPA_PLATFORM=offscreen

# library that must be there = Debian package that brings it
NEEDED := libGL.so.1=libgl1 libEGL.so.1=libegl1 libxkbcommon.so.0=libxkbcommon0 \
  libglib-2.0.so.0=libglib2.0-0 libfontconfig.so.1=libfontconfig1 libdbus-1.so.3=libdbus-1-3
WINDOW := libxcb-cursor.so.0=libxcb-cursor0 libxcb-icccm.so.4=libxcb-icccm4 \
  libxcb-keysyms.so.1=libxcb-keysyms1 libxcb-shape.so.0=libxcb-shape0 libxcb-xkb.so.1=libxcb-xkb1 \
  libxkbcommon-x11.so.0=libxkbcommon-x11-0 libxcb-render-util.so.0=libxcb-render-util0 \
  libxcb-image.so.0=libxcb-image0

.PHONY: help run test coverage check bench faults guide strings clean

help:
	@echo "make run      open the desk           make check    lint, types, import contracts"
	@echo "make test     run every test          make faults   only the tests that kill and spoil"
	@echo "make bench    measure (ARGS=--write)  make guide    take the guide's screenshots"
	@echo "make strings  refresh the catalogues  make coverage see what the tests do not reach"
	@echo "make clean    remove what make has made"

# The system comes first: it is quickly told what it lacks, before anything is downloaded.
run: MUST = $(NEEDED) $(WINDOW)
run: .venv/stamp-system .venv/stamp-run
	@$(VENV)/python main.py $(ARGS)

# Most of the long tests wait for a portal or a clock: side by side they take half the time.
test: .venv/stamp-system .venv/stamp-test
	@$(OFFSCREEN) $(VENV)/python -m pytest -n 3 --dist loadfile $(ARGS)

# Measuring what the tests reach doubles their time, so it is asked for by name.
coverage: .venv/stamp-system .venv/stamp-test
	@$(OFFSCREEN) $(VENV)/python -m pytest -n 3 --dist loadfile --cov --cov-report=term $(ARGS)

check: .venv/stamp-check
	$(VENV)/python -m ruff check .
	$(VENV)/python -m ruff format --check .
	$(VENV)/python -m mypy
	$(VENV)/lint-imports

faults: .venv/stamp-system .venv/stamp-test
	@$(OFFSCREEN) $(VENV)/python -m pytest tests/faults $(ARGS)

bench: .venv/stamp-system .venv/stamp-bench
	@$(OFFSCREEN) $(VENV)/python -m tests.benchmarks.bench $(ARGS)

guide: MUST = $(NEEDED) $(WINDOW)
guide: .venv/stamp-system .venv/stamp-screen .venv/stamp-test
	@$(VENV)/python -m tests.guide.walk $(ARGS)

LOCALE := resources/locale
strings: .venv/stamp-test
	@mkdir -p build
	$(VENV)/pybabel -q extract -k _ -k N_ -k ngettext:1,2 -c i18n: --add-location=file --sort-output -w 110 \
	  --project=VaxDesk --input-dirs=main.py,vaxdesk,ui -o build/vaxdesk.pot
	$(VENV)/pybabel -q update -D vaxdesk -l hi -i build/vaxdesk.pot -d $(LOCALE) -w 110 \
	  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(VENV)/pybabel -q compile -D vaxdesk -d $(LOCALE)

clean:
	rm -rf .venv build dist *.egg-info .coverage .hypothesis .mypy_cache .ruff_cache .pytest_cache \
	  .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- what the targets stand on -------------------------------------------------------------------

.venv/stamp-venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "VaxDesk needs Python 3.11 or newer: set PYTHON=… to one." >&2; exit 1; }
	@$(VENV)/python -m pip --version >/dev/null 2>&1 || { \
	  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	    || { echo "Python's venv is missing: install python3-venv, then try again." >&2; exit 1; }; \
	  $(PYTHON) -m venv --clear .venv; }
	@touch $@

.venv/stamp-run: setup.cfg pyproject.toml .venv/stamp-venv
	@echo "Setting up what the desk needs …"
	@$(PIP) -e . $(OR_SAY)
	@touch $@

.venv/stamp-test: setup.cfg pyproject.toml .venv/stamp-venv
	@echo "Setting up what the tests need …"
	@$(PIP) -e '.[test]' $(OR_SAY)
	@touch $@ .venv/stamp-run

.venv/stamp-bench: setup.cfg pyproject.toml .venv/stamp-venv
	@echo "Setting up what the measurements need …"
	@$(PIP) -e '.[test,bench]' $(OR_SAY)
	@touch $@ .venv/stamp-test .venv/stamp-run

.venv/stamp-check: setup.cfg pyproject.toml .venv/stamp-venv
	@echo "Setting up what the checks need …"
	@$(PIP) -e '.[test,check]' $(OR_SAY)
	@touch $@ .venv/stamp-test .venv/stamp-run

# $(call install,packages): true when apt has brought them; its own words go to .venv/apt.log
define install
{ command -v apt-get >/dev/null && \
  if [ "$$(id -u)" = 0 ]; then as=env; else sudo -n true 2>/dev/null && as="sudo -n env"; fi && \
  echo "Installing$(1) …" && \
  { $$as DEBIAN_FRONTEND=noninteractive apt-get -qq update; \
    $$as DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $(1); \
  } >.venv/apt.log 2>&1; }
endef

# Without the libraries in MUST there is nothing to see; without a Hindi font the rest still works.
MUST = $(NEEDED)
.venv/stamp-system: | .venv/stamp-venv
	@lacking() { for pair in "$$@"; do \
	    ldconfig -p | grep -qF "$${pair%%=*} " || printf ' %s' "$${pair#*=}"; done; }; \
	fonts() { command -v fc-list >/dev/null || printf ' fontconfig'; \
	    fc-list :lang=hi 2>/dev/null | grep -q . || printf ' fonts-noto-core'; }; \
	rm -f .venv/apt.log; missing="$$(lacking $(NEEDED) $(WINDOW))$$(fonts)"; \
	[ -z "$$missing" ] || $(call install,$$missing) || true; \
	missing="$$(lacking $(NEEDED) $(WINDOW))$$(fonts)"; \
	if [ -z "$$missing" ]; then touch $@; \
	else tried="$$([ -e .venv/apt.log ] && printf ' (apt could not: see .venv/apt.log)')"; \
	  echo "Libraries or a Hindi font are missing$$tried; please install as root: apt-get install$$missing" >&2; \
	  [ -z "$$(lacking $(MUST))" ]; fi

.venv/stamp-screen: | .venv/stamp-venv
	@missing="$$(for tool in Xvfb=xvfb xdotool=xdotool openbox=openbox import=imagemagick; do \
	    command -v "$${tool%%=*}" >/dev/null || printf ' %s' "$${tool#*=}"; done)"; \
	if [ -z "$$missing" ] || $(call install,$$missing); then touch $@; \
	else echo "The guide needs a screen of its own; please install:$$missing" >&2; exit 1; fi
