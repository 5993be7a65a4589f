# One line per target; `make` alone lists them.
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
STAMP := $(VENV)/.installed

.PHONY: help install demo demo-reset check test chaos soak bench clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Expected Python 3.11 or newer, but found " + sys.version.split()[0])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $(STAMP)

install: $(STAMP) ## Make the virtual environment, development tools included

demo: $(STAMP) ## Start the demo city: database, partner and server on loopback
	@$(BIN)/tata demo

demo-reset: $(STAMP) ## Delete the demo city's data and start over
	@$(BIN)/tata demo --reset

check: $(STAMP) ## Lint, types, architecture, packs: no tests, within a minute
	@$(BIN)/python tests/gates/check.py

test: $(STAMP) ## Every test, both databases and the browser included
	@bash tests/gates/prepare.sh
	@$(BIN)/python -m pytest -n 2 --dist loadscope -m "not chaos" tests

chaos: $(STAMP) ## kill -9 at the hops, races, a real broker where TATA_TEST_AMQP is set
	@bash tests/gates/prepare.sh
	@$(BIN)/python -m pytest tests/chaos -m chaos -p no:xdist

soak: $(STAMP) ## Fuzz readers, expressions and tables, SOAK_SECONDS each (default 600)
	@$(BIN)/pip install --quiet --disable-pip-version-check -e '.[soak]'
	@for part in diagrams words tables; do \
		$(BIN)/python tests/fuzz/soak.py $$part -max_total_time=$${SOAK_SECONDS:-600} -rss_limit_mb=2000 || exit 1; done

bench: $(STAMP) ## Measure and write bench/results/latest.json
	@bash tests/gates/prepare.sh
	@$(BIN)/python bench/run.py

clean: ## Remove caches, keep data
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
