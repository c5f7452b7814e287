# The one door. A bare machine needs Python 3.11 or newer, git and make.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PHOTO ?= src/skincast/demo/hopper.jpg
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-compile --no-deps
RUNTIME := $(VENV)/.runtime-ready
DEV := $(VENV)/.dev-ready

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format bench lock clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' Makefile

setup: $(RUNTIME) ## Create .venv with the locked packages and .venv/bin/skincast

demo: $(RUNTIME) ## Analyze the bundled portrait, or PHOTO=path, and show ninety days of somebody who does not exist
	@$(BIN)/skincast analyze "$(PHOTO)" --out demo_out
	@$(BIN)/skincast demo --out demo_out/journey

test: $(DEV) ## Run all tests
	$(BIN)/python -m pytest -n 2

check: $(DEV) ## Lint, format, types, the import rule, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@if [ -d tests/docs ]; then $(BIN)/python -m pytest -q tests/docs; fi

format: $(DEV) ## Mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEV) ## CPU time of each stage, beside the floor
	$(BIN)/python benchmarks/speed.py

lock: ## Resolve the dependencies anew into the requirements files
	@test -x .lock-venv/bin/uv || { $(PYTHON) -m venv .lock-venv && .lock-venv/bin/python -m pip install --quiet 'uv>=0.13,<0.14'; }
	rm -f requirements.txt requirements-dev.txt
	$(COMPILE) --group build --output-file requirements.txt
	$(COMPILE) --group build --extra dev --constraint requirements.txt --output-file requirements-dev.txt

clean: ## Remove everything that these commands made
	rm -rf $(VENV) .lock-venv demo_out build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# Universal: one file for every platform. `fewest` keeps one version of each package for all supported Pythons.
COMPILE = .lock-venv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Skincast needs Python 3.11 or newer: make PYTHON=path") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements.txt pyproject.toml | $(BIN)/python
	$(PIP_INSTALL) --require-hashes --requirement requirements.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" $(PIP_INSTALL) --no-build-isolation --editable .
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	$(PIP_INSTALL) --require-hashes --requirement requirements-dev.txt
	@touch $@
