PYTHON ?= python3
BIN := .venv/bin

.PHONY: install chat test soak check eval gate wheel

# Reinstalled only when the project's requirements changed.
install: .venv/installed .links

.venv/installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $@

# Type checkers follow paths, not import hooks, so show them crosscheck/index as a path.
.links:
	mkdir -p .links/crosscheck
	ln -sfn ../../index ../../app ../../corpus ../../evals .links/crosscheck/

chat: install
	$(BIN)/crosscheck chat

test: install
	$(BIN)/python -m pytest

# What takes minutes: every crash point, thousands of questions and builds.
soak: install
	$(BIN)/python -m pytest -m soak

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .links/crosscheck tests

eval: install
	$(BIN)/crosscheck eval

# Fails when anything is worse than the blessed baseline: the whole eval suite, or what GATE says, such as
# GATE="test --no-generated", all the written cases that nothing was chosen on.
gate: install
	$(BIN)/crosscheck eval run $(GATE)

# The installed wheel, not the checkout, is what users import.
wheel: install
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

# Beside a plain script, LangChain, txtai and LanceDB, each in an environment of its own below .bench/. DATA=DIR, with
# public data below it, measures on 20,000 passages made of that.
.PHONY: bench
bench: install
	$(BIN)/python -m crosscheck.evals.bench $(if $(DATA),--data $(DATA) --passages 20000)
