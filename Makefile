# The loop of everyday work. `make check` is all that CI asks for.
PYTHON := .venv/bin/python

.PHONY: check fast start lint types test docs lock benchmarks

check:            ## everything: format, lint, types, all tests
	python3 kept.py test

fast: lint types  ## without the browser
	$(PYTHON) -m pytest -m "not browser"

start:            ## the dashboard in the browser
	python3 kept.py start

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types:
	$(PYTHON) -m mypy

test:
	$(PYTHON) -m pytest

docs:             ## write docs/data.md, docs/metrics.md and the templates from the code
	$(PYTHON) -m data docs
	$(PYTHON) -m metrics docs

benchmarks:       ## measure at 1 and 10 million tickets (an hour) and write docs/performance.md
	$(PYTHON) -m benchmarks --work .benchmarks

lock:             ## compile the pins, with hashes, from the .in files (needs uv)
	for name in requirements requirements-dev; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-header --no-annotate $$name.in --output-file $$name.txt; done
