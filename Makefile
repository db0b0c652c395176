# Every target sets up what it needs in .venv first; `make` alone prints this help.
PYTHON ?= python3
PORT ?= 8000
DATA ?= data
CONFIG ?= training/default.toml
BIN := .venv/bin
KERNEL := $(wildcard service/moderation/*.c service/moderation/*.h)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help serve test lint format types unit image train evaluate bench docs lock clean

help: ## print this help
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | \
	  awk -F '\t' '{printf "  make %-8s %s\n", $$1, $$2}'

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Below the Line needs Python 3.11 or newer: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/serve: .venv/made requirements/serve.lock requirements/build.lock pyproject.toml $(KERNEL)
	$(PIP) install --require-hashes -r requirements/build.lock -r requirements/serve.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@ls service/moderation/_kernel.*.so > /dev/null 2>&1 || \
	  echo "No C compiler, or it failed: the scorer runs on NumPy, with the same scores and more slowly." >&2
	@touch $@

.venv/report: .venv/serve requirements/report.lock
	$(PIP) install --require-hashes -r requirements/report.lock
	@touch $@

.venv/peers: .venv/serve requirements/peers.lock
	$(PIP) install --require-hashes -r requirements/peers.lock
	@touch $@

.venv/dev: .venv/serve requirements/dev.lock
	$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

serve: .venv/serve ## serve the shipped model on port 8000 (PORT=...)
	BTL_PORT=$(PORT) $(BIN)/btl serve

test: lint types unit image ## every check: lint, types, tests, the image

lint: .venv/dev ## ruff: rules and format
	$(BIN)/ruff check --no-cache .
	$(BIN)/ruff format --check .

format: .venv/dev ## rewrite the code to the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: .venv/dev ## mypy, strict
	$(BIN)/mypy

unit: .venv/dev ## the tests alone
	$(BIN)/pytest -n 2

image: .venv/serve ## build the container image and run it for real
	$(BIN)/python tests/image/check.py

train: .venv/serve ## retrain: make train CONFIG=training/default.toml DATA=data
	$(BIN)/btl-train run --config $(CONFIG) --data $(DATA)

evaluate: .venv/report .venv/peers ## measure the model beside others: make evaluate DATA=data
	$(BIN)/btl-train evaluate --data $(DATA) --out evaluation

bench: .venv/report .venv/peers ## speed beside named peers, in one run: make bench DATA=data
	$(BIN)/python benchmarks/bench.py --write $(if $(filter-out file,$(origin DATA)),$(DATA))

docs: .venv/serve ## write docs/openapi.json and docs/settings.md from the code
	$(BIN)/btl docs

lock: .venv/made ## renew the exact versions in requirements/
	$(PIP) install uv
	echo 'setuptools>=80' | $(BIN)/uv pip compile - -o requirements/build.lock $(LOCK)
	echo 'ziglang>=0.17' | $(BIN)/uv pip compile - -o requirements/compile.lock $(LOCK)
	$(BIN)/uv pip compile pyproject.toml -o requirements/serve.lock $(LOCK)
	$(BIN)/uv pip compile pyproject.toml --extra report -c requirements/serve.lock -o requirements/report.lock $(LOCK)
	$(BIN)/uv pip compile pyproject.toml --extra peers -c requirements/serve.lock -o requirements/peers.lock $(LOCK)
	$(BIN)/uv pip compile pyproject.toml --extra dev -c requirements/serve.lock -c requirements/report.lock \
	  -o requirements/dev.lock $(LOCK)

LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command 'make lock'

clean: ## remove the virtual environment and the caches
	rm -rf .venv build *.egg-info .mypy_cache .pytest_cache .ruff_cache service/moderation/*.so
