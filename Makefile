# make demo   environment, graph of the seeds, exports, an official's appearances
# make test   environment, linters, tests
# make lint   linters alone
# make lock   requirements.lock anew, from pyproject.toml (needs uv)
# make graph-view   the graph view of `kg serve`, where there is npm (demo and test make it, too)

SHELL := /bin/bash
VENV  := .venv
BIN   := $(VENV)/bin
STAMP := $(VENV)/.installed

# The first Python of version 3.11 or later; another one: make demo PYTHON=/path/to/python
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)

# The graph view is built where there is npm. Without it everything else works.
FRONT := kg/web/frontend
VIEW  := $(if $(shell command -v npm),kg/web/static/graph.js)

.PHONY: demo test lint format build-env graph-view lock clean
.DEFAULT_GOAL := demo

demo: build-env graph-view
	@mkdir -p build
	$(BIN)/kg build seeds/ -o build/officials.db
	$(BIN)/kg export build/officials.db build/graph.graphml
	$(BIN)/kg export build/officials.db build/graph.ttl
	$(BIN)/kg export build/officials.db build/graph.nt
	$(BIN)/kg appearances "truong thi mai" --db build/officials.db

test: graph-view lint
	$(BIN)/python -m pytest -q

lint: build-env
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@if test -d $(FRONT)/node_modules/typescript; then npm run --silent --prefix $(FRONT) check; fi

format: build-env
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

build-env: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed: make PYTHON=/path/to/python" >&2; exit 1; }
	test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "no virtual environment: is the venv module installed (Debian: python3-venv)?" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

graph-view: $(VIEW)

kg/web/static/graph.js: $(FRONT)/node_modules/.package-lock.json $(FRONT)/build.mjs $(wildcard $(FRONT)/src/*)
	@if test -d $(FRONT)/node_modules/esbuild; then npm run --silent --prefix $(FRONT) build; fi

$(FRONT)/node_modules/.package-lock.json: $(FRONT)/package-lock.json
	@npm ci --prefix $(FRONT) --ignore-scripts --no-audit --no-fund --silent || \
	  echo "the graph view is not built: its packages are not to be had" >&2

lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
	  --generate-hashes --custom-compile-command "make lock" --upgrade --quiet -o requirements.lock

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
