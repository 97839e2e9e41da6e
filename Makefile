# The loop of everyday work. `make check` is all that CI asks for.
PYTHON := .venv/bin/python

.PHONY: check fast start lint types test docs pictures lock benchmarks

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

pictures:         ## draw docs/pictures from a review of demo data (needs LibreOffice and poppler)
	rm -rf .pictures
	$(PYTHON) -m data demo --until 2026-09-30 --store .pictures/store
	for language in en zh; do \
	  $(PYTHON) -m reports 2026Q3 --store .pictures/store --language $$language --out .pictures/$$language \
	    --url https://kept.example.com && cd .pictures/$$language && mv review.pdf printed.pdf && \
	  soffice --headless --convert-to pdf review.pptx && mv review.pdf deck.pdf && \
	  soffice --headless --convert-to pdf review.xlsx && mv review.pdf workbook.pdf && cd ../..; done
	draw() { pdftoppm -png -singlefile -r $$4 -f $$2 -l $$2 .pictures/$$1 docs/pictures/$$3; }; \
	  draw zh/deck.pdf 2 deck_agenda_zh 64; draw zh/deck.pdf 6 deck_promise_zh 72; draw en/deck.pdf 7 deck_promise_en 72; \
	  draw zh/printed.pdf 2 printed_zh 72; draw en/printed.pdf 1 printed_en 72; draw en/workbook.pdf 10 workbook_en 72

benchmarks:       ## measure at 1 and 10 million tickets (an hour) and write docs/performance.md
	$(PYTHON) -m benchmarks --work .benchmarks

lock:             ## compile the pins, with hashes, from the .in files (needs uv)
	for name in requirements requirements-dev; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-emit-find-links --no-header --no-annotate $$name.in --output-file $$name.txt; done
