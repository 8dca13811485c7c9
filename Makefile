# The two commands: `make site` and `make test`. Both set up everything they need in .venv/.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help

.PHONY: help site test check serve messages benchmark clean

help:  ## show this help
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

# Two stamps, so that publishing a site never waits for the test tools. Debian keeps venv in a package of its
# own: root gets it installed here, everybody else is told.
$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'Python 3.11 or later is needed; name one with make PYTHON=...' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
	  || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv; } \
	  || { echo 'Python lacks venv here: sudo apt-get install python3-venv' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.test-tools: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group test --group check
	@touch $@

# What the tests use from npm, where it is; they are skipped, and say so, where it is not.
tests/node/node_modules/.package-lock.json: tests/node/package.json tests/node/package-lock.json
	@if command -v npm >/dev/null; then npm ci --prefix tests/node --silent --no-audit --no-fund; fi

site: $(VENV)/.installed  ## validate evidence/, compute the levels, build site/index.html
	$(BIN)/assay build

test: check tests/node/node_modules/.package-lock.json  ## run every check and every test
	$(BIN)/pytest --numprocesses auto --dist loadgroup

check: $(VENV)/.test-tools  ## lint, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

serve: $(VENV)/.installed  ## build the site again whenever a file changes, and show it
	$(BIN)/assay serve

messages: $(VENV)/.installed  ## bring the interface's texts in site_templates/i18n/ up to date with code and templates
	$(BIN)/pybabel -q extract -F pyproject.toml -k marked --no-wrap --add-location=file --sort-by-file -o $(VENV)/texts.pot .
	for file in site_templates/i18n/*.po; do \
	  $(BIN)/pybabel -q update -i $(VENV)/texts.pot -o $$file -l $$(basename $$file .po) \
	    --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date || exit 1; done

benchmark: $(VENV)/.test-tools  ## measure validate and build at 100, 1,000 and 10,000 items
	$(BIN)/python -m benchmarks

clean:  ## remove what was built
	rm -rf $(VENV) site dist .mypy_cache .ruff_cache .pytest_cache
