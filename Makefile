# One word a task. `make book` and `make test` each install what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PORT ?= 8000
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help install fixtures book serve lab release kit demo test lint format clean browser torch lock

help: ## list the tasks
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /|/' | awk -F'|' '{printf "make %-9s %s\n", $$1, $$2}'

install: $(INSTALLED) ## make .venv with everything in it

$(INSTALLED): requirements.lock pyproject.toml tools/install.sh
	@PYTHON="$(PYTHON)" sh tools/install.sh $(VENV)
	@touch $@

book: $(INSTALLED) ## build the book into _build/html
	@$(BIN)/python tools/build_book.py

serve: book ## show the book on a local port
	@echo "http://localhost:$(PORT)/ (Ctrl-C stops it)"
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html $(PORT)

fixtures: $(INSTALLED) # what the instant check compares with
	@$(BIN)/python -m autograder bake

release: fixtures ## make the learners' notebooks in autograder/course/release
	@$(BIN)/python -m autograder release

lab: release ## open JupyterLab on the learners' notebooks
	@$(BIN)/python -m autograder lab

kit: fixtures ## make one zip with all that a learner needs
	@$(BIN)/python -m autograder kit

demo: fixtures ## grade a small made-up class end to end
	@$(BIN)/python -m autograder demo

test: fixtures browser ## run every test, two files at a time; it says what was skipped and why
	@$(BIN)/python -m pytest -n 2 --dist loadfile -rs

browser: # the browser of the browser tests
	@sh tools/browser.sh

torch: $(INSTALLED) # PyTorch, for the tests that compare with it
	@$(BIN)/python -c "import torch" 2>/dev/null || { $(BIN)/python -m ensurepip -q 2>/dev/null; $(BIN)/python -m pip install -q torch==2.13.0; }

lint: $(INSTALLED) ## check style and format, notebooks' sources included
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/python tools/lint_chapters.py

format: $(INSTALLED) ## put the code into its format
	@$(BIN)/ruff check --fix-only -q . ; $(BIN)/ruff format .

lock: $(INSTALLED) ## pin every dependency anew
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-header requirements-dev.txt -o requirements.lock

clean: ## remove what make made; the course folder and my-notebooks stay as they are
	@rm -rf _build dist .pytest_cache .ruff_cache .hypothesis attention_lab/fixtures/*.npz attention_lab/fixtures/*.json
	@find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
