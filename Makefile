# Each target sets up what it needs; nothing else has to be done first.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/ready

.PHONY: demo demo-teams test chaos lint lock bench clean
.DEFAULT_GOAL := demo

$(READY): requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@

demo: $(READY)
	$(RUN) -m bot demo

demo-teams: $(READY)
	$(RUN) -m bot demo-teams

test: $(READY)
	$(RUN) -m pytest -n auto --dist loadgroup

chaos: $(READY)
	CHAOS=1 $(RUN) -m pytest -n auto --dist loadgroup

lint: $(READY)
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports
	$(RUN) -m bot check

bench: $(READY)
	$(RUN) -m bench

# No address of a package index may stand in a lock file.
COMPILE := $(VENV)/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

lock: $(READY)
	$(COMPILE) --extra dev --output-file requirements.lock pyproject.toml
	$(COMPILE) --constraint requirements.lock --output-file requirements-serve.lock pyproject.toml

clean:
	rm -rf $(VENV) build/agents_playground .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
